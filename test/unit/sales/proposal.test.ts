/** What a proposal comes to, what keeps it from being presented, and what one act mends (S-01 to S-03, S-07). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths } from '../../../domain/clock/addMonths.ts';
import { anomaliesOf, repaired } from '../../../domain/sales/checks.ts';
import { compare } from '../../../domain/sales/compare.ts';
import { editLines, heldLines, type Catalogue } from '../../../domain/sales/edit.ts';
import { amountsOf, amountsOfLine, largestDiscount, scheduledCents, scheduleOf, subOrdersOf, totalOf } from '../../../domain/sales/proposal.ts';
import { anyBasket, basket, held, line, paidIn } from './given.ts';

const codes = (lines: Parameters<typeof basket>[0], of: Parameters<typeof basket>[1] = {}) => anomaliesOf(basket(lines, of)).map(({ code, range, repair }) => [code, range, repair]);

describe('the amounts of a proposal (S-01)', () => {
  it('are the change of the monthly price over the engagement, and what is paid once', () => {
    expect(amountsOfLine(line({ quantity: 2, discountBasisPoints: 1_000 }), { engagementMonths: 12, vatBasisPoints: 2_000 })).toEqual({
      monthlyCents: 8_820, monthlyChangeCents: 8_820, oneOffCents: 17_820, htCents: 12 * 8_820 + 17_820, vatCents: 24_732, ttcCents: 148_392,
    });
    expect(amountsOfLine(held({ action: 'change', recurringCents: 4_000 }), { engagementMonths: 0, vatBasisPoints: 2_000 })).toMatchObject({ monthlyCents: 4_000, monthlyChangeCents: -1_000, htCents: -1_000, vatCents: -200 });
    expect(amountsOfLine(held({ action: 'remove' }), { engagementMonths: 10, vatBasisPoints: 0 })).toMatchObject({ monthlyCents: 0, htCents: -50_000 });
    expect(amountsOfLine(held(), { engagementMonths: 36, vatBasisPoints: 2_000 })).toMatchObject({ monthlyCents: 5_000, ttcCents: 0 });
  });

  it('round half a cent away from zero, taken back as it was asked', () => {
    const once = (oneOffCents: number) => amountsOfLine(line({ recurringCents: 0, oneOffCents }), { engagementMonths: 1, vatBasisPoints: 5_000 }).vatCents;
    expect([once(1), once(3)]).toEqual([1, 2]);
    const [asked, back] = [line({ recurringCents: 333, oneOffCents: 0 }), held({ action: 'remove', heldMonthlyCents: 333 })].map((one) => amountsOfLine(one, { engagementMonths: 7, vatBasisPoints: 550 }));
    expect(asked?.ttcCents).toBe(-(back?.ttcCents ?? 0));
  });

  it('know the largest discount of what is priced anew', () => {
    expect(largestDiscount([line({ discountBasisPoints: 500 }), line({ discountBasisPoints: 2_500 }), held()])).toBe(2_500);
    expect(largestDiscount([])).toBe(0);
  });
});

describe('the sub-orders of an order (S-02)', () => {
  it('are its lines by range, in the order of the ranges, and come to the whole together', () => {
    fc.assert(fc.property(anyBasket, (one) => {
      const parts = subOrdersOf(one);
      expect(parts.flatMap(({ lines }) => lines).map(({ id }) => id).toSorted()).toEqual(one.lines.map(({ id }) => id).toSorted());
      expect(totalOf(parts.map(({ amounts }) => amounts))).toEqual(amountsOf(one));
    }));
  });
});

describe('the checks at the presentation (S-03)', () => {
  it('name a sub-order in which nothing is new, changed or cancelled, and its removal as repair', () => {
    expect(codes([held({ range: 'telephony' }), line()], paidIn(basket([line()]), 1))).toEqual([['S-03.unchanged-sub-order', 'telephony', 'remove']]);
  });

  it('name the negative sub-orders beside positive ones, and their split as repair; alone they pass, without a schedule', () => {
    const negative = held({ range: 'hosting', action: 'remove' });
    const [given] = anomaliesOf(basket([negative, line()]));
    expect(given).toMatchObject({ code: 'S-03.negative-sub-order', range: 'hosting', repair: 'split' });
    expect(codes([negative])).toEqual([]);
    expect(codes([negative], { instalments: [{ dueOn: '2026-03-31', ttcCents: 1 }] })).toEqual([['S-03.schedule-without-amount', null, 'reschedule']]);
  });

  it('refuse a schedule that is not the total to the cent', () => {
    const whole = paidIn(basket([line()]), 3);
    expect(anomaliesOf(whole)).toEqual([]);
    const [first, ...others] = whole.instalments;
    expect(codes(whole.lines, { instalments: [{ dueOn: '2026-03-31', ttcCents: (first?.ttcCents ?? 0) - 1 }, ...others] })).toEqual([['S-03.schedule-mismatch', null, 'reschedule']]);
    // Nobody has said yet in how many parts he pays.
    expect(codes(whole.lines)).toEqual([['S-03.schedule-mismatch', null, null]]);
    expect(codes(whole.lines, { instalments: [...whole.instalments, { dueOn: '2026-12-31', ttcCents: 0 }] })).toEqual([['S-03.schedule-mismatch', null, 'reschedule']]);
  });

  it('send an amendment without any product change to customer service, and an empty proposal nowhere', () => {
    expect(codes([held(), held({ range: 'telephony' })])).toEqual([['S-03.customer-service', null, 'customer-service']]);
    expect(codes([])).toEqual([['S-03.nothing-ordered', null, null]]);
  });

  it('find nothing of what their repair mends, whatever the basket; splitting keeps the total', () => {
    fc.assert(fc.property(anyBasket, (one) => {
      const { kept, split } = repaired(one);
      const left = anomaliesOf(kept).map(({ code }) => code);
      expect(left.filter((code) => code === 'S-03.unchanged-sub-order' || code === 'S-03.negative-sub-order' || code === 'S-03.schedule-without-amount')).toEqual([]);
      if (one.instalments.length > 0 && left.includes('S-03.schedule-mismatch')) throw new Error('the schedule was not made anew');
      if (split) expect(anomaliesOf(split)).toEqual([]);
      // To the cent, in each amount that is ordered; a monthly price is less by that of the sub-orders in which nothing changes.
      const { monthlyCents: _before, ...whole } = amountsOf(one);
      expect(totalOf([amountsOf(kept), ...(split ? [amountsOf(split)] : [])])).toMatchObject(whole);
      // A line is in one of the two, and in none twice.
      const ids = [...kept.lines, ...split?.lines ?? []].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      // No line is lost but those of sub-orders in which nothing changes.
      const lost = one.lines.filter(({ id }) => ![...kept.lines, ...(split?.lines ?? [])].some((line) => line.id === id));
      for (const { range } of lost) expect(one.lines.filter((line) => line.range === range).every(({ action }) => action === 'keep')).toBe(true);
    }));
  });
});

describe('a payment schedule (S-03)', () => {
  it('always sums to the total, in instalments of a cent’s difference at most', () => {
    fc.assert(fc.property(fc.integer({ min: -1_000, max: 10_000_000 }), fc.integer({ min: 1, max: 120 }), (total, count) => {
      const schedule = scheduleOf(total, count, (index) => addMonths('2026-01-31', index));
      expect(scheduledCents(schedule)).toBe(Math.max(0, total));
      const parts = schedule.map(({ ttcCents }) => ttcCents);
      if (parts.length > 0) expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
      expect(parts.every((part) => part > 0)).toBe(true);
    }));
  });

  it('sums to the total of whatever may be presented, and of whatever was repaired; what is not to be paid has none', () => {
    let presentable = 0;
    fc.assert(fc.property(anyBasket, (one) => {
      const { kept, split } = repaired(one);
      for (const basketNow of [one, kept, ...(split ? [split] : [])]) {
        if (anomaliesOf(basketNow).length > 0) continue;
        presentable += 1;
        // Added up line by line, by hand.
        const total = basketNow.lines.reduce((sum, each) => sum + amountsOfLine(each, basketNow).ttcCents, 0);
        expect(basketNow.instalments.reduce((sum, { ttcCents }) => sum + ttcCents, 0)).toBe(Math.max(0, total));
        const signs = new Set(basketNow.lines.filter(({ range }) => basketNow.lines.some((each) => each.range === range && each.action !== 'keep'))
          .map(({ range }) => basketNow.lines.filter((each) => each.range === range).reduce((sum, each) => sum + amountsOfLine(each, basketNow).ttcCents, 0) < 0));
        expect(signs.size).toBeLessThanOrEqual(1);
      }
      if (kept.lines.some(({ action }) => action !== 'keep') && kept.instalments.length > 0) expect(scheduledCents(kept.instalments)).toBe(amountsOf(kept).ttcCents);
    }), { numRuns: 500 });
    expect(presentable).toBeGreaterThan(100);
  });
});

const catalogue: Catalogue = {
  'ftth-pro': { range: 'access', label: { fr: 'Fibre FTTH Pro' }, recurringCents: 4_900, oneOffCents: 9_900 }, 'phone-line': { range: 'telephony', label: { fr: 'Ligne SIP' }, recurringCents: 900, oneOffCents: 0 },
};
const today = heldLines([
  { rds: 'RDS-000001', product: 'phone-line', label: 'Ligne SIP', site: 'Lyon', monthlyCents: 900 }, { rds: 'RDS-000002', product: 'old-offer', label: 'Offre d’avant', site: null, monthlyCents: 3_000 },
], catalogue);
const plain = { quantity: 1, discountBasisPoints: 0 };

describe('the lines of a proposal (S-01)', () => {
  it('are first what the customer has today; what the catalogue no longer has counts as access', () => {
    expect(today.map(({ id, range, action, heldMonthlyCents }) => [id, range, action, heldMonthlyCents])).toEqual([['L1', 'telephony', 'keep', 900], ['L2', 'access', 'keep', 3_000]]);
  });

  it('are changed, removed and added by the prices of the catalogue', () => {
    const edited = editLines(today, [{ action: 'remove', line: 'L1' }, { action: 'change', line: 'L2', product: 'ftth-pro', ...plain }, { action: 'add', product: 'phone-line', quantity: 3, discountBasisPoints: 500, site: 'Brest' }], catalogue);
    if ('code' in edited) throw new Error(edited.code);
    expect(edited.map(({ id, action, product, recurringCents, heldMonthlyCents, rds }) => [id, action, product, recurringCents, heldMonthlyCents, rds])).toEqual([
      ['L1', 'remove', 'phone-line', 0, 900, 'RDS-000001'], ['L2', 'change', 'ftth-pro', 4_900, 3_000, 'RDS-000002'], ['L3', 'add', 'phone-line', 900, 0, null],
    ]);
    const again = editLines(edited, [{ action: 'keep', line: 'L1' }, { action: 'keep', line: 'L2' }, { action: 'add', line: 'L3', product: 'phone-line', ...plain }], catalogue);
    if ('code' in again) throw new Error(again.code);
    expect(again.map(({ id, action, site, product }) => [id, action, site, product])).toEqual([['L1', 'keep', 'Lyon', 'phone-line'], ['L2', 'keep', null, 'old-offer'], ['L3', 'add', 'Brest', 'phone-line']]);
  });

  it('lose nothing that the customer has but by a drop (S-07)', () => {
    expect(editLines(today, [{ action: 'keep', line: 'L1' }], catalogue)).toMatchObject({ code: 'S-07.held-line-missing', parameters: { line: 'L2' } });
  });

  it.each([
    [{ action: 'keep', line: 'L9' } as const, 'S-01.unknown-line'], [{ action: 'keep', line: 'L1' } as const, 'S-01.unknown-line'], [{ action: 'add', line: 'L1', product: 'ftth-pro', ...plain } as const, 'S-01.unknown-line'],
    [{ action: 'add', product: 'constructor', ...plain } as const, 'S-01.unknown-product'],
  ])('refuse what is none: %o', (edit, code) => {
    expect(editLines(today, [{ action: 'keep', line: 'L1' }, { action: 'keep', line: 'L2' }, edit], catalogue)).toMatchObject({ code });
  });

  it('keep what is changed in its sub-order (S-02)', () => {
    expect(editLines(today, [{ action: 'change', line: 'L1', product: 'ftth-pro', ...plain }, { action: 'keep', line: 'L2' }], catalogue)).toMatchObject({ code: 'S-01.other-range' });
  });
});

describe('proposals side by side (S-01)', () => {
  it('have one row for each thing that any of them holds, one cell for each of them', () => {
    const [kept] = [held({ id: 'L1' })];
    const rows = compare([basket([kept, line({ product: 'ftth-pro' })]), basket([{ ...kept, action: 'remove' }, line({ product: 'ftth-pro', quantity: 2 }), line({ range: 'telephony', product: 'phone-line' })])]);
    expect(rows.map(({ range, cells }) => [range, ...cells.map((cell) => cell && `${cell.action} ${cell.quantity}`)])).toEqual([['access', 'keep 1', 'remove 1'], ['access', 'add 1', 'add 2'], ['telephony', null, 'add 1']]);
  });
});
