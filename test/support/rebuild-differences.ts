/** What a rebuild makes otherwise than it is: the proof that the read models say what the events say. */
import { completedByRebuild, readModels, rebuild } from '../../db/journey/rebuild.ts';
import type { Pool } from '../../db/pool.ts';

/** Not what is still to tell: it is emptied as it is heard of, and what was heard before is heard again, without effect. Nor how far indicators are summed up: together they say the same. */
const tables = [...readModels, ...completedByRebuild].filter((table) => !['links_to_tell', 'indicator_facts', 'indicator_sums'].includes(table));

/** What indicators count (C-06), whether it is summed up by now or not. */
const counted = `
  SELECT day, measure, detail, person, team, centre, sum(n) AS n, sum(total) AS total FROM (
    SELECT since AS day, measure, detail, person, team, centre, n, total FROM indicator_sums WHERE grain = 'day'
    UNION ALL SELECT (at AT TIME ZONE 'Europe/Paris')::date, measure, detail, part.person, part.team, part.centre, n, total
    FROM indicator_facts, LATERAL (VALUES ('', coalesce(team, ''), coalesce(centre, '')), (person, '', '')) AS part(person, team, centre) WHERE part.person IS NOT NULL) AS every_one
  GROUP BY 1, 2, 3, 4, 5, 6`;
const compared = [...tables.map((table) => ({ table, rows: `TABLE public.${table}` })), { table: 'indicators', rows: counted }];

export interface Rebuilt {
  readonly journeys: number;
  /** «gone» or «new», table and row, of at most some rows a table. */
  readonly differences: readonly string[];
}

const shownOfATable = 5;

/** Rows before the rebuild are rows after it, of every table that it makes; a journey that goes on meanwhile is no difference: compared again. */
export async function rebuildDifferences(pool: Pool): Promise<Rebuilt> {
  const recorded = async (): Promise<number> => (await pool.query<{ count: number }>('SELECT count(*) FROM events')).rows[0]?.count ?? 0;
  for (;;) {
    const count = await recorded();
    await pool.query('DROP SCHEMA IF EXISTS before_rebuild CASCADE; CREATE SCHEMA before_rebuild');
    try {
      for (const { table, rows } of compared) await pool.query(`CREATE UNLOGGED TABLE before_rebuild.${table} AS ${rows}`);
      const { rows: [known] } = await pool.query<{ n: number }>('SELECT count(*) AS n FROM before_rebuild.journeys');
      const journeys = await rebuild(pool);
      const differences = journeys === known?.n ? [] : [`${known?.n} journeys before, ${journeys} after`];
      for (const { table, rows } of compared) {
        const [before, after] = [`SELECT to_jsonb(t) AS row FROM before_rebuild.${table} t`, `SELECT to_jsonb(t) AS row FROM (${rows}) t`];
        const { rows: found } = await pool.query<{ side: string; row: unknown }>(`
          (SELECT 'gone' AS side, row FROM (${before} EXCEPT ALL ${after}) AS gone LIMIT $1) UNION ALL (SELECT 'new', row FROM (${after} EXCEPT ALL ${before}) AS new LIMIT $1)`, [shownOfATable]);
        differences.push(...found.map(({ side, row }) => `${side} in ${table}: ${JSON.stringify(row)}`));
      }
      if (await recorded() === count) return { journeys, differences };
    } finally {
      await pool.query('DROP SCHEMA IF EXISTS before_rebuild CASCADE');
    }
  }
}
