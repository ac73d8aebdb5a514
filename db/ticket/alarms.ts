/** Alarms of the monitoring (T-01): which ticket each has, whatever is told twice or in the wrong order. */
import { inTransaction, type Pool } from '../pool.ts';

export interface Alarm {
  readonly ticket: string | null;
  readonly clearedAt: Date | null;
  /** Ids of what the ticket is told of it. */
  readonly messages: { readonly raised: string; readonly cleared: string };
}

/** Notes the alarm, once; null for a service that nobody here has. */
export async function noteAlarm(pool: Pool, alarmId: string, rds: string, clearedAt: string | null): Promise<Alarm & { readonly customerId: string } | null> {
  const { rows: [row] } = await pool.query<Alarm & { customerId: string }>(
    `INSERT INTO alarms (alarm_id, rds, cleared_at) SELECT $1, rds, $3 FROM services WHERE rds = $2
     ON CONFLICT (alarm_id) DO UPDATE SET cleared_at = coalesce(alarms.cleared_at, excluded.cleared_at)
     RETURNING ticket, cleared_at AS "clearedAt", jsonb_build_object('raised', raised_message, 'cleared', cleared_message) AS messages, (SELECT customer_id FROM services WHERE rds = $2) AS "customerId"`, [alarmId, rds, clearedAt]);
  return row ?? null;
}

/** The ticket of an alarm is settled once. @returns the one that it has. */
export async function giveTicket(pool: Pool, alarmId: string, ticket: string): Promise<string> {
  const { rows: [row] } = await pool.query<{ ticket: string }>('UPDATE alarms SET ticket = coalesce(ticket, $2) WHERE alarm_id = $1 RETURNING ticket', [alarmId, ticket]);
  if (!row) throw new Error(`the alarm ${alarmId} was not noted`);
  return row.ticket;
}

/** The ticket on a service that its alarms join: the oldest that is open, of a fault of the service as far as anybody has said; not its termination, nor one that was agreed to be solved. @param type of a fault @param categories that concern a service */
export async function openFaultOn(pool: Pool, rds: string, { type, categories }: { readonly type: string; readonly categories: readonly string[] }): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ number: string }>(
    `SELECT number FROM tickets JOIN journeys AS j ON j.id = number
     WHERE rds = $1 AND tickets.ended_at IS NULL AND agreed_at IS NULL AND (contact = 'monitoring' OR category IS NULL OR (category = ANY ($2) AND j.state #>> '{classification,type}' = $3))
     ORDER BY number LIMIT 1`, [rds, categories, type]);
  return row?.number ?? null;
}

/** One alarm of a service at a time, over all relays: two at once open one ticket. */
export async function oneAtATime<T>(pool: Pool, rds: string, work: () => Promise<T>): Promise<T> {
  return await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`alarm ${rds}`]);
    return await work();
  });
}
