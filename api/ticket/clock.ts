/** `GET /tickets/{number}/clock`: the clocks of a ticket, explained to the second (T-05 to T-08); a customer sees his own, without the house's teams and people. */
import { z } from 'zod';
import type { Pool } from 'pg';
import { readEvents } from '../../db/journey/rebuild.ts';
import { readCalendars } from '../../db/policy/reads.ts';
import { formatDuration } from '../../domain/clock/duration.ts';
import { fold, type RecordedEvent } from '../../domain/journey/journey.ts';
import { ticketModel } from '../../domain/ticket/evolve.ts';
import { explainClocks, type Act, type Explanation, type Ground } from '../../domain/ticket/explain.ts';
import { freezeFurther } from '../../domain/ticket/freeze-policy.ts';
import { contractClasses, type TicketEvent, type TicketState } from '../../domain/ticket/ticket.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { byNumber } from './view.ts';
import { visibleTicket } from './visible.ts';

const instant = z.iso.datetime();
const seconds = z.number().meta({ description: 'To the millisecond' });
const clockName = z.enum(['taking-charge', 'resolution']);
const act = z.object({ number: z.int().meta({ description: 'In the ticket’s timeline' }), at: instant, by: z.string().nullable().meta({ description: 'Null to a customer' }) });
const ground = { rule: z.string(), policy: z.string(), version: z.int().meta({ description: 'Of the policy, as the ticket had it' }) };
const dates = z.object({ before: instant.nullable(), after: instant.nullable() });

const ticketClock = z.object({
  number: z.string(),
  startedAt: instant.meta({ description: 'T0 (T-02)' }),
  asOf: instant,
  contract: z.enum(contractClasses),
  priority: z.string(),
  clocks: z.array(z.object({
    name: clockName,
    standing: z.enum(['running', 'paused', 'ended']),
    target: z.string().nullable().meta({ description: 'ISO 8601; null: no time is promised (T-06)' }),
    ...ground,
    calendar: z.string().nullable().meta({ description: 'Null: round the clock' }),
    due: instant.nullable().meta({ description: 'Null while paused, and where nothing is promised; of a clock that has ended: by when it had to' }),
    endedAt: instant.nullable(),
    elapsedSeconds: seconds, remainingSeconds: seconds.nullable().meta({ description: 'Below zero: overrun' }),
    pausedSeconds: seconds.meta({ description: 'Open time spent in pauses' }), closedSeconds: seconds, totalSeconds: seconds.meta({ description: 'From T0: elapsed, paused and closed sum to it' }),
    intervals: z.array(z.object({
      from: instant, to: instant, seconds, kind: z.enum(['counted', 'paused', 'closed']), ...ground,
      calendar: z.string().nullable(), reason: z.string().nullable().meta({ description: 'Of a pause: a reason of the policy «waiting-reasons»' }), since: act.nullable().meta({ description: 'The act that stopped the clock' }),
    })).meta({ description: 'Every second from T0, in order' }),
    thresholdsToCome: z.array(z.object({ ratio: z.number(), at: instant.nullable().meta({ description: 'Null while the clock stands' }), acts: z.array(z.string()), ...ground })),
  })),
  levels: z.array(z.object({ level: z.int(), seconds })).meta({ description: 'Of the resolution’s elapsed time, what each support level had: they sum to it' }),
  thresholdsFired: z.array(z.object({
    clock: clockName, ratio: z.number(), dueAt: instant, firedAt: instant, isLate: z.boolean(), acts: z.array(z.string()),
    movedTo: z.object({ level: z.int(), team: z.string().nullable().meta({ description: 'Null to a customer' }) }).nullable(), isNoTeamLeft: z.boolean(), ...ground,
  })),
  recomputations: z.array(z.object({ because: z.enum(['priority', 'contract', 'policy', 'calendar', 'pause']), act, contract: z.enum(contractClasses), ...ground, due: z.object({ 'taking-charge': dates, 'resolution': dates }) }))
    .meta({ description: 'What moved the due dates, from when to when; null: nothing promised, or not known while the clock stands' }),
}).meta({ id: 'TicketClock' });

export function ticketClockRoutes({ pool, nowMs }: Services): Route[] {
  return [defineRoute({
    method: 'GET', path: '/tickets/{number}/clock', operationId: 'readTicketClock', tags: ['tickets'],
    summary: { fr: 'Lire les horloges d’un ticket, seconde par seconde (T-05 à T-08)', en: 'Read the clocks of a ticket, second by second (T-05 to T-08)' },
    guard: { permission: 'ticket:read' }, params: byNumber,
    answers: { 200: { description: { fr: 'Les horloges et leur pourquoi', en: 'The clocks, and why' }, schema: ticketClock } },
    refusals: ['not-found'],
    handle: async ({ params: { number }, scope }) => {
      await visibleTicket(pool, number, scope);
      // The events alone: a state that is read a moment later may know more than they do.
      const events = await readEvents(pool, number) as RecordedEvent<TicketEvent>[];
      const atMs = Math.max(nowMs(), events.at(-1)?.atMs ?? 0);
      const state = await reaching(pool, fold(ticketModel, events), atMs);
      return { status: 200, body: { number, contract: state.contract, priority: state.priority, ...shown(explainClocks(events, state, atMs), scope.reach !== 'own') } };
    },
  })];
}

/** With open time computed until then: a ticket that waits for longer than is frozen asks for no more until it goes on. */
async function reaching(pool: Pool, state: TicketState, untilMs: number): Promise<TicketState> {
  const { opening, contract } = state;
  const calendar = opening?.policy.contracts[contract].calendar ?? null;
  const known = calendar === null ? undefined : opening?.policy.calendars[calendar];
  if (!opening || calendar === null || !known || known.coversUntilMs >= untilMs) return state;
  const frozen = freezeFurther(await readCalendars(pool, opening.policy.versions['calendars'] ?? 0), calendar, { ...known, coversUntilMs: untilMs });
  return { ...state, opening: { ...opening, policy: { ...opening.policy, calendars: { ...opening.policy.calendars, [calendar]: frozen } } } };
}

function shown({ startedAtMs, asOfMs, clocks, levelsMs, fired, recomputations }: Explanation, isOfTheHouse: boolean): Omit<z.input<typeof ticketClock>, 'number' | 'contract' | 'priority'> {
  const actOf = ({ number, atMs, by }: Act): z.input<typeof act> => ({ number, at: at(atMs), by: isOfTheHouse ? by : null });
  return {
    startedAt: at(startedAtMs), asOf: at(asOfMs),
    clocks: clocks.map(({ name, standing, targetMs, ground: because, calendar, dueAtMs, endedAtMs, countedMs, remainingMs, pausedMs, closedMs, wholeMs, stretches, toCome }) => ({
      name, standing, target: targetMs === null ? null : formatDuration(targetMs), ...because, calendar, due: atOrNull(dueAtMs), endedAt: atOrNull(endedAtMs),
      elapsedSeconds: countedMs / 1000, remainingSeconds: remainingMs === null ? null : remainingMs / 1000, pausedSeconds: pausedMs / 1000, closedSeconds: closedMs / 1000, totalSeconds: wholeMs / 1000,
      intervals: stretches.map((stretch) => ({
        from: at(stretch.fromMs), to: at(stretch.untilMs), seconds: (stretch.untilMs - stretch.fromMs) / 1000, kind: stretch.kind, ...groundOf(stretch),
        calendar: stretch.kind === 'paused' ? null : stretch.calendar, ...(stretch.kind === 'paused' ? { reason: stretch.reason, since: actOf(stretch.since) } : { reason: null, since: null }),
      })),
      thresholdsToCome: toCome.map(({ ratio, atMs, acts, ...why }) => ({ ratio, at: atOrNull(atMs), acts: [...acts], ...why })),
    })),
    levels: ([1, 2, 3] as const).map((level) => ({ level, seconds: levelsMs[level] / 1000 })),
    thresholdsFired: fired.map(({ clock, ratio, dueAtMs, firedAtMs, isLate, acts, movedTo, isNoTeamLeft, ...why }) => ({
      clock, ratio, dueAt: at(dueAtMs), firedAt: at(firedAtMs), isLate, acts: [...acts], movedTo: movedTo && { level: movedTo.level, team: isOfTheHouse ? movedTo.team : null }, isNoTeamLeft, ...why,
    })),
    recomputations: recomputations.map(({ because, act: done, contract, ground: why, dueMs }) => ({
      because, act: actOf(done), contract, ...why, due: { 'taking-charge': datesOf(dueMs['taking-charge']), 'resolution': datesOf(dueMs.resolution) },
    })),
  };
}

function groundOf({ rule, policy, version }: Ground): Ground {
  return { rule, policy, version };
}

function datesOf({ beforeMs, afterMs }: { readonly beforeMs: number | null; readonly afterMs: number | null }): z.input<typeof dates> {
  return { before: atOrNull(beforeMs), after: atOrNull(afterMs) };
}

function at(atMs: number): string {
  return new Date(atMs).toISOString();
}

function atOrNull(atMs: number | null): string | null {
  return atMs === null ? null : at(atMs);
}
