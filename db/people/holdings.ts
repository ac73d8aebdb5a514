/** The profiles that somebody holds by the directory and by grants (C-05). */
import type { Holding } from '../../domain/people/principal.ts';
import { isProfile } from '../../domain/people/profiles.ts';
import { everything } from '../../domain/people/scope.ts';
import type { Pool } from '../pool.ts';

/** A profile as a row binds it: to a centre, a region, one's own customers, or to nothing. */
export interface BoundRow {
  readonly profile: string;
  /** Null: everywhere. A region's are those that it has now. */
  readonly centres: readonly string[] | null;
  readonly ownCustomers: boolean;
}

/** Of a row that has `centre`, `region` and `own_customers`, the columns of a `BoundRow`. */
export const boundColumns = `held.profile, held.own_customers AS "ownCustomers",
  CASE WHEN held.centre IS NOT NULL OR held.region IS NOT NULL OR held.own_customers THEN ARRAY(SELECT key FROM centres WHERE key = held.centre OR centres.region = held.region ORDER BY key) END AS centres`;

/** None for a profile that the catalogue no longer has. */
export function holdingOf({ profile, centres, ownCustomers }: BoundRow, subject: string, source: Holding['source'], until: Date | null): Holding[] {
  if (!isProfile(profile)) return [];
  return [{ profile, scope: centres === null ? everything : { reach: 'part', centres, accountManager: ownCustomers ? subject : null }, source, until }];
}

/** What the directory says now, and the grants that have not ended: read at each request, so that an access ends though nothing runs. */
export async function readHoldings(pool: Pool, subject: string, atMs: number): Promise<readonly Holding[]> {
  return (await readHoldingsOfMany(pool, [subject], atMs)).get(subject) ?? [];
}

/** The same of several persons by one statement, by subject; who holds nothing is left out. */
export async function readHoldingsOfMany(pool: Pool, subjects: readonly string[], atMs: number): Promise<ReadonlyMap<string, readonly Holding[]>> {
  const { rows } = await pool.query<BoundRow & { readonly subject: string; readonly until: Date | null }>({
    name: 'holdings',
    text: `SELECT subject, ${boundColumns}, until FROM (
             SELECT subject, profile, centre, region, own_customers, NULL::timestamptz AS until FROM assignments WHERE subject = ANY ($1)
             UNION ALL SELECT subject, profile, centre, region, own_customers, expires_at FROM grants WHERE subject = ANY ($1) AND expires_at > $2 AND revoked_at IS NULL) AS held`,
    values: [subjects, new Date(atMs)],
  });
  const found = new Map<string, Holding[]>();
  for (const { subject, until, ...row } of rows) found.set(subject, [...found.get(subject) ?? [], ...holdingOf(row, subject, until === null ? 'directory' : 'grant', until)]);
  return found;
}
