/** What people are to be told of tickets: written with the events that make it, taken by the relay, ended once (T-07, T-22, C-04). */
import type { RecordedEvent, Transition } from '../../domain/journey/journey.ts';
import { noticesMadeBy, type Notice, type NoticeEnd, type noticeKinds } from '../../domain/ticket/notices.ts';
import type { TicketEvent, TicketState } from '../../domain/ticket/ticket.ts';
import type { Client, Pool } from '../pool.ts';

/** What may end the wait of a notice before its time: it has become urgent, its quiet hours are others, a person has decided on what could not be sent. */
const wakers: readonly TicketEvent['type'][] = ['ticketPrioritised', 'policyApplied', 'callVerdictGiven'];

/** In the recorder's transaction, never by a rebuild. */
export async function writeNotices(client: Client, ticket: string, happened: readonly Transition<TicketState, RecordedEvent<TicketEvent>>[], traceparent: string | null): Promise<void> {
  const notices = noticesMadeBy(happened);
  // Of two under one key, made in one instant, the later says what holds.
  const byKey = [...new Map(notices.map((notice) => [notice.key, notice])).values()];
  if (byKey.length > 0) {
    await client.query({
      name: 'write-ticket-notices',
      text: `
        INSERT INTO ticket_notices (ticket, customer_id, key, recipient, assignee, arose_at, content, traceparent)
        SELECT $1, $3, key, "to", assignee, to_timestamp("atMs" / 1000.0), content, $4 FROM jsonb_to_recordset($2) AS n(key text, "to" text, assignee text, "atMs" double precision, content jsonb)
        ON CONFLICT (ticket, key) DO UPDATE SET content = excluded.content WHERE ticket_notices.status = 'pending'`,
      values: [ticket, JSON.stringify(byKey), happened.at(-1)?.after.opening?.customerId, traceparent],
    });
  }
  if (happened.some(({ recorded: { event } }) => wakers.includes(event.type))) {
    await client.query({ name: 'wake-ticket-notices', text: "UPDATE ticket_notices SET look_at = now() WHERE ticket = $1 AND status = 'pending'", values: [ticket] });
  }
}

/** A notice that a relay has taken to send. */
export interface TakenNotice extends Notice {
  readonly ticket: string;
  /** Tries that failed, and those of relays that died over them: by one of these it may have gone out. */
  readonly attempts: number;
  readonly failingSince: Date | null;
  readonly traceparent: string | null;
}

/** Of a backlog only so much is looked through for each ticket: what is taken costs the same whatever waits behind it. */
const lookedThroughPerTicket = 5;

/** Takes all that is due of the tickets that have waited longest; until `leaseUntil` no other relay has them. In the order in which they arose. @param tickets how many at most @param except tickets that are under way */
export async function takeNotices(pool: Pool, tickets: number, except: readonly string[], leaseUntil: Date): Promise<TakenNotice[]> {
  const { rows } = await pool.query<Omit<TakenNotice, 'atMs'> & { aroseAt: Date }>({
    name: 'take-ticket-notices',
    text: `
      WITH longest AS (SELECT ticket, look_at FROM ticket_notices WHERE status = 'pending' AND look_at <= now() AND NOT ticket = ANY ($3) ORDER BY look_at LIMIT $4),
      due AS (SELECT ticket FROM longest GROUP BY ticket ORDER BY min(look_at) LIMIT $1), taken AS (
        UPDATE ticket_notices AS n SET look_at = $2, is_taken = true, attempts = n.attempts + n.is_taken::int FROM due WHERE n.ticket = due.ticket AND n.status = 'pending' AND n.look_at <= now()
        RETURNING n.*)
      SELECT ticket, key, recipient AS "to", assignee, arose_at AS "aroseAt", content, attempts, failing_since AS "failingSince", traceparent FROM taken ORDER BY arose_at, place`,
    values: [tickets, leaseUntil, except, tickets * lookedThroughPerTicket],
  });
  return rows.map(({ aroseAt, ...notice }) => ({ ...notice, atMs: aroseAt.getTime() }));
}

/** What became of a taken notice: its end, or when it is looked at again. */
export type Outcome = { readonly key: string } & ({ readonly how: NoticeEnd } | { readonly lookAt: Date; readonly hasFailed: boolean });

/** @param lease under which they were taken: what was woken meanwhile stays awake */
export async function noteOutcomes(pool: Pool, ticket: string, outcomes: readonly Outcome[], lease: Date): Promise<void> {
  await pool.query({
    name: 'note-ticket-notices',
    text: `
      UPDATE ticket_notices AS n SET is_taken = false, status = coalesce(o.how, 'pending'), ended_at = CASE WHEN o.how IS NOT NULL THEN now() END,
        look_at = CASE WHEN o."lookAt" IS NOT NULL AND n.look_at = $3 THEN o."lookAt" ELSE n.look_at END,
        attempts = n.attempts + coalesce(o."hasFailed", false)::int, failing_since = CASE WHEN o."hasFailed" THEN coalesce(n.failing_since, now()) ELSE n.failing_since END
      FROM jsonb_to_recordset($2) AS o(key text, how text, "lookAt" timestamptz, "hasFailed" boolean) WHERE n.ticket = $1 AND n.key = o.key AND n.status = 'pending'`,
    values: [ticket, JSON.stringify(outcomes), lease],
  });
}

/** Tickets that show their notices as stuck though none of them is any more, and how the last of these ended (D-24). */
export async function unstuckNotices(pool: Pool): Promise<{ readonly ticket: string; readonly taskId: string; readonly how: NoticeEnd }[]> {
  const { rows } = await pool.query<{ ticket: string; taskId: string; how: NoticeEnd }>({
    name: 'unstuck-ticket-notices',
    text: `
      SELECT journey_id AS ticket, task_id AS "taskId", n.status AS how FROM stuck_calls CROSS JOIN LATERAL (
        SELECT status FROM ticket_notices WHERE ticket = journey_id AND failing_since IS NOT NULL ORDER BY status = 'pending' DESC, ended_at DESC LIMIT 1) AS n
      WHERE call = 'send-notice' AND n.status <> 'pending' LIMIT 100`,
  });
  return rows;
}

/** Whether nobody is still to be told of a ticket. */
export async function isEverybodyTold(pool: Pool, ticket: string): Promise<boolean> {
  const { rowCount } = await pool.query({ name: 'ticket-told', text: "SELECT FROM ticket_notices WHERE ticket = $1 AND status = 'pending' LIMIT 1", values: [ticket] });
  return rowCount === 0;
}

export interface NoticeRead extends Pick<Notice, 'key' | 'to'> {
  readonly kind: (typeof noticeKinds)[number];
  readonly aroseAt: Date;
  readonly status: NoticeEnd | 'pending';
  readonly endedAt: Date | null;
  readonly attempts: number;
}

/** What people were told of a ticket, and are still to be told, in the order in which it arose (C-04). */
export async function listNotices(pool: Pool, ticket: string): Promise<NoticeRead[]> {
  const { rows } = await pool.query<NoticeRead>({
    name: 'ticket-notices',
    text: `SELECT key, recipient AS "to", content ->> 'kind' AS kind, arose_at AS "aroseAt", status, ended_at AS "endedAt", attempts FROM ticket_notices WHERE ticket = $1 ORDER BY arose_at, place`,
    values: [ticket],
  });
  return rows;
}
