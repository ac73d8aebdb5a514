/** What `POST /previews/clock` refuses, and that nothing of the right shape makes it throw. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewClock, type PreviewClockRequest } from '../../../domain/calendar/preview.ts';
import { previewClockAnswer, previewClockRequest } from '../../../domain/calendar/preview.schema.ts';
import { office } from '../clock/calendars.ts';

const sound: PreviewClockRequest = { calendar: office, start: '2026-03-02T09:00:00+01:00', target: 'PT8H' };

describe('a clock preview is refused for', () => {
  it.each<readonly [string, Partial<PreviewClockRequest>, string, string]>([
    ['a start without an offset', { start: '2026-03-02T09:00:00' }, '/start', 'malformed-instant'],
    ['a start on a date that does not exist', { start: '2026-02-30T09:00:00Z' }, '/start', 'malformed-instant'],
    ['a start at an hour that does not exist', { start: '2026-02-03T24:00:00Z' }, '/start', 'malformed-instant'],
    ['a start in another millennium', { start: '3026-02-03T00:00:00Z' }, '/start', 'instant-out-of-range'],
    ['a target that is no duration', { target: '8h' }, '/target', 'malformed-duration'],
    ['a negative target', { target: '-PT8H' }, '/target', 'malformed-duration'],
    ['a target in months', { target: 'P1M' }, '/target', 'inexact-duration'],
    ['a target of half a millisecond', { target: 'PT0.0005S' }, '/target', 'inexact-duration'],
    ['a target that is not reached in 20 years', { target: 'PT1000000H' }, '/target', 'beyond-horizon'],
    ['an elapsed target that is not reached in 20 years', { calendar: null, target: 'PT1000000H' }, '/target', 'beyond-horizon'],
    ['a threshold that is not reached in 20 years', { target: 'PT10000H', thresholds: [1, 100] }, '/thresholds/1', 'beyond-horizon'],
    ['a negative threshold', { thresholds: [0.5, -0.1] }, '/thresholds/1', 'ratio-out-of-range'],
    ['a threshold that is no number', { thresholds: [Number.NaN] }, '/thresholds/0', 'ratio-out-of-range'],
    ['a pause that ends before it begins', { pauses: [['2026-03-02T10:00:00Z', '2026-03-02T09:00:00Z']] }, '/pauses/0', 'end-before-start'],
    ['a pause that is no instant', { pauses: [['2026-03-02T10:00:00Z'], ['x', null]] }, '/pauses/1/0', 'malformed-instant'],
    ['an impossible calendar, pointed at from the root', { calendar: { ...office, weekly: {} } }, '/calendar/weekly', 'never-open'],
  ])('%s', (_why, change, pointer, code) => {
    expect(previewClock({ ...sound, ...change })).toEqual({ ok: false, faults: [{ pointer, code }] });
  });
});

describe('a clock preview', () => {
  it('reads an instant in any way that RFC 3339 allows, cutting what is finer than a millisecond', () => {
    const starts = ['2026-03-02T08:00:00Z', '2026-03-02T08:00:00.000000Z', '2026-03-02t08:00:00.0009z', '2026-03-02T09:00:00+01:00', '2026-03-02T02:30:00-05:30'];
    const dues = starts.map((start) => previewClock({ ...sound, start }));
    expect(new Set(dues.map((due) => JSON.stringify(due))).size).toBe(1);
  });

  it.each([['PT8H', 'PT480M'], ['PT28800S', 'PT8H'], ['P1DT1H', 'PT25H'], ['PT1.5H', 'PT1H30M'], ['PT0,25H', 'PT15M'], ['PT0.1S', 'PT0.100S']])('takes %s for %s', (one, other) => {
    expect(previewClock({ ...sound, target: one })).toEqual(previewClock({ ...sound, target: other }));
  });

  it('never throws and always answers as its schema says, whatever the texts', () => {
    const anyText = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('2026-03-29T02:30:00+01:00', '2026-10-25T02:30:00Z', '1899-12-31T00:00:00Z', '9999-12-31T23:59:59Z', 'PT8H', 'PT0S', 'P400D', 'PT99999999999H', '08:30', '24:00', '2026-05-01'));
    const row = fc.tuple(anyText, anyText);
    const request = fc.record({
      calendar: fc.option(fc.record({
        timeZone: fc.oneof(anyText, fc.constantFrom('Europe/Paris', 'europe/PARIS', 'Africa/Monrovia', 'Pacific/Kiritimati', 'Etc/GMT+12')),
        weekly: fc.record({ mon: fc.array(row, { maxLength: 2 }), sun: fc.constant([['01:30', '03:30']]) }, { requiredKeys: ['sun'] }),
      })),
      start: anyText, target: anyText, pauses: fc.array(fc.oneof(fc.tuple(anyText), fc.tuple(anyText, fc.option(anyText))), { maxLength: 2 }),
      thresholds: fc.array(fc.double(), { maxLength: 3 }),
    });
    fc.assert(fc.property(request, (body) => {
      const parsed = previewClockRequest.safeParse(body);
      if (!parsed.success) return;
      const result = previewClock(parsed.data);
      if (result.ok) previewClockAnswer.parse(result.answer);
      else expect(result.faults.length).toBeGreaterThan(0);
    }), { numRuns: 500 });
  });

  it('refuses fields that it does not know', () => {
    expect(previewClockRequest.safeParse({ ...sound, zone: 'x' }).success).toBe(false);
    expect(previewClockRequest.safeParse({ ...sound, calendar: { ...office, weekly: { monday: [] } } }).success).toBe(false);
    expect(previewClockRequest.safeParse(sound).success).toBe(true);
  });
});
