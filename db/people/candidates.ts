/** The technicians of a desk as candidates for a ticket: facts in one query, hours from the policies (T-11). */
import { availabilityAt, hoursAt, type Hours } from '../../domain/people/availability.ts';
import { onDutyIn, weekAt, type RotaWeek } from '../../domain/people/rota.ts';
import type { Desk } from '../../domain/people/desk.ts';
import type { Candidate } from '../../domain/ticket/attribution.ts';
import type { Level } from '../../domain/ticket/ticket.ts';
import type { Pool } from '../pool.ts';
import { supportProfiles } from './directory.ts';

export interface CandidateQuery {
  readonly level: Level;
  /** The ticket itself is nobody's load. */
  readonly number: string | null;
  readonly customerId: string | null;
  readonly rds: string | null;
  /** Of this customer; another's counts for nothing. */
  readonly project: string | null;
}

interface Row extends Pick<Candidate, 'subject' | 'team' | 'level' | 'isGeneralist' | 'skills' | 'openTickets' | 'knowsHistory' | 'isReferent' | 'isOfProject'> {
  readonly calendar: string | null;
  readonly absences: readonly { readonly startsAtMs: number; readonly endsAtMs: number }[];
  readonly rota: readonly RotaWeek[];
}

/** Everybody of the desk's level, available or not: who is dropped, and why, is part of the explanation. */
export async function readCandidates(pool: Pool, { desk, handover, hoursOf }: Desk, { level, number, customerId, rds, project }: CandidateQuery, nowMs: number): Promise<Candidate[]> {
  const week = handover && weekAt(handover, nowMs);
  const { rows } = await pool.query<Row>({
    name: 'candidates',
    text: `
      SELECT m.subject, t.key AS team, t.level, cardinality(t.skills) = 0 AS "isGeneralist", t.skills || m.skills AS skills, m.calendar,
        (SELECT count(*)::int FROM tickets WHERE coalesce(assignee, attributed_to) = m.subject AND ended_at IS NULL AND number IS DISTINCT FROM $9) AS "openTickets",
        CASE WHEN $4::text IS NULL THEN EXISTS (SELECT FROM tickets WHERE assignee = m.subject AND ended_at IS NOT NULL AND customer_id = (SELECT survivor_of($3)))
          ELSE EXISTS (SELECT FROM tickets WHERE assignee = m.subject AND ended_at IS NOT NULL AND rds = $4) END AS "knowsHistory",
        EXISTS (SELECT FROM referents AS r WHERE r.desk = $1 AND r.customer_id = (SELECT survivor_of($3)) AND r.subject = m.subject) AS "isReferent",
        EXISTS (SELECT FROM projects WHERE key = $5 AND customer_id = (SELECT survivor_of($3)) AND m.subject = ANY (technicians)) AS "isOfProject",
        coalesce((SELECT jsonb_agg(jsonb_build_object('startsAtMs', floor(extract(epoch FROM starts_at) * 1000), 'endsAtMs', floor(extract(epoch FROM ends_at) * 1000)))
          FROM absences AS a WHERE a.subject = m.subject AND starts_at <= $6 AND ends_at > $6), '[]') AS absences,
        coalesce((SELECT jsonb_agg(jsonb_build_object('week', week, 'subject', subject)) FROM rota_weeks WHERE rota_weeks.desk = $1 AND week BETWEEN $7::date - 6 AND $7::date), '[]') AS rota
      FROM teams AS t JOIN team_members AS m ON m.team = t.key
      WHERE t.desk = $1 AND t.level = $2 AND m.profile = ANY ($8)
      ORDER BY m.subject`,
    values: [desk, level, customerId, rds, project, new Date(nowMs), week, supportProfiles, number],
  });
  const known = new Map<string | null, Hours>();
  const hours = (calendar: string | null): Hours => {
    const found = known.get(calendar) ?? hoursAt(hoursOf(calendar), nowMs);
    known.set(calendar, found);
    return found;
  };
  return rows.map(({ calendar, absences, rota, ...facts }) => ({
    ...facts, availability: availabilityAt(hours(calendar), absences.map(({ startsAtMs, endsAtMs }) => [startsAtMs, endsAtMs] as const), nowMs),
    isOnDuty: week !== null && onDutyIn(rota, week) === facts.subject,
  }));
}
