/** The recorded states of journeys, as their rows have them. */
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import type { Pool } from '../pool.ts';

export interface JourneyRow {
  readonly id: string;
  readonly kind: JourneyKind;
  /** How many events it is made of. */
  readonly version: number;
  readonly state: unknown;
  readonly isOpen: boolean;
}

/** Undefined for one that nothing is recorded of. */
export async function readJourneyRow(pool: Pool, id: string): Promise<JourneyRow | undefined> {
  const { rows: [row] } = await pool.query<JourneyRow>({ name: 'journey-row', text: 'SELECT id, kind, version, state, is_open AS "isOpen" FROM journeys WHERE id = $1', values: [id] });
  return row;
}

/** Ids of those that go on, in order. @param after the last of the page before */
export async function listOpenJourneys(pool: Pool, after: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({ name: 'journeys-open', text: 'SELECT id FROM journeys WHERE is_open AND id > $1 ORDER BY id LIMIT $2', values: [after, limit] });
  return rows.map(({ id }) => id);
}

/** What a journey owes after its end: `work`: a task that a person has, or what he asked for by one (D-23, T-23), or word to a customer that his order is withdrawn (C-08); `report`: of a site, how it ended, which its deployment has not recorded. */
export type Owed = 'work' | 'report';

/** Those that have ended and still owe something, by id. Looks at every journey. */
export async function listOwed(pool: Pool): Promise<ReadonlyMap<string, Owed>> {
  const { rows } = await pool.query<{ id: string; owed: Owed }>(`
    SELECT j.id, 'work' AS owed FROM journeys AS j WHERE NOT j.is_open AND (j.state -> 'documentation' ->> 'phase' = 'accepted'
      OR (j.kind = 'order' AND j.state ->> 'outcome' = 'withdrawn' AND j.state -> 'isWithdrawalTold' IS NULL) OR EXISTS (SELECT FROM tasks AS t WHERE t.journey_id = j.id AND t.status = 'open'))
    UNION ALL SELECT s.id, 'report' FROM journeys AS d CROSS JOIN LATERAL jsonb_each_text(d.state -> 'sites') AS known (site, milestone) JOIN journeys AS s ON s.id = d.id || '/' || known.site
    WHERE d.kind = 'deployment' AND d.is_open AND NOT s.is_open AND known.milestone NOT IN ('in-service', 'cancelled')
    ORDER BY owed DESC`);
  // Of a site that owes both, the report.
  return new Map(rows.map(({ id, owed }) => [id, owed]));
}

/** Reads the state of a journey by its id; undefined of one that nothing is recorded of. */
export async function readJourneyState<State>(pool: Pick<Pool, 'query'>, id: string): Promise<State | undefined> {
  const { rows: [row] } = await pool.query<{ state: State }>({ name: 'journey-state', text: 'SELECT state FROM journeys WHERE id = $1', values: [id] });
  return row?.state;
}
