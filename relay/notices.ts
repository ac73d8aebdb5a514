/**
 * Tells people what tickets have to tell them (T-07, T-08, T-10, T-22): each notice once, when it may go out, at the pace of the mail server; what cannot be sent becomes a
 * stuck call of its ticket (D-24). A notice is taken for a while: when its relay dies another takes it up, under the same Message-ID.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/client';
import { readCalendars } from '../db/policy/reads.ts';
import { currentPolicies } from '../db/policy/store.ts';
import { noteOutcomes, takeNotices, unstuckNotices, type Outcome, type TakenNotice } from '../db/ticket/notices.ts';
import { readTicketStates } from '../db/ticket/reads.ts';
import { operatorCalendar } from '../domain/calendar/freeze.ts';
import { hoursAt } from '../domain/people/availability.ts';
import type { Policies } from '../domain/policy/policies.schema.ts';
import { goesOutAt, stillHolds, type NoticeFacts, type SendNotice } from '../domain/ticket/notices.ts';
import type { TicketState } from '../domain/ticket/ticket.ts';
import { inSpan } from '../ports/tracing.ts';
import { workflowIdOf } from '../workflows/journey/messages.ts';
import { noticeCallUpdate, type NoticeCall } from '../workflows/ticket/messages.ts';
import type { RelayParts } from './inbox.ts';

/** Tickets at once; the mails of one go one after the other. */
const atOnce = 24;
/** With room for fewer than these none are taken: what is read for them is read once. */
const takenTogether = 6;
/** After that no further mail of a ticket is begun: with the ten seconds that one may take it is done before its lease ends. */
const begunWithinMs = 15_000;
const leaseMs = 30_000;
const noteAgainMs = 1_000;
const longestBackoffMs = 30_000;
const answerWithinMs = 15_000;
/** Of a calendar that stays closed for weeks. */
const lookAgainMs = 86_400_000;

export interface NoticeParts extends RelayParts {
  readonly send: SendNotice;
  readonly nowMs: () => number;
  /** Mails that are begun in a second, at most. */
  readonly perSecond: number;
}

export interface Notices {
  /** Starts with what is due and not under way; returns how many notices it took. */
  start(): Promise<number>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Tells the tickets whose stuck notices have found an end (D-24); returns how many. */
  unstick(): Promise<number>;
}

type Shown = Pick<Policies, 'desks' | 'waiting-reasons' | 'calendars'>;

/** Makes the telling of one process. A ticket whose mails hang holds up no other. */
export function createNotices({ pool, client, logger, send, nowMs, perSecond }: NoticeParts): Notices {
  const underWay = new Map<string, Promise<void>>();
  const calendarsOf = new Map<number, Promise<Policies['calendars']>>();
  const inPace = createPace(perSecond);

  async function tell(number: string, state: TicketState, notices: readonly TakenNotice[], values: Shown, leaseUntil: Date): Promise<void> {
    try {
      const awakeFrom = await quietHoursOf(state);
      const beganMs = Date.now();
      const failures: { readonly key: string; readonly lookAt: Date; readonly error: Error }[] = [];
      const outcomes: Outcome[] = [];
      for (const notice of notices) {
        const { key, attempts } = notice;
        try {
          outcomes.push(Date.now() - beganMs < begunWithinMs ? await deal(number, state, notice, values, awakeFrom) : { key, lookAt: new Date(), hasFailed: false });
        } catch (error) {
          const lookAt = new Date(Date.now() + Math.min(1_000 * 2 ** attempts, longestBackoffMs));
          outcomes.push({ key, lookAt, hasFailed: true });
          if (isStuck(state, notice, error)) failures.push({ key, lookAt, error: error as Error });
        }
      }
      await note(number, outcomes, leaseUntil);
      // Only now: what is told as stuck and not noted as failing would be told as ended at once.
      const againEveryMs = state.opening?.policy.outsideCalls.againEveryMs ?? longestBackoffMs;
      const [first] = failures;
      if (!first || !(await isShownAsStuck(number, state, first.error, againEveryMs))) return;
      for (const { key, lookAt } of failures) await noteOutcomes(pool, number, [{ key, lookAt: new Date(Date.now() + againEveryMs), hasFailed: false }], lookAt);
    } catch (error) {
      // They are taken up again when the lease ends.
      logger.warn({ ticket: number, reason: (error as Error).message }, 'notices not dealt with');
    } finally {
      underWay.delete(number);
    }
  }

  /** @throws what the mail server says, or PostgreSQL */
  async function deal(number: string, state: TicketState, notice: TakenNotice, values: Shown, awakeFrom: (calendar: string, fromMs: number) => number): Promise<Outcome> {
    const { key, attempts, atMs } = notice;
    if (!stillHolds(state, notice)) return { key, how: 'stale' };
    const goesOutAtMs = goesOutAt(state, notice, awakeFrom);
    if (goesOutAtMs > Math.max(nowMs(), atMs)) return { key, lookAt: new Date(goesOutAtMs), hasFailed: false };
    if (attempts > 0 && state.stuck['send-notice']?.verdict === 'skip') return { key, how: 'skipped' };
    await inPace();
    const how = await inSpan('notice', { kind: 'CONSUMER', attributes: { 'jalon.ticket': number, 'jalon.notice': key }, parent: notice.traceparent }, () => send(factsOf(number, state, values), notice));
    return { key, how };
  }

  /** What has gone out is known here only: the database may come back before the lease ends (C-04). */
  async function note(number: string, outcomes: readonly Outcome[], leaseUntil: Date): Promise<void> {
    for (;;) {
      try {
        await noteOutcomes(pool, number, outcomes, leaseUntil);
        return;
      } catch (error) {
        if (Date.now() + noteAgainMs > leaseUntil.getTime()) throw error;
        await sleep(noteAgainMs);
      }
    }
  }

  /** D-24: with a task, once; and again when a person has decided on it since, and this failed all the same. */
  async function isShownAsStuck(number: string, { stuck }: TicketState, error: Error, againEveryMs: number): Promise<boolean> {
    const known = stuck['send-notice'];
    if (known && known.verdict === null) return true;
    const code = error instanceof ApplicationFailure ? error.type ?? 'outside.unavailable' : 'outside.unavailable';
    return await tellTicket(number, { type: 'callFailed', call: 'send-notice', failure: { system: 'mail', code, message: error.message, nextTryAtMs: Date.now() + againEveryMs } });
  }

  async function tellTicket(number: string, noticeCall: NoticeCall): Promise<boolean> {
    const commandId = `notices:${crypto.randomUUID()}`;
    const meta = { actor: 'system:notices', channel: 'system', commandId } as const;
    try {
      await client.connection.withDeadline(Date.now() + answerWithinMs, () => client.workflow.getHandle(workflowIdOf(number)).executeUpdate(noticeCallUpdate, { updateId: commandId, args: [{ noticeCall, meta }] }));
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) logger.warn({ ticket: number, reason: (error as Error).message }, 'a ticket did not hear what became of its notices');
      return false;
    }
  }

  /** From when on people are awake, by the calendars in the version that the ticket keeps. */
  async function quietHoursOf({ opening }: TicketState): Promise<(calendar: string, fromMs: number) => number> {
    const version = opening?.policy.versions['calendars'] ?? 0;
    const reading = calendarsOf.get(version) ?? readCalendars(pool, version);
    calendarsOf.set(version, reading);
    // One that could not be read is read again.
    const { calendars } = await reading.catch((error: unknown) => { calendarsOf.delete(version); throw error; });
    return (name, fromMs) => {
      const hours = hoursAt(calendars[name] ?? null, fromMs);
      return hours.state === 'available' ? fromMs : hours.opensAtMs ?? Math.max(nowMs(), fromMs) + lookAgainMs;
    };
  }

  return {
    async start() {
      while (atOnce - underWay.size < takenTogether) await Promise.race(underWay.values());
      const leaseUntil = new Date(Date.now() + leaseMs);
      const taken = await takeNotices(pool, atOnce - underWay.size, [...underWay.keys()], leaseUntil);
      if (taken.length === 0) return 0;
      const tickets = new Map<string, TakenNotice[]>();
      for (const notice of taken) tickets.set(notice.ticket, [...tickets.get(notice.ticket) ?? [], notice]);
      const [states, { values }] = await Promise.all([readTicketStates(pool, [...tickets.keys()]), currentPolicies(pool, ['desks', 'waiting-reasons', 'calendars'])]);
      for (const [number, notices] of tickets) {
        const state = states.get(number);
        if (state) underWay.set(number, tell(number, state, notices, values, leaseUntil));
      }
      return taken.length;
    },
    idle: async () => { await Promise.all(underWay.values()); },
    async unstick() {
      const ended = await unstuckNotices(pool);
      await Promise.all(ended.map(({ ticket, taskId, how }) => tellTicket(ticket, { type: 'callEnded', call: 'send-notice', taskId, how: how === 'skipped' ? 'skipped' : how === 'stale' ? 'overtaken' : 'went-through' })));
      return ended.length;
    },
  };
}

/** At once where another try cannot help, else when it has failed for as long as the policy says. */
function isStuck({ opening }: TicketState, { failingSince }: TakenNotice, error: unknown): boolean {
  if (error instanceof ApplicationFailure && error.nonRetryable === true) return true;
  return failingSince !== null && Date.now() - failingSince.getTime() >= (opening?.policy.outsideCalls.tellAfterMs ?? 0);
}

function factsOf(number: string, { opening, priority, solution, waiting }: TicketState, values: Shown): NoticeFacts {
  const desk = opening && values.desks.desks[opening.desk];
  if (!opening || !desk) throw new Error(`${number} has no desk`);
  return {
    number, customerId: opening.customerId, priority, rds: opening.rds, mailbox: desk.mailbox, solution: solution?.text ?? null, timeZone: operatorCalendar(values.calendars).timeZone,
    waitingLabel: waiting === null ? null : values['waiting-reasons'].reasons[waiting.reason]?.label.fr ?? null,
  };
}

/** Lets so many begin in a second, one after the other. */
function createPace(perSecond: number): () => Promise<void> {
  let nextMs = 0;
  return async () => {
    const startMs = Math.max(Date.now(), nextMs);
    nextMs = startMs + 1_000 / perSecond;
    if (startMs > Date.now()) await sleep(startMs - Date.now());
  };
}
