/** How a site is cancelled: until when it may be, and what becomes of each thing it left outside (D-23). */
import { refuse, type Refusal } from '../errors/codes.ts';
import { accept, type Decision } from '../journey/journey.ts';
import { withdrawAll } from '../journey/task.ts';
import type { AnnouncedSlot } from './access.ts';
import { siteEffects, type SiteEffect } from './effects.ts';
import type { EffectOutcome, SiteEvent, SiteState } from './site.ts';
import { isOfTheSite, isOpen, openingOf, taskOf } from './site-steps.ts';
import { siteSteps } from './steps.ts';
import { hasSucceeded } from './succession.ts';

/** Whether the effect is past the point of no return that the site's policy gives it. */
export function isPastReturn(state: SiteState, { kind }: SiteEffect): boolean {
  const point = siteEffects[kind].pointOfNoReturn;
  const points = state.opening?.policy.pointsOfNoReturn;
  if (point === null || !points) return false;
  switch (points[point]) {
    case 'acknowledgement-received': return state.order?.plannedDeliveryDate != null || state.report !== null;
    case 'delivery-report-received': return state.report !== null;
    case 'billing-started': return hasBegunBilling(state);
    case 'shipped': return state.equipment?.isShipped === true || state.equipment?.isReceived === true;
    case 'installed': return state.installedOn !== null;
    // D-24: what billing returns is the customer's to validate anew.
    case 'validated': return siteSteps.indexOf(state.phase as never) >= siteSteps.indexOf('billing-start');
    case 'started': return hasBegunBilling(state);
  }
}

function hasBegunBilling({ phase }: SiteState): boolean {
  return siteSteps.indexOf(phase as never) > siteSteps.indexOf('billing-start');
}

/** What forbids the site's cancellation: it leaves by a termination then; null while nothing does. */
export function pointPassed(state: SiteState): SiteEffect | null {
  return state.effects.find((effect) => siteEffects[effect.kind].pastIt === 'refused' && isPastReturn(state, effect)) ?? null;
}

/** Whether a cancellation would be refused, as its deployment must know (D-23). */
export function isPastCancelling(state: SiteState): boolean {
  return state.phase === 'in-service' || (isGoingOn(state) && (pointPassed(state) !== null || hasSucceeded(state)));
}

/** Whether nobody has cancelled the site and it is not over. */
export function isGoingOn({ phase, endedAtMs }: SiteState): boolean {
  return phase !== 'undoing' && endedAtMs === null;
}

/** D-23: why nobody can have the site abandoned, by whatever door; null where it can be. */
export function abandonFault(state: SiteState): Refusal | null {
  if (!isGoingOn(state)) return refuse('wrong-state', { state: state.phase, states: 'open' });
  return pointPassed(state) === null && !hasSucceeded(state) ? null : refuse('D-23.point-of-no-return', { sites: openingOf(state).site }, '/site');
}

/** D-14: its service runs, or ran and is looked at again; also while the old line is being migrated to it. */
export function isActivated(state: Pick<SiteState, 'endedSteps' | 'tasks'>): boolean {
  return state.endedSteps.activation !== undefined || isOpen(state, 'line-migration');
}

/** D-23: past a point of no return the site goes on, and says so: the deployment hears how it ends. C-08: only an activation stands in the way of a withdrawal; what the outside no longer undoes becomes a person's. */
export function cancelSite(state: SiteState, reason: string, isWithdrawal = false): Decision<SiteEvent> {
  if (state.phase === 'undoing' || state.phase === 'cancelled') return accept();
  const past = isWithdrawal ? null : pointPassed(state);
  if (past !== null || hasSucceeded(state) || state.endedAtMs !== null || (isWithdrawal && isActivated(state))) return accept<SiteEvent>({ type: 'siteCancellationRefused', reason, phase: state.phase, past: past?.kind ?? null });
  return accept<SiteEvent>({ type: 'siteCancellationRequested', reason }, ...withdrawAll(state.tasks, 'site-cancelled', isOfTheSite));
}

/** D-10, D-23: at what slot the customer of a cancelled site still expects somebody, who does not come; null where he expects nobody, or it is over. */
export function slotToRecall({ phase, announced }: SiteState, nowMs: number): AnnouncedSlot | null {
  return phase === 'undoing' && announced && Date.parse(announced.endsAt) > nowMs ? announced : null;
}

/** What became of an effect that was to be undone; handed to a person with the reason where it could not be. */
export function settleEffect(state: SiteState, effect: SiteEffect, outcome: EffectOutcome): Decision<SiteEvent> {
  if (!mayUndo(state, effect) || !state.effects.some(({ key }) => key === effect.key)) return accept();
  const { labels, tooLate } = siteEffects[effect.kind];
  if (outcome === 'undone' || (outcome === 'too-late' && tooLate === 'nothing-left')) return accept<SiteEvent>({ type: 'effectUndone', effect });
  const task = taskOf(state, 'undo-by-hand', { effect: effect.kind, label: labels.fr, key: effect.key, reason: outcome });
  return accept<SiteEvent>(task, { type: 'effectHandedOver', effect, taskId: task.task.id });
}

/** D-09: the intervention goes with its order; that may still be under way when a person has ordered again. D-11: an order that is left is cancelled before the next. */
export function mayUndo({ phase, intervention, reported }: SiteState, { kind, key }: SiteEffect): boolean {
  if (phase === 'undoing') return true;
  // One whose visit was made is recorded instead.
  if (kind === 'intervention') return key !== intervention?.key && key !== reported?.key;
  return kind === 'access-order' && phase === 'reordering';
}
