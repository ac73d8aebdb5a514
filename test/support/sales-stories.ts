/** Random lives of orders, and of the record of a customer to whom is sold: what indicators of sales are counted from (C-06). */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { orderModel } from '../../domain/order/model.ts';
import type { OrderCommand, OrderState } from '../../domain/order/order.ts';
import { file, opening } from '../unit/order/given.ts';
import type { Lived } from './steering-stories.ts';

interface Around {
  readonly begins: fc.Arbitrary<number>;
  readonly centres: readonly (string | undefined)[];
  readonly subjects: readonly string[];
}

const minute = 60_000;
const paper = () => ({ id: randomUUID(), digest: '0'.repeat(64), sizeBytes: 1 });
const fileOf = (kind: Parameters<typeof file>[0]) => ({ ...file(kind), id: randomUUID() });

/** The customer of whose centre a record is; of none, empty. */
const customers = ['', 'lille', 'amiens', 'lyon'];
export const customerIn = (centre: string): string => `CLI-90000${customers.indexOf(centre)}`;
export const centreOf = (customerId: string): string | null => customers[Number(customerId.slice(-1))] || null;

/** What may come next of an order. @param isStraight it is signed by hand, without a detour: among ten things that may come by chance few orders are signed */
function awaited(state: OrderState, isStraight: boolean): OrderCommand[] {
  const { phase, tasks, code, invitation, signature } = state;
  const [task] = Object.values(tasks.open);
  switch (phase) {
    case 'discount-approval':
      return [true, true, false].map((approved): OrderCommand => ({ type: 'completeTask', taskId: task?.id ?? '', input: { approved, comment: 'x' } as never }));
    case 'issuing':
      return [{ type: 'documentIssued', document: paper(), version: state.partyVersion }];
    case 'signature':
      if (isStraight) return [signature?.mode === 'paper' ? { type: 'addFile', file: fileOf('purchase-order'), orderNumber: opening.id } : { type: 'prepareSignature', terms: { mode: 'paper', mandate: 'paper', invoice: 'paper' } }];
      return [
        { type: 'prepareSignature', terms: { mode: 'electronic', mandate: 'electronic', invoice: 'paper' } }, { type: 'prepareSignature', terms: { mode: 'paper', mandate: 'paper', invoice: 'paper' } }, { type: 'askCode' },
        { type: 'codeSent', ordinal: code?.ordinal ?? 1 }, { type: 'enterCode', ordinal: code?.ordinal ?? 1, isRight: true }, { type: 'enterCode', ordinal: code?.ordinal ?? 1, isRight: false }, { type: 'invitationSent', ordinal: invitation?.ordinal ?? 1 },
        { type: 'addFile', file: fileOf('purchase-order'), orderNumber: opening.id }, { type: 'signatureExpired' }, { type: 'abandon', reason: 'x' },
      ];
    case 'sealing':
      return [{ type: 'sealed', evidence: { pdf: paper(), json: paper(), mandate: null } }];
    case 'signed':
      return [{ type: 'addFile', file: fileOf('deal-simulator'), orderNumber: null }, { type: 'addFile', file: fileOf('eligibility-evidence'), orderNumber: null }, { type: 'handOver' }];
    case 'handing-over':
      return [{ type: 'handedOver', deploymentId: 'AFF-2026-000001', terminationId: null }];
    case 'in-production':
      return [{ type: 'productionEnded' }];
    default:
      return [];
  }
}

export function sellingIn({ begins, centres, subjects }: Around): { order: fc.Arbitrary<(ordinal: number) => Lived>; sales: fc.Arbitrary<(ordinal: number) => Lived> } {
  const order = fc.record({
    startMs: begins, centre: fc.constantFrom(...centres), emitter: fc.constantFrom(...subjects), htCents: fc.integer({ min: -50_000, max: 900_000 }), isDiscounted: fc.nat(3).map((one) => one === 0), isStraight: fc.boolean(),
    acts: fc.array(fc.record({ pick: fc.nat(1_000), minutes: fc.oneof(fc.constant(0), fc.constant(1), fc.nat(50_000)) }), { minLength: 4, maxLength: 25, size: 'max' }),
  }).map(({ startMs, centre, emitter, htCents, isDiscounted, isStraight, acts }) => (ordinal: number): Lived => {
    const id = `CMD-2026-${String(500_000 + ordinal)}`;
    const ttcCents = Math.round(htCents * 1.2);
    const opened = {
      ...opening, id, emitter, ...(centre === undefined ? {} : { centre }), ttcCents, scheduledCents: Math.max(0, ttcCents), subOrders: [{ range: 'access' as const, htCents, ttcCents }], discount: isDiscounted ? { basisPoints: 2_000, limitBasisPoints: 1_000 } : null,
    };
    const events: RecordedEvent[] = [];
    let [state, atMs] = [orderModel.initial, startMs];
    for (const [index, { pick, minutes }] of [{ pick: 0, minutes: 0 }, ...acts].entries()) {
      const next = awaited(state, isStraight);
      const command = index === 0 ? { type: 'open' as const, opening: opened } : next[pick % Math.max(1, next.length)];
      if (!command) break;
      atMs += minutes * minute;
      const asked = command.type === 'addFile' ? { ...command, orderNumber: command.orderNumber === null ? null : id } : command;
      const decision = orderModel.decide(state, asked, atMs);
      for (const event of decision.accepted ? decision.events : []) {
        state = orderModel.evolve(state, event, atMs);
        events.push({ number: events.length + 1, event, atMs, meta: { actor: index === 0 ? emitter : 'customer', channel: command.type === 'signatureExpired' ? 'timer' : 'api', commandId: `${index}` } });
      }
    }
    return { journeyId: id, kind: 'order', events };
  });

  const person = fc.constantFrom(...subjects);
  const cents = fc.integer({ min: 0, max: 500_000 });
  const happened = fc.oneof(
    fc.constantFrom({ type: 'proposalMade', proposal: 'PRO-2026-000001', madeFrom: null }, { type: 'proposalPresented', proposal: 'PRO-2026-000001', ttcCents: 1 }, { type: 'proposalChanged', proposal: 'PRO-2026-000001' }, { type: 'proposalOrdered', order: 'CMD-2026-000001' }),
    fc.record({ type: fc.constant('dropped'), kind: fc.constantFrom('total', 'partial', 'product'), monthlyCents: cents }),
    fc.record({ type: fc.constant('opportunityOpened'), seller: person, amountCents: cents }),
    fc.record({ type: fc.constant('opportunityTransferred'), seller: person }),
    fc.record({ type: fc.constant('opportunityClosed'), seller: person, outcome: fc.constantFrom('won', 'lost'), amountCents: cents })
      .map(({ seller, amountCents, ...closed }) => (amountCents % 4 === 1 ? { type: 'opportunityReopened', seller, amountCents: 0, wonCents: amountCents } : { ...closed, seller, amountCents })),
  );
  const sales = fc.record({ startMs: begins, centre: fc.constantFrom(...centres), acts: fc.array(fc.record({ event: happened, actor: person, isOurs: fc.nat(5).map((one) => one === 0), minutes: fc.nat(20_000) }), { minLength: 1, maxLength: 12 }) })
    .map(({ startMs, centre, acts }) => (): Lived => {
      let atMs = startMs;
      return {
        journeyId: customerIn(centre ?? ''), kind: 'customer', events: acts.map(({ event, actor, isOurs, minutes }, index): RecordedEvent => {
          atMs += minutes * minute;
          return { number: index + 1, event, atMs, meta: { actor: isOurs ? 'system:orders' : actor, channel: isOurs ? 'system' : 'api', commandId: `${index}` } };
        }),
      };
    });
  return { order, sales };
}
