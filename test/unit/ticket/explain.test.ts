/** A ticket's clocks, explained: what is shown of each second, each date and each threshold. */
import { describe, expect, it } from 'vitest';
import { freezeCalendar } from '../../../domain/calendar/openIntervals.ts';
import { formatDuration, parseDuration } from '../../../domain/clock/duration.ts';
import type { RecordedEvent } from '../../../domain/journey/journey.ts';
import { ticketModel } from '../../../domain/ticket/evolve.ts';
import { explainClocks, type Explanation } from '../../../domain/ticket/explain.ts';
import type { TicketCommand, TicketEvent, TicketOpening } from '../../../domain/ticket/ticket.ts';
import { shippedPolicy } from '../../support/delivery-policies.ts';
import { agree, hour, opening, policy, reached, resolve, take, teamOf, waits, type Said } from './given.ts';

/** The record of commands at instants, each by an actor of its own, and its explanation. */
function explained(said: readonly Said[], nowMs: number, from: TicketOpening = opening, startMs = 0): Explanation {
  const events: RecordedEvent<TicketEvent>[] = [];
  let state = ticketModel.initial;
  for (const [afterMs, command] of [[0, { type: 'open', opening: from }] as Said, ...said]) {
    const decision = ticketModel.decide(state, command, startMs + afterMs);
    if (!decision.accepted) throw new Error(decision.refusal.code);
    for (const event of decision.events) {
      state = ticketModel.evolve(state, event, startMs + afterMs);
      events.push({ number: events.length + 1, event, atMs: startMs + afterMs, meta: { actor: `who-${command.type}`, channel: 'api', commandId: `${command.type}-${afterMs}` } });
    }
  }
  return explainClocks(events, state, startMs + nowMs);
}

const resolutionOf = ({ clocks }: Explanation) => clocks[1] ?? expect.fail('no resolution');
const takingOf = ({ clocks }: Explanation) => clocks[0] ?? expect.fail('no taking of charge');

describe('Every second from T0', () => {
  it('is counted, or paused for a reason since an act, under a rule and a version of a policy (T-06, T-08)', () => {
    const resolution = resolutionOf(explained([[hour, take], [2 * hour, waits('supplier')], [5 * hour, { type: 'answer' }]], 6 * hour));
    expect(resolution.stretches).toEqual([
      { kind: 'counted', fromMs: 0, untilMs: 2 * hour, calendar: null, rule: 'T-06', policy: 'service-levels', version: 1 },
      { kind: 'paused', fromMs: 2 * hour, untilMs: 5 * hour, reason: 'supplier', since: { number: 3, atMs: 2 * hour, by: 'who-wait' }, rule: 'T-08', policy: 'waiting-reasons', version: 0 },
      { kind: 'counted', fromMs: 5 * hour, untilMs: 6 * hour, calendar: null, rule: 'T-06', policy: 'service-levels', version: 1 },
    ]);
    expect(resolution).toMatchObject({ standing: 'running', targetMs: 8 * hour, dueAtMs: 11 * hour, countedMs: 3 * hour, pausedMs: 3 * hour, closedMs: 0, wholeMs: 6 * hour, remainingMs: 5 * hour });
  });

  it('is closed where the calendar is, paused or not (T-06)', () => {
    // Thursday 15:00 in Paris; Friday is a holiday.
    const startMs = Date.UTC(2026, 3, 30, 13);
    const calendar = shippedPolicy('calendars').calendars.operator ?? null;
    const from = {
      ...opening, policy: {
        ...policy, versions: { ...policy.versions, calendars: 3 }, contracts: { ...policy.contracts, pro: { ...policy.contracts.pro, calendar: 'operator' } },
        calendars: { operator: freezeCalendar(calendar, startMs, startMs + 90 * 24 * hour) },
      },
    };
    const friday = resolutionOf(explained([[hour, take], [2 * hour, waits()]], 24 * hour, from, startMs));
    expect(friday.stretches.map(({ kind, fromMs, untilMs, version }) => [kind, (fromMs - startMs) / hour, (untilMs - startMs) / hour, version])).toEqual([['counted', 0, 2, 3], ['paused', 2, 3, 0], ['closed', 3, 24, 3]]);
    expect(friday).toMatchObject({ standing: 'paused', dueAtMs: null, countedMs: 2 * hour, pausedMs: hour, closedMs: 21 * hour });
    expect(friday.toCome.map(({ ratio, atMs }) => [ratio, atMs])).toEqual([[0.5, null], [0.8, null], [1, null], [1.5, null]]);
    expect(() => explained([], 100 * 24 * hour, from, startMs)).toThrow(RangeError);
  });

  it('is counted though no time is promised (T-06)', () => {
    const none = resolutionOf(explained([], hour, { ...opening, contract: 'none' }));
    expect(none).toMatchObject({ targetMs: null, dueAtMs: null, remainingMs: null, countedMs: hour, toCome: [] });
  });

  it('ends for each clock with what ends it, with the date that it had to keep (T-07)', () => {
    const told = explained([[hour, take], [2 * hour, resolve], [5 * hour, agree]], 9 * hour);
    expect(takingOf(told)).toMatchObject({ standing: 'ended', endedAtMs: hour, wholeMs: hour, dueAtMs: 2 * hour, toCome: [] });
    expect(resolutionOf(told)).toMatchObject({ standing: 'ended', endedAtMs: 5 * hour, wholeMs: 5 * hour, countedMs: 2 * hour, pausedMs: 3 * hour, dueAtMs: 11 * hour, toCome: [] });
    expect(resolutionOf(told).stretches[1]).toMatchObject({ reason: 'requester-agreement', since: { by: 'who-resolve' } });
  });

  it('is shared among the levels, to the whole (T-07)', () => {
    const said: Said[] = [[hour, take], [2 * hour, { type: 'transfer', to: teamOf('n2-reseau'), mode: 'cold', reason: null }]];
    expect(explained(said, 5 * hour).levelsMs).toEqual({ 1: 2 * hour, 2: 3 * hour, 3: 0 });
  });
});

describe('Dates and thresholds', () => {
  const contract: TicketCommand = { type: 'prioritise', impact: 'outage', contract: 'contract', reason: 'Contrat retrouvé' };

  it('a change says who made it, and the dates before and after (T-05, T-08)', () => {
    const contracts = { ...policy.contracts, contract: { ...policy.contracts.contract, resolutionMs: 30 * hour } };
    const applied: TicketCommand = { type: 'applyPolicy', applied: { policy: 'service-levels', version: 4, frozen: { contracts } } };
    const { recomputations } = explained([[hour, contract], [2 * hour, take], [3 * hour, waits()], [4 * hour, applied], [6 * hour, { type: 'answer' }]], 7 * hour);
    expect(recomputations).toMatchObject([
      { because: 'contract', act: { by: 'who-prioritise', atMs: hour }, dueMs: { 'taking-charge': { beforeMs: 2 * hour, afterMs: 6 * hour }, 'resolution': { beforeMs: 8 * hour, afterMs: 24 * hour } } },
      { because: 'policy', act: { by: 'who-applyPolicy' }, ground: { rule: 'T-05', policy: 'service-levels', version: 4 }, dueMs: { resolution: { beforeMs: 24 * hour, afterMs: null } } },
      { because: 'pause', act: { by: 'who-answer' }, ground: { rule: 'T-08' }, dueMs: { resolution: { beforeMs: 24 * hour, afterMs: 33 * hour } } },
    ]);
  });

  it('a threshold says when it was due and fired, late or not, what it did and where it took the ticket; and what comes next (T-07)', () => {
    const said: Said[] = [[hour, take], [4 * hour, reached('resolution', 0.5)], [7 * hour, reached('resolution', 0.8)], [8 * hour, reached('resolution', 1)]];
    const told = explained(said, 9 * hour);
    expect(told.fired).toMatchObject([
      { ratio: 0.5, dueAtMs: 4 * hour, firedAtMs: 4 * hour, isLate: false, acts: ['warn-assignee'], movedTo: null, policy: 'escalation', version: 1 },
      { ratio: 0.8, dueAtMs: 6.4 * hour, firedAtMs: 7 * hour, isLate: true }, { ratio: 1, movedTo: teamOf('n2-reseau'), isNoTeamLeft: false },
    ]);
    expect(resolutionOf(told).toCome).toMatchObject([{ ratio: 1.5, atMs: 12 * hour, acts: ['raise-level', 'notify-manager'] }]);
    expect(resolutionOf(told)).toMatchObject({ remainingMs: -hour });
  });
});

it('a duration is told as it is read', () => {
  for (const text of ['PT0S', 'PT8H', 'PT1H30M', 'PT24H0.5S', 'PT59M59.999S']) expect(parseDuration(text)).toMatchObject({ ok: true });
  for (const durationMs of [0, 1, 999, 59_999, 60_000, 3_600_000, 28_800_000, 90_061_001]) expect(parseDuration(formatDuration(durationMs))).toEqual({ ok: true, durationMs });
});
