/** Whatever acts come, in whatever order and at whatever pace: no forbidden state, no return to an earlier team, and clocks equal to a recomputation from what happened. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../domain/journey/journey.ts';
import { elapsedOf, firstLineLimitAtMs, levelShares, nextOnTheClocks } from '../../../domain/ticket/clocks.ts';
import { ticketModel } from '../../../domain/ticket/evolve.ts';
import { escalationReasons, impacts, type Level, type TicketCommand, type TicketEvent, type TicketState } from '../../../domain/ticket/ticket.ts';
import { agree, classify, close, confirm, diagnose, disagree, minute, opening, policy, resolve, teams, waits, work } from './given.ts';

type Happened = readonly { readonly event: TicketEvent; readonly atMs: number }[];

const draws: fc.Arbitrary<(state: TicketState) => TicketCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<TicketCommand>(classify, diagnose, work, resolve, agree, disagree, confirm, close, { type: 'answer' }, { type: 'reminded' }).map((command) => () => command) },
  { weight: 3, arbitrary: fc.constantFrom('technician-n1', 'technician-n2').map((by) => (): TicketCommand => ({ type: 'take', by })) },
  { weight: 2, arbitrary: fc.constantFrom('customer-answer', 'internal', 'supplier').map((reason) => () => waits(reason)) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...impacts), fc.constantFrom('pro', 'contract', 'none')).map(([impact, contract]) => (): TicketCommand => ({ type: 'prioritise', impact, contract, reason: 'x' })) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...teams), fc.constantFrom('warm', 'cold'), fc.constantFrom(...escalationReasons, null)).map(([to, mode, reason]) => (): TicketCommand => ({ type: 'transfer', to, mode, reason })) },
  { weight: 3, arbitrary: fc.constantFrom('acknowledgeTransfer', 'declineTransfer', 'transferExpired').map((type) => ({ offers }: TicketState) => ({ type, ordinal: offers, by: 'technician-n2', reason: 'x' }) as TicketCommand) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...teams), fc.boolean(), fc.boolean()).map(([team, isNobody, isByRules]) => ({ team: present, assignee, attributedTo }: TicketState): TicketCommand => ({
    type: 'attribute', seen: isByRules ? { team: present?.team ?? null, holder: assignee ?? attributedTo } : null,
    attributed: { to: isNobody ? null : { ...team, subject: `one of ${team.team}` }, cause: 'unheld', noChoice: isNobody ? 'nobody-available' : null, reason: null, project: null, displacedBy: null, considered: [] },
  })) },
  { weight: 1, arbitrary: fc.constant((): TicketCommand => ({ type: 'closeWithoutAgreement', reason: 'x', worksheet: 'TCK-2026-000123-F1' })) },
  { weight: 1, arbitrary: fc.constant((): TicketCommand => ({ type: 'merge', into: 'TCK-2026-000001' })) },
);

/** Plays the acts with so many minutes between them; between two acts the timers fire, unless an outage keeps them until the next act. */
function play(steps: readonly { draw: (state: TicketState) => TicketCommand; minutes: number; isOutage: boolean }[], limited: boolean): { happened: Happened; endMs: number } {
  const happened: { event: TicketEvent; atMs: number }[] = [];
  const from = { ...opening, policy: { ...policy, firstLineLimitMs: limited ? 10 * minute : null } };
  let state = ticketModel.initial;
  let nowMs = 0;
  const act = (command: TicketCommand, atMs: number): void => {
    const decision = ticketModel.decide(state, command, atMs);
    for (const event of decision.accepted ? decision.events : []) {
      state = ticketModel.evolve(state, event, atMs);
      happened.push({ event, atMs });
    }
  };
  const fireUntil = (untilMs: number, isOutage: boolean): void => {
    for (let tries = 0; tries < 500; tries += 1) {
      const next = nextOnTheClocks(state);
      const limitMs = firstLineLimitAtMs(state);
      const thresholdMs = next.outcome === 'threshold' ? next.atMs : Infinity;
      const dueMs = Math.min(thresholdMs, limitMs ?? Infinity);
      if (dueMs > untilMs) return;
      const atMs = isOutage ? untilMs : Math.max(dueMs, nowMs);
      const before = happened.length;
      if (next.outcome === 'threshold' && thresholdMs === dueMs) act({ type: 'thresholdReached', clock: next.clock, ratio: next.ratio, teams }, atMs);
      else act({ type: 'firstLineLimitReached', teams: teams.filter(({ level }) => level === 2) }, atMs);
      // No team is left: the limit stays where it is.
      if (happened.length === before || happened.at(-1)?.event.type === 'noTeamLeft') return;
      nowMs = atMs;
    }
  };
  act({ type: 'open', opening: from }, 0);
  for (const { draw, minutes, isOutage } of steps) {
    const untilMs = nowMs + minutes * minute;
    fireUntil(untilMs, isOutage);
    nowMs = Math.max(nowMs, untilMs);
    act(draw(state), nowMs);
  }
  return { happened, endMs: nowMs };
}

const stops = (event: TicketEvent): boolean => (event.type === 'waitBegun' && event.stopsClock) || event.type === 'solutionProposed';
const goesOn = (event: TicketEvent): boolean => event.type === 'waitEnded' || event.type === 'agreementRefused';
const ends = (event: TicketEvent): boolean => ['agreementGiven', 'ticketClosed', 'ticketMerged'].includes(event.type);

/** The clock counted again from what happened alone, level by level: no line in common with the product's. */
function countedAgain(happened: Happened, untilMs: number): Record<Level, number> {
  const counted: Record<Level, number> = { 1: 0, 2: 0, 3: 0 };
  let [level, isRunning, sinceMs]: [Level, boolean, number] = [1, true, 0];
  for (const { event, atMs } of [...happened, { event: { type: 'noTeamLeft', level: 1 } as TicketEvent, atMs: untilMs }]) {
    if (isRunning) counted[level] += atMs - sinceMs;
    sinceMs = atMs;
    if (ends(event)) break;
    if (stops(event)) isRunning = false;
    if (goesOn(event)) isRunning = true;
    if (event.type === 'teamChanged') level = event.to.level;
  }
  return counted;
}

const happenings = fc.tuple(
  fc.array(fc.record({ draw: draws, minutes: fc.oneof(fc.nat(30), fc.nat(600)), isOutage: fc.boolean() }), { maxLength: 40 }), fc.boolean(),
).map(([steps, limited]) => play(steps, limited));

describe('Any sequence of acts', () => {
  it('leaves a ticket in a lawful state (T-05, T-07, T-10, T-11, T-14, T-16)', () => {
    fc.assert(fc.property(happenings, ({ happened, endMs }) => {
      const state = fold(ticketModel, happened);
      const events = happened.map(({ event }) => event);
      const had = events.flatMap((event) => (event.type === 'teamChanged' ? [event.to.team] : []));
      expect(new Set(['n1-nord', ...had]).size, 'T-10').toBe(had.length + 1);

      for (const clock of ['taking-charge', 'resolution'] as const) {
        const ratios = events.flatMap((event) => (event.type === 'thresholdPassed' && event.clock === clock ? [event.ratio] : []));
        expect(ratios, 'T-07').toEqual([...new Set(ratios)].toSorted((one, other) => one - other));
      }
      const { assignee, attributedTo, heldSinceMs } = state;
      expect([assignee === null || attributedTo === null, heldSinceMs !== null], 'T-11').toEqual([true, (assignee ?? attributedTo) !== null]);
      const agreedAt = events.findIndex(({ type }) => type === 'agreementGiven');
      const endedAt = events.findIndex(({ type }) => type === 'ticketClosed' || type === 'ticketMerged');
      const closed = events[endedAt];
      if (closed?.type === 'ticketClosed') expect(closed.withAgreement, 'T-16').toBe(agreedAt >= 0);
      if (state.phase === 'resolved') expect(agreedAt, 'T-14').toBeGreaterThanOrEqual(0);
      const lastFired = events.findLastIndex(({ type }) => type === 'thresholdPassed');
      if (agreedAt >= 0) expect(lastFired, 'T-07: nothing fires after the agreement').toBeLessThan(agreedAt);
      if (endedAt >= 0) expect(endedAt, 'T-16: nothing happens after the end').toBe(events.length - 1);

      const counted = countedAgain(happened, endMs);
      expect(levelShares(state, endMs), 'T-07').toEqual(counted);
      expect(elapsedOf(state, endMs)).toEqual({ outcome: 'counted', elapsedMs: counted[1] + counted[2] + counted[3] });
    }), { numRuns: 500 });
  });
});
