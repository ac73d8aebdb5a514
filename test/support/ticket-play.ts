/** Plays random acts on a ticket, its timers firing when they are due, late, or after what is done next. */
import { expect } from 'vitest';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { firstLineLimitAtMs, nextOnTheClocks } from '../../domain/ticket/clocks.ts';
import { ticketModel } from '../../domain/ticket/evolve.ts';
import type { TicketCommand, TicketEvent, TicketOpening, TicketState } from '../../domain/ticket/ticket.ts';
import { nextReminderAtMs } from '../../domain/ticket/waiting.ts';
import { hour, minute, teams } from '../unit/ticket/given.ts';
import { daytime, frozenForMs } from './ticket-draws.ts';

export type Happened = readonly RecordedEvent<TicketEvent>[];
/** Timers fire when they are due; or were out, and fire late before the act; or after it. */
export const paces = ['on-time', 'late-before', 'late-after'] as const;
export interface Step {
  readonly draw: (state: TicketState, atMs: number) => TicketCommand;
  readonly minutes: number;
  readonly pace: (typeof paces)[number];
}

/** @param actorOf who does the n-th command */
export function play(steps: readonly Step[], opening: TicketOpening, startMs: number, actorOf: (command: number) => string = () => 'x'): { readonly happened: Happened; readonly endMs: number } {
  const happened: RecordedEvent<TicketEvent>[] = [];
  let state = ticketModel.initial;
  let commands = 0;
  const apply = (command: TicketCommand, atMs: number, actor = 'system:timer'): void => {
    commands += 1;
    const decision = ticketModel.decide(state, command, atMs);
    for (const event of decision.accepted ? decision.events : []) {
      state = ticketModel.evolve(state, event, atMs);
      happened.push({ number: happened.length + 1, event, atMs, meta: { actor, channel: 'api', commandId: `${commands}` } });
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
  apply({ type: 'open', opening }, startMs, actorOf(0));
  for (const { draw, minutes, pace } of steps) {
    const untilMs = nowMs + minutes * minute;
    if (pace === 'on-time') fireUntil(untilMs, nowMs);
    if (pace === 'late-before') fireUntil(untilMs, untilMs);
    nowMs = untilMs;
    apply(draw(state, nowMs), nowMs, actorOf(commands));
    fireUntil(nowMs, nowMs);
  }
  return { happened, endMs: nowMs };
}
