/** Whether the equipment will be at the technician's depot before the line is delivered; else the delivery is at risk (D-12). */
import { addFrozenBusinessDays } from '../clock/frozenDays.ts';
import { startOfDate } from './policy.ts';
import { runsAtObl, type DeliveryRisk, type SiteEvent, type SiteState } from './site.ts';

type Facts = Pick<DeliveryRisk, 'availableOn' | 'plannedDeliveryDate'>;

/** What is known of an arrival that is still awaited; null where none is, or nothing is planned. */
function awaitedArrival(state: SiteState): Facts | null {
  const { equipment, opening, order, installedOn } = state;
  if (!runsAtObl(state) || equipment?.isReceived || installedOn !== null) return null;
  // What nobody has reserved yet will not be there either. Before edition 1 it was awaited once it was reserved.
  if (!equipment && opening?.edition === undefined) return null;
  const plannedDeliveryDate = order?.plannedDeliveryDate ?? null;
  return plannedDeliveryDate === null ? null : { availableOn: equipment?.availableOn ?? null, plannedDeliveryDate };
}

/** From when on equipment that has not arrived puts the delivery at risk: the beginning of the business day before it (ours), epoch milliseconds; null where none is awaited. */
export function arrivalDueAtMs(state: SiteState): number | null {
  const arrival = awaitedArrival(state);
  return arrival && state.opening ? dueAtMs(state.opening.policy, arrival) : null;
}

function dueAtMs(policy: NonNullable<SiteState['opening']>['policy'], { plannedDeliveryDate }: Facts): number {
  const before = addFrozenBusinessDays(policy.days, plannedDeliveryDate, -1);
  return before.outcome === 'at' ? startOfDate(policy, before.value) : startOfDate(policy, plannedDeliveryDate) - dayMs;
}

const dayMs = 86_400_000;

function lateArrival(state: SiteState, nowMs: number): Facts | null {
  const arrival = awaitedArrival(state);
  if (!arrival || !state.opening) return null;
  const { availableOn, plannedDeliveryDate } = arrival;
  const comesTooLate = availableOn !== null && availableOn >= plannedDeliveryDate;
  return comesTooLate || nowMs >= dueAtMs(state.opening.policy, arrival) ? arrival : null;
}

/** D-12: raised once per change of what it stands on, cleared when the equipment is there or the delivery planned anew. */
export function riskEvents(state: SiteState, nowMs: number): SiteEvent[] {
  const { risk } = state;
  const late = lateArrival(state, nowMs);
  if (!late) return risk ? [{ type: 'deliveryRiskCleared' }] : [];
  if (risk && risk.availableOn === late.availableOn && risk.plannedDeliveryDate === late.plannedDeliveryDate) return [];
  return [{ type: 'deliveryAtRisk', cause: 'equipment-late', ...late }];
}
