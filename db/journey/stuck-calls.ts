/** Calls to outside systems that keep failing (D-24): the rows made from the states of their journeys, and the list that is read. */
import type { StuckCall, StuckCalls } from '../../domain/journey/stuck-call.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { inScopeOrNobodys } from '../people/scope.ts';
import type { Client, Pool } from '../pool.ts';

interface Journey {
  readonly journeyId: string;
  /** Null of a ticket. */
  readonly deploymentId: string | null;
  readonly site: string | null;
}

interface WithStuckCalls {
  readonly stuck: StuckCalls<string>;
}

/** @param before the journey's state before the events, undefined for a new journey */
export async function projectStuckCalls(client: Client, { journeyId, deploymentId, site }: Journey, before: WithStuckCalls | undefined, { stuck }: WithStuckCalls): Promise<void> {
  const calls = Object.entries(stuck).filter((entry): entry is [string, StuckCall] => entry[1] !== undefined);
  if (calls.length === 0 && Object.keys(before?.stuck ?? {}).length === 0) return;
  const rows = calls.map(([call, { failure, sinceMs, rounds, taskId, verdict }]) => ({
    call, system: failure.system, since: new Date(sinceMs).toISOString(), rounds, next_try_at: new Date(failure.nextTryAtMs).toISOString(),
    code: failure.code, message: failure.message, task_id: taskId, verdict,
  }));
  await client.query({ name: 'project-stuck-calls-gone', text: 'DELETE FROM stuck_calls WHERE journey_id = $1 AND NOT call = ANY ($2)', values: [journeyId, calls.map(([call]) => call)] });
  await client.query({
    name: 'project-stuck-calls',
    text: `
      INSERT INTO stuck_calls (journey_id, deployment_id, site, call, system, since, rounds, next_try_at, code, message, task_id, verdict)
      SELECT $1, $2, $3, n.* FROM jsonb_to_recordset($4::jsonb)
        AS n(call text, system text, since timestamptz, rounds int, next_try_at timestamptz, code text, message text, task_id text, verdict text)
      ON CONFLICT (journey_id, call) DO UPDATE SET system = excluded.system, since = excluded.since, rounds = excluded.rounds, next_try_at = excluded.next_try_at,
        code = excluded.code, message = excluded.message, task_id = excluded.task_id, verdict = excluded.verdict`,
    values: [journeyId, deploymentId, site, JSON.stringify(rows)],
  });
}

export interface StuckCallRead extends Journey {
  readonly call: string;
  readonly system: string;
  readonly since: Date;
  /** Rounds of retries that ended in failure. */
  readonly rounds: number;
  readonly nextTryAt: Date;
  readonly code: string;
  readonly message: string;
  readonly taskId: string;
  /** What a person decided, until it is acted upon. */
  readonly verdict: 'retry' | 'skip' | null;
}

export interface StuckCallFilter {
  readonly scope: Scope;
  readonly system?: string | undefined;
  readonly deploymentId?: string | undefined;
  /** The last of the page before. */
  readonly after?: { readonly since: string; readonly journeyId: string; readonly call: string } | undefined;
  readonly limit: number;
}

/** Stuck longest first. */
export async function listStuckCalls(pool: Pool, { scope, system, deploymentId, after, limit }: StuckCallFilter): Promise<StuckCallRead[]> {
  const values: unknown[] = [system ?? null, deploymentId ?? null, after?.since ?? null, after?.journeyId ?? '', after?.call ?? '', limit];
  const { rows } = await pool.query<StuckCallRead>(
    `SELECT journey_id AS "journeyId", deployment_id AS "deploymentId", site, call, system, since, rounds, next_try_at AS "nextTryAt", code, message, task_id AS "taskId", verdict
     FROM stuck_calls
     WHERE ($1::text IS NULL OR system = $1) AND ($2::text IS NULL OR deployment_id = $2) AND ($3::timestamptz IS NULL OR (since, journey_id, call) > ($3, $4, $5))
       AND ${inScopeOrNobodys(scope, '(SELECT customer_id FROM tasks WHERE tasks.id = stuck_calls.task_id)', values)}
     ORDER BY since, journey_id, call LIMIT $6`, values);
  return rows;
}
