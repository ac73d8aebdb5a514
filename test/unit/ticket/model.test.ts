/** Whatever acts come, in whatever order and at whatever pace, and however long the timers were out: no forbidden state, no return to an earlier team, and clocks equal to a count of what happened. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fold, type RecordedEvent } from '../../../domain/journey/journey.ts';
import { clockOf, dueAtMs, elapsedOf, firstLineLimitAtMs, levelShares, nextOnTheClocks } from '../../../domain/ticket/clocks.ts';
import { ticketModel } from '../../../domain/ticket/evolve.ts';
import { explainClocks } from '../../../domain/ticket/explain.ts';
import { nextReminderAtMs } from '../../../domain/ticket/waiting.ts';
import type { TicketCommand, TicketEvent, TicketState } from '../../../domain/ticket/ticket.ts';
import { act, daytime, frozenForMs, openingIn, openTime } from '../../support/ticket-draws.ts';
import { expectLawful } from '../../support/ticket-laws.ts';
import { hour, minute, teams } from './given.ts';

vi.setConfig({ testTimeout: 180_000 });

type Happened = readonly RecordedEvent<TicketEvent>[];
/** Timers fire when they are due; or were out, and fire late before the act; or after it. */
const paces = ['on-time', 'late-before', 'late-after'] as const;
interface Step {
  readonly draw: (state: TicketState, atMs: number) => TicketCommand;
  readonly minutes: number;
  readonly pace: (typeof paces)[number];
}

const startMs = 3 * hour;

function play(steps: readonly Step[], { isLimited, calendar }: { readonly isLimited: boolean; readonly calendar: string | null }): { happened: Happened; endMs: number } {
  const happened: RecordedEvent<TicketEvent>[] = [];
  let state = ticketModel.initial;
  let commands = 0;
  const apply = (command: TicketCommand, atMs: number): void => {
    commands += 1;
    const decision = ticketModel.decide(state, command, atMs);
    for (const event of decision.accepted ? decision.events : []) {
      state = ticketModel.evolve(state, event, atMs);
      happened.push({ number: happened.length + 1, event, atMs, meta: { actor: 'x', channel: 'api', commandId: `${commands}` } });
    }
  };
  const fireUntil = (untilMs: number, earliestMs: number): void => {
    let nowMs = earliestMs;
    for (let tries = 0; tries < 3_000; tries += 1) {
      const next = nextOnTheClocks(state);
      if (next.outcome === 'horizon-exhausted') {
        apply({ type: 'calendarExtended', calendar: 'daytime', version: state.opening?.policy.versions['calendars'] ?? 0, frozen: daytime(startMs - 24 * hour, next.fromMs + frozenForMs) }, nowMs);
        continue;
      }
      const { offer } = state;
      const timers: [number | null, TicketCommand][] = [
        ...(next.outcome === 'threshold' ? [[next.atMs, { type: 'thresholdReached', clock: next.clock, ratio: next.ratio, teams }] as [number, TicketCommand]] : []),
        [firstLineLimitAtMs(state), { type: 'firstLineLimitReached', teams: teams.filter(({ level }) => level === 2) }],
        [offer && offer.expiresAtMs, { type: 'transferExpired', ordinal: state.offers }], [nextReminderAtMs(state), { type: 'reminded' }],
      ];
      const [[dueMs, command] = [null, null]] = timers.filter(([atMs]) => atMs !== null && atMs <= untilMs).toSorted(([one], [other]) => (one ?? 0) - (other ?? 0));
      if (dueMs === null || command === null) return;
      nowMs = Math.max(dueMs, nowMs);
      const before = happened.length;
      apply(command, nowMs);
      expect(happened.length, `a timer that is due does something: ${command.type}`).toBeGreaterThan(before);
    }
    expect.fail('the timers never rest');
  };
  let nowMs = startMs;
  apply({ type: 'open', opening: openingIn({ calendar, isLimited, startMs }) }, startMs);
  for (const { draw, minutes, pace } of steps) {
    const untilMs = nowMs + minutes * minute;
    if (pace === 'on-time') fireUntil(untilMs, nowMs);
    if (pace === 'late-before') fireUntil(untilMs, untilMs);
    nowMs = untilMs;
    apply(draw(state, nowMs), nowMs);
    fireUntil(nowMs, nowMs);
  }
  return { happened, endMs: nowMs };
}

const happenings = fc.record({
  steps: fc.array(fc.record({ draw: act, minutes: fc.oneof(fc.nat(30), fc.nat(600), fc.nat(3_000)), pace: fc.constantFrom(...paces) }), { maxLength: 30 }), isLimited: fc.boolean(), calendar: fc.constantFrom(null, 'daytime'),
}).map(({ steps, ...terms }) => play(steps, terms));

describe('Any sequence of acts', () => {
  it('leaves a ticket in a lawful state, its clocks equal to an independent count (T-05, T-06, T-07, T-08, T-10, T-11, T-14, T-16, T-18, T-22, T-24)', () => {
    fc.assert(fc.property(happenings, ({ happened, endMs }) => {
      const state = fold(ticketModel, happened);
      const resolution = clockOf(state, 'resolution');
      // Nothing more is computed for a clock that has ended, or has nothing left to fire.
      const isKnown = elapsedOf(state, endMs).outcome === 'counted' && nextOnTheClocks(state).outcome === 'threshold';
      expectLawful(happened, endMs, openTime, { levelsMs: levelShares(state, endMs), dueAtMs: resolution && isKnown ? dueAtMs(resolution) : undefined });
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
