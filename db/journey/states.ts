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

/** Reads the state of a journey by its id; undefined of one that nothing is recorded of. */
export async function readJourneyState<State>(pool: Pick<Pool, 'query'>, id: string): Promise<State | undefined> {
  const { rows: [row] } = await pool.query<{ state: State }>({ name: 'journey-state', text: 'SELECT state FROM journeys WHERE id = $1', values: [id] });
  return row?.state;
}
