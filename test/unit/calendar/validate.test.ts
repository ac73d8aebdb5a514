/** Impossible calendars are refused with a code and a pointer each. */
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { calendarFaults } from '../../../domain/calendar/validate.ts';
import { faultText, faultTexts, type FaultCode } from '../../../domain/clock/faults.ts';
import { office } from '../clock/calendars.ts';

const cases: readonly (readonly [why: string, calendar: Calendar, pointer: string, code: FaultCode])[] = [
  ['an unknown zone', { ...office, timeZone: 'Europe/Lutece' }, '/timeZone', 'unknown-time-zone'],
  ['an offset instead of a zone', { ...office, timeZone: '+02:00' }, '/timeZone', 'unknown-time-zone'],
  ['no zone', { ...office, timeZone: '' }, '/timeZone', 'unknown-time-zone'],
  ['a zone with more text behind it', { ...office, timeZone: 'Europe/Paris[u-ca=hebrew]' }, '/timeZone', 'unknown-time-zone'],
  ['a time without its zero', { ...office, weekly: { mon: [['8:30', '12:30']] } }, '/weekly/mon/0/0', 'malformed-time'],
  ['sixty minutes', { ...office, weekly: { mon: [['08:60', '12:30']] } }, '/weekly/mon/0/0', 'malformed-time'],
  ['no time at all', { ...office, weekly: { mon: [['08:30', 'noon']] } }, '/weekly/mon/0/1', 'malformed-time'],
  ['a time beyond 24:00', { ...office, weekly: { tue: [['08:30', '24:01']] } }, '/weekly/tue/0/1', 'time-outside-day'],
  ['an hour of 25', { ...office, weekly: { tue: [['25:00', '12:00']] } }, '/weekly/tue/0/0', 'time-outside-day'],
  ['an end before its start', { ...office, weekly: { wed: [['08:30', '12:30'], ['18:00', '13:30']] } }, '/weekly/wed/1', 'end-before-start'],
  ['a row of no length', { ...office, weekly: { wed: [['08:30', '08:30']] } }, '/weekly/wed/0', 'end-before-start'],
  ['a row that opens at 24:00', { ...office, weekly: { wed: [['24:00', '24:00']] } }, '/weekly/wed/0', 'end-before-start'],
  ['rows that overlap', { ...office, weekly: { thu: [['08:30', '12:30'], ['12:00', '18:00']] } }, '/weekly/thu/1', 'overlapping-rows'],
  ['rows that overlap out of order', { ...office, weekly: { thu: [['12:00', '18:00'], ['08:30', '12:30']] } }, '/weekly/thu/1', 'overlapping-rows'],
  ['a row twice', { ...office, weekly: { thu: [['08:30', '12:30'], ['08:30', '12:30']] } }, '/weekly/thu/1', 'overlapping-rows'],
  ['a row inside another', { ...office, weekly: { thu: [['08:30', '18:00'], ['09:00', '10:00']] } }, '/weekly/thu/1', 'overlapping-rows'],
  ['no row at all', { ...office, weekly: {} }, '/weekly', 'never-open'],
  ['only empty days', { ...office, weekly: { mon: [], sun: [] } }, '/weekly', 'never-open'],
  ['a holiday that does not exist', { ...office, holidays: ['2026-05-01', '2026-02-29'] }, '/holidays/1', 'malformed-date'],
  ['a holiday written otherwise', { ...office, holidays: ['01/05/2026'] }, '/holidays/0', 'malformed-date'],
  ['an unknown holiday region', { ...office, holidayRegion: 'ZZ' }, '/holidayRegion', 'unknown-holiday-region'],
];

describe('a calendar is refused for', () => {
  it.each(cases)('%s', (_why, calendar, pointer, code) => {
    expect(calendarFaults(calendar)).toEqual([{ pointer, code }]);
  });

  it('all its faults at once', () => {
    const faults = calendarFaults({ timeZone: 'Nowhere', weekly: { mon: [['09:00', '08:00']] }, holidays: ['x'] });
    expect(faults.map(({ code }) => code)).toEqual(['unknown-time-zone', 'end-before-start', 'malformed-date']);
  });
});

describe('a calendar is accepted', () => {
  it.each<readonly [string, Calendar]>([
    ['with rows that touch', { ...office, weekly: { mon: [['08:00', '12:00'], ['12:00', '24:00']] } }],
    ['with a whole day', { ...office, weekly: { sun: [['00:00', '24:00']] } }],
    ['with rows in any order', { ...office, weekly: { mon: [['13:00', '14:00'], ['08:00', '09:00']] } }],
    ['in UTC', { ...office, timeZone: 'UTC' }],
    ['with a leap day as holiday', { ...office, holidays: ['2028-02-29'] }],
  ])('%s', (_why, calendar) => {
    expect(calendarFaults(calendar)).toEqual([]);
  });
});

it('says every fault in French and in English', () => {
  for (const code of Object.keys(faultTexts) as FaultCode[]) {
    expect(faultText(code, 'fr').length).toBeGreaterThan(10);
    expect(faultText(code, 'en')).not.toBe(faultText(code, 'fr'));
  }
});
