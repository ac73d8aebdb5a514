/** Live indicators (C-06), counted over what is under way and nothing else. */
import type { LiveCount, Thing } from '../../domain/steering/live.ts';
import type { Pool } from '../pool.ts';
import type { Grouping, Selection } from './history.ts';

export type LiveRead = { readonly thing: Thing; /** Empty: of none. */ readonly key: string } & Readonly<Record<LiveCount, number>>;

const ages = [['under-1-day', 0, 1], ['1-to-3-days', 1, 3], ['3-to-7-days', 3, 7], ['7-to-30-days', 7, 30], ['over-30-days', 30, null]] as const satisfies readonly (readonly [LiveCount, number, number | null])[];
const agedColumns = ages.map(([name, from, until]) =>
  `count(*) FILTER (WHERE $1 - since >= interval '${from} days'${until === null ? '' : ` AND $1 - since < interval '${until} days'`})::int AS "${name}"`).join(', ');

/** By centres as they are now; of persons their own, of all else the customer's. `age` in seconds, the mean. */
export async function readLive(pool: Pool, { by, of, nowMs }: { readonly by: Grouping; readonly of: Selection; readonly nowMs: number }): Promise<LiveRead[]> {
  const isByPerson = by === 'person' || of.person !== undefined;
  const isDetailed = isByPerson || by === 'team' || of.team !== undefined;
  const { rows } = await pool.query<LiveRead>(
    `WITH things AS (
       SELECT 'ticket' AS thing, coalesce(assignee, attributed_to) AS person, team, customer_id, created_at AS since, phase, is_breached OR due_at <= $1 AS is_late FROM tickets WHERE ended_at IS NULL
       UNION ALL SELECT 'deployment', coordinator, NULL, customer_id, launched_at, phase, at_risk OR EXISTS (SELECT FROM sites WHERE deployment_id = id AND sites.at_risk) FROM deployments WHERE ended_at IS NULL
       UNION ALL SELECT 'site', d.coordinator, NULL, d.customer_id, s.opened_at, s.phase, s.at_risk FROM sites AS s JOIN deployments AS d ON d.id = s.deployment_id WHERE s.ended_at IS NULL
       UNION ALL SELECT 'task', claim.person, NULL, customer_id, opened_at, '', due_at < $1 FROM tasks LEFT JOIN task_claims AS claim ON claim.task_id = tasks.id WHERE status = 'open'
       UNION ALL SELECT 'call', NULL, NULL, t.customer_id, s.since, '', false FROM stuck_calls AS s LEFT JOIN tasks AS t ON t.id = s.task_id
     ), placed AS (
       SELECT thing, coalesce(m.subject, '') AS person, person IS NULL AS is_unheld, coalesce(CASE WHEN thing = 'ticket' THEN things.team ELSE m.team END, '') AS team, m.team AS own_team, since, phase, is_late,
         coalesce(CASE WHEN $2 THEN m.centre ELSE c.centre END, '') AS centre
       FROM things LEFT JOIN customers AS c ON c.id = things.customer_id LEFT JOIN team_members AS m ON m.subject = things.person
     )
     SELECT thing, ${by === null ? "''" : by === 'region' ? "coalesce(region, '')" : `placed.${by}`} AS key, count(*)::int AS all, extract(epoch FROM avg($1 - since))::float8 AS age,
       count(*) FILTER (WHERE is_unheld)::int AS unheld, count(*) FILTER (WHERE phase = 'waiting')::int AS waiting, count(*) FILTER (WHERE phase = 'agreement')::int AS agreement, count(*) FILTER (WHERE is_late)::int AS late, ${agedColumns}
     FROM placed LEFT JOIN centres ON centres.key = placed.centre
     WHERE ($3::text IS NULL OR person = $3) AND ($4::text IS NULL OR CASE WHEN $2 THEN own_team ELSE team END = $4) AND ($5::text IS NULL OR placed.centre = $5) AND ($6::text IS NULL OR region = $6)
       AND ($7::text[] IS NULL OR placed.centre = ANY ($7)) AND ($8::text[] IS NULL OR CASE WHEN $2 THEN own_team ELSE team END = ANY ($8))
     GROUP BY 1, 2`,
    [new Date(nowMs), isByPerson, of.person ?? null, of.team ?? null, of.centre ?? null, of.region ?? null, isDetailed ? of.centres : null, isDetailed ? of.teams : null]);
  return rows;
}
