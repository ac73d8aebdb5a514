/** What of the OBL a site waits for, and when it is reminded of it or others are told (D-09). */
import { reminderDueAtMs, startOfDate, type LadderName } from './policy.ts';
import type { Awaited, SitePhase, SiteState } from './site.ts';
import { siteSteps } from './steps.ts';

/** What of the OBL the site waits for now, and reminds it of (D-09). */
export function awaitedOf(state: SiteState): Awaited | null {
  const { phase, slot, report, visit, reported } = state;
  if (phase === 'acknowledgement') return 'acknowledgement';
  // An OBL that has delivered has no part in the slot any more.
  if (phase === 'intervention-planning') return slot?.status === 'proposed' && report === null ? 'slot' : null;
  if (phase === 'technical-visit') return visit === null && reported === null ? 'intervention-report' : null;
  if (phase === 'delivery-report' || isReportWatched(state)) return report === null ? 'delivery-report' : null;
  return null;
}

/** D-13: from the visit on the delivery report is awaited beside the steps, whatever equipment and persons still do: an OBL that does not come is reminded from the day it promised. Before edition 1: in its own step only. */
export function isReportWatched({ phase, opening, report }: SiteState): boolean {
  return opening?.edition !== undefined && report === null && afterTheVisit.includes(phase);
}

const afterTheVisit: readonly SitePhase[] = siteSteps.slice(siteSteps.indexOf('technical-visit') + 1, siteSteps.indexOf('delivery-report') + 1);

/** Whether this of that order is what the site waits for now. */
export function isAwaited(state: SiteState, orderKey: string, awaited: Awaited): boolean {
  return state.order?.orderKey === orderKey && awaitedOf(state) === awaited;
}

export const ladderOf = {
  'acknowledgement': 'obl-acknowledgement', 'slot': 'intervention-slot', 'intervention-report': 'intervention-report', 'delivery-report': 'delivery-report',
} as const satisfies Record<Awaited, LadderName>;

/** When the OBL is to be reminded next of what is awaited (D-09), epoch milliseconds; null when nothing is awaited. */
export function nextReminderAtMs(state: SiteState): number | null {
  const { order, opening } = state;
  const awaited = awaitedOf(state);
  if (!order || !opening || awaited === null) return null;
  const { policy } = opening;
  const { reminders, waitingSinceMs } = order;
  const promisedMs = reminders === 0 ? promisedAtMs(state, awaited) : null;
  return reminderDueAtMs(policy, ladderOf[awaited], { reminders, sinceMs: Math.max(promisedMs ?? waitingSinceMs, waitingSinceMs) });
}

/** Nobody is reminded of what was promised for later. */
function promisedAtMs({ order, slot, opening }: SiteState, awaited: Awaited): number | null {
  if (awaited === 'intervention-report') return slot && Date.parse(slot.endsAt);
  const plannedOn = awaited === 'delivery-report' ? order?.plannedDeliveryDate ?? null : null;
  return opening && plannedOn !== null ? startOfDate(opening.policy, plannedOn) : null;
}

/** Whether others are to be told of the present wait (D-09): once, after so many reminders. */
export function isEscalationDue(state: SiteState): boolean {
  const { order, opening } = state;
  const awaited = awaitedOf(state);
  if (!order || !opening || awaited === null || order.isEscalated) return false;
  return order.reminders >= opening.policy.reminders[ladderOf[awaited]].escalateAfterReminders;
}
