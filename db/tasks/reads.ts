/** Baskets: the open tasks of a profile, one task, and who has claimed it (C-07). */
import type { Scope } from '../../domain/people/scope.ts';
import { inScope } from '../people/scope.ts';
import type { Pool } from '../pool.ts';

export interface TaskRead {
  readonly id: string;
  /** Null where the journey is no part of a deployment. */
  readonly deploymentId: string | null;
  readonly site: string | null;
  readonly customerId: string;
  readonly step: string;
  readonly owner: string;
  readonly status: 'open' | 'completed' | 'withdrawn';
  readonly context: Record<string, unknown>;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly claimedBy: string | null;
}

const columns = `t.id, t.deployment_id AS "deploymentId", t.site, t.customer_id AS "customerId", t.step, t.owner, t.status, t.context,
  t.opened_at AS "openedAt", t.due_at AS "dueAt", t.closed_at AS "closedAt", t.closed_by AS "closedBy", c.person AS "claimedBy"`;
const source = 'FROM tasks t LEFT JOIN task_claims c ON c.task_id = t.id';

export async function readTask(pool: Pool, id: string): Promise<TaskRead | undefined> {
  const { rows: [row] } = await pool.query<TaskRead>({ name: 'task-read', text: `SELECT ${columns} ${source} WHERE t.id = $1`, values: [id] });
  return row;
}

/** What profiles have to do, as far as a scope. */
export interface Basket {
  readonly owners: readonly string[];
  readonly scope: Scope;
}

export interface TaskFilter {
  readonly baskets: readonly Basket[];
  /** And what falls to him by name, whoever owns it: to document a ticket that he was in charge of (T-23). */
  readonly inCharge?: { readonly subject: string; readonly scope: Scope } | undefined;
  readonly deploymentId?: string | undefined;
  readonly step?: string | undefined;
  readonly after?: { readonly openedAt: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Open tasks of these profiles, and one's own, oldest first. */
export async function listOpenTasks(pool: Pool, { baskets, inCharge, deploymentId, step, after, limit }: TaskFilter): Promise<TaskRead[]> {
  const values: unknown[] = [limit, deploymentId ?? null, step ?? null, after?.openedAt ?? null, after?.id ?? ''];
  const owned = baskets.map(({ owners, scope }) => `owner = ANY ($${values.push(owners)}) AND ${inScope(scope, 'customer_id', values)}`);
  const his = inCharge ? [`step = 'documentation' AND context ->> 'technician' = $${values.push(inCharge.subject)} AND ${inScope(inCharge.scope, 'customer_id', values)}`] : [];
  const parts = [...owned, ...his].map(openOnes);
  if (parts.length === 0) return [];
  const { rows } = await pool.query<TaskRead>(
    // Each part by its own index, in its order.
    `SELECT ${columns} FROM (${parts.join(' UNION ')}) AS t LEFT JOIN task_claims c ON c.task_id = t.id
     ORDER BY t.opened_at, t.id LIMIT $1`, values);
  return rows;
}

function openOnes(whose: string): string {
  return `(SELECT * FROM tasks WHERE status = 'open' AND ${whose} AND ($2::text IS NULL OR deployment_id = $2) AND ($3::text IS NULL OR step = $3)
       AND ($4::timestamptz IS NULL OR (opened_at, id) > ($4, $5)) ORDER BY opened_at, id LIMIT $1)`;
}

/** Claims an open task for a person; tells who has it afterwards, or undefined when it is not open. */
export async function claimTask(pool: Pool, taskId: string, person: string): Promise<string | undefined> {
  const { rows: [row] } = await pool.query<{ person: string }>(
    `WITH task AS (SELECT id FROM tasks WHERE id = $1 AND status = 'open' FOR SHARE),
          mine AS (INSERT INTO task_claims (task_id, person) SELECT id, $2 FROM task ON CONFLICT DO NOTHING RETURNING person)
     SELECT coalesce((SELECT person FROM mine), (SELECT person FROM task_claims WHERE task_id = $1)) AS person FROM task`,
    [taskId, person]);
  return row?.person;
}

/** False when the person had not claimed it. */
export async function releaseTask(pool: Pool, taskId: string, person: string): Promise<boolean> {
  const { rowCount } = await pool.query('DELETE FROM task_claims WHERE task_id = $1 AND person = $2', [taskId, person]);
  return rowCount === 1;
}

/** The open tasks of a deployment and its sites, oldest first. */
export async function listTasksOfDeployment(pool: Pool, deploymentId: string): Promise<Pick<TaskRead, 'id' | 'step' | 'owner' | 'site'>[]> {
  const { rows } = await pool.query<Pick<TaskRead, 'id' | 'step' | 'owner' | 'site'>>({
    name: 'tasks-of-deployment',
    text: "SELECT id, step, owner, site FROM tasks WHERE deployment_id = $1 AND status = 'open' ORDER BY opened_at, id",
    values: [deploymentId],
  });
  return rows;
}
