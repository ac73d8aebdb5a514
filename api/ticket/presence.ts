/** Who else looks at a ticket, or writes on it: said every twenty seconds by who does, for two not to answer the same customer at once. */
import { z } from 'zod';
import { bePresent, leave } from '../../db/ticket/presence.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { byNumber } from './view.ts';
import { visibleTicket } from './visible.ts';

const presenceEntry = z.strictObject({ isWriting: z.boolean().default(false).meta({ description: 'A message, a form: something that is not sent yet' }) }).meta({ id: 'TicketPresenceEntry' });

const presenceView = z.object({
  others: z.array(z.object({ subject: z.string(), name: z.string().nullable(), isWriting: z.boolean(), since: z.iso.datetime() })),
}).meta({ id: 'TicketPresence' });

export function ticketPresenceRoutes({ pool }: Services): Route[] {
  return [
    defineRoute({
      method: 'PUT', path: '/tickets/{number}/presence', operationId: 'bePresentAtTicket', tags: ['tickets'],
      summary: { fr: 'Dire que l’on est sur un ticket, et lire qui d’autre y est', en: 'Say that one is at a ticket, and read who else is' },
      description: { fr: 'À redire toutes les vingt secondes ; rien n’en est conservé.', en: 'To be said again every twenty seconds; nothing of it is kept.' },
      guard: { permission: 'ticket:act' }, params: byNumber, body: presenceEntry,
      answers: { 200: { description: { fr: 'Les autres', en: 'The others' }, schema: presenceView } },
      refusals: ['not-found'],
      handle: async ({ params: { number }, body, principal, scope }) => {
        await visibleTicket(pool, number, scope);
        const others = await bePresent(pool, number, principal.subject, body.isWriting);
        return { status: 200, body: { others: others.map(({ since, ...other }) => ({ ...other, since: since.toISOString() })) } };
      },
    }),
    defineRoute({
      method: 'DELETE', path: '/tickets/{number}/presence', operationId: 'leaveTicket', tags: ['tickets'],
      summary: { fr: 'Dire que l’on quitte un ticket', en: 'Say that one leaves a ticket' },
      guard: { permission: 'ticket:act' }, params: byNumber,
      answers: { 204: { description: { fr: 'Quitté', en: 'Left' } } },
      refusals: ['not-found'],
      handle: async ({ params: { number }, principal, scope }) => {
        await visibleTicket(pool, number, scope);
        await leave(pool, number, principal.subject);
        return { status: 204 };
      },
    }),
  ];
}
