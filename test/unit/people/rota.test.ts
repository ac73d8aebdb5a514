/** Weeks of the first line, counted by hand and over changes of the clocks; who is available when (T-11, T-19). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availabilityAt, hoursAt } from '../../../domain/people/availability.ts';
import { onDutyIn, rotaFaults, weekAt, weekSpan, type Handover } from '../../../domain/people/rota.ts';

const paris: Handover = { weekday: 'mon', time: '08:30', timeZone: 'Europe/Paris' };
const at = (instant: string): number => Date.parse(instant);
const hour = 3_600_000;

describe('T-19: a week of the first line', () => {
  it.each([
    ['2026-11-23T07:29:59.999Z', '2026-11-16'], ['2026-11-23T07:30:00Z', '2026-11-23'], ['2026-11-29T23:30:00Z', '2026-11-23'], ['2026-11-30T07:29:00Z', '2026-11-23'],
    // Summer time begins on 29 March 2026: half past eight is an hour earlier in UTC.
    ['2026-03-30T06:29:59Z', '2026-03-23'], ['2026-03-30T06:30:00Z', '2026-03-30'],
  ])('that is in force at %s began on %s', (instant, week) => {
    expect(weekAt(paris, at(instant))).toBe(week);
  });

  it('has 168 hours, one less or more where the clocks change', () => {
    const hours = (week: string, handover = paris) => { const [from, until] = weekSpan(handover, week); return (until - from) / hour; };
    expect([hours('2026-11-23'), hours('2026-03-23'), hours('2026-10-19')]).toEqual([168, 167, 169]);
    // Handed over at a time that the change skips, or repeats.
    expect(hours('2026-03-29', { ...paris, weekday: 'sun', time: '02:30' })).toBe(167.5);
    expect(hours('2026-10-25', { ...paris, weekday: 'sun', time: '02:30' })).toBe(169);
  });

  it('follows the one before without a gap, at any time of any zone', () => {
    const handovers = fc.record({ weekday: fc.constantFrom('mon', 'wed', 'sun'), time: fc.constantFrom('00:00', '02:30', '08:30', '23:59'), timeZone: fc.constantFrom('Europe/Paris', 'America/New_York', 'Pacific/Apia', 'UTC') });
    fc.assert(fc.property(handovers, fc.integer({ min: at('2020-01-01'), max: at('2030-01-01') }), (handover, nowMs) => {
      const [from, until] = weekSpan(handover as Handover, weekAt(handover as Handover, nowMs));
      expect(from <= nowMs && nowMs < until).toBe(true);
      expect(weekSpan(handover as Handover, weekAt(handover as Handover, until))[0]).toBe(until);
    }));
  });

  it('belongs to who was planned for it, and to nobody otherwise', () => {
    const weeks = [{ week: '2026-11-16', subject: 'a' }, { week: '2026-11-23', subject: 'b' }];
    expect([onDutyIn(weeks, '2026-11-23'), onDutyIn(weeks, '2026-11-30')]).toEqual(['b', null]);
    // The policy moved the handover from Monday to Wednesday: the Monday's week is his to its end.
    expect([onDutyIn(weeks, '2026-11-25'), onDutyIn(weeks, '2026-11-18')]).toEqual(['b', 'a']);
  });
});

describe('T-19: a plan', () => {
  const nowMs = at('2026-11-25T12:00:00Z');
  const faults = (...weeks: [string, string][]) => rotaFaults(paris, weeks.map(([week, subject]) => ({ week, subject })), ['a', 'b'], nowMs).map(({ pointer, code }) => `${pointer} ${code}`);
  it('holds for the week that runs and those of a year', () => {
    expect(faults(['2026-11-23', 'a'], ['2026-11-30', 'b'], ['2027-11-22', 'a'])).toEqual([]);
  });

  it('is refused where it is wrong', () => {
    expect(faults(['2026-11-24', 'a'], ['2026-11-16', 'a'], ['2027-11-29', 'a'], ['2026-11-30', 'z'], ['2026-11-30', 'b'], ['2026-02-30', 'a'])).toEqual([
      '/weeks/0/week not-a-handover-day', '/weeks/1/week week-out-of-range', '/weeks/2/week week-out-of-range', '/weeks/3/subject not-first-line', '/weeks/4/week week-planned-twice', '/weeks/5/week malformed-date',
    ]);
  });
});

describe('T-11: a technician', () => {
  const calendar = { timeZone: 'Europe/Paris', weekly: { mon: [['08:30', '12:30'], ['13:30', '18:00']], tue: [['08:30', '12:30']] }, holidays: ['2026-11-24'] } as const;
  it('works in the hours of his calendar, from its opening instant up to its closing one', () => {
    expect(hoursAt(calendar, at('2026-11-23T07:30:00Z'))).toEqual({ state: 'available' });
    expect(hoursAt(calendar, at('2026-11-23T11:30:00Z'))).toEqual({ state: 'off-hours', opensAtMs: at('2026-11-23T12:30:00Z') });
    // Over the holiday to the next Monday.
    expect(hoursAt(calendar, at('2026-11-23T17:00:00Z'))).toEqual({ state: 'off-hours', opensAtMs: at('2026-11-30T07:30:00Z') });
    expect(hoursAt({ ...calendar, weekly: { mon: [] } }, 0)).toEqual({ state: 'off-hours', opensAtMs: null });
    expect(hoursAt(null, 0)).toEqual({ state: 'available' });
  });

  it('is absent from the first instant of an absence to before its last, and until the end of the longest', () => {
    const absences = [[10, 20], [15, 30], [40, 50]] as const;
    const states = [9, 10, 16, 19, 30, 49, 50].map((nowMs) => { const { state, ...more } = availabilityAt({ state: 'available' }, absences, nowMs); return [state, ...Object.values(more)]; });
    expect(states).toEqual([['available'], ['absent', 20], ['absent', 30], ['absent', 30], ['available'], ['absent', 50], ['available']]);
  });
});
