/** The support teams of a desk, as escalations and transfers need them. */
import type { Text } from '../../domain/errors/codes.ts';
import type { SkilledTeam } from '../../domain/ticket/proposals.ts';
import type { Team } from '../../domain/ticket/ticket.ts';
import type { Pool } from '../pool.ts';

/** By level, then by key: the order in which they are escalated to. */
export async function readTeams(pool: Pool, desk: string): Promise<Team[]> {
  const { rows } = await pool.query<Team>({ name: 'desk-teams', text: 'SELECT key AS team, level FROM teams WHERE desk = $1 ORDER BY level, key', values: [desk] });
  return rows;
}

/** With what they know, for a proposal where to transfer a ticket (C-03). */
export async function readSkilledTeams(pool: Pool, desk: string): Promise<(SkilledTeam & { readonly label: Text })[]> {
  const { rows } = await pool.query<SkilledTeam & { readonly label: Text }>({ name: 'desk-skilled-teams', text: 'SELECT key AS team, level, label, skills FROM teams WHERE desk = $1 ORDER BY level, key', values: [desk] });
  return rows;
}
