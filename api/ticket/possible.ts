/** What somebody may do on a ticket now, with the form of each act, and why not where he may not: what buttons are made of. */
import { z } from 'zod';
import type { Pool } from 'pg';
import { countChildren } from '../../db/ticket/links.ts';
import { readTicketState, type TicketRead } from '../../db/ticket/reads.ts';
import { errorCodes, fill, type Language, type Refusal } from '../../domain/errors/codes.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { standingRefusal } from '../../domain/ticket/standing.ts';
import { ticketActs, type TicketAct } from '../../domain/ticket/states.ts';
import type { Team } from '../../domain/ticket/ticket.ts';
import { Problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { mayTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { permissionOf, verbOf } from './acts.ts';
import { formOf, initialOf, readFormFacts } from './forms.ts';
import { demandOfTheDesk, demandReceiver } from './of-the-desk.ts';
import { byNumber } from './view.ts';
import { visibleTicket } from './visible.ts';

const possibleActs = z.object({
  items: z.array(z.object({
    act: z.enum(ticketActs as [string, ...string[]]),
    address: z.string().meta({ description: 'Last part of its address: POST /tickets/{number}/{address}' }),
    refusal: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable().meta({ description: 'Why it would be refused now, whatever is filled in; null: it can be done' }),
    inputSchema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema, with the choices that this ticket leaves open; `label` and `labels` where their words are data' }),
    initial: z.record(z.string(), z.unknown()).meta({ description: 'As it stands now' }),
  })).meta({ description: 'Of those that a profile of the reader allows' }),
}).meta({ id: 'TicketPossibleActs' });

export function possibleActRoutes({ pool, nowMs }: Services): Route[] {
  return [defineRoute({
    method: 'GET', path: '/tickets/{number}/acts', operationId: 'listTicketActs', tags: ['tickets'],
    summary: { fr: 'Lire ce que l’on peut faire sur un ticket maintenant, et pourquoi pas le reste', en: 'Read what can be done on a ticket now, and why not the rest' },
    guard: { permission: 'ticket:read' }, params: byNumber,
    answers: { 200: { description: { fr: 'Chaque acte que permet un profil', en: 'Each act that a profile allows' }, schema: possibleActs } },
    refusals: ['not-found'],
    handle: async ({ params: { number }, principal, scope, language }) => {
      const ticket = await visibleTicket(pool, number, scope);
      const state = await readTicketState(pool, number);
      if (!state) throw new Error(`${number} has a row and no state`);
      const [facts, children, desk] = await Promise.all([readFormFacts(pool, ticket, state), countChildren(pool, number), deskOf(pool, principal, ticket, scope)]);
      const allowed = await Promise.all(ticketActs.map(async (act) => await allows(pool, principal, act, ticket, scope)));
      const items = ticketActs.filter((_, index) => allowed[index] === true).map((act) => {
        const refusal = standingRefusal(state, act, { by: principal.subject, own: desk.own, children, nowMs: nowMs() }) ?? desk.refusal ?? personal(act, desk.own, principal, ticket);
        return { act, address: verbOf(act), refusal: refusal && said(refusal, language), inputSchema: formOf(act, facts), initial: initialOf(act, facts) };
      });
      return { status: 200, body: { items } };
    },
  })];
}

/** A customer may what his permissions say of his own. */
async function allows(pool: Pool, principal: Principal, act: TicketAct, { customerId }: TicketRead, scope: Scope): Promise<boolean> {
  if (scope.reach === 'own') return act === 'agree' || act === 'disagree';
  return await mayTowards(pool, principal, permissionOf(act), customerId);
}

async function deskOf(pool: Pool, principal: Principal, ticket: TicketRead, scope: Scope): Promise<{ readonly own: Team | null; readonly refusal: Refusal | null }> {
  if (scope.reach === 'own') return { own: null, refusal: null };
  try {
    return { own: await demandOfTheDesk(pool, principal, ticket), refusal: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { own: null, refusal: error.refusal };
  }
}

/** C-03: what asks for somebody else. */
function personal(act: TicketAct, own: Team | null, principal: Principal, ticket: TicketRead): Refusal | null {
  try {
    if (act === 'acknowledgeTransfer' || act === 'declineTransfer') demandReceiver(own, principal, ticket);
    return null;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.refusal;
  }
}

function said({ code, parameters }: Refusal, language: Language): { code: string; title: string; detail: string } {
  const { title, detail } = errorCodes[code];
  return { code, title: title[language], detail: fill(detail[language], parameters, language) };
}
