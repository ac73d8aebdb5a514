/** The routes of a ticket's messages (T-01): write to the customer or for the house, read them, download what came with them. */
import { z } from 'zod';
import { v7 as uuidv7 } from 'uuid';
import { filesOf } from '../../db/ticket/inbound-mails.ts';
import { survivorOf } from '../../db/ticket/links.ts';
import { keepMessage, listMessages, readMessage, type MessageRead } from '../../db/ticket/messages.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { messageDirections } from '../../domain/ticket/messages.ts';
import { contacts } from '../../domain/ticket/ticket.ts';
import { addMessageUpdate } from '../../workflows/ticket/messages.ts';
import { unknownMediaType } from '../documents/download.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act, metaOf } from '../journey/act.ts';
import { downloadFile } from '../mail/files.ts';
import type { Services } from '../services.ts';
import { demandOfTheDesk } from './of-the-desk.ts';
import { byNumber } from './view.ts';
import { visibleTicket } from './visible.ts';

const newMessage = z.strictObject({
  to: z.enum(['customer', 'house']).meta({ description: 'customer: mailed to the requester, who answers by mail; house: a note that he never sees. What a customer writes is for the house' }),
  text: z.string().trim().min(1).max(10_000),
}).meta({ id: 'NewTicketMessage' });

const messageView = z.object({
  id: z.uuid(),
  number: z.int().meta({ description: 'Of its event in the timeline' }),
  at: z.iso.datetime(),
  direction: z.enum(messageDirections),
  channel: z.enum(contacts),
  author: z.string().nullable().meta({ description: 'Subject of one of ours; null to a customer, and of what came from outside' }),
  sender: z.object({ name: z.string(), address: z.string() }).nullable(),
  isKnownSender: z.boolean().meta({ description: 'False: this address is none of the customer’s that we know' }),
  text: z.string().nullable().meta({ description: 'Null once erased' }),
  files: z.array(z.object({ ordinal: z.int(), fileName: z.string(), sizeBytes: z.int(), href: z.string() })),
}).meta({ id: 'TicketMessage' });

export function ticketMessageRoutes(services: Services): Route[] {
  const { pool } = services;

  async function view(number: string, { id, number: event, at, direction, channel, actor, isKnownSender, content }: MessageRead, isOwn: boolean): Promise<z.input<typeof messageView>> {
    const files = await filesOf(pool, id);
    return {
      id, number: event, at: at.toISOString(), direction, channel, isKnownSender, author: isOwn || direction === 'in' ? null : actor, sender: content?.sender ?? null, text: content?.text ?? null,
      files: files.map(({ ordinal, fileName, sizeBytes }) => ({ ordinal, fileName, sizeBytes, href: `${basePath}/tickets/${number}/messages/${id}/files/${ordinal}` })),
    };
  }

  return [
    defineRoute({
      method: 'POST', path: '/tickets/{number}/messages', operationId: 'addTicketMessage', tags: ['tickets'],
      summary: { fr: 'Écrire au client, ou noter pour la maison (T-01)', en: 'Write to the customer, or note for the house (T-01)' },
      guard: { permission: 'ticket:write' }, params: byNumber, body: newMessage,
      answers: { 201: { description: { fr: 'Écrit ; le courriel part aussitôt', en: 'Written; the mail goes out at once' }, schema: messageView } },
      refusals: ['not-found', 'wrong-state', 'outcome-unknown', 'T-11.not-of-the-desk'],
      handle: async (request) => {
        const { params, body: { to, text }, principal, scope } = request;
        await visibleTicket(pool, params.number, scope);
        // T-02: what cites a merged ticket joins the one that goes on.
        const number = await survivorOf(pool, params.number);
        const isOwn = scope.reach === 'own';
        // A note is anybody's of the house; to answer a customer is the work of the desk.
        if (!isOwn && to === 'customer') await demandOfTheDesk(pool, principal, await visibleTicket(pool, number, scope));
        const id = await request.allocate(async () => uuidv7());
        await keepMessage(pool, id, number, { text });
        const direction = isOwn ? 'in' : to === 'customer' ? 'out' : 'internal';
        await act(services, number, addMessageUpdate, { message: { id, direction, channel: isOwn ? 'extranet' : to === 'customer' ? 'mail' : 'api', isKnownSender: true }, meta: metaOf(request) });
        const written = await readMessage(pool, number, id);
        if (!written) throw new Error(`the message ${id} is not where it was recorded`);
        return { status: 201, body: await view(number, written, isOwn) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/tickets/{number}/messages', operationId: 'listTicketMessages', tags: ['tickets'],
      summary: { fr: 'Lire les messages d’un ticket, du plus ancien au plus récent', en: 'Read the messages of a ticket, oldest first' },
      guard: { permission: 'ticket:read' }, params: byNumber, query: pageQuery,
      answers: { 200: { description: { fr: 'Une page ; un client n’y voit pas les notes de la maison', en: 'A page; a customer sees no notes of the house' }, schema: z.object({ items: z.array(messageView) }) } },
      refusals: ['not-found'],
      handle: async ({ params: { number }, query, scope }) => {
        await visibleTicket(pool, number, scope);
        const isOwn = scope.reach === 'own';
        const page = await listMessages(pool, number, { withInternal: !isOwn, after: readCursor(query.cursor, z.int()), limit: query.limit });
        return { status: 200, headers: nextLink(`/tickets/${number}/messages`, query, page, query.limit, () => page.at(-1)?.number), body: { items: await Promise.all(page.map((message) => view(number, message, isOwn))) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/tickets/{number}/messages/{id}/files/{ordinal}', operationId: 'downloadTicketMessageFile', tags: ['tickets'],
      summary: { fr: 'Télécharger une pièce jointe d’un message', en: 'Download a file of a message' },
      guard: { permission: 'ticket:read' }, params: byNumber.extend({ id: z.uuid(), ordinal: z.coerce.number().int().min(1).max(100) }),
      answers: { 200: { description: { fr: 'La pièce, telle qu’elle a été reçue', en: 'The file, as it came' }, mediaTypes: [unknownMediaType] } },
      refusals: ['not-found'],
      handle: async ({ params: { number, id, ordinal }, scope }) => {
        await visibleTicket(pool, number, scope);
        const message = await readMessage(pool, number, id);
        if (!message || (scope.reach === 'own' && message.direction === 'internal')) throw problem(refuse('not-found', { id }));
        return await downloadFile(services, id, ordinal);
      },
    }),
  ];
}
