/** What the OBL answers when asked for an order's state, as the facts that its callbacks would have brought (D-09). */
import { refusalOf } from '../../domain/deployment/access.ts';
import type { OblFact } from '../../domain/deployment/site.ts';
import type { OblOrderState } from '../../ports/obl.ts';

export function factsOf(order: OblOrderState): OblFact[] {
  const { oblReference, plannedDeliveryDate, deliveryReport } = order;
  // We hold it for placed, perhaps by telephone; an OBL that never heard of it must be asked anew.
  if (order.state === 'unknown') return [{ type: 'refused', reason: 'unknown-to-obl', detail: null }];
  if (order.state === 'refused') return [{ type: 'refused', ...refusalOf(order.refusalReason ?? 'other') }];
  if (order.state === 'cancelled') return [{ type: 'cancelled' }];
  const facts: OblFact[] = [];
  if (oblReference !== null && plannedDeliveryDate !== null) facts.push({ type: 'acknowledged', oblReference, plannedDeliveryDate });
  if (order.offer !== null) facts.push({ type: 'slot-offered', ...order.offer });
  if (order.slot?.confirmed === true) facts.push({ type: 'slot-confirmed', ordinal: order.slot.ordinal, slot: order.slot.slot });
  if (oblReference !== null && deliveryReport !== null) facts.push({ type: 'delivered', oblReference, report: deliveryReport });
  return facts;
}
