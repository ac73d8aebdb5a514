/** The controls before a simulation goes out (D-31): each failed one is named, and a right simulation passes whatever was ordered. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSimulation, type SignedOrder } from '../../../domain/billing/invoice-checks.ts';
import { simulateInvoice, type OrderLine, type SimulatedInvoice } from '../../../domain/billing/invoice.ts';

const access: OrderLine = { code: 'FTTO-1G', label: 'Accès fibre', recurringCents: 49_000, oneOffCents: 150_000 };
const phones: OrderLine = { code: 'TRUNK-10', label: 'Trunk SIP', recurringCents: 9_000, oneOffCents: 0 };
const discount: OrderLine = { code: 'REMISE', label: 'Remise', recurringCents: -4_000, oneOffCents: -50_000 };
const order: SignedOrder = { market: 'private', hasBankDetails: true, from: '2026-04-14', vatBasisPoints: 2_000, lines: [access, phones, discount] };

const codes = (simulation: SimulatedInvoice, changes: Partial<SignedOrder> = {}) => checkSimulation(simulation, { ...order, ...changes }).map(({ code }) => code);
/** What a billing system says that computes rightly over wrong lines. */
const simulated = (lines: readonly OrderLine[]) => simulateInvoice({ ...order, lines });
const right = simulated(order.lines);

describe('a right simulation (D-31)', () => {
  it('passes, with a code that is ordered twice, in any order of lines', () => {
    expect(codes(right)).toEqual([]);
    expect(codes({ ...right, lines: right.lines.toReversed() })).toEqual([]);
    expect(codes(simulated([access, access]), { lines: [access, access] })).toEqual([]);
  });

  it('passes for any order that does not come out negative', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(fc.property(fc.array(fc.record({ code: fc.string({ minLength: 1, maxLength: 2 }), label: fc.constant('x'), recurringCents: cents, oneOffCents: cents }), { maxLength: 12 }), (lines) => {
      expect(codes(simulated(lines), { lines })).toEqual([]);
    }));
  });
});

describe('a failed control (D-31) is named:', () => {
  it.each<readonly [string, SimulatedInvoice, Partial<SignedOrder>, readonly string[]]>([
    ['a line left out', simulated([access, discount]), {}, ['line-missing', 'recurring-total-differs']],
    ['a line billed twice', simulated([...order.lines, phones]), {}, ['line-doubled', 'recurring-total-differs']],
    ['a line nobody ordered', simulated([...order.lines, { ...phones, code: 'AUTRE' }]), {}, ['line-not-ordered', 'recurring-total-differs']],
    ['lines nobody ordered that cancel out', simulated([...order.lines, { ...phones, code: 'AUTRE' }, { ...phones, code: 'ENCORE', recurringCents: -9_000 }]), {}, ['line-not-ordered', 'line-not-ordered']],
    ['a one-off part left out', simulated([{ ...access, oneOffCents: 0 }, phones, discount]), {}, ['line-missing', 'one-off-total-differs', 'negative-invoice']],
    ['a monthly amount that was not signed', simulated([{ ...access, recurringCents: 49_100 }, phones, discount]), {}, ['recurring-total-differs']],
    ['a one-off amount that was not signed', simulated([{ ...access, oneOffCents: 150_001 }, phones, discount]), {}, ['one-off-total-differs']],
    ['a private customer without bank details', right, { hasBankDetails: false }, ['bank-details-missing']],
    ['a public customer needs none', right, { hasBankDetails: false, market: 'public' }, []],
    ['a negative invoice', simulated([discount]), { lines: [discount] }, ['negative-invoice']],
    ['amounts of two lines exchanged', simulated([{ ...access, recurringCents: 9_000 }, { ...phones, recurringCents: 49_000 }, discount]), {}, ['arithmetic-differs', 'arithmetic-differs']],
    ['a proration by other days', { ...right, lines: right.lines.map((line) => (line.kind === 'recurring' ? { ...line, daysBilled: 16 } : line)) }, {}, ['arithmetic-differs', 'arithmetic-differs', 'arithmetic-differs']],
    ['another MAD date', simulateInvoice({ ...order, from: '2026-04-15' }), {}, ['arithmetic-differs', 'arithmetic-differs', 'arithmetic-differs']],
    ['another VAT rate', simulateInvoice({ ...order, vatBasisPoints: 1_000 }), {}, ['vat-differs']],
    ['a total that is not the sum', { ...right, totals: { ...right.totals, ttcCents: right.totals.ttcCents + 1 } }, {}, ['arithmetic-differs']],
    ['a VAT that the total does not hold', { ...right, totals: { ...right.totals, vatCents: right.totals.vatCents + 1 } }, {}, ['arithmetic-differs', 'vat-differs']],
    ['another end of the period', { ...right, periodEnd: '2026-05-31' }, {}, ['arithmetic-differs']],
  ])('%s', (_what, simulation, changes, expected) => {
    expect(codes(simulation, changes)).toEqual(expected);
  });

  it('with the line and by how much', () => {
    expect(checkSimulation(simulated([access, { ...phones, recurringCents: 8_000 }, discount]), order))
      .toEqual([{ code: 'recurring-total-differs', kind: 'recurring', expectedCents: 54_000, actualCents: 53_000 }]);
    expect(checkSimulation(simulated([access, discount]), order)[0]).toEqual({ code: 'line-missing', lineCode: 'TRUNK-10', kind: 'recurring' });
  });
});
