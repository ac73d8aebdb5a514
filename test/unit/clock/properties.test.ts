/** The laws of the clock, for any calendar, pause and target. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { readClock } from '../../../domain/calendar/clock.ts';
import { compileCalendar, freezeCalendar, openIntervals } from '../../../domain/calendar/openIntervals.ts';
import {
  dueAt, elapsedAt, extendFrozen, lengthMs, pauseClock, reachedAt, reachedAtEach, resumeClock, roundTheClock, thresholdAt, type Clock, type FrozenCalendar, type Pause, type Reached,
} from '../../../domain/clock/frozen.ts';
import { hourMs, place, calendarIn, pausesFrom, places, scene } from './generators.ts';
import { dueByCounting, latestWallTimes } from './oracle.ts';

// Hundreds of random cases each, on machines that are doing something else as well.
vi.setConfig({ testTimeout: 60_000 });

const dayMs = 24 * hourMs;
const ratios = [0, 0.25, 0.5, 0.8, 1, 1.5, 2];

describe('the clock', () => {
  it('is never due earlier when it starts later', () => {
    fc.assert(fc.property(scene, fc.integer({ min: 0, max: 5 * dayMs }), ({ calendar, startMs, targetMs, pauses }, laterMs) => {
      expect(due(calendar, { startMs: startMs + laterMs, targetMs, pauses })).toBeGreaterThanOrEqual(due(calendar, { startMs, targetMs, pauses }));
    }));
  });

  it('is due later by at least as much as the target grows', () => {
    fc.assert(fc.property(scene, fc.integer({ min: 0, max: 50 * hourMs }), ({ calendar, startMs, targetMs, pauses }, moreMs) => {
      expect(due(calendar, { startMs, targetMs: targetMs + moreMs, pauses })).toBeGreaterThanOrEqual(due(calendar, { startMs, targetMs, pauses }) + moreMs);
    }));
  });

  it('is never due earlier when a day is closed or a row taken away', () => {
    fc.assert(fc.property(scene, fc.integer({ min: -1, max: 15 }), ({ calendar, startMs, targetMs, pauses }, day) => {
      const clock = { startMs, targetMs, pauses };
      const holiday = new Date(startMs + day * dayMs).toISOString().slice(0, 10);
      const closed: Calendar = { ...calendar, holidays: [...(calendar.holidays ?? []), holiday] };
      const shorter: Calendar = { ...calendar, weekly: { ...calendar.weekly, mon: calendar.weekly.mon?.slice(1) } };
      expect(due(closed, clock)).toBeGreaterThanOrEqual(due(calendar, clock));
      expect(due(shorter, clock)).toBeGreaterThanOrEqual(due(calendar, clock));
    }));
  });

  it('counts open intervals that ascend, do not touch, are open and unpaused, and sum to the target', () => {
    fc.assert(fc.property(scene, ({ calendar, startMs, targetMs, pauses }) => {
      const reading = readClock(calendar, { startMs, targetMs, pauses }, []);
      const counted = reading.openIntervals;
      expect(lengthMs(counted)).toBe(targetMs);
      if (targetMs > 0) expect(counted.at(-1)?.[1]).toBe(atMs(reading.due));
      for (const [index, [fromMs, untilMs]] of counted.entries()) {
        expect(fromMs).toBeLessThan(untilMs);
        expect(fromMs).toBeGreaterThanOrEqual(index === 0 ? startMs : (counted[index - 1]?.[1] ?? Infinity) + 1);
        expect(pauses.every(([pauseMs, resumeMs]) => untilMs <= pauseMs || (resumeMs ?? Infinity) <= fromMs || pauseMs === resumeMs)).toBe(true);
      }
      const open = openIntervals(compileCalendar(calendar), startMs, atMs(reading.due));
      expect(counted.every(([fromMs, untilMs]) => open.some(([openMs, closeMs]) => openMs <= fromMs && untilMs <= closeMs))).toBe(true);
    }));
  });

  it('is moved by a pause by exactly the open time that the pause takes', () => {
    fc.assert(fc.property(scene, ({ calendar, startMs, targetMs, pauses }) => {
      const { due: paused, pausedMs } = readClock(calendar, { startMs, targetMs, pauses }, []);
      expect(due(calendar, { startMs, targetMs: targetMs + pausedMs, pauses: [] })).toBe(atMs(paused));
    }));
  });

  it('is moved by one more pause before the due instant by exactly the open time not paused already', () => {
    fc.assert(fc.property(scene, fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 3 * dayMs }), ({ calendar, startMs, targetMs, pauses }, where, pauseLengthMs) => {
      fc.pre(targetMs > 0);
      const before = readClock(calendar, { startMs, targetMs, pauses }, []);
      const pauseMs = startMs + Math.floor((atMs(before.due) - startMs) * where);
      const frozen = freezeCalendar(calendar, startMs, pauseMs + pauseLengthMs + dayMs);
      const spentMs = counted(elapsedAt(frozen, { startMs, pauses }, pauseMs + pauseLengthMs)) - counted(elapsedAt(frozen, { startMs, pauses }, pauseMs));
      const after = due(calendar, { startMs, targetMs, pauses: [...pauses, [pauseMs, pauseMs + pauseLengthMs]] });
      const longer = due(calendar, { startMs, targetMs: targetMs + spentMs, pauses });
      expect(after).toBe(longer);
    }));
  });

  it('agrees with a count minute by minute on what Intl shows', () => {
    const shown = new Map(places.map(({ timeZone, fromMs }) => [timeZone + fromMs, latestWallTimes(timeZone, fromMs - 2 * dayMs, 30 * 1440)]));
    const minutely = place.chain(({ timeZone, fromMs }) => fc.record({
      key: fc.constant(timeZone + fromMs), originMs: fc.constant(fromMs - 2 * dayMs),
      calendar: calendarIn(timeZone, fromMs), pauses: pausesFrom(fromMs, 60_000), runs: fc.boolean(),
      startMs: fc.integer({ min: 0, max: 10 * 1440 }).map((minute) => fromMs + minute * 60_000),
      targetMinutes: fc.integer({ min: 1, max: 40 * 60 }),
    }));
    fc.assert(fc.property(minutely, ({ key, originMs, calendar, pauses, runs, startMs, targetMinutes }) => {
      const all: Pause[] = runs && pauses[0] ? [...pauses.slice(1), [pauses[0][0], null]] : pauses;
      const expected = dueByCounting(shown.get(key) ?? [], originMs, calendar, startMs, targetMinutes, all);
      const { due: reached } = readClock(calendar, { startMs, targetMs: targetMinutes * 60_000, pauses: all }, []);
      const lastMs = originMs + 30 * dayMs;
      expect(reached.outcome === 'at' && reached.atMs <= lastMs ? reached.atMs : null).toBe(expected);
    }), { numRuns: 300 });
  }, 60_000);
});

describe('frozen intervals', () => {
  it('give what the whole calendar gives, however they were cut and extended', () => {
    fc.assert(fc.property(scene, fc.array(fc.integer({ min: 1, max: 20 * dayMs }), { minLength: 1, maxLength: 12 }), fc.boolean(), ({ calendar, startMs, targetMs, pauses }, cuts, runs) => {
      const clock: Clock = { startMs, targetMs, pauses: runs && pauses[0] ? [...pauses.slice(1), [pauses[0][0], null]] : pauses };
      const whole = readClock(calendar, clock, ratios);
      let frozen = freezeCalendar(calendar, startMs - 1, startMs);
      for (const cutMs of [...cuts, 400 * dayMs]) frozen = extendFrozen(frozen, freezeCalendar(calendar, frozen.coversUntilMs, frozen.coversUntilMs + cutMs));
      expect(dueAt(frozen, clock)).toEqual(whole.due);
      expect(ratios.map((ratio) => ({ ratio, reached: thresholdAt(frozen, clock, ratio) }))).toEqual(whole.thresholds);
    }));
  });

  it('say that they are exhausted exactly when the answer lies beyond them', () => {
    fc.assert(fc.property(scene, fc.integer({ min: 1, max: 15 * dayMs }), ({ calendar, startMs, targetMs, pauses }, coverMs) => {
      const clock = { startMs, targetMs, pauses };
      const frozen = freezeCalendar(calendar, startMs, startMs + coverMs);
      const wholeMs = due(calendar, clock);
      expect(dueAt(frozen, clock)).toEqual(
        wholeMs <= frozen.coversUntilMs ? { outcome: 'at', atMs: wholeMs } : { outcome: 'horizon-exhausted', coversUntilMs: frozen.coversUntilMs },
      );
    }));
  });

  it('have counted the target at the due instant, and a millisecond less just before', () => {
    fc.assert(fc.property(scene, ({ calendar, startMs, targetMs, pauses }) => {
      fc.pre(targetMs > 0);
      const dueMs = due(calendar, { startMs, targetMs, pauses });
      const frozen = freezeCalendar(calendar, startMs, dueMs + dayMs);
      expect(counted(elapsedAt(frozen, { startMs, pauses }, dueMs))).toBe(targetMs);
      expect(counted(elapsedAt(frozen, { startMs, pauses }, dueMs - 1))).toBe(targetMs - 1);
    }));
  });

  it('reach many amounts in one pass as each by itself', () => {
    fc.assert(fc.property(scene, fc.array(fc.integer({ min: -1, max: 80 * hourMs }), { maxLength: 8 }), fc.boolean(), ({ calendar, startMs, targetMs, pauses }, amounts, runs) => {
      const clock: Clock = { startMs, targetMs, pauses: runs && pauses[0] ? [...pauses.slice(1), [pauses[0][0], null]] : pauses };
      const frozen = freezeCalendar(calendar, startMs, startMs + 12 * dayMs);
      expect(reachedAtEach(frozen, clock, amounts)).toEqual(amounts.map((amountMs) => reachedAt(frozen, clock, amountMs)));
    }));
  });

  it('round the clock count every millisecond', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 1e11 }), (startMs, targetMs) => {
      expect(dueAt(roundTheClock, { startMs, targetMs, pauses: [] })).toEqual({ outcome: 'at', atMs: startMs + targetMs });
    }));
  });

  it('go on from a pause as if it had been known with its end from the beginning', () => {
    fc.assert(fc.property(scene, fc.integer({ min: 0, max: 9 * dayMs }), fc.integer({ min: 0, max: 9 * dayMs }), ({ calendar, startMs, targetMs, pauses }, at, length) => {
      const [pauseMs, resumeMs] = [startMs + at, startMs + at + length];
      const lived = resumeClock(pauseClock(pauses, pauseMs), resumeMs);
      expect(due(calendar, { startMs, targetMs, pauses: lived })).toBe(due(calendar, { startMs, targetMs, pauses: [...pauses, [pauseMs, resumeMs]] }));
    }));
  });
});

describe('a frozen clock', () => {
  const frozen: FrozenCalendar = { openIntervals: [[100, 200], [300, 400]], coversFromMs: 0, coversUntilMs: 500 };

  it('refuses a start before its coverage', () => {
    expect(() => dueAt(frozen, { startMs: -1, targetMs: 10, pauses: [] })).toThrow(RangeError);
  });

  it('refuses an extension that leaves a gap', () => {
    expect(() => extendFrozen(frozen, { openIntervals: [], coversFromMs: 501, coversUntilMs: 600 })).toThrow(RangeError);
  });

  it('joins an interval that was cut in two by the coverage', () => {
    const more: FrozenCalendar = { openIntervals: [[400, 450]], coversFromMs: 400, coversUntilMs: 600 };
    expect(extendFrozen({ ...frozen, coversUntilMs: 400 }, more).openIntervals).toEqual([[100, 200], [300, 450]]);
  });

  it('keeps the first of two pauses asked for, and ignores a resumption while it runs', () => {
    expect(pauseClock(pauseClock([], 10), 20)).toEqual([[10, null]]);
    expect(resumeClock([[10, 20]], 30)).toEqual([[10, 20]]);
  });

  it('resumes at once from a pause that begins later than the resumption', () => {
    expect(resumeClock([[50, null]], 30)).toEqual([[50, 50]]);
  });

  it('says that it stands still rather than that the horizon is exhausted', () => {
    expect(dueAt(frozen, { startMs: 0, targetMs: 1000, pauses: [[350, null]] })).toEqual({ outcome: 'paused', sinceMs: 350 });
    expect(dueAt(frozen, { startMs: 0, targetMs: 1000, pauses: [[500, null]] })).toEqual({ outcome: 'paused', sinceMs: 500 });
    expect(dueAt(frozen, { startMs: 0, targetMs: 1000, pauses: [[501, null]] })).toEqual({ outcome: 'horizon-exhausted', coversUntilMs: 500 });
    expect(elapsedAt(frozen, { startMs: 0, pauses: [[350, null]] }, 9999)).toEqual({ outcome: 'counted', elapsedMs: 150 });
    expect(elapsedAt(frozen, { startMs: 0, pauses: [] }, 501)).toEqual({ outcome: 'horizon-exhausted', coversUntilMs: 500 });
  });
});

function due(calendar: Calendar, clock: Clock): number {
  return atMs(readClock(calendar, clock, []).due);
}

function atMs(reached: Reached): number {
  if (reached.outcome !== 'at') throw new Error(reached.outcome);
  return reached.atMs;
}

function counted(elapsed: ReturnType<typeof elapsedAt>): number {
  if (elapsed.outcome !== 'counted') throw new Error(elapsed.outcome);
  return elapsed.elapsedMs;
}
