/** Which tickets a person may see: all, or those of his own customer. */
import type { Pool } from 'pg';
import { readTicket, type TicketRead } from '../../db/ticket/reads.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/permissions.ts';
import { problem } from '../http/problem.ts';

/** @throws {Problem} `not-found`, also when the person may not see it: even its existence is not theirs to know. */
export async function visibleTicket(pool: Pool, number: string, scope: Scope): Promise<TicketRead> {
  const ticket = await readTicket(pool, number);
  if (!ticket || (scope.reach === 'own' && ticket.customerId !== scope.customerId)) throw problem(refuse('not-found', { id: number }));
  return ticket;
}
