/** Reopening a closed ticket (T-16): a new one that is linked to it, with what is known of it, counted from now. */
import type { Pool } from 'pg';
import { readContents } from '../../db/ticket/contents.ts';
import { openSuccessor, survivorOf, whileNobodyReopens } from '../../db/ticket/links.ts';
import { readTicketState, type TicketRead } from '../../db/ticket/reads.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { ticketReopening, ticketRequest, type TicketRegistration, type TicketReopening } from '../../domain/ticket/registration.schema.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { metaOf } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { accountReader } from './account.ts';
import { registerTicket, registrationRefusals } from './create.ts';
import { byNumber, readView } from './view.ts';
import { ticketView } from './views.schema.ts';
import { visibleTicket } from './visible.ts';

export function ticketReopeningRoutes(services: Services): Route[] {
  const { pool } = services;
  return [
    defineRoute({
      method: 'POST', path: '/tickets/{number}/reopen', operationId: 'reopenTicket', tags: ['tickets'],
      summary: { fr: 'Rouvrir un ticket clos : un nouveau, qui lui est lié (T-16)', en: 'Reopen a closed ticket: a new one that is linked to it (T-16)' },
      guard: { permission: 'ticket:create' }, params: byNumber, body: ticketReopening,
      answers: { 201: { description: { fr: 'Le nouveau ticket ; T0 est maintenant', en: 'The new ticket; T0 is now' }, schema: ticketView, headers: { location: { fr: 'Adresse du nouveau ticket', en: 'Address of the new ticket' } } } },
      refusals: ['not-found', 'T-16.still-open', 'T-16.merged', 'T-16.reopened-already', ...registrationRefusals],
      handle: async (request) => {
        const { params: { number }, body, scope } = request;
        const closed = await visibleTicket(pool, number, scope);
        const registration = await registrationOf(pool, closed, scope.reach === 'own' ? { ...body, contact: 'extranet' } : body);
        // Asked of the first attempt only: a repetition finds the ticket that reopens it already, its own.
        const allocate = (make: () => Promise<string>): Promise<string> => request.allocate(async () => {
          await checkReopenable(pool, closed);
          return await make();
        });
        const reopened = await whileNobodyReopens(pool, number, () => registerTicket(services, registration, metaOf(request), allocate, { nowMs: services.nowMs(), predecessor: number, readAccount: accountReader(services) }));
        return { status: 201, headers: { location: `${basePath}/tickets/${reopened}` }, body: await readView(pool, await visibleTicket(pool, reopened, scope), scope) };
      },
    }),
  ];
}

/** @throws {Problem} saying what to do in its place. */
export async function checkReopenable(pool: Pool, { number, phase }: TicketRead): Promise<void> {
  if (phase === 'merged') throw problem(refuse('T-16.merged', { ticket: number, survivor: await survivorOf(pool, number) }));
  if (phase !== 'closed') throw problem(refuse('T-16.still-open', { ticket: number, state: phase }));
  const successor = await openSuccessor(pool, number);
  if (successor !== null) throw problem(refuse('T-16.reopened-already', { ticket: number, successor }));
}

/** Same customer, service, caller and classification; the contract is that of today, and with the impact gives the priority anew. */
async function registrationOf(pool: Pool, { number, customerId, desk, contact }: TicketRead, { reason, ...said }: TicketReopening): Promise<TicketRegistration> {
  const [state, contents] = await Promise.all([readTicketState(pool, number), readContents(pool, number)]);
  if (!state?.opening) throw new Error(`${number} has a row and no state`);
  const { opening: { rds, item, requestId }, classification, impact } = state;
  const request = ticketRequest.safeParse(contents.get(requestId)).data;
  return {
    customerId, desk, contact: said.contact ?? contact, impact: said.impact ?? impact, despiteDuplicates: said.despiteDuplicates, description: reason,
    // Who called may have been erased since.
    caller: said.caller ?? request?.caller ?? { name: '–', relation: 'self' }, agreementOf: request?.agreementOf ?? 'caller',
    ...(request?.affectedUser ? { affectedUser: request.affectedUser } : {}), ...(rds === null ? {} : { rds }), ...(classification ? { classification } : {}),
    ...(item === null ? {} : item.kind === 'backup-job' ? { backupJob: item.reference } : { inventoryItem: item.reference }),
  };
}
