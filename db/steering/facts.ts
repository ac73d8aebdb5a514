/** Facts of indicators (C-06): kept in the transaction that writes the event, and summed up by days, weeks and months afterwards. */
import type { DatedFact } from '../../domain/steering/of-journeys.ts';
import { grains } from '../../domain/steering/periods.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { readTimeZone } from '../policy/store.ts';

export async function keepFacts(client: Client, facts: readonly DatedFact[]): Promise<void> {
  if (facts.length === 0) return;
  await client.query({
    name: 'indicator-facts',
    text: `INSERT INTO indicator_facts (at, measure, detail, person, team, centre, n, total)
           SELECT at, measure, detail, person, team, centre, n, total FROM jsonb_to_recordset($1::jsonb) AS f(at timestamptz, measure text, detail text, person text, team text, centre text, n int, total bigint)`,
    values: [JSON.stringify(facts.map(({ atMs, ...fact }) => ({ ...fact, at: new Date(atMs).toISOString() })))],
  });
}

/** How many facts are summed up at a time. */
const atOnce = 20_000;

/** Sums up what is not yet, on the days of the operator's zone as it is now; several may do it at once. @returns how many facts were. */
export async function sumUp(pool: Pool): Promise<number> {
  return await inTransaction(pool, (client) => sumUpSome(client));
}

/** The same within a transaction. */
export async function sumUpSome(client: Client): Promise<number> {
  // One at a time: two would take the same facts, and wait for each other's sums.
  const { rows: [lock] } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_xact_lock(hashtext('indicator_sums')) AS taken");
  if (!lock?.taken) return 0;
  const { rows: [moved] } = await client.query<{ n: number }>({
    text: `
      WITH moved AS (
        DELETE FROM indicator_facts WHERE ctid = ANY (ARRAY(SELECT ctid FROM indicator_facts LIMIT $1))
        RETURNING (at AT TIME ZONE $2)::date AS day, measure, detail, person, team, centre, n, total
      ), summed AS (
        INSERT INTO indicator_sums AS s (about, grain, since, measure, detail, person, team, centre, n, total)
        SELECT part.about, grain, date_trunc(grain, day)::date, measure, detail, part.person, part.team, part.centre, sum(n), sum(total)
        FROM moved, unnest($3::text[]) AS grain,
          LATERAL (VALUES ('place', '', coalesce(team, ''), coalesce(centre, '')), ('person', person, '', '')) AS part(about, person, team, centre)
        WHERE part.person IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (about, grain, since, measure, detail, person, team, centre) DO UPDATE SET n = s.n + excluded.n, total = s.total + excluded.total
      )
      SELECT count(*) AS n FROM moved`,
    values: [atOnce, await readTimeZone(client), grains],
  });
  return moved?.n ?? 0;
}
