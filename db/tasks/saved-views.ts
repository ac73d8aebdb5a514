/** Lists that a person or a team comes back to (C-07): filters and sort under a name. */
import type { Pool } from '../pool.ts';

export interface SavedView {
  readonly id: string;
  readonly owner: string;
  /** Shared with this team; null: the owner's alone. */
  readonly team: string | null;
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  readonly version: number;
}

const uniqueViolation = '23505';
const columns = 'id, owner, team, name, query, version';

/** One's own and one's team's, by name. */
export async function listSavedViews(pool: Pool, subject: string): Promise<SavedView[]> {
  const { rows } = await pool.query<SavedView>({
    name: 'saved-views',
    text: `SELECT ${columns} FROM basket_views WHERE owner = $1
           UNION SELECT ${columns} FROM basket_views WHERE team = (SELECT team FROM team_members WHERE subject = $1) ORDER BY name, id`,
    values: [subject],
  });
  return rows;
}

/** Undefined where it is not one's own. */
export async function readOwnView(pool: Pool, id: string, owner: string): Promise<SavedView | undefined> {
  const { rows: [row] } = await pool.query<SavedView>({ name: 'saved-view', text: `SELECT ${columns} FROM basket_views WHERE id = $1 AND owner = $2`, values: [id, owner] });
  return row;
}

/** Kept once under its id; undefined where the owner has another of that name. */
export async function keepView(pool: Pool, { id, owner, team, name, query }: Omit<SavedView, 'version'>): Promise<SavedView | undefined> {
  const { rows: [row] } = await pool.query<SavedView>(
    `WITH kept AS (INSERT INTO basket_views (id, owner, team, name, query) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING ${columns})
     SELECT * FROM kept UNION ALL SELECT ${columns} FROM basket_views WHERE id = $1`, [id, owner, team, name, JSON.stringify(query)]);
  return row;
}

/** `taken`: the owner has another of that name. `stale`: changed or gone since that version. */
export async function changeView(pool: Pool, { id, owner, team, name, query, version }: SavedView): Promise<SavedView | 'taken' | 'stale'> {
  const changed = await pool.query<SavedView & { readonly isTaken: boolean }>(
    `WITH other AS (SELECT FROM basket_views WHERE owner = $2 AND name = $4 AND id <> $1),
          changed AS (UPDATE basket_views SET team = $3, name = $4, query = $5, version = version + 1, changed_at = date_trunc('milliseconds', now())
                      WHERE id = $1 AND owner = $2 AND version = $6 AND NOT EXISTS (SELECT FROM other) RETURNING ${columns})
     SELECT changed.*, EXISTS (SELECT FROM other) AS "isTaken" FROM (VALUES (1)) AS one LEFT JOIN changed ON true`,
    [id, owner, team, name, JSON.stringify(query), version])
    // Of two that are given one name at once, the second finds it taken only as it writes.
    .catch((error: unknown) => { if (error instanceof Error && 'code' in error && error.code === uniqueViolation) return undefined; throw error; });
  if (changed === undefined) return 'taken';
  const [row] = changed.rows;
  if (row?.isTaken) return 'taken';
  if (!row?.id) return 'stale';
  const { isTaken: _isTaken, ...view } = row;
  return view;
}

/** False where there was none of one's own. */
export async function deleteView(pool: Pool, id: string, owner: string): Promise<boolean> {
  const { rowCount } = await pool.query('DELETE FROM basket_views WHERE id = $1 AND owner = $2', [id, owner]);
  return rowCount === 1;
}
