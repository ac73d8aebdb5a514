/** The early-termination fee, row by row, and by laws over any dates. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, monthsBegun } from '../../../domain/clock/addMonths.ts';
import { dateOf, requireDayNumber } from '../../../domain/clock/localDate.ts';
import { earlyTerminationFee, workingOf } from '../../../domain/termination/fee.ts';

const feeOf = (receivedOn: string, engagementEndsOn: string | null, { noticeMonths = 3, wishedOn = null as string | null, monthlyCents = 4_900 as number | null, exemption = null as string | null } = {}) =>
  earlyTerminationFee({ receivedOn, noticeMonths, wishedOn, exemption, services: [{ rds: 'RDS-000001', monthlyCents, engagementEndsOn }] });

describe('the early-termination fee (R-03)', () => {
  it.each([
    ['nothing where the engagement is over before the notice', '2026-01-15', '2026-03-31', 0],
    ['nothing where both end on the same day', '2026-01-15', '2026-04-15', 0],
    ['a whole month for one that has begun, by a day', '2026-01-15', '2026-04-16', 1],
    ['a month for a month to the day', '2026-01-15', '2026-05-15', 1],
    ['two months a day later', '2026-01-15', '2026-05-16', 2],
    ['nine months, the last of them begun', '2026-01-15', '2026-12-31', 9],
    ['months of a short February', '2025-10-31', '2026-02-28', 1],
    ['months counted from the one day, whatever months are short between', '2025-11-30', '2026-04-30', 3],
    ['months over the leap day', '2023-11-29', '2024-03-01', 1],
    ['thirty-six months of a long engagement', '2025-12-31', '2029-03-31', 36],
  ])('is %s', (_, receivedOn, engagementEndsOn, months) => {
    const { lines: [line], totalCents } = feeOf(receivedOn, engagementEndsOn);
    expect([line?.months, totalCents]).toEqual([months, months * 4_900]);
  });

  it('counts from the end of the notice, which ends on the day of its month, or on its last', () => {
    expect([feeOf('2026-01-15', null).noticeEndsOn, feeOf('2025-11-30', null).noticeEndsOn, feeOf('2026-01-31', null, { noticeMonths: 0 }).noticeEndsOn]).toEqual(['2026-04-15', '2026-02-28', '2026-01-31']);
  });

  it('counts from the later day that the customer wishes, for he pays until then, and from no earlier one', () => {
    expect(feeOf('2026-01-15', '2026-12-31', { wishedOn: '2026-10-31' })).toMatchObject({ endsOn: '2026-10-31', totalCents: 2 * 4_900 });
    expect(feeOf('2026-01-15', '2026-12-31', { wishedOn: '2026-02-01' })).toMatchObject({ endsOn: '2026-04-15', totalCents: 9 * 4_900 });
  });

  it('is nothing for a reason of exemption, and still shows what it would be', () => {
    expect(feeOf('2026-01-15', '2026-12-31', { exemption: 'legal' })).toMatchObject({ totalCents: 0, lines: [{ cents: 9 * 4_900 }] });
  });

  it('is not known where the engagement or the amount is not, unless nothing can be owed', () => {
    expect([feeOf('2026-01-15', null).totalCents, feeOf('2026-01-15', '2026-12-31', { monthlyCents: null }).totalCents, feeOf('2026-01-15', '2026-01-31', { monthlyCents: null }).totalCents]).toEqual([null, null, 0]);
  });

  it('adds up its services, each by its own engagement, and shows its working', () => {
    const fee = earlyTerminationFee({ receivedOn: '2026-01-15', noticeMonths: 3, wishedOn: null, exemption: null, services: [
      { rds: 'RDS-000001', monthlyCents: 4_905, engagementEndsOn: '2026-05-01' }, { rds: 'RDS-000002', monthlyCents: 10_000, engagementEndsOn: '2026-06-30' },
    ] });
    expect(fee.totalCents).toBe(4_905 + 3 * 10_000);
    expect(workingOf(fee)).toBe('RDS-000001: 1 × 49,05 € = 49,05 € (2026-05-01) ; RDS-000002: 3 × 100,00 € = 300,00 € (2026-06-30)');
  });

  it('counts the fewest months that reach the end, from any day to any other', () => {
    const date = fc.integer({ min: requireDayNumber('2000-01-01'), max: requireDayNumber('2199-12-31') }).map(dateOf);
    fc.assert(fc.property(date, date, (from, until) => {
      const months = monthsBegun(from, until);
      expect(addMonths(from, months) >= until || months === 0).toBe(true);
      if (months > 0) expect(addMonths(from, months - 1) < until).toBe(true);
      if (until <= from) expect(months).toBe(0);
    }));
  });
});
