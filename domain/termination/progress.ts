/** Where a termination stands, by the facts there are: the step under way, what is still to be done in it, and when it is due. */
import { after } from '../clock/delay.ts';
import { dayBounds, type FrozenDays } from '../clock/frozenDays.ts';
import { dateOf, dayMs, requireDayNumber } from '../clock/localDate.ts';
import type { TerminationPhase } from './steps.ts';
import { deproductionParts, openingOf, type CheckedEquipment, type DeproductionPart, type LeavingService, type TerminationState } from './termination.ts';

/** The step that is under way, by the facts there are: the story is in their order. */
export function nextPhase(state: TerminationState): TerminationPhase {
  const { opening, outcome, effectiveOn, isEffective, finalInvoice, returned, equipmentInvoice } = state;
  if (!opening) return 'new';
  if (outcome === 'kept' || outcome === 'withdrawn') return servicesToUndo(state).length > 0 ? 'undoing' : lastPhase(state);
  const before = opening.origin === 'customer' ? phaseOfRequest(state) : effectiveOn === null ? 'held' : null;
  if (before !== null) return before;
  if (!isEffective) return 'scheduled';
  if (finalInvoice === null) return 'final-invoice';
  if (!isDeproduced(state)) return 'deproduction';
  if (opening.equipment.length > 0 && returned === null) return 'equipment-return';
  if (chargeableEquipment(state).length > 0 && equipmentInvoice === null) return 'equipment-invoice';
  return lastPhase(state);
}

/** the steps that a customer's own request goes through. */
function phaseOfRequest({ ticket, isConfirmed, winBack, feeCents, effectiveOn }: TerminationState): TerminationPhase | null {
  if (ticket === null || !isConfirmed) return 'registration';
  if (winBack === null) return 'win-back';
  if (feeCents === null) return 'fee';
  return effectiveOn === null ? 'entry' : null;
}

/** it is over when its ticket is, and the customer knows all of it; of a move or a change there is none. */
function lastPhase({ opening, isTicketClosed, tellsRest, news, newsTold }: TerminationState): TerminationPhase {
  return opening?.origin !== 'customer' || (isTicketClosed && (!tellsRest || newsTold >= news.length)) ? 'ended' : 'closing';
}

/** Stops of billing that were asked, or may have been by a call that was under way: from the entry on, all of them. */
export function servicesToUndo({ opening, effectiveOn, undone }: TerminationState): LeavingService[] {
  return effectiveOn === null ? [] : (opening?.services ?? []).filter(({ rds }) => !undone.includes(rds));
}

export function servicesToStop({ opening, stops }: TerminationState): LeavingService[] {
  return (opening?.services ?? []).filter(({ rds }) => !stops.includes(rds));
}

/** what is still to be taken down, service by service in the order of the parts. */
export function partsToEnd(state: TerminationState): { readonly service: LeavingService; readonly part: DeproductionPart }[] {
  const ended = new Set(state.parts.map(({ rds, part }) => `${rds} ${part}`));
  return openingOf(state).services.flatMap((service) => deproductionParts.filter((part) => !ended.has(`${service.rds} ${part}`)).map((part) => ({ service, part })));
}

/** what the outside did not take down, for a person. */
export function leftByHand({ parts }: TerminationState): TerminationState['parts'] {
  return parts.filter(({ outcome }) => outcome !== 'ended');
}

export function isDeproduced(state: TerminationState): boolean {
  return partsToEnd(state).length === 0 && (leftByHand(state).length === 0 || state.isDoneByHand);
}

/** with what each costs by the policy. */
export function chargeableEquipment(state: TerminationState): { readonly serialNumber: string; readonly model: string | null; readonly cents: number }[] {
  const { equipment, policy: { equipmentReturn: { missingCents } } } = openingOf(state);
  const charged = new Set((state.returned ?? []).flatMap(({ serialNumber, condition }) => (condition === 'returned' ? [] : [serialNumber])));
  return equipment.filter(({ serialNumber }) => charged.has(serialNumber))
    // A model may be called as any member of an object is.
    .map(({ serialNumber, model }) => ({ serialNumber, model, cents: (model !== null && Object.hasOwn(missingCents.byModel, model) ? missingCents.byModel[model] : undefined) ?? missingCents.otherwise }));
}

/** when the win-back is over, epoch milliseconds; null outside of it. */
export function winBackUntilMs({ phase, phaseSinceMs, opening }: TerminationState): number | null {
  return phase === 'win-back' && opening ? after(opening.policy, phaseSinceMs, opening.policy.winBackWithin) : null;
}

/** when the last day of service is over in the operator's time zone, epoch milliseconds; null before the date is known. */
export function effectiveAtMs({ opening, effectiveOn }: TerminationState): number | null {
  return opening && effectiveOn !== null ? endOfDate(opening.policy.days, effectiveOn) : null;
}

/** when the return is to be reminded of next, and as which; null when no more is to come. */
export function nextReminder({ opening, labels, reminders }: TerminationState): { readonly ordinal: number; readonly atMs: number } | null {
  if (!opening || !labels) return null;
  const { days, equipmentReturn: { remindDaysBefore } } = opening.policy;
  const daysBefore = remindDaysBefore.toSorted((one, other) => other - one)[reminders];
  // The day is reminded of when it begins: a mail may come at any hour.
  return daysBefore === undefined ? null : { ordinal: reminders + 1, atMs: endOfDate(days, addDays(labels.deadlineOn, -daysBefore - 1)) };
}

/** what is said to be missing while it may still come; the deadline is a day on which one may say so. */
export function missedEarly({ opening, labels }: TerminationState, equipment: readonly CheckedEquipment[], nowMs: number): string[] {
  if (!opening || !labels || nowMs >= endOfDate(opening.policy.days, addDays(labels.deadlineOn, -1))) return [];
  return equipment.filter(({ condition }) => condition === 'missing').map(({ serialNumber }) => serialNumber);
}

export function addDays(date: string, days: number): string {
  return dateOf(requireDayNumber(date) + days);
}

/** That of UTC beyond the frozen days. */
export function endOfDate(days: FrozenDays, date: string): number {
  const bounds = dayBounds(days, date);
  return bounds.outcome === 'at' ? bounds.value[1] : (requireDayNumber(date) + 1) * dayMs;
}
