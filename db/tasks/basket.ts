/** The rows that baskets are read from (C-07), made in the recorder's transaction; claims stand in them too. */
import { basketOf } from '../../domain/journey/basket.ts';
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import { instant } from '../instant.ts';
import type { Client } from '../pool.ts';

interface Journey {
  readonly journeyId: string;
  readonly kind: JourneyKind;
  readonly customerId: string;
  readonly deploymentId: string | null;
  readonly site: string | null;
}

/** After the rows of tasks, tickets and deployments: it reads them. @param before the state before the events, undefined for a new journey */
export async function projectBasket(client: Client, { journeyId, kind, customerId, deploymentId, site }: Journey, before: unknown, state: unknown): Promise<void> {
  const items = basketOf(kind, state);
  const known = before === undefined ? [] : basketOf(kind, before);
  if (JSON.stringify(items) === JSON.stringify(known)) return;
  // Before any row of ours is held: a coordinator who changes meanwhile is waited for, and none is missed.
  if (kind === 'site') await client.query({ name: 'project-basket-deployment', text: 'SELECT FROM deployments WHERE id = $1 FOR SHARE', values: [deploymentId] });
  const gone = known.filter(({ id }) => !items.some((item) => item.id === id)).map(({ id }) => id);
  if (gone.length > 0) await client.query({ name: 'project-basket-gone', text: 'DELETE FROM basket_items WHERE id = ANY ($1)', values: [gone] });
  if (items.length === 0) return;
  const rows = items.map(({ dueAtMs, openedAtMs, isAtRisk, youngRank, ...item }) => ({ ...item, due_at: instant(dueAtMs), opened_at: instant(openedAtMs), is_at_risk: isAtRisk, young_rank: youngRank }));
  await client.query({
    name: 'project-basket',
    text: `
      INSERT INTO basket_items AS b (id, kind, journey_id, deployment_id, site, customer_id, step, owner, desk, team, named, coordinator, claimed_by, is_at_risk, priority, opened_at, due_at, rank, young_rank)
      SELECT n.id, $2, $1, $3, $4, $5, n.step, n.owner, coalesce(n.desk, CASE WHEN n.step <> 'stuck-call' THEN k.desk END), n.team, n.named, d.coordinator, c.person, n.is_at_risk, n.priority,
        coalesce(n.opened_at, t.opened_at), n.due_at, n.rank, n.young_rank
      FROM jsonb_to_recordset($6::jsonb) AS n(id text, step text, owner text, desk text, team text, named text, is_at_risk boolean, priority smallint, opened_at timestamptz, due_at timestamptz, rank int, young_rank int)
        LEFT JOIN tasks AS t ON t.id = n.id LEFT JOIN task_claims AS c ON c.task_id = n.id LEFT JOIN deployments AS d ON d.id = $3
        -- T-20: a replacement is done by the desk of its ticket.
        LEFT JOIN replacements AS r ON r.id = $1 LEFT JOIN tickets AS k ON k.number = r.ticket
      ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, team = excluded.team, named = excluded.named, is_at_risk = excluded.is_at_risk, priority = excluded.priority,
        due_at = excluded.due_at, rank = excluded.rank, young_rank = excluded.young_rank, coordinator = excluded.coordinator`,
    values: [journeyId, kind, deploymentId, site, customerId, JSON.stringify(rows)],
  });
}

/**
 * D-03: who drives a deployment has what it and its sites ask of a coordinator; what the one before had claimed of it is free, for he may do it no more.
 * A rebuild keeps the claims as they are: it frees none, and need not.
 */
export async function projectCoordinator(client: Client, deploymentId: string, coordinator: string | null, former: string | null): Promise<void> {
  await client.query({
    name: 'project-basket-coordinator',
    text: `
      WITH freed AS (
        DELETE FROM task_claims AS c USING tasks AS t WHERE t.id = c.task_id AND t.deployment_id = $1 AND t.status = 'open' AND t.owner = 'coordinator' AND c.person = $3 RETURNING c.task_id
      )
      UPDATE basket_items AS b SET coordinator = $2, claimed_by = CASE WHEN EXISTS (SELECT FROM freed WHERE freed.task_id = b.id) THEN NULL ELSE b.claimed_by END
      WHERE b.deployment_id = $1 AND b.coordinator IS DISTINCT FROM $2`,
    values: [deploymentId, coordinator, former],
  });
}
