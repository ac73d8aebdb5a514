/** Who has a task (C-07): claimed, given, let go of; written with its act and its line of the basket, or not at all (C-04). */
import { journeyOfTask } from '../../domain/journey/task.ts';
import { holdCustomer, recordCustomerEvent, type Edit } from '../customer/record.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';

/** What became of a claim: who has the task now, or that it is not open any more. */
export type ClaimOutcome = { readonly isOpen: false } | { readonly isOpen: true; readonly person: string | null };

type Act = 'taskClaimed' | 'taskReleased' | 'taskAssigned';

/** Taken where nobody has it; else it stays with who has it. */
export async function claimTask(pool: Pool, taskId: string, edit: Edit): Promise<ClaimOutcome> {
  return await change(pool, taskId, edit, 'taskClaimed', (before) => before ?? edit.meta.actor);
}

/** Let go of by who has it, or by whoever may take it from him. */
export async function releaseTask(pool: Pool, taskId: string, edit: Edit, { ofAnybody }: { readonly ofAnybody: boolean }): Promise<ClaimOutcome> {
  return await change(pool, taskId, edit, 'taskReleased', (before) => (ofAnybody || before === edit.meta.actor ? null : before));
}

/** Given to somebody, whoever had it. */
export async function assignTask(pool: Pool, taskId: string, person: string, edit: Edit): Promise<ClaimOutcome> {
  return await change(pool, taskId, edit, 'taskAssigned', () => person);
}

async function change(pool: Pool, taskId: string, edit: Edit, act: Act, afterOf: (before: string | null) => string | null): Promise<ClaimOutcome> {
  return await inTransaction(pool, async (client) => {
    const { rows: [known] } = await client.query<{ customerId: string }>({ name: 'task-customer', text: 'SELECT customer_id AS "customerId" FROM tasks WHERE id = $1', values: [taskId] });
    if (!known) return { isOpen: false };
    // First of all, as whoever writes of a customer does; none of what is our own, a backup's for instance: only its claim tells of it.
    const customer = await holdCustomer(client, known.customerId);
    // Claims wait for each other here, and for the recorder that closes the task.
    const { rowCount } = await client.query({ name: 'task-lock', text: "SELECT FROM tasks WHERE id = $1 AND status = 'open' FOR NO KEY UPDATE", values: [taskId] });
    if (rowCount === 0) return { isOpen: false };
    // Done by this very command before, whose answer was lost.
    const { rows: [done] } = await client.query<{ after: string | null }>({
      name: 'task-act-done', text: "SELECT payload ->> 'after' AS after FROM events WHERE command_id = $2 AND payload ->> 'taskId' = $1 AND type = $3", values: [taskId, edit.meta.commandId, act],
    });
    if (done) return { isOpen: true, person: done.after };
    const { rows: [claim] } = await client.query<{ person: string }>({ name: 'task-claim', text: 'SELECT person FROM task_claims WHERE task_id = $1', values: [taskId] });
    const before = claim?.person ?? null;
    const after = afterOf(before);
    if (after === before) return { isOpen: true, person: after };
    await keep(client, taskId, after);
    if (customer) await recordCustomerEvent(client, customer.id, { type: act, taskId, journeyId: journeyOfTask(taskId), before, after }, edit);
    return { isOpen: true, person: after };
  });
}

async function keep(client: Client, taskId: string, after: string | null): Promise<void> {
  if (after === null) await client.query({ name: 'task-release', text: 'DELETE FROM task_claims WHERE task_id = $1', values: [taskId] });
  else await client.query({ name: 'task-claimed', text: 'INSERT INTO task_claims (task_id, person) VALUES ($1, $2) ON CONFLICT (task_id) DO UPDATE SET person = excluded.person, claimed_at = now()', values: [taskId, after] });
  await client.query({ name: 'task-in-basket', text: 'UPDATE basket_items SET claimed_by = $2 WHERE id = $1', values: [taskId, after] });
}

export interface TaskActRead {
  readonly act: Act;
  readonly at: Date;
  readonly actor: string;
  readonly channel: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Who had it from whom, oldest first. */
export async function readTaskActs(pool: Pool, taskId: string): Promise<TaskActRead[]> {
  const { rows } = await pool.query<TaskActRead>({
    name: 'task-acts',
    text: `SELECT type AS act, at, actor, channel, payload ->> 'before' AS before, payload ->> 'after' AS after FROM events
           WHERE payload ->> 'taskId' = $1 AND type IN ('taskClaimed', 'taskReleased', 'taskAssigned') ORDER BY recorded_at`, values: [taskId],
  });
  return rows;
}
