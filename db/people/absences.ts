/** Absences as they were entered (T-11, T-19). */
import type { Pool } from '../pool.ts';

export interface AbsenceRead {
  readonly id: string;
  readonly subject: string;
  readonly name: string;
  /** Of the person. */
  readonly centre: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly reason: string;
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

const columns = 'a.id, a.subject, m.name, m.centre, a.starts_at AS "startsAt", a.ends_at AS "endsAt", a.reason, a.entered_by AS "enteredBy", a.entered_at AS "enteredAt"';
const source = 'FROM absences AS a JOIN team_members AS m ON m.subject = a.subject';

export async function readAbsence(pool: Pool, id: string): Promise<AbsenceRead | undefined> {
  const { rows: [row] } = await pool.query<AbsenceRead>(`SELECT ${columns} ${source} WHERE a.id = $1`, [id]);
  return row;
}

/** Once, however often it is sent under its id. */
export async function enterAbsence(pool: Pool, { id, subject, startsAt, endsAt, reason, enteredBy }: Omit<AbsenceRead, 'name' | 'centre' | 'enteredAt'>): Promise<void> {
  await pool.query(
    'INSERT INTO absences (id, subject, starts_at, ends_at, reason, entered_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
    [id, subject, startsAt, endsAt, reason, enteredBy]);
}

export async function removeAbsence(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM absences WHERE id = $1', [id]);
}

export interface AbsenceFilter {
  readonly subject?: string | undefined;
  readonly desk?: string | undefined;
  /** Only those that end after it and begin before the other. */
  readonly from: Date;
  readonly until?: Date | undefined;
  readonly after?: { readonly startsAt: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** By beginning. */
export async function listAbsences(pool: Pool, { subject, desk, from, until, after, limit }: AbsenceFilter): Promise<AbsenceRead[]> {
  const { rows } = await pool.query<AbsenceRead>(
    `SELECT ${columns} ${source} LEFT JOIN teams ON teams.key = m.team
     WHERE a.ends_at > $1 AND ($2::timestamptz IS NULL OR a.starts_at < $2) AND ($3::text IS NULL OR a.subject = $3) AND ($4::text IS NULL OR teams.desk = $4)
       AND ($5::timestamptz IS NULL OR (a.starts_at, a.id) > ($5, $6::uuid))
     ORDER BY a.starts_at, a.id LIMIT $7`,
    [from, until ?? null, subject ?? null, desk ?? null, after?.startsAt ?? null, after?.id ?? null, limit]);
  return rows;
}
