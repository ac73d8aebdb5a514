/** What groups of figures are called (C-06): people, teams, centres and regions as they are now. */
import type { Text } from '../../domain/errors/codes.ts';
import type { Client, Pool } from '../pool.ts';
import type { Grouping, Selection } from './history.ts';

export interface GroupRead {
  readonly key: string;
  readonly label: Text;
  /** Of a centre. */
  readonly region: string | null;
}

const sources: Readonly<Record<Exclude<Grouping, null>, string>> = {
  person: "SELECT subject AS key, jsonb_build_object('fr', name, 'en', name) AS label, NULL AS region, team, centre, subject AS person FROM team_members",
  team: "SELECT key, label, NULL AS region, key AS team, NULL AS centre, NULL AS person FROM teams",
  centre: 'SELECT key, label, region, NULL AS team, key AS centre, NULL AS person FROM centres',
  region: "SELECT DISTINCT region AS key, jsonb_build_object('fr', region, 'en', region) AS label, NULL AS region, NULL AS team, NULL AS centre, NULL AS person FROM centres",
};

/** The groups that a reader is shown, whatever was counted of them: people of what was selected, all teams, centres and regions; by key. */
export async function readGroups(pool: Pool, by: Exclude<Grouping, null>, { person, team, centre, region, centres, teams }: Selection): Promise<GroupRead[]> {
  const { rows } = await pool.query<GroupRead>(
    `SELECT g.key, g.label, g.region FROM (${sources[by]}) AS g LEFT JOIN centres AS c ON c.key = g.centre
     WHERE ($1::text IS NULL OR g.person IS NULL OR g.person = $1) AND ($2::text IS NULL OR g.team IS NULL OR g.team = $2) AND ($3::text IS NULL OR g.centre IS NULL OR g.centre = $3)
       AND ($4::text IS NULL OR coalesce(c.region, g.region) IS NULL OR coalesce(c.region, g.region) = $4)
       AND ($5::text[] IS NULL OR g.person IS NULL OR g.centre = ANY ($5)) AND ($6::text[] IS NULL OR g.team IS NULL OR g.team = ANY ($6))
     ORDER BY g.key`,
    [person ?? null, team ?? null, centre ?? null, region ?? null, centres, teams]);
  return rows;
}

/** The team that somebody is in, of a desk or not; null: none. */
export async function readOwnTeam(pool: Pick<Pool | Client, 'query'>, subject: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ team: string }>('SELECT team FROM team_members WHERE subject = $1', [subject]);
  return row?.team ?? null;
}
