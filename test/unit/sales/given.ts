/** Lines and baskets of sales, given and drawn at random. */
import fc from 'fast-check';
import { amountsOf, scheduleOf, type Basket, type ProposalLine } from '../../../domain/sales/proposal.ts';
import { rangeNames } from '../../../domain/sales/ranges.ts';
import { addMonths } from '../../../domain/clock/addMonths.ts';

let made = 0;
export function line(of: Partial<ProposalLine> = {}): ProposalLine {
  made += 1;
  return { id: `L${made}`, range: 'access', product: 'ftth-pro', label: 'Fibre FTTH Pro', action: 'add', rds: null, held: null, site: 'Lyon', heldMonthlyCents: 0, quantity: 1, recurringCents: 4_900, oneOffCents: 9_900, discountBasisPoints: 0, ...of };
}

export const held = (of: Partial<ProposalLine> = {}): ProposalLine => line({ action: 'keep', rds: 'RDS-000001', heldMonthlyCents: 5_000, recurringCents: 0, oneOffCents: 0, ...of });

export function basket(lines: readonly ProposalLine[], of: Partial<Basket> = {}): Basket {
  return { engagementMonths: 36, vatBasisPoints: 2_000, instalments: [], ...of, lines };
}

export const paidIn = (one: Basket, count: number): Basket => ({ ...one, instalments: scheduleOf(amountsOf(one).ttcCents, count, (index) => addMonths('2026-03-31', index)) });

const cents = fc.integer({ min: 0, max: 100_000 });
const drawnLine = fc.record({
  range: fc.constantFrom(...rangeNames), action: fc.constantFrom('keep', 'change', 'remove', 'add'), held: cents, quantity: fc.integer({ min: 1, max: 50 }), recurringCents: cents, oneOffCents: cents, discountBasisPoints: fc.integer({ min: 0, max: 10_000 }),
}).map(({ range, action, held: heldMonthlyCents, quantity, recurringCents, oneOffCents, discountBasisPoints }): ProposalLine => {
  const isPriced = action === 'add' || action === 'change';
  return line({
    range, action: action as ProposalLine['action'], rds: action === 'add' ? null : 'RDS-000001', heldMonthlyCents: action === 'add' ? 0 : heldMonthlyCents,
    ...(isPriced ? { quantity, recurringCents, oneOffCents, discountBasisPoints } : { quantity: 1, recurringCents: 0, oneOffCents: 0, discountBasisPoints: 0 }),
  });
});
/** Any lines, with a schedule that was made for them, one for something else, or none. */
export const anyBasket = fc.record({
  lines: fc.array(drawnLine, { maxLength: 15 }), engagementMonths: fc.integer({ min: 0, max: 60 }), vatBasisPoints: fc.constantFrom(0, 550, 2_000), schedule: fc.option(fc.integer({ min: 1, max: 60 })), off: fc.integer({ min: -500, max: 500 }),
}).map(({ lines, engagementMonths, vatBasisPoints, schedule, off }): Basket => {
  const plain = basket(lines, { engagementMonths, vatBasisPoints });
  if (schedule === null) return plain;
  const paid = paidIn(plain, schedule);
  const [first] = paid.instalments;
  return first === undefined ? { ...plain, instalments: [{ dueOn: '2026-03-31', ttcCents: 100 }] } : { ...paid, instalments: [{ ...first, ttcCents: Math.max(1, first.ttcCents + off) }, ...paid.instalments.slice(1)] };
});
