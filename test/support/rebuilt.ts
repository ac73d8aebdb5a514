/** The proof that the read models say what the events say. */
import { expect } from 'vitest';
import { completedByRebuild, readModels, rebuild } from '../../db/journey/rebuild.ts';
import type { House } from './house.ts';

/** Not what is still to tell: it is emptied as it is heard of, and what was heard before is heard again, without effect. Nor how far indicators are summed up: together they say the same. */
const tables = [...readModels, ...completedByRebuild].filter((table) => !['links_to_tell', 'indicator_facts', 'indicator_sums'].includes(table));

/** What indicators count (C-06), whether it is summed up by now or not. */
const counted = `(
  SELECT day, measure, detail, person, team, centre, sum(n) AS n, sum(total) AS total FROM (
    SELECT since AS day, measure, detail, person, team, centre, n, total FROM indicator_sums WHERE grain = 'day'
    UNION ALL SELECT (at AT TIME ZONE 'Europe/Paris')::date, measure, detail, part.person, part.team, part.centre, n, total
    FROM indicator_facts, LATERAL (VALUES ('', coalesce(team, ''), coalesce(centre, '')), (person, '', '')) AS part(person, team, centre) WHERE part.person IS NOT NULL) AS every_one
  GROUP BY 1, 2, 3, 4, 5, 6)`;

/** Rows before the rebuild are rows after it, of every table that it makes, for every journey of the file. */
export async function expectRebuildChangesNothing({ pool }: Pick<House, 'pool'>): Promise<void> {
  const read = async () => Object.fromEntries(await Promise.all([...tables, counted].map(async (table) => [table, (await pool.query<{ row: unknown }>(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`)).rows] as const)));
  const recorded = async () => (await pool.query<{ count: number }>('SELECT count(*) FROM events')).rows[0]?.count;
  for (;;) {
    const count = await recorded();
    const before = await read();
    const rebuilt = await rebuild(pool);
    const after = await read();
    // A journey that has gone on meanwhile is no difference: compared again.
    if (await recorded() !== count) continue;
    expect(rebuilt).toBe(before['journeys']?.length);
    expect(after).toEqual(before);
    return;
  }
}
