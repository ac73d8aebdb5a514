/**
 * The laws of a ticket, held against what was recorded of it alone: no line in common with the product's clocks. Time is counted from the acts that stop,
 * start and end it, in hours that a function of the test knows, and dates are searched for, not computed.
 */
import { expect } from 'vitest';
import type { TicketPolicy } from '../../domain/ticket/ticket-policy.ts';
import type { ClockName, Team, TicketEvent, TicketOpening } from '../../domain/ticket/ticket.ts';

export type Happened = readonly { readonly event: TicketEvent; readonly atMs: number }[];

/** Open time between the epoch and an instant, in each calendar that the test knows. */
export type OpenTime = (calendar: string | null, atMs: number) => number;

type Terms = Pick<TicketPolicy, 'contracts' | 'escalation' | 'waiting' | 'calendars'>;

/** The ticket as plain facts, up to some event. */
interface Facts {
  readonly terms: Terms;
  readonly contract: TicketOpening['contract'];
  /** Alternately running from, standing from. */
  readonly turns: readonly number[];
  readonly takenAtMs: number | null;
  readonly agreedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly levels: readonly (readonly [fromMs: number, level: number])[];
  readonly fired: readonly { readonly clock: ClockName; readonly ratio: number }[];
}

const farMs = 400 * 86_400_000;

function factsOf(happened: Happened): Facts {
  const first = happened[0];
  if (first?.event.type !== 'ticketOpened') throw new Error('begins with its opening');
  const { opening } = first.event;
  let facts: Facts = {
    terms: opening.policy, contract: opening.contract, turns: [first.atMs], takenAtMs: null, agreedAtMs: null, endedAtMs: null, levels: [[first.atMs, opening.team?.level ?? 1]], fired: [],
  };
  const isRunning = () => facts.turns.length % 2 === 1;
  for (const { event, atMs } of happened.slice(1)) {
    const asksForAgreement = event.type === 'solutionProposed' && (facts.terms.waiting['requester-agreement']?.stopsClock ?? false);
    if (isRunning() && (asksForAgreement || (event.type === 'waitBegun' && event.stopsClock))) facts = { ...facts, turns: [...facts.turns, atMs] };
    if (!isRunning() && (event.type === 'waitEnded' || event.type === 'agreementRefused')) facts = { ...facts, turns: [...facts.turns, atMs] };
    if (event.type === 'ticketPrioritised') facts = { ...facts, contract: event.contract };
    if (event.type === 'policyApplied') facts = { ...facts, terms: { ...facts.terms, ...event.applied.frozen } };
    if (event.type === 'calendarExtended') facts = { ...facts, terms: { ...facts.terms, calendars: { ...facts.terms.calendars, [event.calendar]: event.frozen } } };
    if (event.type === 'ticketTaken') facts = { ...facts, takenAtMs: facts.takenAtMs ?? atMs };
    if (event.type === 'agreementGiven') facts = { ...facts, agreedAtMs: atMs };
    if (event.type === 'ticketClosed' || event.type === 'ticketMerged') facts = { ...facts, endedAtMs: atMs };
    if (event.type === 'teamChanged') facts = { ...facts, levels: [...facts.levels, [atMs, event.to.level]] };
    if (event.type === 'thresholdPassed') facts = { ...facts, fired: [...facts.fired, event] };
  }
  return facts;
}

function endOf({ takenAtMs, agreedAtMs, endedAtMs }: Facts, clock: ClockName): number {
  return (clock === 'taking-charge' ? takenAtMs : null) ?? agreedAtMs ?? endedAtMs ?? Infinity;
}

/** Running time from T0 to an instant, and not beyond the end of the clock. */
function elapsed(facts: Facts, openTime: OpenTime, untilMs: number, endMs = Infinity): number {
  const { calendar } = facts.terms.contracts[facts.contract];
  const stopMs = Math.min(untilMs, endMs);
  let sumMs = 0;
  for (let turn = 0; turn < facts.turns.length; turn += 2) {
    const [fromMs = Infinity, toMs = Infinity] = [facts.turns[turn], facts.turns[turn + 1]];
    if (fromMs < stopMs) sumMs += openTime(calendar, Math.min(toMs, stopMs)) - openTime(calendar, fromMs);
  }
  return sumMs;
}

/** The first millisecond at which so much has run; null: never, as things stand. */
function instantOf(facts: Facts, openTime: OpenTime, amountMs: number, endMs = Infinity): number | null {
  const [startMs = 0] = facts.turns;
  let [low, high] = [startMs, (facts.turns.at(-1) ?? 0) + farMs];
  if (elapsed(facts, openTime, high, endMs) < amountMs) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (elapsed(facts, openTime, middle, endMs) >= amountMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

function knownUntil({ terms: { contracts, calendars }, contract }: Facts): number {
  return calendars[contracts[contract].calendar ?? '']?.coversUntilMs ?? Infinity;
}

function targetOf({ terms, contract }: Facts, clock: ClockName): number | null {
  const { resolutionMs, takingChargeMs } = terms.contracts[contract];
  return clock === 'resolution' ? resolutionMs : takingChargeMs;
}

/** The share after those that have fired: the listed ones, then so many steps on, tried one by one. */
function nextShare({ terms: { escalation: { thresholds, thenEvery } }, fired }: Facts, name: ClockName): number | null {
  const highest = Math.max(0, ...fired.filter(({ clock }) => clock === name).map(({ ratio }) => ratio));
  const last = thresholds.at(-1)?.ratio ?? 0;
  const listed = thresholds.map(({ ratio }) => ratio).find((share) => share > highest);
  if (listed !== undefined || thenEvery === null) return listed ?? null;
  for (let step = 1; ; step += 1) {
    const share = Number((last + step * thenEvery.ratio).toFixed(6));
    if (share > highest) return share;
  }
}

/** Whether a clock's whole target had run when it ended; null where none was promised, or it has not ended. */
export function usedUp(happened: Happened, openTime: OpenTime, clock: ClockName): boolean | null {
  const facts = factsOf(happened);
  const [targetMs, endMs] = [targetOf(facts, clock), endOf(facts, clock)];
  return targetMs === null || endMs === Infinity ? null : elapsed(facts, openTime, endMs, endMs) >= targetMs;
}

/** What the clocks say of themselves, to be held against the count. */
export interface Said {
  readonly levelsMs: Readonly<Record<number, number>> | null;
  /** Of the resolution; undefined: not said. */
  readonly dueAtMs: number | null | undefined;
}

/** Holds every law over what happened until `nowMs`, when every timer that was due had fired. */
export function expectLawful(happened: Happened, nowMs: number, openTime: OpenTime, said: Said): void {
  const events = happened.map(({ event }) => event);
  const facts = factsOf(happened);
  const first = events[0];
  const firstTeam = first?.type === 'ticketOpened' ? first.opening.team : null;

  const had = [...(firstTeam ? [firstTeam] : []), ...events.flatMap((event): Team[] => (event.type === 'teamChanged' ? [event.to] : []))].map(({ team }) => team);
  expect(new Set(had).size, 'T-10: never a team twice').toBe(had.length);

  const agreedAt = events.findIndex(({ type }) => type === 'agreementGiven');
  const endedAt = events.findIndex(({ type }) => type === 'ticketClosed' || type === 'ticketMerged');
  const closed = events[endedAt];
  if (closed?.type === 'ticketClosed') {
    expect(closed.withAgreement, 'T-14: closed with agreement, or marked').toBe(agreedAt >= 0);
    if (closed.withAgreement) expect(events.slice(0, endedAt).some(({ type }) => type === 'causeConfirmed'), 'T-15').toBe(true);
    else expect(events.slice(0, endedAt).some(({ type }) => type === 'closingProposed'), 'T-08').toBe(true);
  }
  const owed = new Set<string>();
  for (const event of events.slice(0, endedAt)) {
    if (event.type === 'taskOpened' && event.task.step !== 'documentation' && event.task.step !== 'stuck-call') owed.add(event.task.id);
    if (event.type === 'taskCompleted' || event.type === 'taskWithdrawn') owed.delete(event.taskId);
  }
  if (endedAt >= 0) expect([...owed], 'T-18, T-24: nobody owes it an answer at its end').toEqual([]);
  if (endedAt >= 0) expect(endedAt, 'T-16: nothing happens after the end').toBe(events.length - 1);

  let heard = 0;
  for (const event of events) {
    if (event.type === 'ticketLinked' && event.kind === 'parent') heard = 0;
    if (event.type !== 'solutionProposed' || !event.from) continue;
    expect(event.from.ordinal, 'T-02: a solution of the common cause is proposed once, as long as it is the cause').toBeGreaterThan(heard);
    heard = event.from.ordinal;
  }
  if (agreedAt >= 0) expect(events.slice(0, agreedAt).some(({ type }) => type === 'solutionProposed'), 'T-14: who agrees was asked himself').toBe(true);

  let promisedMs = events[0]?.type === 'ticketOpened' ? instantOr(factsOf(happened.slice(0, 1)), openTime) : null;
  for (const [index, { event, atMs }] of happened.entries()) {
    if (event.type === 'thresholdPassed') {
      const before = factsOf(happened.slice(0, index));
      const targetMs = targetOf(before, event.clock);
      expect(event.ratio, 'T-07: in order, each once').toBe(nextShare(before, event.clock));
      const dueMs = targetMs === null ? null : instantOf(before, openTime, Math.round(targetMs * event.ratio), endOf(before, event.clock));
      expect(event.dueAtMs, 'T-07: due when the count says').toBe(dueMs);
      expect(event.dueAtMs, 'T-07: never early').toBeLessThanOrEqual(atMs);
      expect(event.isLate).toBe(atMs - event.dueAtMs > 1_000);
      const level = before.levels.at(-1)?.[1] ?? 1;
      if (level === 3 || endOf(before, event.clock) < Infinity) expect(event.acts, 'T-07: at N3, or once the clock has ended, nobody is raised').not.toContain('raise-level');
    }
    if (event.type === 'dueMoved') {
      expect(event.beforeMs, 'T-22: from what was promised').toBe(promisedMs);
      expect(event.afterMs, 'T-22: only what has moved').not.toBe(event.beforeMs);
      expect(event.afterMs, 'T-22: to what the count says').toBe(instantOr(factsOf(happened.slice(0, index)), openTime));
      promisedMs = event.afterMs;
    }
  }
  for (const clock of ['taking-charge', 'resolution'] as const) {
    const [targetMs, share] = [targetOf(facts, clock), nextShare(facts, clock)];
    if (targetMs === null || share === null) continue;
    const dueMs = instantOf(facts, openTime, Math.round(targetMs * share), endOf(facts, clock));
    // As a ticket ends, no more open time is computed.
    if (dueMs !== null) expect(dueMs, `T-07: nothing due is forgotten (${clock} ${share})`).toBeGreaterThan(endedAt < 0 ? nowMs : knownUntil(facts));
  }

  const endMs = facts.agreedAtMs ?? facts.endedAtMs ?? Infinity;
  const levels: Record<number, number> = { 1: 0, 2: 0, 3: 0 };
  for (const [index, [fromMs, level]] of facts.levels.entries()) {
    const toMs = facts.levels[index + 1]?.[0] ?? nowMs;
    levels[level] = (levels[level] ?? 0) + elapsed(facts, openTime, toMs, endMs) - elapsed(facts, openTime, fromMs, endMs);
  }
  if (said.levelsMs) expect(said.levelsMs, 'T-07: the levels share the whole').toEqual(levels);
  if (said.dueAtMs !== undefined) expect(said.dueAtMs, 'T-06: due when the count says').toBe(instantOr(facts, openTime));
}

function instantOr(facts: Facts, openTime: OpenTime): number | null {
  const targetMs = targetOf(facts, 'resolution');
  return targetMs === null ? null : instantOf(facts, openTime, targetMs);
}
