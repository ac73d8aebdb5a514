/** What counts of sales (C-06): orders signed or not (S-04), and of customers' own records the proposals, drops and opportunities in them (S-01, S-07, S-09). */
import type { RecordedEvent } from '../journey/journey.ts';
import { openingOf, type OrderEvent, type OrderOutcome, type OrderState } from '../order/order.ts';
import { fact, personOf, type Fact } from './facts.ts';

/** One that is given up after its signature was decided by that. */
const unsigned: readonly OrderOutcome[] = ['expired', 'abandoned', 'refused'];

/** For its emitter, who has the customer sign. */
export function orderFacts(_before: OrderState, { event }: RecordedEvent<OrderEvent>, after: OrderState): Fact[] {
  const { emitter, centre, subOrders } = openingOf(after);
  const by = { person: emitter, team: null, centre: centre ?? null };
  if (event.type === 'orderSigned') return [fact('order-signed', by, { detail: event.how, total: subOrders.reduce((sum, { htCents }) => sum + htCents, 0) }), fact('order-decided', by, { total: 1 })];
  return event.type === 'orderEnded' && unsigned.includes(event.outcome) ? [fact('order-unsigned', by, { detail: event.outcome }), fact('order-decided', by)] : [];
}

/** Those that count: each says in which centre the customer was then. */
export const countedOfCustomers: ReadonlySet<string> = new Set(['proposalMade', 'proposalPresented', 'dropped', 'opportunityOpened', 'opportunityClosed', 'opportunityReopened']);

/** An event of a customer's record, as it is written there; what is missing was written before it counted. */
interface CustomerFact {
  readonly type: string;
  readonly centre?: string;
  readonly kind?: string;
  readonly monthlyCents?: number;
  readonly seller?: string;
  readonly outcome?: string;
  readonly amountCents?: number;
  /** What it had been won for. */
  readonly wonCents?: number;
}

export function customerFacts({ event, meta }: Pick<RecordedEvent, 'event' | 'meta'>): Fact[] {
  const { type, centre = null, kind = '', monthlyCents = 0, seller, outcome = '', amountCents = 0, wonCents } = event as CustomerFact;
  const by = { person: personOf(meta), team: null, centre };
  const bySeller = { ...by, person: seller ?? by.person };
  switch (type) {
    case 'proposalMade':
      return [fact('proposal-made', by)];
    case 'proposalPresented':
      return [fact('proposal-presented', by)];
    case 'dropped':
      return [fact('dropped', by, { detail: kind, total: monthlyCents })];
    case 'opportunityOpened':
      return [fact('opportunity-opened', bySeller)];
    case 'opportunityClosed':
      return [
        fact('opportunity-closed', bySeller, { detail: outcome }), fact('opportunity-decided', bySeller, { total: outcome === 'won' ? 1 : 0 }), ...(outcome === 'won' ? [fact('opportunity-won', bySeller, { total: amountCents })] : []),
      ];
    // C-08: won no more; it is closed anew some day, and counts once.
    case 'opportunityReopened':
      return wonCents === undefined ? [] : [
        fact('opportunity-closed', bySeller, { detail: 'won', n: -1 }), fact('opportunity-decided', bySeller, { n: -1, total: -1 }), fact('opportunity-won', bySeller, { n: -1, total: -wonCents }),
      ];
    default:
      return [];
  }
}
