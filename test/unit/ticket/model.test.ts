/** Whatever acts come, in whatever order and at whatever pace, and however long the timers were out: no forbidden state, no return to an earlier team, and clocks equal to a count of what happened. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isPaused } from '../../../domain/clock/frozen.ts';
import { fold } from '../../../domain/journey/journey.ts';
import { clockOf, dueAtMs, elapsedOf, levelShares, nextOnTheClocks } from '../../../domain/ticket/clocks.ts';
import { ticketModel } from '../../../domain/ticket/evolve.ts';
import { explainClocks } from '../../../domain/ticket/explain.ts';
import { act, daytime, frozenForMs, openingIn, openTime } from '../../support/ticket-draws.ts';
import { expectLawful } from '../../support/ticket-laws.ts';
import { paces, play } from '../../support/ticket-play.ts';
import { hour } from './given.ts';

vi.setConfig({ testTimeout: 180_000 });

const startMs = 3 * hour;

const happenings = fc.record({
  steps: fc.array(fc.record({ draw: act, minutes: fc.oneof(fc.nat(30), fc.nat(600), fc.nat(3_000)), pace: fc.constantFrom(...paces) }), { maxLength: 30 }), isLimited: fc.boolean(), calendar: fc.constantFrom(null, 'daytime'),
}).map(({ steps, ...terms }) => play(steps, openingIn({ ...terms, startMs }), startMs));

describe('Any sequence of acts', () => {
  it('leaves a ticket in a lawful state, its clocks equal to an independent count (T-05, T-06, T-07, T-08, T-10, T-11, T-14, T-16, T-18, T-22, T-24)', () => {
    fc.assert(fc.property(happenings, ({ happened, endMs }) => {
      const state = fold(ticketModel, happened);
      const resolution = clockOf(state, 'resolution');
      // Nothing more is computed for a clock that has ended, or has nothing left to fire.
      const isKnown = elapsedOf(state, endMs).outcome === 'counted' && nextOnTheClocks(state).outcome === 'threshold';
      const due = resolution && isKnown ? dueAtMs(resolution) : undefined;
      // The next threshold may be within the open time that is computed, and the whole beyond it: the story asks for more of it at once.
      expectLawful(happened, endMs, openTime, { levelsMs: levelShares(state, endMs), dueAtMs: due === null && !isPaused(state.pauses) ? undefined : due });
      const { assignee, attributedTo, heldSinceMs } = state;
      expect([assignee === null || attributedTo === null, heldSinceMs !== null], 'T-11').toEqual([true, (assignee ?? attributedTo) !== null]);
    }), { numRuns: 2_000 });
  });

  it('is explained to the second: counted, paused and closed sum to the whole, and the levels to what was counted (T-05, T-06, T-07, T-08)', () => {
    fc.assert(fc.property(happenings, ({ happened, endMs }) => {
      const state = fold(ticketModel, happened);
      if (!state.opening) throw new Error('not opened');
      const covered = { ...state, opening: { ...state.opening, policy: { ...state.opening.policy, calendars: { daytime: daytime(startMs - 24 * hour, endMs + frozenForMs) } } } };
      const { clocks, levelsMs, fired, recomputations } = explainClocks(happened, covered, endMs);
      for (const { stretches, countedMs, pausedMs, closedMs, wholeMs, targetMs, remainingMs, toCome } of clocks) {
        expect(countedMs + pausedMs + closedMs).toBe(wholeMs);
        for (const [index, { fromMs, untilMs }] of stretches.entries()) {
          expect(fromMs).toBe(stretches[index - 1]?.untilMs ?? startMs);
          expect(untilMs).toBeGreaterThan(fromMs);
        }
        expect((stretches.at(-1)?.untilMs ?? startMs) - startMs).toBe(wholeMs);
        expect(remainingMs).toBe(targetMs === null ? null : targetMs - countedMs);
        expect(toCome.map(({ ratio }) => ratio)).toEqual(toCome.map(({ ratio }) => ratio).toSorted((one, other) => one - other));
      }
      expect(levelsMs[1] + levelsMs[2] + levelsMs[3]).toBe(clocks[1]?.countedMs);
      expect(fired.map(({ clock, ratio }) => ({ clock, ratio }))).toEqual(state.fired);
      const moved = happened.flatMap(({ event }) => (event.type === 'dueMoved' ? [event.afterMs] : []));
      expect(recomputations.map(({ dueMs }) => dueMs.resolution).filter(({ beforeMs, afterMs }) => afterMs !== null && afterMs !== beforeMs).map(({ afterMs }) => afterMs)).toEqual(moved.filter((afterMs) => afterMs !== null));
    }), { numRuns: 500 });
  });
});
