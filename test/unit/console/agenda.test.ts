/** The weeks of the agenda (S-09). */
import { expect, it } from 'vitest';
import { spanOf, weekOf } from '../../../console/pages/agenda/days.ts';

const nowMs = Date.parse('2026-11-25T23:30:00Z');

it('the agenda shows the week of a day from Monday on, and today’s where none is named: as the operator’s clocks have it (S-09)', () => {
  expect(weekOf('2026-11-29', nowMs)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29']);
  // Half past midnight in Paris already.
  expect(weekOf(undefined, Date.parse('2026-11-22T23:30:00Z'))[0]).toBe('2026-11-23');
  expect(weekOf('tomorrow', nowMs)).toEqual(weekOf(undefined, nowMs));
});

it('a week in which the clocks are turned is an hour longer or shorter, and no day of it is lost (S-09)', () => {
  expect(spanOf(weekOf('2026-03-29', nowMs))).toEqual({ from: '2026-03-23T00:00:00+01:00', until: '2026-03-30T00:00:00+02:00' });
  expect(spanOf(weekOf('2026-10-25', nowMs))).toEqual({ from: '2026-10-19T00:00:00+02:00', until: '2026-10-26T00:00:00+01:00' });
});
