/** Who works on a ticket is of its desk (T-09, T-11): its technicians and agents, whatever their team; dispatchers and supervisors see to every desk's, and to that of their own team as one of it. */
import type { Pool } from 'pg';
import { readTeamOf } from '../../db/people/directory.ts';
import type { TicketRead } from '../../db/ticket/reads.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Team } from '../../domain/ticket/ticket.ts';
import { problem } from '../http/problem.ts';
import { mayTowards } from '../people/reach.ts';

/** @returns his team at the desk, whatever else he may: what his team gave away does not come back to it by him (T-10); null of who is of none there, and need not be. @throws {Problem} `T-11.not-of-the-desk`. */
export async function demandOfTheDesk(pool: Pool, principal: Principal, { desk, customerId }: Pick<TicketRead, 'desk' | 'customerId'>): Promise<Team | null> {
  const { subject } = principal;
  // A key works at the desk of its team, if it was given one.
  const own = principal.desk ?? await readTeamOf(pool, subject);
  if (own?.desk === desk) return { team: own.team, level: own.level };
  if (await mayTowards(pool, principal, 'ticket:attribute', customerId)) return null;
  throw problem(refuse('T-11.not-of-the-desk', { desk, subject }));
}

/** C-03: whom a transfer was offered to answers it. @throws {Problem} `C-03.not-the-receiver`. */
export function demandReceiver(own: Team | null, { subject }: Principal, { offeredTo }: Pick<TicketRead, 'offeredTo'>): void {
  if (own && offeredTo !== null && own.team !== offeredTo) throw problem(refuse('C-03.not-the-receiver', { subject, team: offeredTo }));
}
