/** Single tasks, with who has claimed them, and those of a deployment. */
import { actorName, customerName } from '../people/names.ts';
import type { Client, Pool } from '../pool.ts';

export interface TaskRead {
  readonly id: string;
  /** Null where the journey is no part of a deployment. */
  readonly deploymentId: string | null;
  readonly site: string | null;
  readonly customerId: string;
  /** Null: of no customer. */
  readonly customerName: string | null;
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

/** As one reads a single task. */
export interface TaskDetailRead extends TaskRead {
  readonly closedByName: string | null;
  readonly claimedByName: string | null;
}

/** D-09: who corrects an address sees what was ordered; it stands in no task, and once decided the launch file says the corrected one. */
const context = `t.context || CASE WHEN t.step = 'access-order-refused' AND t.status = 'open' THEN coalesce((SELECT jsonb_build_object('orderedAddress', concat_ws(', ', place ->> 'street', concat_ws(' ', place ->> 'postalCode', place ->> 'city'), place ->> 'country'))
  FROM launch_files AS f, LATERAL (SELECT f.file #> ARRAY['sites', (substr(t.site, 2)::integer - 1)::text, 'address'] AS place) AS site WHERE f.deployment_id = t.deployment_id AND place IS NOT NULL), '{}') ELSE '{}' END`;

const columns = `t.id, t.deployment_id AS "deploymentId", t.site, t.customer_id AS "customerId", ${customerName('t.customer_id')} AS "customerName", t.step, t.owner, t.status, ${context} AS context,
  t.opened_at AS "openedAt", t.due_at AS "dueAt", t.closed_at AS "closedAt", t.closed_by AS "closedBy", ${actorName('t.closed_by')} AS "closedByName", c.person AS "claimedBy", ${actorName('c.person')} AS "claimedByName"`;
const source = 'FROM tasks t LEFT JOIN task_claims c ON c.task_id = t.id';

export async function readTask(pool: Pool, id: string): Promise<TaskDetailRead | undefined> {
  const { rows: [row] } = await pool.query<TaskDetailRead>({ name: 'task-read', text: `SELECT ${columns} ${source} WHERE t.id = $1`, values: [id] });
  return row;
}

/** The open tasks of a deployment and its sites, oldest first. */
export async function listTasksOfDeployment(pool: Pick<Client, 'query'>, deploymentId: string): Promise<Pick<TaskRead, 'id' | 'step' | 'owner' | 'site'>[]> {
  const { rows } = await pool.query<Pick<TaskRead, 'id' | 'step' | 'owner' | 'site'>>({
    name: 'tasks-of-deployment',
    text: "SELECT id, step, owner, site FROM tasks WHERE deployment_id = $1 AND status = 'open' ORDER BY opened_at, id",
    values: [deploymentId],
  });
  return rows;
}
