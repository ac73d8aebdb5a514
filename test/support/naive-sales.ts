/** The indicators of sales computed anew from the recorded events alone, as naive-indicators.ts does it. */
import type { OrderEvent } from '../../domain/order/order.ts';
import { human, type Occurrence } from './naive-indicators.ts';
import type { Lived } from './steering-stories.ts';

interface Read { readonly occurrences: Occurrence[]; readonly standings: [] }

export function readOrder({ events }: Lived): Read {
  const occurrences: Occurrence[] = [];
  const [first] = events.map(({ event }) => event as OrderEvent);
  if (first?.type !== 'orderOpened') throw new Error('begins with its opening');
  const { emitter, centre, subOrders: [part] } = first.opening;
  let isSigned = false;
  for (const { event: recorded, atMs } of events) {
    const event = recorded as OrderEvent;
    const count = (indicator: string, detail: string | null, value: number | null = null) => occurrences.push({ indicator, detail, atMs, value, person: emitter, team: null, centre: centre ?? null });
    if (event.type === 'orderSigned') {
      isSigned = true;
      count('orders-signed', event.ordinal === null ? 'paper' : 'code');
      count('orders-signed-amount', null, part?.htCents ?? 0);
      count('signature-rate', null, 1);
    }
    if (event.type === 'orderEnded' && !isSigned) {
      count('orders-unsigned', event.outcome);
      count('signature-rate', null, 0);
    }
  }
  return { occurrences, standings: [] };
}

interface Told { readonly type: string; readonly kind?: string; readonly monthlyCents?: number; readonly seller?: string; readonly outcome?: string; readonly amountCents?: number; readonly wonCents?: number }

/** @param centre of the customer */
export function readRecord({ events }: Lived, centre: string | null): Read {
  const occurrences = events.flatMap(({ event, atMs, meta }): Occurrence[] => {
    const { type, kind = null, monthlyCents = 0, seller = null, outcome = null, amountCents = 0, wonCents = 0 } = event as Told;
    const by = (person: string | null) => (indicator: string, detail: string | null, value: number | null = null): Occurrence => ({ indicator, detail, atMs, value, person, team: null, centre });
    const [whoDid, whoSells] = [by(human(meta.actor, meta.channel)), by(seller)];
    if (type === 'proposalMade') return [whoDid('proposals-made', null)];
    if (type === 'proposalPresented') return [whoDid('proposals-presented', null)];
    if (type === 'dropped') return [whoDid('drops', kind), whoDid('drops-amount', null, monthlyCents)];
    if (type === 'opportunityOpened') return [whoSells('opportunities-opened', null)];
    if (type === 'opportunityReopened') return [whoSells('opportunities-closed', 'won'), whoSells('opportunity-win-rate', null, -1), whoSells('opportunities-won-amount', null, -wonCents)].map((one) => ({ ...one, n: -1 }));
    if (type !== 'opportunityClosed') return [];
    return [whoSells('opportunities-closed', outcome), whoSells('opportunity-win-rate', null, outcome === 'won' ? 1 : 0), ...(outcome === 'won' ? [whoSells('opportunities-won-amount', null, amountCents)] : [])];
  });
  return { occurrences, standings: [] };
}
