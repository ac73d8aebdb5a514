/** Applications of policies to running journeys: the command, and the journeys that the relay still has to move. */
import type { Channel } from '../../domain/journey/journey.ts';
import type { PolicyName } from '../../domain/policy/catalogue.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';

export interface ApplicationCommand {
  readonly policy: PolicyName;
  readonly version: number;
  readonly requestedBy: string;
  readonly channel: Channel;
  readonly requestId: string;
}

export interface ApplicationRead {
  readonly policy: PolicyName;
  readonly version: number;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly journeys: number;
  readonly waiting: number;
  readonly moved: number;
  readonly unneeded: number;
  /** Of the journeys that wait: how many have been tried in vain. */
  readonly troubled: number;
  /** Null while a journey waits. */
  readonly finishedAt: Date | null;
}

/** A journey on its way to another version. */
export interface Move {
  readonly policy: PolicyName;
  readonly version: number;
  readonly journeyId: string;
  readonly requestedBy: string;
  readonly channel: Channel;
  readonly requestId: string | null;
  readonly attempts: number;
  /** From when the journey's instants count. */
  readonly openedAtMs: number;
}

export type MoveSettlement =
  | { readonly status: 'moved' | 'unneeded'; readonly reason: string | null }
  | { readonly status: 'waiting'; readonly reason: string; readonly againInMs: number };

/** Notes that a version holds for running journeys, and which ones are to be moved; once, whoever repeats it. */
export async function requestApplication(pool: Pool, { policy, version, requestedBy, channel, requestId }: ApplicationCommand): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      'INSERT INTO policy_applications (policy, version, requested_by, channel, request_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [policy, version, requestedBy, channel, requestId]);
    await enlistJourneys(client, policy);
  });
}

/**
 * Enlists the running journeys that are below the newest applied version of a policy. Asked again now and then: one that was being launched, or a
 * site whose deployment was just starting it, may be recorded only after the command.
 * @returns how many were added.
 */
export async function enlistJourneys(client: Pick<Pool | Client, 'query'>, policy: PolicyName): Promise<number> {
  const { rowCount } = await client.query({
    name: 'policy-enlist',
    text: `INSERT INTO policy_moves (policy, version, journey_id)
           SELECT a.policy, a.version, j.id
           FROM (SELECT policy, version FROM policy_applications WHERE policy = $1 ORDER BY version DESC LIMIT 1) AS a
           JOIN journeys AS j ON j.is_open AND (j.policy_versions ->> $1)::int < a.version
           ON CONFLICT DO NOTHING`,
    values: [policy],
  });
  return rowCount ?? 0;
}

/** The journeys to be moved now, those that wait longest first. */
export async function waitingMoves(pool: Pool, limit: number): Promise<Move[]> {
  const { rows } = await pool.query<Move>({
    name: 'policy-moves-waiting',
    text: `SELECT m.policy, m.version, m.journey_id AS "journeyId", a.requested_by AS "requestedBy", a.channel, a.request_id AS "requestId", m.attempts,
             coalesce(j.state ->> 'launchedAtMs', j.state ->> 'openedAtMs', j.state ->> 'createdAtMs')::bigint AS "openedAtMs"
           FROM policy_moves AS m JOIN policy_applications AS a USING (policy, version) JOIN journeys AS j ON j.id = m.journey_id
           WHERE m.status = 'waiting' AND m.next_attempt_at <= now() ORDER BY m.next_attempt_at, m.journey_id, m.policy, m.version LIMIT $1`,
    values: [limit],
  });
  return rows;
}

export async function settleMove(pool: Pool, { policy, version, journeyId }: Pick<Move, 'policy' | 'version' | 'journeyId'>, settlement: MoveSettlement): Promise<void> {
  await pool.query({
    name: 'policy-move-settle',
    text: `UPDATE policy_moves SET status = $4, reason = $5, attempts = attempts + 1,
             next_attempt_at = now() + coalesce($6, 0) * interval '1 millisecond', settled_at = CASE WHEN $6::int IS NULL THEN now() END
           WHERE policy = $1 AND version = $2 AND journey_id = $3 AND status = 'waiting'`,
    values: [policy, version, journeyId, settlement.status, settlement.reason, 'againInMs' in settlement ? settlement.againInMs : null],
  });
}

/** A running journey whose frozen days end soon. */
export interface NearHorizon {
  readonly journeyId: string;
  /** Its version of the policy `calendars`. */
  readonly version: number;
  readonly openedAtMs: number;
  /** Day number (days since 1970) after the last frozen one. */
  readonly frozenUntilDay: number;
}

/** The running deployments and sites whose days are frozen up to less than a day number; reads every open journey's state, so not for every second. */
export async function journeysNearHorizon(pool: Pool, beforeDay: number): Promise<NearHorizon[]> {
  const { rows } = await pool.query<NearHorizon>({
    name: 'policy-horizon',
    text: `SELECT * FROM (
             SELECT id AS "journeyId", (policy_versions ->> 'calendars')::int AS version, coalesce(state ->> 'launchedAtMs', state ->> 'openedAtMs')::bigint AS "openedAtMs",
               (days ->> 'firstDay')::int + length(days ->> 'business') AS "frozenUntilDay"
             FROM journeys CROSS JOIN LATERAL coalesce(state #> '{launch,policy,days}', state #> '{opening,policy,days}') AS days
             WHERE is_open AND kind <> 'ticket' AND policy_versions ? 'calendars') AS frozen
           WHERE "frozenUntilDay" < $1 ORDER BY "frozenUntilDay", "journeyId"`,
    values: [beforeDay],
  });
  return rows;
}

/** The applications of a policy and how far each has come, newest version first; of one version only when it is named. */
export async function listApplications(pool: Pool, policy: PolicyName, { version, below, limit }: { version?: number; below?: number | undefined; limit: number }): Promise<ApplicationRead[]> {
  const { rows } = await pool.query<ApplicationRead>(
    `SELECT a.policy, a.version, a.requested_by AS "requestedBy", a.requested_at AS "requestedAt", progress.*,
       CASE WHEN progress.waiting = 0 THEN coalesce(progress.last, a.requested_at) END AS "finishedAt"
     FROM policy_applications AS a CROSS JOIN LATERAL (
       SELECT count(*)::int AS journeys, max(settled_at) AS last,
         count(*) FILTER (WHERE status = 'waiting')::int AS waiting, count(*) FILTER (WHERE status = 'moved')::int AS moved,
         count(*) FILTER (WHERE status = 'unneeded')::int AS unneeded, count(*) FILTER (WHERE status = 'waiting' AND attempts > 0)::int AS troubled
       FROM policy_moves WHERE policy = a.policy AND version = a.version) AS progress
     WHERE a.policy = $1 AND ($2::int IS NULL OR a.version = $2) AND ($3::int IS NULL OR a.version < $3) ORDER BY a.version DESC LIMIT $4`,
    [policy, version ?? null, below ?? null, limit]);
  return rows;
}
