/** The offsets that the clock computes with are those that Intl shows, in every zone of the runtime. */
import { describe, expect, it } from 'vitest';
import { instantOfWallTime, knownTimeZone, wallTimeAt, zoneTimeline } from '../../../domain/calendar/zone.ts';

describe('time zones', () => {
  it('show at any instant what Intl shows', () => {
    const [fromMs, untilMs] = [Date.UTC(2020, 5, 1), Date.UTC(2029, 5, 1)];
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      const timeline = zoneTimeline(timeZone, fromMs, untilMs);
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
      for (let atMs = fromMs; atMs < untilMs; atMs += 97.37 * 86_400_000) {
        const wall = new Date(wallTimeAt(timeline, Math.floor(atMs))).toISOString().slice(0, 19).replace('T', ' ');
        expect(`${timeZone} ${wall}`).toBe(`${timeZone} ${format.format(Math.floor(atMs))}`);
      }
    }
  }, 60_000);

  it('give an instant back from its wall-clock time, except the second pass of a repeated hour', () => {
    const timeline = zoneTimeline('Europe/Paris', Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1));
    for (let atMs = Date.UTC(2026, 2, 28); atMs < Date.UTC(2026, 9, 27); atMs += 15 * 60_000) {
      const repeated = atMs >= Date.UTC(2026, 9, 25, 1) && atMs < Date.UTC(2026, 9, 25, 2);
      expect(instantOfWallTime(timeline, wallTimeAt(timeline, atMs))).toBe(repeated ? atMs - 3_600_000 : atMs);
    }
  });

  it('are known by their IANA names in any capitals, and by nothing else', () => {
    expect(knownTimeZone('europe/PARIS')).toBe('Europe/Paris');
    for (const name of ['Europe/Paris/', 'GMT+2', '+01:00', 'Z', '', 'Local', '2026-01-01T00:00[Europe/Paris]']) expect(knownTimeZone(name)).toBeNull();
  });
});
