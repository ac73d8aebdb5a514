/** The rules of a replaced part (T-20): which facts it needs, when a person is asked before it goes on, and what comes next. */
import type { Concern, Fact, ReplacementPhase, ReplacementState, WarrantyFacts } from './replacement.ts';

const dayMs = 86_400_000;

/** What Warranty Check makes a person think about: treated a short while ago, no longer covered. Dates are ISO dates of the operator's zone. */
export function concernsOf({ coveredUntil, lastTreatedOn, on }: WarrantyFacts, recentTreatmentDays: number): Concern[] {
  const concerns: Concern[] = [];
  // T-20: «moins d’un mois et demi»: on the very day that completes it, it is no longer recent.
  if (lastTreatedOn !== null && (Date.parse(on) - Date.parse(lastTreatedOn)) / dayMs < recentTreatmentDays) concerns.push('treated-recently');
  // T-18: out of warranty it is a repair that is billed, which the customer agrees to first.
  if (coveredUntil === null || coveredUntil < on) concerns.push('out-of-warranty');
  return concerns;
}

/** The facts that have to be asked for now, in the order of the form; none: it can go on. */
export function missingFacts({ serialNumber, fault, model, partNumber, item, isPartSought, concerns }: ReplacementState): Fact[] {
  const first: Fact[] = [...(serialNumber === null ? ['serialNumber' as const] : []), ...(fault === null ? ['fault' as const] : [])];
  if (first.length > 0 || concerns.length > 0) return first;
  if (item === 'unknown' && model === null) return ['model'];
  return isPartSought && partNumber === null && item === 'known' ? ['partNumber'] : [];
}

/** The step that is under way, by the facts there are: the story is in their order. */
export function nextPhase(state: ReplacementState): ReplacementPhase {
  const { opening, warranty, concerns, item, partNumber, order, isAbandoned } = state;
  if (!opening) return 'new';
  if (isAbandoned) return 'abandoned';
  if (missingFacts(state).length > 0) return 'information';
  if (concerns.length > 0) return 'confirmation';
  if (warranty === null) return 'warranty';
  if (item !== 'known') return 'inventory';
  if (partNumber === null) return 'part';
  if (order === null) return 'order';
  // Ordered by other means than CSDP: nothing tells of its way.
  if (order.receivedOn === null && order.reference !== null) return 'delivery';
  if (order.replacedOn === null) return 'swap';
  return order.returnedOn === null && order.reference !== null ? 'return' : 'done';
}
