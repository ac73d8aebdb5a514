/** The choice of a technician on the facts of now: read in one query, made by the rules (T-11). */
import type { Desk } from '../../domain/people/desk.ts';
import { attribute, type Attribution } from '../../domain/ticket/attribution.ts';
import type { TicketState } from '../../domain/ticket/ticket.ts';
import { readCandidates } from '../people/candidates.ts';
import type { Pool } from '../pool.ts';

/** What is asked for whom. */
export interface Asked extends Pick<TicketState, 'level' | 'classification'> {
  /** Null for one that does not exist yet. */
  readonly number: string | null;
  readonly customerId: string | null;
  readonly rds: string | null;
  readonly team: string | null;
  readonly teamsHad: readonly string[];
  readonly project: string | null;
  readonly wish: string | null;
  readonly leftBy: string | null;
}

export async function chooseTechnician(pool: Pool, desk: Desk, { classification, ...asked }: Asked, nowMs: number): Promise<Attribution> {
  const { level, wish, team, teamsHad, leftBy } = asked;
  const skills = classification ? [classification.category, classification.symptom] : [];
  return attribute({ level, skills, wish, team, teamsHad, leftBy }, await readCandidates(pool, desk, asked, nowMs));
}

/** What a running ticket asks of its next technician. */
export function askedOf({ opening, level, classification, team, teams, attribution }: TicketState, change: Partial<Pick<Asked, 'project' | 'wish' | 'leftBy'>> = {}): Asked {
  if (!opening) throw new Error('a technician is chosen before the ticket was opened');
  const { number, customerId, rds, wish = null } = opening;
  return { number, customerId, rds, level, classification, team: team?.team ?? null, teamsHad: teams, project: attribution?.project ?? null, wish, leftBy: null, ...change };
}
