/** The first invoice of a site (D-30): cases worked out by hand, and what holds for any order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateInvoice, type OrderLine } from '../../../domain/billing/invoice.ts';

const line = (recurringCents: number, oneOffCents = 0, code = 'FTTO-1G'): OrderLine => ({ code, label: 'Accès fibre', recurringCents, oneOffCents });
const invoice = (from: string, lines: readonly OrderLine[], vatBasisPoints = 2_000) => simulateInvoice({ from, lines, vatBasisPoints });
const htOf = (from: string, lines: readonly OrderLine[]) => invoice(from, lines).lines.map(({ htCents }) => htCents);

describe('an invoice worked out by hand (D-30)', () => {
  it('bills the access fee whole and the month from the MAD date on, that day included', () => {
    // 14 to 30 April: 17 days of 30. 4900 × 17 ÷ 30 = 2776.67. VAT: 20 % of 15000 + 2777 = 3555.4.
    expect(invoice('2026-04-14', [line(4_900, 15_000)])).toEqual({
      periodEnd: '2026-04-30',
      lines: [
        { code: 'FTTO-1G', label: 'Accès fibre', kind: 'one-off', fullCents: 15_000, daysBilled: null, daysInPeriod: null, htCents: 15_000 },
        { code: 'FTTO-1G', label: 'Accès fibre', kind: 'recurring', fullCents: 4_900, daysBilled: 17, daysInPeriod: 30, htCents: 2_777 },
      ],
      totals: { htCents: 17_777, vatCents: 3_555, ttcCents: 21_332 },
    });
  });

  it.each([
    ['the whole month from its first day', '2026-03-01', 4_900, '2026-03-31', 31, 31, 4_900],
    ['one day from the last day of a year', '2026-12-31', 3_100, '2026-12-31', 1, 31, 100],
    ['a February of 28 days', '2026-02-15', 2_800, '2026-02-28', 14, 28, 1_400],
    ['a February of 29 days', '2028-02-15', 2_900, '2028-02-29', 15, 29, 1_500],
  ])('%s', (_what, from, recurringCents, periodEnd, daysBilled, daysInPeriod, htCents) => {
    expect(invoice(from, [line(recurringCents)])).toMatchObject({ periodEnd, lines: [{ daysBilled, daysInPeriod, htCents }] });
  });

  it('rounds each line half a cent away from zero, so that a discount takes back what its charge asks', () => {
    // 15 of 30 days: exactly half.
    expect(htOf('2026-04-16', [line(101), line(-101), line(99), line(-99), line(1), line(-1)])).toEqual([51, -51, 50, -50, 1, -1]);
    // 1 of 30 days: a third of a cent is nothing, and no negative nothing.
    expect(htOf('2026-04-30', [line(10), line(-10)])).toEqual([0, 0]);
  });

  it('takes VAT once on the total: three lines of 2 cents make 1 cent of VAT, not none', () => {
    expect(invoice('2026-04-01', [line(2), line(2), line(2)]).totals).toEqual({ htCents: 6, vatCents: 1, ttcCents: 7 });
    expect(invoice('2026-04-01', [line(125)], 550).totals).toEqual({ htCents: 125, vatCents: 7, ttcCents: 132 });
  });

  it('leaves out a part that costs nothing, and shows a line that is free altogether once', () => {
    expect(invoice('2026-04-01', [line(0, 500), line(500, 0), line(0, 0, 'OPTION')]).lines.map(({ kind, code }) => [code, kind]))
      .toEqual([['FTTO-1G', 'one-off'], ['FTTO-1G', 'recurring'], ['OPTION', 'recurring']]);
  });

  it('is exact beyond what a double can count', () => {
    const lines = Array.from({ length: 300 }, () => line(0, 9_999_999_999));
    expect(invoice('2026-04-01', lines).totals).toEqual({ htCents: 2_999_999_999_700, vatCents: 599_999_999_940, ttcCents: 3_599_999_999_640 });
    expect(htOf('2026-01-02', [line(9_999_999_999)])).toEqual([9_677_419_354]);
  });

  it('is of a date that exists', () => {
    expect(() => invoice('2026-02-30', [line(1)])).toThrow(RangeError);
  });
});

const cents = fc.integer({ min: -10_000_000, max: 10_000_000 });
const lines = fc.array(fc.record({ code: fc.string({ minLength: 1, maxLength: 3 }), label: fc.constant('x'), recurringCents: cents, oneOffCents: cents }), { minLength: 1, maxLength: 20 });
const from = fc.date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const vat = fc.integer({ min: 0, max: 10_000 });

describe('any invoice (D-30)', () => {
  it('bills each ordered cent once when it starts with the month', () => {
    fc.assert(fc.property(lines, from, vat, (ordered, date, vatBasisPoints) => {
      const { totals } = invoice(`${date.slice(0, 8)}01`, ordered, vatBasisPoints);
      expect(totals.htCents).toBe(ordered.reduce((sum, { recurringCents, oneOffCents }) => sum + recurringCents + oneOffCents, 0));
    }));
  });

  it('is within half a cent of the exact share on every line, and its totals are those of its lines', () => {
    fc.assert(fc.property(lines, from, vat, (ordered, date, vatBasisPoints) => {
      const { lines: billed, totals } = invoice(date, ordered, vatBasisPoints);
      for (const { fullCents, htCents, daysBilled, daysInPeriod } of billed) {
        expect(Math.abs(htCents * (daysInPeriod ?? 1) - fullCents * (daysBilled ?? 1)) * 2).toBeLessThanOrEqual(daysInPeriod ?? 1);
      }
      expect(totals.htCents).toBe(billed.reduce((sum, { htCents }) => sum + htCents, 0));
      expect(totals.ttcCents).toBe(totals.htCents + totals.vatCents);
      expect(Math.abs(totals.vatCents * 10_000 - totals.htCents * vatBasisPoints) * 2).toBeLessThanOrEqual(10_000);
    }));
  });

  it('of an order and its exact opposite is the opposite invoice', () => {
    fc.assert(fc.property(lines, from, vat, (ordered, date, vatBasisPoints) => {
      const opposite = ordered.map((one) => ({ ...one, recurringCents: -one.recurringCents, oneOffCents: -one.oneOffCents }));
      const [there, back] = [invoice(date, ordered, vatBasisPoints).totals, invoice(date, opposite, vatBasisPoints).totals];
      expect(there.ttcCents + back.ttcCents).toBe(0);
    }));
  });

  it('never asks more for a later start in the same month, of an order without discounts', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 1, max: 30 }), (recurringCents, day) => {
      const on = (date: number) => invoice(`2026-01-${String(date).padStart(2, '0')}`, [line(recurringCents)]).totals.htCents;
      expect(on(day + 1)).toBeLessThanOrEqual(on(day));
    }));
  });
});

it('any invoice is what counting the days one by one gives: month lengths, leap years, the MAD day included, half a cent away from zero (D-30)', () => {
  fc.assert(fc.property(from, cents, (date, recurringCents) => {
    const [first, month] = [new Date(`${date}T00:00:00Z`), Number(date.slice(5, 7))];
    let [billed, whole] = [0, 0];
    for (const day = new Date(`${date.slice(0, 8)}01T00:00:00Z`); day.getUTCMonth() + 1 === month; day.setUTCDate(day.getUTCDate() + 1)) {
      whole += 1;
      if (day >= first) billed += 1;
    }
    const naive = Math.sign(recurringCents) * Math.floor((2 * Math.abs(recurringCents) * billed + whole) / (2 * whole));
    expect(invoice(date, [line(recurringCents)]).lines).toMatchObject([{ daysBilled: billed, daysInPeriod: whole, htCents: naive + 0 }]);
  }));
});
