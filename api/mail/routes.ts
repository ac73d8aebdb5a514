/** The routes of mails that wait for a person (T-01): list, read with attachments, attach to a ticket, register as one, dismiss with the reason. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { isRecorded } from '../../db/journey/record.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { filesOf, inboundStates, listInboundMails, readInboundMail, settleInboundMail, type InboundMail, type InboundState } from '../../db/ticket/inbound-mails.ts';
import { openSuccessor, survivorOf, whileNobodyPlaces } from '../../db/ticket/links.ts';
import { keepMessage } from '../../db/ticket/messages.ts';
import { readTicket } from '../../db/ticket/reads.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { everything, type Scope } from '../../domain/people/scope.ts';
import { withoutQuotedTail } from '../../domain/ticket/quoted.ts';
import { ticketNumber, ticketRegistration } from '../../domain/ticket/registration.schema.ts';
import { addMessageUpdate } from '../../workflows/ticket/messages.ts';
import { unknownMediaType } from '../documents/download.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act, metaOf } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { accountReader } from '../ticket/account.ts';
import { registerTicket, registrationRefusals } from '../ticket/create.ts';
import { visibleTicket } from '../ticket/visible.ts';
import { downloadFile } from './files.ts';
import { inboundMailDetail, inboundMailView } from './views.schema.ts';

const byId = z.object({ id: z.uuid() });
const attachment = z.strictObject({ ticket: ticketNumber }).meta({ id: 'InboundMailAttachment' });
const registration = ticketRegistration.omit({ contact: true }).meta({ id: 'InboundMailRegistration' });
const placeable: readonly InboundState[] = ['waiting', 'ignored', 'dismissed'];
const dismissal = z.strictObject({ reason: z.string().trim().min(1).max(500) }).meta({ id: 'InboundMailDismissal' });

export function mailRoutes(services: Services): Route[] {
  const { pool } = services;

  /** One that is of no customer yet is anybody's. @throws {Problem} `not-found`. */
  async function found(id: string, scope: Scope): Promise<InboundMail> {
    const mail = await readInboundMail(pool, id);
    if (!mail || (mail.customerId !== null && !(await seesCustomer(pool, scope, mail.customerId)))) throw problem(refuse('not-found', { id }));
    return mail;
  }

  /**
   * What was dismissed or thought to be a machine's may be placed all the same; by one at a time, and again by nobody but who was not told that he had.
   * @throws {Problem} `not-found`, `wrong-state`.
   */
  async function placing(id: string, scope: Scope, meta: ActMeta, place: (mail: InboundMail, meta: ActMeta) => Promise<void>): Promise<void> {
    const { citedTicket } = await found(id, scope);
    await whileNobodyPlaces(pool, id, citedTicket === null ? null : await survivorOf(pool, citedTicket), async () => {
      const mail = await found(id, scope);
      if (placeable.includes(mail.status)) return await place(mail, meta);
      if (mail.ticket === null || !(await isRecorded(pool, meta.commandId, mail.ticket))) throw problem(refuse('wrong-state', { state: mail.status, states: placeable.join(', ') }));
    });
  }

  /** By a person who has judged it: its sender is one of the customer's. */
  async function addTo(ticket: string, { id, text, subject, sender }: InboundMail, meta: ActMeta): Promise<void> {
    await keepMessage(pool, id, ticket, { text: withoutQuotedTail(text) || subject || '–', ...(sender ? { sender } : {}) });
    await act(services, ticket, addMessageUpdate, { message: { id, direction: 'in', channel: 'mail', isKnownSender: true }, meta });
  }

  async function detail(id: string, scope: Scope = everything): Promise<z.input<typeof inboundMailDetail>> {
    const [mail, files] = await Promise.all([found(id, scope), filesOf(pool, id)]);
    return {
      ...view(mail), text: mail.text, filesLeftOut: mail.filesLeftOut,
      files: files.map(({ ordinal, fileName, sizeBytes }) => ({ ordinal, fileName, sizeBytes, href: `${basePath}/inbound-mails/${id}/files/${ordinal}` })),
    };
  }

  return [
    defineRoute({
      method: 'GET', path: '/inbound-mails', operationId: 'listInboundMails', tags: ['inbound-mails'],
      summary: { fr: 'Lister les courriels reçus : ceux qui attendent d’être enregistrés, ou d’un autre état', en: 'List mails that came in: those that wait to be registered, or of another state' },
      guard: { permission: 'inbound-mail:handle' },
      query: pageQuery.extend({ status: z.enum(inboundStates).default('waiting'), desk: z.string().max(60).optional() }),
      answers: { 200: { description: { fr: 'Ceux qui attendent, les plus anciens d’abord ; les autres, les plus récents', en: 'Those that wait oldest first; others newest first' }, schema: z.object({ items: z.array(inboundMailView) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const after = readCursor(query.cursor, z.object({ receivedAt: z.iso.datetime(), id: z.uuid() }));
        const rows = await listInboundMails(pool, { scope, status: query.status, desk: query.desk, after, limit: query.limit });
        const last = rows.at(-1);
        return {
          status: 200, body: { items: rows.map(view) },
          headers: nextLink('/inbound-mails', query, rows, query.limit, () => ({ receivedAt: last?.receivedAt.toISOString(), id: last?.id })),
        };
      },
    }),
    defineRoute({
      method: 'GET', path: '/inbound-mails/{id}', operationId: 'readInboundMail', tags: ['inbound-mails'],
      summary: { fr: 'Lire un courriel reçu', en: 'Read a mail that came in' },
      guard: { permission: 'inbound-mail:handle' }, params: byId,
      answers: { 200: { description: { fr: 'Le courriel, son texte et la liste de ses pièces', en: 'The mail, its text and the list of its files' }, schema: inboundMailDetail } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, body: await detail(params.id, scope) }),
    }),
    defineRoute({
      method: 'GET', path: '/inbound-mails/{id}/files/{ordinal}', operationId: 'downloadInboundMailFile', tags: ['inbound-mails'],
      summary: { fr: 'Télécharger une pièce jointe d’un courriel reçu', en: 'Download a file of a mail that came in' },
      guard: { permission: 'inbound-mail:handle' }, params: byId.extend({ ordinal: z.coerce.number().int().min(1).max(100) }),
      answers: { 200: { description: { fr: 'La pièce, telle qu’elle a été reçue', en: 'The file, as it came' }, mediaTypes: [unknownMediaType] } },
      refusals: ['not-found'],
      handle: async ({ params: { id, ordinal }, scope }) => {
        await found(id, scope);
        return await downloadFile(services, id, ordinal);
      },
    }),
    defineRoute({
      method: 'POST', path: '/inbound-mails/{id}/attach', operationId: 'attachInboundMail', tags: ['inbound-mails'],
      summary: { fr: 'Ajouter un courriel reçu à un ticket (T-01)', en: 'Add a mail that came in to a ticket (T-01)' },
      guard: { permission: 'inbound-mail:handle' }, params: byId, body: attachment,
      answers: { 200: { description: { fr: 'Ajouté', en: 'Added' }, schema: inboundMailDetail } },
      refusals: ['not-found', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body, principal, scope } = request;
        await placing(id, scope, metaOf(request), async (mail, meta) => {
          await visibleTicket(pool, body.ticket, scope);
          // T-02: what cites a merged ticket joins the one that goes on.
          const ticket = await survivorOf(pool, body.ticket);
          await addTo(ticket, mail, meta);
          await settleInboundMail(pool, id, placeable, { status: 'attached', ticket, by: principal.subject });
        });
        return { status: 200, body: await detail(id) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/inbound-mails/{id}/register', operationId: 'registerInboundMail', tags: ['inbound-mails'],
      summary: { fr: 'Enregistrer un ticket à partir d’un courriel reçu (T-01 à T-05)', en: 'Register a ticket from a mail that came in (T-01 to T-05)' },
      guard: { permission: 'inbound-mail:handle' }, params: byId, body: registration,
      answers: { 200: { description: { fr: 'Enregistré ; « ticket » est son numéro', en: 'Registered; “ticket” is its number' }, schema: inboundMailDetail } },
      refusals: ['not-found', 'wrong-state', ...registrationRefusals],
      handle: async (request) => {
        const { params: { id }, body, principal, scope } = request;
        await placing(id, scope, metaOf(request), async (mail, meta) => {
          if (!(await seesCustomer(pool, scope, body.customerId))) throw problem(refuse('T-02.unknown-customer', { customerId: body.customerId }, '/customerId'));
          const ticket = await registerTicket(services, { ...body, contact: 'mail' }, meta, request.allocate, { nowMs: services.nowMs(), predecessor: await reopenedBy(pool, mail, body.customerId), readAccount: accountReader(services) });
          await addTo(ticket, mail, { ...meta, commandId: `${meta.commandId}:mail` });
          await settleInboundMail(pool, id, placeable, { status: 'registered', ticket, by: principal.subject });
        });
        return { status: 200, body: await detail(id) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/inbound-mails/{id}/dismiss', operationId: 'dismissInboundMail', tags: ['inbound-mails'],
      summary: { fr: 'Écarter un courriel reçu, avec le motif', en: 'Dismiss a mail that came in, with the reason' },
      guard: { permission: 'inbound-mail:handle' }, params: byId, body: dismissal,
      answers: { 200: { description: { fr: 'Écarté', en: 'Dismissed' }, schema: inboundMailDetail } },
      refusals: ['not-found', 'wrong-state'],
      handle: async ({ params: { id }, body: { reason }, principal, scope }) => {
        const { status } = await found(id, scope);
        const isDismissed = await settleInboundMail(pool, id, ['waiting'], { status: 'dismissed', reason, by: principal.subject });
        if (!isDismissed) throw problem(refuse('wrong-state', { state: status, states: 'waiting' }));
        return { status: 200, body: await detail(id) };
      },
    }),
  ];
}

/** T-16: what cites a closed ticket of the customer and is registered as a new one reopens it, unless it was reopened before. */
async function reopenedBy(pool: Pool, { citedTicket }: InboundMail, customerId: string): Promise<string | undefined> {
  const cited = citedTicket === null ? undefined : await readTicket(pool, await survivorOf(pool, citedTicket));
  return cited?.phase === 'closed' && cited.customerId === customerId && await openSuccessor(pool, cited.number) === null ? cited.number : undefined;
}

function view({ id, desk, sender, subject, receivedAt, customerId, rds, citedTicket, status, reason, ticket, settledBy, settledAt }: InboundMail): z.input<typeof inboundMailView> {
  return { id, desk, sender, subject, receivedAt: receivedAt.toISOString(), customerId, rds, citedTicket, status, reason, ticket, settledBy, settledAt: settledAt?.toISOString() ?? null };
}
