/** Who works in which team (D-03). */
import type { Pool } from '../pool.ts';

/** The name that customers read of a subject; null for a stranger. */
export async function readPersonName(pool: Pool, subject: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ name: string }>('SELECT name FROM team_members WHERE subject = $1', [subject]);
  return row?.name ?? null;
}

/** The coordinators of a production manager's own team, by subject. */
export async function coordinatorsOf(pool: Pool, manager: string): Promise<string[]> {
  const { rows } = await pool.query<{ subject: string }>(
    `SELECT mate.subject FROM team_members AS mate JOIN team_members AS manager ON manager.team = mate.team
     WHERE manager.subject = $1 AND mate.profile = 'coordinator' ORDER BY mate.subject`, [manager]);
  return rows.map(({ subject }) => subject);
}
