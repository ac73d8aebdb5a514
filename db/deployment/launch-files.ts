/** Launch files (D-01): kept as they were sent; contacts and addresses can be erased here without touching the record. */
import { launchFile, type LaunchFile } from '../../domain/deployment/launch.schema.ts';
import { holdCustomer } from '../customer/record.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';

/** Keeps the file before the journey starts; the same deployment again changes nothing. */
export async function keepLaunchFile(client: Pick<Client, 'query'>, deploymentId: string, file: LaunchFile): Promise<void> {
  await client.query('INSERT INTO launch_files (deployment_id, file) VALUES ($1, $2) ON CONFLICT DO NOTHING', [deploymentId, JSON.stringify(file)]);
}

/** A journey that never started holds nothing for longer. */
const staleAfter = "interval '5 minutes'";

/** The deployment of that order of the customer, or the one that is being launched for it; null where there is none, or it was cancelled (D-23) or withdrawn from (C-08): such an order may be launched anew. */
export async function launchedFor(client: Pick<Client, 'query'>, { customerId, orderNumber }: Pick<LaunchFile, 'customerId' | 'orderNumber'>, but: string | null = null): Promise<string | null> {
  const { rows: [row] } = await client.query<{ id: string }>({
    name: 'launched-for',
    text: `SELECT f.deployment_id AS id FROM launch_files AS f LEFT JOIN deployments AS d ON d.id = f.deployment_id
           WHERE f.file ->> 'orderNumber' = $2 AND survivor_of(f.file ->> 'customerId') = survivor_of($1) AND f.deployment_id IS DISTINCT FROM $3
             AND (d.phase NOT IN ('cancelled', 'withdrawn') OR d.id IS NULL AND f.received_at > now() - ${staleAfter}) ORDER BY d.id NULLS LAST, 1 LIMIT 1`,
    values: [customerId, orderNumber, but],
  });
  return row?.id ?? null;
}

/**
 * Keeps the file unless its order has another deployment, by one at a time, however many launch it at once. One that is on record is not judged anew.
 * @returns the other; null when it is kept.
 */
export async function takeOrder(pool: Pool, deploymentId: string, file: LaunchFile): Promise<string | null> {
  return await inTransaction(pool, async (client) => {
    await holdCustomer(client, file.customerId);
    const { rowCount } = await client.query('SELECT FROM deployments WHERE id = $1', [deploymentId]);
    const other = rowCount === 1 ? null : await launchedFor(client, file, deploymentId);
    if (other === null) await keepLaunchFile(client, deploymentId, file);
    return other;
  });
}

/** @throws {Error} when there is none: it is written before the journey starts. */
export async function readLaunchFile(pool: Pool, deploymentId: string): Promise<LaunchFile> {
  const { rows: [row] } = await pool.query<{ file: unknown }>('SELECT file FROM launch_files WHERE deployment_id = $1', [deploymentId]);
  if (!row) throw new Error(`no launch file of ${deploymentId}`);
  return launchFile.parse(row.file);
}
