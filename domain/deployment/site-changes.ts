/** What changes for a site during its journey (D-25): its offer, and the target date of its deployment. */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { withdrawAll } from '../journey/task.ts';
import type { OfferChange, OfferChanged } from './changes.ts';
import { tasksUnder } from './decide-access.ts';
import { withTarget } from './progress.ts';
import type { SiteEvent, SitePhase, SiteState } from './site.ts';
import { openingOf } from './site-steps.ts';
import { siteSteps, type SiteStep, type TaskStep } from './steps.ts';

export type SiteChangeCommand =
  | ({ readonly type: 'changeOffer' } & OfferChange)
  /** The deployment has another target date. */
  | { readonly type: 'targetDateTold'; readonly targetActivationDate: string };

export type SiteChangeEvent =
  | OfferChanged
  | { readonly type: 'targetDateReceived'; readonly targetActivationDate: string };

/** From the customer's validation on, the offer is what he agreed to pay (D-18). */
const invoiced: readonly SitePhase[] = [...siteSteps.slice(siteSteps.indexOf('billing-start')), 'in-service'];
const invoicing: readonly SitePhase[] = ['invoice-simulation', 'invoice-validation'] satisfies SiteStep[];
const aboutTheInvoice: readonly TaskStep[] = ['invoice-simulation', 'invoice-validation', 'invoice-correction'];

/** Whether a simulation of the offer that was exists, and is made anew with the one that takes its place (D-17, D-25). */
export function isInvoicing({ phase }: Pick<SiteState, 'phase'>): boolean {
  return invoicing.includes(phase);
}

export function decideSiteChange(state: SiteState, command: SiteChangeCommand): Decision<SiteEvent> {
  if (command.type === 'targetDateTold') {
    const { targetActivationDate } = command;
    const opening = openingOf(state);
    const isNews = state.endedAtMs === null && opening.targetActivationDate !== targetActivationDate;
    return isNews ? accept<SiteEvent>({ type: 'targetDateReceived', targetActivationDate }, ...tasksUnder(withTarget(opening, targetActivationDate), state)) : accept();
  }
  const { site } = openingOf(state);
  if (invoiced.includes(state.phase)) return reject(refuse('D-25.offer-invoiced', { site }));
  if (state.endedAtMs !== null || state.phase === 'undoing') return reject(refuse('wrong-state', { state: state.phase, states: siteSteps.slice(0, siteSteps.indexOf('billing-start')).join(', ') }));
  const { type: _, revision, ...change } = command;
  if (revision !== state.offerRevision) return reject(refuse('D-25.changed-meanwhile'));
  // What the customer was to validate, or billing to correct, is no longer what he ordered.
  const withdrawn = isInvoicing(state) ? withdrawAll(state.tasks, 'offer-changed', ({ step }) => aboutTheInvoice.includes(step)) : [];
  return accept<SiteEvent>({ type: 'offerChanged', site, ...change }, ...withdrawn);
}
