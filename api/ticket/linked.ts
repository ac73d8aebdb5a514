/** Reading the tickets that belong to one (T-02, T-16). */
import { z } from 'zod';
import { listLinked, type LinkRead } from '../../db/ticket/links.ts';
import { linkKinds } from '../../domain/ticket/links.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { byNumber, summary } from './view.ts';
import { ticketSummary } from './views.schema.ts';
import { visibleTicket } from './visible.ts';

const linkedView = z.object({
  kind: z.enum(linkKinds).meta({ description: 'What it is to this ticket' }), since: z.iso.datetime(), ticket: ticketSummary,
}).meta({ id: 'LinkedTicket' });

export function linkedTicketRoutes({ pool }: Services): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/tickets/{number}/linked', operationId: 'listLinkedTickets', tags: ['tickets'],
      summary: { fr: 'Lister les tickets liés, avec leur état : les tickets d’un incident de masse, par exemple (T-02, T-16)', en: 'List the linked tickets with their states: those of a mass incident, for instance (T-02, T-16)' },
      guard: { permission: 'ticket:read' }, params: byNumber, query: pageQuery.extend({ kind: z.enum(linkKinds).optional().meta({ description: 'child: those that have this one for their common cause' }) }),
      answers: { 200: { description: { fr: 'Une page ; un client n’y voit que les siens', en: 'A page; a customer sees his own only' }, schema: z.object({ items: z.array(linkedView) }) } },
      refusals: ['not-found'],
      handle: async ({ params: { number }, query, scope }) => {
        await visibleTicket(pool, number, scope);
        const page = await listLinked(pool, number, {
          scope, kind: query.kind, after: readCursor(query.cursor, z.object({ kind: z.string(), number: z.string() })), limit: query.limit,
        });
        const last = page.at(-1);
        return { status: 200, headers: nextLink(`/tickets/${number}/linked`, query, page, query.limit, () => ({ kind: last?.kind, number: last?.ticket.number })), body: { items: page.map(view) } };
      },
    }),
  ];
}

function view({ kind, since, ticket }: LinkRead): z.input<typeof linkedView> {
  return { kind, since: since.toISOString(), ticket: summary(ticket) };
}
