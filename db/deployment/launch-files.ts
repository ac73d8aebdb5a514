/** Launch files (D-01): kept as they were sent; contacts and addresses can be erased here without touching the record. */
import { launchFile, type LaunchFile } from '../../domain/deployment/launch.schema.ts';
import type { Client, Pool } from '../pool.ts';

/** Keeps the file before the journey starts; the same deployment again changes nothing. */
export async function keepLaunchFile(client: Pick<Client, 'query'>, deploymentId: string, file: LaunchFile): Promise<void> {
  await client.query('INSERT INTO launch_files (deployment_id, file) VALUES ($1, $2) ON CONFLICT DO NOTHING', [deploymentId, JSON.stringify(file)]);
}

/** @throws {Error} when there is none: it is written before the journey starts. */
export async function readLaunchFile(pool: Pool, deploymentId: string): Promise<LaunchFile> {
  const { rows: [row] } = await pool.query<{ file: unknown }>('SELECT file FROM launch_files WHERE deployment_id = $1', [deploymentId]);
  if (!row) throw new Error(`no launch file of ${deploymentId}`);
  return launchFile.parse(row.file);
}
