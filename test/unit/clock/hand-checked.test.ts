/**
 * Clocks worked out by hand, from a paper calendar of 2026 and 2027 and the published dates of the clock changes, never from the code:
 * 1 January 2026 is a Thursday, so 1 March is a Sunday, 29 March too (Paris +01:00 → +02:00 at 02:00), 8 March (New York −05:00 → −04:00 at 02:00),
 * 5 April (Lord Howe +11:00 → +10:30 at 02:00, back to 01:30; also Easter), 4 October (Lord Howe +10:30 → +11:00 at 02:00, on to 02:30),
 * 25 October (Paris +02:00 → +01:00 at 03:00, back to 02:00), 1 November (New York −04:00 → −05:00 at 02:00, back to 01:00).
 * Every line says its sum: what each stretch gives until the target is used up. Instants are written on the wall clock with the offset in force,
 * so that each can be checked without converting; they are read by Date.parse, not by our parser.
 */
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { previewClock } from '../../../domain/calendar/preview.ts';
import { daily, office } from './calendars.ts';

interface Case {
  readonly sum: string;
  readonly calendar: Calendar | null;
  readonly start: string;
  readonly target: string;
  readonly pauses?: readonly (readonly [string] | readonly [string, string | null])[];
  readonly due: string | null;
  readonly pausedSeconds?: number;
  readonly thresholds?: readonly (readonly [ratio: number, at: string | null])[];
}

const mayDays: Calendar = { ...office, holidays: ['2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25'] };
const france: Calendar = { ...office, holidayRegion: 'FR' };
const bridge: Calendar = { ...office, holidays: ['2026-05-13', '2026-05-14', '2026-05-15'] };
const wholeDays = (timeZone: string): Calendar => daily(timeZone, ['00:00', '24:00']);
const night = (timeZone: string): Calendar => daily(timeZone, ['01:00', '04:00']);

const groups: Readonly<Record<string, readonly Case[]>> = {
  'office hours and lunch breaks': [
    { sum: 'Mon 9:00 + 2 h = 11:00', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT2H', due: '2026-03-02T11:00:00+01:00' },
    { sum: 'Mon 11:30–12:30 1 h, 13:30–14:30 1 h', calendar: office, start: '2026-03-02T11:30:00+01:00', target: 'PT2H', due: '2026-03-02T14:30:00+01:00' },
    { sum: 'starts in the break: 13:30 + 1 h', calendar: office, start: '2026-03-02T12:45:00+01:00', target: 'PT1H', due: '2026-03-02T14:30:00+01:00' },
    { sum: 'starts before opening: 8:30 + 30 min', calendar: office, start: '2026-03-02T06:00:00+01:00', target: 'PT30M', due: '2026-03-02T09:00:00+01:00' },
    { sum: 'starts after closing: Tue 8:30 + 30 min', calendar: office, start: '2026-03-02T19:00:00+01:00', target: 'PT30M', due: '2026-03-03T09:00:00+01:00' },
    { sum: 'Mon 16:00–18:00 2 h, Tue 8:30–12:30 4 h, 13:30 + 2 h', calendar: office, start: '2026-03-02T16:00:00+01:00', target: 'PT8H', due: '2026-03-03T15:30:00+01:00' },
    { sum: 'Fri 16:00–17:00 1 h, Mon 8:30 + 1 h', calendar: office, start: '2026-03-06T16:00:00+01:00', target: 'PT2H', due: '2026-03-09T09:30:00+01:00' },
    { sum: 'Sat: Mon 8:30 + 4 h is the break’s beginning', calendar: office, start: '2026-03-07T12:00:00+01:00', target: 'PT4H', due: '2026-03-09T12:30:00+01:00' },
    { sum: 'a week of 41.5 h from Mon 8:30 ends Fri 17:00', calendar: office, start: '2026-03-02T08:30:00+01:00', target: 'PT41H30M', due: '2026-03-06T17:00:00+01:00' },
    { sum: 'two weeks of 41.5 h and a second: Mon 16 March 8:30:01', calendar: office, start: '2026-03-02T08:30:00+01:00', target: 'PT83H1S', due: '2026-03-16T08:30:01+01:00' },
    { sum: 'a millisecond into the afternoon', calendar: office, start: '2026-03-02T12:29:59.999+01:00', target: 'PT0.002S', due: '2026-03-02T13:30:00.001+01:00' },
    { sum: '24 h of the contract class: Mon 8.5, Tue 17, Wed 7 → 8:30 + 4 + break + 3 h', calendar: office, start: '2026-03-02T08:30:00+01:00', target: 'PT24H', due: '2026-03-04T16:30:00+01:00' },
    { sum: 'rows that touch at 12:00 make one: 11:00 + 2 h', calendar: daily('Europe/Paris', ['08:00', '12:00'], ['12:00', '16:00']), start: '2026-03-02T11:00:00+01:00', target: 'PT2H', due: '2026-03-02T13:00:00+01:00' },
    { sum: 'rows given afternoon first: 11:30–12:30, 13:30–14:30', calendar: daily('Europe/Paris', ['13:30', '18:00'], ['08:30', '12:30']), start: '2026-03-02T11:30:00+01:00', target: 'PT2H', due: '2026-03-02T14:30:00+01:00' },
  ],
  'targets that end with a closing': [
    { sum: 'Mon 8:30 + 4 h = 12:30, not 13:30', calendar: office, start: '2026-03-02T08:30:00+01:00', target: 'PT4H', due: '2026-03-02T12:30:00+01:00' },
    { sum: 'Mon 8:30 + 8.5 h = 18:00, not Tue 8:30', calendar: office, start: '2026-03-02T08:30:00+01:00', target: 'PT8H30M', due: '2026-03-02T18:00:00+01:00' },
    { sum: 'Fri 13:30 + 3.5 h = 17:00, not Mon', calendar: office, start: '2026-03-06T13:30:00+01:00', target: 'PT3H30M', due: '2026-03-06T17:00:00+01:00' },
    { sum: 'one millisecond more: Mon 8:30:00.001', calendar: office, start: '2026-03-06T13:30:00+01:00', target: 'PT3H30M0.001S', due: '2026-03-09T08:30:00.001+01:00' },
    { sum: 'eve of a holiday: Thu 30 April 13:30 + 4.5 h', calendar: mayDays, start: '2026-04-30T13:30:00+02:00', target: 'PT4H30M', due: '2026-04-30T18:00:00+02:00' },
    { sum: 'a day to 24:00 ends at the next midnight', calendar: { timeZone: 'Europe/Paris', weekly: { mon: [['20:00', '24:00']] } }, start: '2026-03-02T20:00:00+01:00', target: 'PT4H', due: '2026-03-03T00:00:00+01:00' },
    { sum: 'nothing to do: due at the start, though closed', calendar: office, start: '2026-03-07T12:00:00+01:00', target: 'PT0S', due: '2026-03-07T12:00:00+01:00' },
  ],
  'holidays': [
    { sum: 'Thu 15:00–18:00 3 h, Fri 1 May closed, Mon 8:30 + 1 h', calendar: mayDays, start: '2026-04-30T15:00:00+02:00', target: 'PT4H', due: '2026-05-04T09:30:00+02:00' },
    { sum: 'three in a row and the weekend: Tue 12 17:00–18:00 1 h, Mon 18 8:30 + 1 h', calendar: bridge, start: '2026-05-12T17:00:00+02:00', target: 'PT2H', due: '2026-05-18T09:30:00+02:00' },
    { sum: 'starts on a holiday: Fri 15 8:30 + 1 h', calendar: mayDays, start: '2026-05-14T10:00:00+02:00', target: 'PT1H', due: '2026-05-15T09:30:00+02:00' },
    { sum: 'Easter Monday computed: Fri 3 April 16:00–17:00 1 h, Tue 7 8:30 + 1 h', calendar: france, start: '2026-04-03T16:00:00+02:00', target: 'PT2H', due: '2026-04-07T09:30:00+02:00' },
    { sum: 'Good Friday and Easter Monday in Moselle: Thu 2 April 17:00–18:00 1 h, Tue 7 8:30 + 1 h', calendar: { ...office, holidayRegion: 'FR-57' }, start: '2026-04-02T17:00:00+02:00', target: 'PT2H', due: '2026-04-07T09:30:00+02:00' },
    { sum: 'Christmas: Thu 24 17:00–18:00 1 h, Fri closed, Mon 28 8:30 + 1 h', calendar: france, start: '2026-12-24T17:00:00+01:00', target: 'PT2H', due: '2026-12-28T09:30:00+01:00' },
    { sum: 'New Year over the year’s end: Thu 31 17:00–18:00 1 h, Fri closed, Mon 4 January 8:30 + 1 h', calendar: france, start: '2026-12-31T17:00:00+01:00', target: 'PT2H', due: '2027-01-04T09:30:00+01:00' },
    { sum: 'Christmas in Alsace, on a 24-hour week: Thu 24 23:00–24:00 1 h, 25 and 26 closed, Sun 27 0:00 + 1 h', calendar: { ...wholeDays('Europe/Paris'), holidayRegion: 'FR-67' }, start: '2026-12-24T23:00:00+01:00', target: 'PT2H', due: '2026-12-27T01:00:00+01:00' },
    { sum: 'abolition in Réunion (20 December, Sunday): Sat 23:00–24:00 1 h, Mon 0:00 + 1 h', calendar: { ...wholeDays('Indian/Reunion'), holidayRegion: 'FR-974' }, start: '2026-12-19T23:00:00+04:00', target: 'PT2H', due: '2026-12-21T01:00:00+04:00' },
    { sum: 'the same Sunday is open in Mayotte (+03:00): Sat 23:00 + 2 h', calendar: { ...wholeDays('Indian/Mayotte'), holidayRegion: 'FR-976' }, start: '2026-12-19T23:00:00+03:00', target: 'PT2H', due: '2026-12-20T01:00:00+03:00' },
    { sum: 'Thanksgiving, Thu 26 November: Wed 16:00–17:00 1 h, Fri 9:00 + 1 h', calendar: { ...daily('America/New_York', ['09:00', '17:00']), holidayRegion: 'US' }, start: '2026-11-25T16:00:00-05:00', target: 'PT2H', due: '2026-11-27T10:00:00-05:00' },
    { sum: 'a holiday on the Sunday of the change takes it away: Sat 28 March 23:00–24:00, Mon 30 0:00 + 1 h', calendar: { ...wholeDays('Europe/Paris'), holidays: ['2026-03-29'] }, start: '2026-03-28T23:00:00+01:00', target: 'PT2H', due: '2026-03-30T01:00:00+02:00' },
  ],
  'the clocks go forward': [
    { sum: 'Paris, round the clock: 4 elapsed hours from Sat 23:00 are Sun 4:00', calendar: null, start: '2026-03-28T23:00:00+01:00', target: 'PT4H', due: '2026-03-29T04:00:00+02:00' },
    { sum: 'Paris, a whole Sunday has 23 h: 23 h from 0:00 end at Monday 0:00', calendar: wholeDays('Europe/Paris'), start: '2026-03-29T00:00:00+01:00', target: 'PT23H', due: '2026-03-30T00:00:00+02:00' },
    { sum: 'Paris 1:00–4:00 is 2 h that night: Mon 1:00 + 1 h', calendar: night('Europe/Paris'), start: '2026-03-29T00:00:00+01:00', target: 'PT3H', due: '2026-03-30T02:00:00+02:00' },
    { sum: 'Paris opening at 2:30 opens at the change (3:00): + 1 h', calendar: daily('Europe/Paris', ['02:30', '06:00']), start: '2026-03-29T00:00:00+01:00', target: 'PT1H', due: '2026-03-29T04:00:00+02:00' },
    { sum: 'Paris closing at 2:30 closes at the change: 1:30–2:00 gives 30 min', calendar: daily('Europe/Paris', ['01:30', '02:30']), start: '2026-03-29T00:00:00+01:00', target: 'PT30M', due: '2026-03-29T03:00:00+02:00' },
    { sum: 'Paris 2:00–3:00 does not exist: Mon 2:00 + 30 min', calendar: daily('Europe/Paris', ['02:00', '03:00']), start: '2026-03-29T00:00:00+01:00', target: 'PT30M', due: '2026-03-30T02:30:00+02:00' },
    { sum: 'Paris 2:15–2:45 does not exist: Mon 2:15 + 10 min', calendar: daily('Europe/Paris', ['02:15', '02:45']), start: '2026-03-29T00:00:00+01:00', target: 'PT10M', due: '2026-03-30T02:25:00+02:00' },
    { sum: 'Paris office over the change: Fri 27 16:30–17:00, Mon 30 8:30 + 30 min in summer time', calendar: office, start: '2026-03-27T16:30:00+01:00', target: 'PT1H', due: '2026-03-30T09:00:00+02:00' },
    { sum: 'New York, a whole Sunday has 23 h', calendar: wholeDays('America/New_York'), start: '2026-03-08T00:00:00-05:00', target: 'PT23H', due: '2026-03-09T00:00:00-04:00' },
    { sum: 'New York 1:00–4:00 is 2 h: ends at 4:00', calendar: night('America/New_York'), start: '2026-03-08T00:00:00-05:00', target: 'PT2H', due: '2026-03-08T04:00:00-04:00' },
    { sum: 'New York opening at 2:30 opens at 3:00: + 15 min', calendar: daily('America/New_York', ['02:30', '06:00']), start: '2026-03-08T00:00:00-05:00', target: 'PT15M', due: '2026-03-08T03:15:00-04:00' },
    { sum: 'Lord Howe, half an hour: a whole Sunday has 23.5 h', calendar: wholeDays('Australia/Lord_Howe'), start: '2026-10-04T00:00:00+10:30', target: 'PT23H30M', due: '2026-10-05T00:00:00+11:00' },
    { sum: 'Lord Howe 1:00–4:00 is 2.5 h: ends at 4:00', calendar: night('Australia/Lord_Howe'), start: '2026-10-04T00:00:00+10:30', target: 'PT2H30M', due: '2026-10-04T04:00:00+11:00' },
    { sum: 'Lord Howe opening at 2:15 opens at the change (2:30): + 30 min', calendar: daily('Australia/Lord_Howe', ['02:15', '06:00']), start: '2026-10-04T00:00:00+10:30', target: 'PT30M', due: '2026-10-04T03:00:00+11:00' },
    { sum: 'Apia has no 30 December 2011: Thu 29 23:00–24:00, then Sat 31 0:00 + 1 h', calendar: wholeDays('Pacific/Apia'), start: '2011-12-29T23:00:00-10:00', target: 'PT2H', due: '2011-12-31T01:00:00+14:00' },
    { sum: 'Havana has no midnight on 8 March 2026 (0:00 → 1:00): opens at the change, + 1 h', calendar: { timeZone: 'America/Havana', weekly: { sun: [['00:00', '06:00']] } }, start: '2026-03-07T12:00:00-05:00', target: 'PT1H', due: '2026-03-08T02:00:00-04:00' },
  ],
  'the clocks go back': [
    { sum: 'Paris, round the clock: 4 elapsed hours from Sat 23:00 are Sun 2:00, the second one', calendar: null, start: '2026-10-24T23:00:00+02:00', target: 'PT4H', due: '2026-10-25T02:00:00+01:00' },
    { sum: 'Paris, a whole Sunday has 25 h', calendar: wholeDays('Europe/Paris'), start: '2026-10-25T00:00:00+02:00', target: 'PT25H', due: '2026-10-26T00:00:00+01:00' },
    { sum: 'Paris 1:00–4:00 is 4 h: ends at 4:00', calendar: night('Europe/Paris'), start: '2026-10-25T00:00:00+02:00', target: 'PT4H', due: '2026-10-25T04:00:00+01:00' },
    { sum: 'Paris opening at 2:30 opens at the first 2:30: + 1 h is the second 2:30', calendar: daily('Europe/Paris', ['02:30', '06:00']), start: '2026-10-25T00:00:00+02:00', target: 'PT1H', due: '2026-10-25T02:30:00+01:00' },
    { sum: 'Paris closing at 2:30 closes at the first: 1:00–2:30 gives 1.5 h', calendar: daily('Europe/Paris', ['01:00', '02:30']), start: '2026-10-25T00:00:00+02:00', target: 'PT1H30M', due: '2026-10-25T02:30:00+02:00' },
    { sum: 'Paris 2:15–2:45 is open in the first pass only: 30 min, then Mon 2:15 + 15 min', calendar: daily('Europe/Paris', ['02:15', '02:45']), start: '2026-10-25T00:00:00+02:00', target: 'PT45M', due: '2026-10-26T02:30:00+01:00' },
    { sum: 'Paris 2:00–3:00 is 2 h: the first 2:00 to 3:00', calendar: daily('Europe/Paris', ['02:00', '03:00']), start: '2026-10-25T00:00:00+02:00', target: 'PT2H', due: '2026-10-25T03:00:00+01:00' },
    { sum: 'Paris, start in the second 2:30, row to 2:45 already over: Mon 2:15 + 10 min', calendar: daily('Europe/Paris', ['02:15', '02:45']), start: '2026-10-25T02:30:00+01:00', target: 'PT10M', due: '2026-10-26T02:25:00+01:00' },
    { sum: 'Paris office over the change: Fri 23 16:30–17:00, Mon 26 8:30 + 30 min in winter time', calendar: office, start: '2026-10-23T16:30:00+02:00', target: 'PT1H', due: '2026-10-26T09:00:00+01:00' },
    { sum: 'New York, a whole Sunday has 25 h', calendar: wholeDays('America/New_York'), start: '2026-11-01T00:00:00-04:00', target: 'PT25H', due: '2026-11-02T00:00:00-05:00' },
    { sum: 'New York 1:00–4:00 is 4 h: 3.5 h in is 3:30', calendar: night('America/New_York'), start: '2026-11-01T00:00:00-04:00', target: 'PT3H30M', due: '2026-11-01T03:30:00-05:00' },
    { sum: 'New York closing at 1:30 closes at the first: 0:30–1:30 gives 1 h', calendar: daily('America/New_York', ['00:30', '01:30']), start: '2026-11-01T00:00:00-04:00', target: 'PT1H', due: '2026-11-01T01:30:00-04:00' },
    { sum: 'Lord Howe, a whole Sunday has 24.5 h', calendar: wholeDays('Australia/Lord_Howe'), start: '2026-04-05T00:00:00+11:00', target: 'PT24H30M', due: '2026-04-06T00:00:00+10:30' },
    { sum: 'Lord Howe 1:00–4:00 is 3.5 h: ends at 4:00', calendar: night('Australia/Lord_Howe'), start: '2026-04-05T00:00:00+11:00', target: 'PT3H30M', due: '2026-04-05T04:00:00+10:30' },
    { sum: 'Lord Howe opening at 1:45 opens at the first: + 30 min is the second 1:45', calendar: daily('Australia/Lord_Howe', ['01:45', '06:00']), start: '2026-04-05T00:00:00+11:00', target: 'PT30M', due: '2026-04-05T01:45:00+10:30' },
  ],
  'pauses': [
    { sum: 'over open time: 9:00 + 2 h + 30 min', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T10:00:00+01:00', '2026-03-02T10:30:00+01:00']], due: '2026-03-02T11:30:00+01:00', pausedSeconds: 1800 },
    { sum: 'over the break: 12:00–14:00 takes 30 + 30 min; 11:30–12:00, 14:00 + 90 min', calendar: office, start: '2026-03-02T11:30:00+01:00', target: 'PT2H', pauses: [['2026-03-02T12:00:00+01:00', '2026-03-02T14:00:00+01:00']], due: '2026-03-02T15:30:00+01:00', pausedSeconds: 3600 },
    { sum: 'in the break only: costs nothing', calendar: office, start: '2026-03-02T11:30:00+01:00', target: 'PT2H', pauses: [['2026-03-02T12:30:00+01:00', '2026-03-02T13:30:00+01:00']], due: '2026-03-02T14:30:00+01:00', pausedSeconds: 0 },
    { sum: 'over a night: Mon 17:00 to Tue 9:30 takes 1 + 1 h; Mon 16:00–17:00, Tue 9:30 + 1 h', calendar: office, start: '2026-03-02T16:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T17:00:00+01:00', '2026-03-03T09:30:00+01:00']], due: '2026-03-03T10:30:00+01:00', pausedSeconds: 7200 },
    { sum: 'over a weekend: Fri 16:00 to Mon 9:00 takes 1 h + 30 min; Fri 15:00–16:00, Mon 9:00 + 1 h', calendar: office, start: '2026-03-06T15:00:00+01:00', target: 'PT2H', pauses: [['2026-03-06T16:00:00+01:00', '2026-03-09T09:00:00+01:00']], due: '2026-03-09T10:00:00+01:00', pausedSeconds: 5400 },
    { sum: 'two that overlap count once: 9:30–10:15 takes 45 min', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T09:45:00+01:00', '2026-03-02T10:15:00+01:00'], ['2026-03-02T09:30:00+01:00', '2026-03-02T10:00:00+01:00']], due: '2026-03-02T11:45:00+01:00', pausedSeconds: 2700 },
    { sum: 'one inside the other: 9:30–10:30 takes 1 h', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T09:30:00+01:00', '2026-03-02T10:30:00+01:00'], ['2026-03-02T09:40:00+01:00', '2026-03-02T09:50:00+01:00']], due: '2026-03-02T12:00:00+01:00', pausedSeconds: 3600 },
    { sum: 'three: 10 + 20 + 30 min', calendar: office, start: '2026-03-02T08:30:00+01:00', target: 'PT2H', pauses: [['2026-03-02T09:00:00+01:00', '2026-03-02T09:10:00+01:00'], ['2026-03-02T09:30:00+01:00', '2026-03-02T09:50:00+01:00'], ['2026-03-02T10:00:00+01:00', '2026-03-02T10:30:00+01:00']], due: '2026-03-02T11:30:00+01:00', pausedSeconds: 3600 },
    { sum: 'before the start: costs nothing', calendar: office, start: '2026-03-02T10:00:00+01:00', target: 'PT1H', pauses: [['2026-03-02T09:00:00+01:00', '2026-03-02T09:30:00+01:00']], due: '2026-03-02T11:00:00+01:00', pausedSeconds: 0 },
    { sum: 'over the start: only 10:00–10:30 of it counts', calendar: office, start: '2026-03-02T10:00:00+01:00', target: 'PT1H', pauses: [['2026-03-02T09:00:00+01:00', '2026-03-02T10:30:00+01:00']], due: '2026-03-02T11:30:00+01:00', pausedSeconds: 1800 },
    { sum: 'after the due instant: costs nothing', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT1H', pauses: [['2026-03-02T11:00:00+01:00', '2026-03-02T12:00:00+01:00']], due: '2026-03-02T10:00:00+01:00', pausedSeconds: 0 },
    { sum: 'beginning at the due instant: costs nothing', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT1H', pauses: [['2026-03-02T10:00:00+01:00', '2026-03-02T11:00:00+01:00']], due: '2026-03-02T10:00:00+01:00', pausedSeconds: 0 },
    { sum: 'from a closing-instant target on: still due at the closing', calendar: office, start: '2026-03-02T16:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T18:00:00+01:00', '2026-03-03T12:00:00+01:00']], due: '2026-03-02T18:00:00+01:00', pausedSeconds: 0 },
    { sum: 'a pause of no length', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT1H', pauses: [['2026-03-02T09:30:00+01:00', '2026-03-02T09:30:00+01:00']], due: '2026-03-02T10:00:00+01:00', pausedSeconds: 0 },
    { sum: 'round the clock, over the Paris change: 1:00 to 4:00 summer time is 2 h', calendar: null, start: '2026-03-29T00:00:00+01:00', target: 'PT3H', pauses: [['2026-03-29T01:00:00+01:00', '2026-03-29T04:00:00+02:00']], due: '2026-03-29T06:00:00+02:00', pausedSeconds: 7200 },
    { sum: 'over a holiday: Thu 30 April 17:00 to Mon 4 May 9:30 takes 1 + 1 h', calendar: mayDays, start: '2026-04-30T16:00:00+02:00', target: 'PT2H', pauses: [['2026-04-30T17:00:00+02:00', '2026-05-04T09:30:00+02:00']], due: '2026-05-04T10:30:00+02:00', pausedSeconds: 7200 },
  ],
  'a pause still running': [
    { sum: 'before the target: no due instant', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T10:00:00+01:00']], due: null, pausedSeconds: 0, thresholds: [[0.5, '2026-03-02T10:00:00+01:00'], [0.6, null], [1, null]] },
    { sum: 'written with null', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T10:00:00+01:00', null]], due: null, pausedSeconds: 0 },
    { sum: 'begun exactly at the due instant: due', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT1H', pauses: [['2026-03-02T10:00:00+01:00']], due: '2026-03-02T10:00:00+01:00', pausedSeconds: 0, thresholds: [[1.5, null]] },
    { sum: 'begun in closed time before the target', calendar: office, start: '2026-03-02T17:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T20:00:00+01:00']], due: null, pausedSeconds: 0, thresholds: [[0.5, '2026-03-02T18:00:00+01:00']] },
    { sum: 'after one that ended: 30 min are known', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T09:30:00+01:00', '2026-03-02T10:00:00+01:00'], ['2026-03-02T10:30:00+01:00']], due: null, pausedSeconds: 1800, thresholds: [[0.5, '2026-03-02T10:30:00+01:00']] },
    { sum: 'round the clock, running since before the start', calendar: null, start: '2026-03-02T09:00:00+01:00', target: 'PT1H', pauses: [['2026-03-01T00:00:00+01:00']], due: null, pausedSeconds: 0, thresholds: [[0, '2026-03-02T09:00:00+01:00'], [0.01, null]] },
  ],
  'thresholds (T-07)': [
    { sum: 'the contract’s example: Thu 2.5 h; Mon + 1.5 h, + 3.9 h, + 5.5 h; Mon 8.5 h and Tue + 1 h', calendar: mayDays, start: '2026-04-30T15:00:00+02:00', target: 'PT8H', pauses: [['2026-04-30T16:00:00+02:00', '2026-04-30T16:30:00+02:00']], due: '2026-05-04T15:00:00+02:00', pausedSeconds: 1800, thresholds: [[0.5, '2026-05-04T10:00:00+02:00'], [0.8, '2026-05-04T12:24:00+02:00'], [1, '2026-05-04T15:00:00+02:00'], [1.5, '2026-05-05T09:30:00+02:00']] },
    { sum: '8 h round the clock: 4 h, 6.4 h = 6:24, 8 h, 12 h', calendar: null, start: '2026-03-02T00:00:00+01:00', target: 'PT8H', due: '2026-03-02T08:00:00+01:00', thresholds: [[0.5, '2026-03-02T04:00:00+01:00'], [0.8, '2026-03-02T06:24:00+01:00'], [1.5, '2026-03-02T12:00:00+01:00']] },
    { sum: 'a pause after the due instant still delays 150 %: 11:00 + 1 h + 30 min', calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT2H', pauses: [['2026-03-02T11:15:00+01:00', '2026-03-02T11:45:00+01:00']], due: '2026-03-02T11:00:00+01:00', pausedSeconds: 0, thresholds: [[1.5, '2026-03-02T12:30:00+01:00']] },
    { sum: 'half of 17 h ends with Monday: 18:00, not Tue 8:30', calendar: office, start: '2026-03-02T08:30:00+01:00', target: 'PT17H', due: '2026-03-03T18:00:00+01:00', thresholds: [[0.5, '2026-03-02T18:00:00+01:00']] },
    { sum: 'a third of 10 s to the nearest millisecond: 3.333 s', calendar: null, start: '2026-03-02T00:00:00Z', target: 'PT10S', due: '2026-03-02T00:00:10Z', thresholds: [[1 / 3, '2026-03-02T00:00:03.333Z']] },
  ],
  'zones without a change': [
    { sum: 'Kathmandu +05:45: 17:00–18:00, next day 9:00 + 1 h', calendar: daily('Asia/Kathmandu', ['09:00', '18:00']), start: '2026-03-02T17:00:00+05:45', target: 'PT2H', due: '2026-03-03T10:00:00+05:45' },
    { sum: 'a start written in another zone: 15:00Z is 16:00 in Paris', calendar: office, start: '2026-03-02T15:00:00Z', target: 'PT2H', due: '2026-03-02T18:00:00+01:00' },
    { sum: 'Guadeloupe (−04:00) while it is already tomorrow in Paris: Mon 20:00, Tue 8:00 + 1 h', calendar: daily('America/Guadeloupe', ['08:00', '17:00']), start: '2026-03-02T20:00:00-04:00', target: 'PT1H', due: '2026-03-03T09:00:00-04:00' },
  ],
};

for (const [group, cases] of Object.entries(groups)) {
  describe(group, () => {
    it.each(cases)('$sum', (given) => {
      const result = previewClock({
        calendar: given.calendar, start: given.start, target: given.target, pauses: given.pauses ?? [],
        thresholds: (given.thresholds ?? []).map(([ratio]) => ratio),
      });
      if (!result.ok) throw new Error(JSON.stringify(result.faults));
      expect(inUtc(result.answer.due)).toBe(inUtc(given.due));
      expect(result.answer.thresholds.map(({ at }) => inUtc(at))).toEqual((given.thresholds ?? []).map(([, at]) => inUtc(at)));
      if (given.pausedSeconds !== undefined) expect(result.answer.pausedSeconds).toBe(given.pausedSeconds);
    });
  });
}

it('counts the open intervals of the contract’s example as they were spent', () => {
  const result = previewClock({
    calendar: mayDays, start: '2026-04-30T15:00:00+02:00', target: 'PT8H',
    pauses: [['2026-04-30T16:00:00+02:00', '2026-04-30T16:30:00+02:00']], thresholds: [],
  });
  expect(result).toMatchObject({
    ok: true,
    answer: {
      openIntervals: [
        ['2026-04-30T13:00:00.000Z', '2026-04-30T14:00:00.000Z'], ['2026-04-30T14:30:00.000Z', '2026-04-30T16:00:00.000Z'],
        ['2026-05-04T06:30:00.000Z', '2026-05-04T10:30:00.000Z'], ['2026-05-04T11:30:00.000Z', '2026-05-04T13:00:00.000Z'],
      ],
    },
  });
});

it('has at least sixty hand-checked clocks', () => {
  expect(Object.values(groups).flat().length).toBeGreaterThanOrEqual(60);
});

function inUtc(instant: string | null): string | null {
  return instant === null ? null : new Date(Date.parse(instant)).toISOString();
}
