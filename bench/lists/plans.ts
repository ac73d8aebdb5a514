/** The plans of what the API asks of the database, as it asks it: each statement of a request is explained beside being run. */
import type { Pool } from '../../db/pool.ts';

/** A table of fewer rows may be read as a whole: centres, teams, policies. */
const bigFrom = 2_000;

export interface Explained {
  readonly text: string;
  readonly plan: string;
}

interface Statement {
  readonly text: string;
  readonly values?: unknown[];
}

/** A pool that explains what is read through it. @param explained gets the statements that touch a big table */
export function explaining(pool: Pool, explained: Explained[], big: ReadonlySet<string>): Pool {
  const query = async (...sent: [string | Statement, unknown[]?]): Promise<unknown> => {
    const [statement, listed] = sent;
    const { text, values = [] } = typeof statement === 'string' ? { text: statement, values: listed ?? [] } : statement;
    if (/^\s*(SELECT|WITH)\b/.test(text)) {
      const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) ${text}`, values);
      const plan = rows.map((line) => line['QUERY PLAN']).join('\n');
      if (tablesIn(plan).some((table) => big.has(table))) explained.push({ text, plan });
    }
    return await (pool.query as (...given: unknown[]) => Promise<unknown>)(...sent);
  };
  return new Proxy(pool, { get: (of, name, receiver) => (name === 'query' ? query : Reflect.get(of, name, receiver) as unknown) });
}

/** Tables that are read as a whole though they are big. */
export function scannedWhole(plan: string, big: ReadonlySet<string>): string[] {
  return [...plan.matchAll(/Seq Scan on (\w+)/g)].map(([, table = '']) => table).filter((table) => big.has(table));
}

function tablesIn(plan: string): string[] {
  return [...plan.matchAll(/ on (\w+)/g)].map(([, table = '']) => table);
}

/** By their size as the last ANALYZE found it; partitions and views are none of them. */
export async function bigTables(pool: Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ name: string }>("SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= $1", [bigFrom]);
  return new Set(rows.map(({ name }) => name));
}
