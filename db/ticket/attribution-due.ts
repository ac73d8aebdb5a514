/** Tickets whose technician is to be chosen by themselves (T-11, T-19): nobody has them, he who has them is away, the first line changed hands, or he has a more urgent one. */
import type { AttributionCause } from '../../domain/ticket/attributed.ts';
import type { Urgency } from '../../domain/ticket/urgency.ts';
import type { Pool } from '../pool.ts';

export interface DueAttribution extends Urgency {
  readonly desk: string;
  readonly cause: AttributionCause;
}

/** A desk whose tickets get their technicians by themselves. */
export interface AutomaticDesk {
  readonly desk: string;
  /** When this week's first line began; null: no rota. */
  readonly handedOverAt: Date | null;
}

const urgency = 't.number, t.priority, t.contract, floor(extract(epoch FROM t.created_at) * 1000)::bigint AS "createdAtMs"';
/** As the index has it. */
const holder = 'coalesce(t.assignee, t.attributed_to)';
/** What is offered to a team waits for its answer (C-03), what is in the dispatcher's queue for him. */
const attributable = "t.ended_at IS NULL AND t.phase IN ('registered', 'in-progress', 'waiting') AND t.offered_to IS NULL AND t.team IS NOT NULL";

export async function dueAttributions(pool: Pool, desks: readonly AutomaticDesk[], nowMs: number): Promise<DueAttribution[]> {
  const { rows } = await pool.query<DueAttribution>({
    name: 'attributions-due',
    text: `
      WITH desks AS (SELECT * FROM jsonb_to_recordset($1) AS d (desk text, "handedOverAt" timestamptz)),
           away AS (SELECT DISTINCT subject FROM absences WHERE starts_at <= $2 AND ends_at > $2)
      SELECT ${urgency}, t.desk, 'unheld' AS cause FROM tickets AS t JOIN desks USING (desk) WHERE ${attributable} AND ${holder} IS NULL
      UNION ALL
      SELECT ${urgency}, t.desk, 'absence' FROM away JOIN tickets AS t ON ${holder} = away.subject JOIN desks USING (desk) WHERE ${attributable}
      UNION ALL
      SELECT ${urgency}, t.desk, 'handover' FROM tickets AS t JOIN desks USING (desk)
      WHERE ${attributable} AND t.level = 1 AND t.attributed_to IS NOT NULL AND t.held_since < desks."handedOverAt" AND t.attributed_to NOT IN (SELECT subject FROM away)`,
    values: [JSON.stringify(desks), new Date(nowMs)],
  });
  return rows;
}

/** A ticket in work, beside another of the same technician. */
export interface InWork extends Urgency {
  readonly desk: string;
  readonly holder: string;
  readonly heldSinceMs: number;
  /** A ticket was left for it already. */
  readonly hasDisplaced: boolean;
}

/** What technicians with more than one ticket in work have, each technician's latest first. */
export async function ticketsInWork(pool: Pool, desks: readonly AutomaticDesk[]): Promise<InWork[]> {
  const { rows } = await pool.query<InWork>({
    name: 'tickets-in-work',
    text: `
      SELECT * FROM (
        SELECT ${urgency}, t.desk, t.assignee AS holder, floor(extract(epoch FROM t.held_since) * 1000)::bigint AS "heldSinceMs",
          EXISTS (SELECT FROM tickets AS left_one WHERE left_one.displaced_by = t.number) AS "hasDisplaced", count(*) OVER (PARTITION BY t.assignee) AS together
        FROM tickets AS t WHERE ${attributable} AND t.phase = 'in-progress' AND t.assignee IS NOT NULL AND t.desk = ANY ($1)) AS in_work
      WHERE together > 1 ORDER BY holder, "heldSinceMs" DESC, number DESC`,
    values: [desks.map(({ desk }) => desk)],
  });
  return rows;
}
