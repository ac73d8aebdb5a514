/** Historical indicators (C-06), added up from the sums of days, weeks and months and from what is not summed up yet: one statement, so that nothing is counted twice or missed. */
import { personTeamMeasures, stockMeasures, type Measure } from '../../domain/steering/facts.ts';
import { piecesOf, type Period, type Step } from '../../domain/steering/periods.ts';
import type { Pool } from '../pool.ts';

export const groupings = ['person', 'team', 'centre', 'region'] as const;
/** Null: all as one. */
export type Grouping = (typeof groupings)[number] | null;

/** Whose figures; absent: everybody's. */
export interface Selection {
  readonly person?: string | undefined;
  readonly team?: string | undefined;
  readonly centre?: string | undefined;
  readonly region?: string | undefined;
  /** Those that the reader may see in detail, by person or team; null: all. */
  readonly centres: readonly string[] | null;
  /** The same, teams. */
  readonly teams: readonly string[] | null;
}

/** What was counted in one step of the period; `since` null: before the period, of what stands. */
export interface CountRead {
  readonly since: string | null;
  readonly measure: Measure;
  readonly detail: string;
  /** Empty: of none. */
  readonly key: string;
  readonly n: number;
  readonly total: number;
}

/** Before this nothing was recorded. */
const beginning = '2000-01-01';

/** @param period already widened to whole steps. @param timeZone of the operator */
export async function readCounts(pool: Pool, { period, step, by, of, only, timeZone }: {
  readonly period: Period; readonly step: Step; readonly by: Grouping; readonly of: Selection; readonly only: readonly Measure[]; readonly timeZone: string;
}): Promise<CountRead[]> {
  const isByTeam = by === 'team' || of.team !== undefined;
  const isByPerson = by === 'person' || of.person !== undefined;
  const stocks = only.filter((measure) => stockMeasures.includes(measure));
  const inPeriod = step === 'total' ? piecesOf(period).map((piece) => ({ ...piece, since: period.from })) : [{ grain: step, ...period, since: null }];
  const pieces = [
    ...inPeriod.map((piece) => ({ ...piece, measures: only })),
    ...(stocks.length === 0 ? [] : piecesOf({ from: beginning, until: period.from }).map((piece) => ({ ...piece, since: beginning, measures: stocks }))),
  ];
  // A person's figures are all of his; a team's and a centre's are those of its tickets; what has no team of its own goes by that of its people.
  const byPerson = isByPerson ? only : isByTeam ? only.filter((measure) => personTeamMeasures.includes(measure)) : [];
  const byPlace = only.filter((measure) => !byPerson.includes(measure));
  const { rows } = await pool.query<CountRead>(
    `WITH pieces AS (SELECT * FROM jsonb_to_recordset($1) AS p(grain text, "from" date, until date, since date, measures text[])),
     counted AS (
       SELECT coalesce(p.since, s.since) AS since, s.about, s.measure, s.detail, s.person, s.team, s.centre, s.n, s.total
       FROM pieces AS p JOIN indicator_sums AS s ON s.grain = p.grain AND s.since >= p."from" AND s.since < p.until AND s.measure = ANY (p.measures)
       WHERE (s.about = 'place' AND cardinality($2::text[]) > 0 AND s.measure = ANY ($2)) OR (s.about = 'person' AND cardinality($3::text[]) > 0 AND s.measure = ANY ($3))
       UNION ALL
       SELECT coalesce(p.since, date_trunc(p.grain, f.day)::date), part.about, f.measure, f.detail, part.person, part.team, part.centre, f.n, f.total
       FROM (SELECT *, (at AT TIME ZONE $4)::date AS day FROM indicator_facts WHERE measure = ANY ($2 || $3)) AS f JOIN pieces AS p ON f.day >= p."from" AND f.day < p.until AND f.measure = ANY (p.measures),
         LATERAL (VALUES ('place', '', coalesce(f.team, ''), coalesce(f.centre, '')), ('person', f.person, '', '')) AS part(about, person, team, centre)
       WHERE part.person IS NOT NULL AND f.measure = ANY (CASE part.about WHEN 'place' THEN $2 ELSE $3 END)
     ), placed AS (
       SELECT c.since, c.measure, c.detail, c.n, c.total, c.person, coalesce(m.team, c.team) AS team, CASE c.about WHEN 'person' THEN coalesce(m.centre, '') ELSE c.centre END AS centre
       FROM counted AS c LEFT JOIN team_members AS m ON m.subject = c.person WHERE c.about = 'place' OR m.subject IS NOT NULL
     )
     SELECT nullif(since, $5::date)::text AS since, measure, detail, ${by === null ? "''" : by === 'region' ? "coalesce(region, '')" : `placed.${by}`} AS key, sum(n)::float8 AS n, sum(total)::float8 AS total
     FROM placed LEFT JOIN centres ON centres.key = placed.centre
     WHERE ($6::text IS NULL OR person = $6) AND ($7::text IS NULL OR team = $7) AND ($8::text IS NULL OR placed.centre = $8) AND ($9::text IS NULL OR region = $9)
       AND ($10::text[] IS NULL OR placed.centre = ANY ($10)) AND ($11::text[] IS NULL OR team = ANY ($11))
     GROUP BY 1, 2, 3, 4`,
    [JSON.stringify(pieces), byPlace, byPerson, timeZone, beginning, of.person ?? null, of.team ?? null, of.centre ?? null, of.region ?? null, isByPerson || isByTeam ? of.centres : null, isByPerson || isByTeam ? of.teams : null]);
  return rows;
}
