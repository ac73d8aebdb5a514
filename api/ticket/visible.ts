/** Which tickets a person may see, those of the customers that he sees; and which of them another may be linked to (T-02). */
import type { Pool } from 'pg';
import type { Client } from '../../db/pool.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { survivorOf } from '../../db/ticket/links.ts';
import { readTicket, type TicketRead } from '../../db/ticket/reads.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Cause } from '../../domain/ticket/links.ts';
import { problem } from '../http/problem.ts';

/** @throws {Problem} `not-found`, also when the person may not see it: even its existence is not theirs to know. */
export async function visibleTicket(pool: Pool, number: string, scope: Scope): Promise<TicketRead> {
  const ticket = await readTicket(pool, number);
  if (!ticket || !(await seesCustomer(pool, scope, ticket.customerId))) throw problem(refuse('not-found', { id: number }));
  return ticket;
}

/** A ticket that another may be linked to. @throws {Problem} `T-02.unknown-ticket`, also where he may not see it; `T-02.merged-away`. @param at of the field that names it */
export async function linkableTicket(pool: Pick<Client, 'query'>, number: string, scope: Scope, at: string): Promise<TicketRead> {
  const ticket = await readTicket(pool, number);
  if (!ticket || !(await seesCustomer(pool, scope, ticket.customerId))) throw problem(refuse('T-02.unknown-ticket', { ticket: number }, at));
  if (ticket.mergedInto !== null) throw problem(refuse('T-02.merged-away', { ticket: number, survivor: await survivorOf(pool, number) }, at));
  return ticket;
}

/** The same as the common cause of another. @throws {Problem} `T-02.nested-cause` where it has one itself: which, he may not know. */
export async function commonCause(pool: Pool, number: string, scope: Scope, at: string): Promise<Cause> {
  const { parent, broadcasts } = await linkableTicket(pool, number, scope, at);
  if (parent !== null) throw problem(refuse('T-02.nested-cause', { ticket: number }, at));
  return { number, broadcasts };
}
