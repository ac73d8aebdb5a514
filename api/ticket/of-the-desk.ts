/** Who works on a ticket is of its desk (T-09, T-11): its technicians and agents, whatever their team; dispatchers and supervisors see to every desk's. */
import type { Pool } from 'pg';
import { readTeamOf } from '../../db/people/directory.ts';
import type { TicketRead } from '../../db/ticket/reads.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Team } from '../../domain/ticket/ticket.ts';
import { problem } from '../http/problem.ts';
import { mayTowards } from '../people/reach.ts';

/** @returns his team; null of who is bound to no desk. @throws {Problem} `T-11.not-of-the-desk`. */
export async function demandOfTheDesk(pool: Pool, principal: Principal, { desk, customerId }: Pick<TicketRead, 'desk' | 'customerId'>): Promise<Team | null> {
  const { subject } = principal;
  if (await mayTowards(pool, principal, 'ticket:attribute', customerId)) return null;
  // A key works at the desk of its team, if it was given one.
  const own = principal.desk ?? await readTeamOf(pool, subject);
  if (own?.desk !== desk) throw problem(refuse('T-11.not-of-the-desk', { desk, subject }));
  return { team: own.team, level: own.level };
}

/** C-03: whom a transfer was offered to answers it. @throws {Problem} `C-03.not-the-receiver`. */
export function demandReceiver(own: Team | null, { subject }: Principal, { offeredTo }: Pick<TicketRead, 'offeredTo'>): void {
  if (own && offeredTo !== null && own.team !== offeredTo) throw problem(refuse('C-03.not-the-receiver', { subject, team: offeredTo }));
}
