/** Changes during the journey (D-25): the target date, a contact, a site's offer. Who, when, before and after are kept; what is personal stays out of the events. */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import type { DeploymentEvent, DeploymentState, SiteKey } from './deployment.ts';
import { isOver, tasksUnder } from './deployment-steps.ts';
import { dateOfInstant } from './policy.ts';
import { withTarget } from './progress.ts';

export type ContactRole = 'administrative' | 'technical' | 'site';

/** What a site's order comes to, excluding VAT. */
export interface OfferTotals {
  readonly recurringCents: number;
  readonly oneOffCents: number;
}

interface OfFile {
  /** Names what PostgreSQL keeps of the change: before and after in full. */
  readonly changeId: string;
  /** How often this part of the launch file had been changed when the change was made on it. */
  readonly revision: number;
  readonly reason: string;
}

export type OfferChange = OfFile & { readonly before: OfferTotals; readonly after: OfferTotals };
export type ContactChange = OfFile & { readonly site: SiteKey | null; readonly role: ContactRole; readonly action: 'added' | 'replaced' | 'removed' };

export type ChangeCommand =
  | { readonly type: 'changeTargetDate'; readonly targetActivationDate: string; readonly reason: string }
  | ({ readonly type: 'changeContact' } & ContactChange)
  /** Of a site that is not on its way yet; one that is decides for itself. */
  | ({ readonly type: 'changeOffer'; readonly site: SiteKey } & OfferChange)
  /** Every site on its way has the date. */
  | { readonly type: 'targetDateTold'; readonly targetActivationDate: string };

type Recorded<Change extends OfFile> = Omit<Change, 'revision'>;

export type OfferChanged = { readonly type: 'offerChanged'; readonly site: SiteKey } & Recorded<OfferChange>;

export type ChangeEvent =
  | { readonly type: 'targetDateChanged'; readonly before: string; readonly after: string; readonly reason: string }
  | { readonly type: 'targetDateTold'; readonly targetActivationDate: string }
  | ({ readonly type: 'contactChanged' } & Recorded<ContactChange>)
  | OfferChanged;

/** The part of the launch file that a change of contacts or offer replaces. */
export function partOf({ site, ...change }: { readonly site: SiteKey | null; readonly role?: ContactRole }): string {
  const what = change.role === undefined ? 'lines' : 'contacts';
  return site === null ? what : `${site}.${what}`;
}

/** How often that part was changed; a change made on an older one would undo another's. */
export function revisionOf({ revisions }: Pick<DeploymentState, 'revisions'>, part: string): number {
  return revisions[part] ?? 0;
}

export function decideChange(state: DeploymentState, command: ChangeCommand, nowMs: number): Decision<DeploymentEvent> {
  const { launch } = state;
  if (command.type === 'targetDateTold') {
    const isNews = !state.isTargetDateTold && launch?.targetActivationDate === command.targetActivationDate;
    return isNews ? accept<DeploymentEvent>({ type: 'targetDateTold', targetActivationDate: command.targetActivationDate }) : accept();
  }
  if (!launch || isOver(state.phase)) return reject(refuse('wrong-state', { state: state.phase, states: 'open' }));
  switch (command.type) {
    case 'changeTargetDate': {
      const { targetActivationDate: after, reason } = command;
      const before = launch.targetActivationDate;
      if (after === before) return accept();
      if (after < dateOfInstant(launch.policy, nowMs)) return reject(refuse('D-01.target-date-past', { date: after }, '/targetActivationDate'));
      return accept<DeploymentEvent>({ type: 'targetDateChanged', before, after, reason }, ...tasksUnder(withTarget(launch, after), state));
    }
    case 'changeContact': {
      const { type: _, revision, ...change } = command;
      if (revision !== revisionOf(state, partOf(change))) return reject(refuse('D-25.changed-meanwhile'));
      return accept<DeploymentEvent>({ type: 'contactChanged', ...change });
    }
    case 'changeOffer': {
      const { type: _, revision, ...change } = command;
      // On its way meanwhile, the site decides.
      if (state.sites[change.site] !== 'waiting' || revision !== revisionOf(state, partOf({ site: change.site }))) return reject(refuse('D-25.changed-meanwhile'));
      return accept<DeploymentEvent>({ type: 'offerChanged', ...change });
    }
  }
}

/** One more change of a part. */
export function evolveRevisions(revisions: DeploymentState['revisions'], event: Extract<ChangeEvent, { type: 'contactChanged' | 'offerChanged' }>): DeploymentState['revisions'] {
  const part = partOf(event);
  return { ...revisions, [part]: (revisions[part] ?? 0) + 1 };
}
