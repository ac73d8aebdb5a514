/** How dates, times, amounts and measures are printed. */
import { describe, expect, it } from 'vitest';
import { frenchDate, frenchDay, frenchMoney, frenchNumber, frenchRate, frenchSlot } from '../../../activities/notices/french.ts';

/** Makes the spaces that do not break visible: `_`, and `'` for the narrow one. */
const seen = (text: string): string => text.replaceAll('\u00A0', '_').replaceAll('\u202F', '\'');

describe('a date', () => {
  it.each([['2026-11-23', '23_novembre_2026'], ['2026-12-01', '1er_décembre_2026'], ['2028-02-29', '29_février_2028']])('%s is %s', (date, expected) => {
    expect(seen(frenchDate(date))).toBe(expected);
  });
  it('has its day of the week where people meet', () => expect(seen(frenchDay('2026-11-23'))).toBe('lundi 23_novembre_2026'));
  it.each(['2026-02-30', 'demain', ''])('that does not exist is none: %s', (date) => expect(() => frenchDate(date)).toThrow(RangeError));
});

describe('a slot', () => {
  it.each([
    ['2026-11-23T07:00:00Z', '2026-11-23T11:30:00Z', 'Europe/Paris', 'le lundi 23_novembre_2026, de 8_h à 12_h_30'],
    // The last Sunday of October and the first summer day.
    ['2026-10-25T00:30:00Z', '2026-10-25T02:05:00Z', 'Europe/Paris', 'le dimanche 25_octobre_2026, de 2_h_30 à 3_h_05'],
    ['2026-11-23T22:30:00Z', '2026-11-23T23:30:00Z', 'Europe/Paris', 'du lundi 23_novembre_2026 à 23_h_30 au mardi 24_novembre_2026 à 0_h_30'],
    ['2026-11-23T12:00:00Z', '2026-11-23T14:00:00Z', 'America/Guadeloupe', 'le lundi 23_novembre_2026, de 8_h à 10_h'],
  ])('%s – %s in %s', (startsAt, endsAt, zone, expected) => expect(seen(frenchSlot({ startsAt, endsAt }, zone))).toBe(expected));
});

describe('an amount', () => {
  it.each([
    [0, '0,00_€'], [5, '0,05_€'], [123_456, '1\'234,56_€'], [-1200, '−12,00_€'], [100_000_000_00, '100\'000\'000,00_€'], [99_999, '999,99_€'],
  ])('of %i cents is %s', (cents, expected) => expect(seen(frenchMoney(cents))).toBe(expected));
});

it('a rate and a measure have a decimal comma', () => {
  expect(seen(frenchRate(2000))).toBe('20_%');
  expect(seen(frenchRate(550))).toBe('5,5_%');
  expect(seen(frenchNumber(1940.25))).toBe('1\'940,25');
  expect(seen(frenchNumber(-0.5))).toBe('−0,5');
});
