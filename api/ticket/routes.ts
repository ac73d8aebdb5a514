/** The routes of tickets: register, list, read, timeline. */
import { z } from 'zod';
import { seesCustomer } from '../../db/people/scope.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { countTickets, listTickets } from '../../db/ticket/lists.ts';
import { listNotices } from '../../db/ticket/notices.ts';
import { readTicketTimeline } from '../../db/ticket/reads.ts';
import { milliseconds } from '../../domain/calendar/freeze.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { ticketSorts } from '../../domain/ticket/lists.ts';
import { ticketRegistration } from '../../domain/ticket/registration.schema.ts';
import { ticketStates } from '../../domain/ticket/states.ts';
import { timelineEntry } from '../deployment/views.schema.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { metaOf } from '../journey/act.ts';
import { demandTowards, mayTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { accountReader } from './account.ts';
import { registerTicket, registrationRefusals } from './create.ts';
import { byNumber, readView, summary } from './view.ts';
import { noticeView, ticketSummary, ticketView } from './views.schema.ts';
import { visibleTicket } from './visible.ts';
import { readProposals } from './work.ts';
import { transferProposalsView } from './work.schema.ts';

const anInstant = z.int().min(0).max(8_640_000_000_000);
const ticketCursor = z.strictObject({ hasEnded: z.boolean(), rank: z.int().min(-1).max(32_000), at: anInstant.nullable(), number: z.string().max(30), proFirstSinceMs: anInstant });
const phases = Object.keys(ticketStates) as [string, ...string[]];

export function ticketRoutes(services: Services): Route[] {
  const { pool } = services;
  return [
    defineRoute({
      method: 'POST', path: '/tickets', operationId: 'registerTicket', tags: ['tickets'],
      summary: { fr: 'Enregistrer un ticket (T-01 à T-05)', en: 'Register a ticket (T-01 to T-05)' },
      guard: { permission: 'ticket:create' }, body: ticketRegistration,
      answers: { 201: { description: { fr: 'Enregistré', en: 'Registered' }, schema: ticketView, headers: { location: { fr: 'Adresse du ticket', en: 'Address of the ticket' } } } },
      refusals: registrationRefusals,
      handle: async (request) => {
        const { body, scope } = request;
        // Another customer is none that he may know of.
        if (!(await seesCustomer(pool, scope, body.customerId))) throw problem(refuse('T-02.unknown-customer', { customerId: body.customerId }, '/customerId'));
        // T-01: what he writes himself comes in through the Extranet.
        const registration = scope.reach === 'own' ? { ...body, contact: 'extranet' as const } : body;
        const number = await registerTicket(services, registration, metaOf(request), request.allocate, { nowMs: services.nowMs(), ...(scope.reach === 'own' ? { scope } : {}), readAccount: accountReader(services) });
        return { status: 201, headers: { location: `${basePath}/tickets/${number}` }, body: await readView(pool, await visibleTicket(pool, number, scope), scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/tickets', operationId: 'listTickets', tags: ['tickets'],
      summary: { fr: 'Lister les tickets, les plus urgents d’abord', en: 'List tickets, the most urgent first' },
      guard: { permission: 'ticket:read' },
      query: pageQuery.extend({
        customerId: z.string().max(20).optional(),
        rds: z.string().max(60).optional(),
        team: z.string().max(60).optional().meta({ description: '«dispatcher»: the queue that is no team (T-10)' }),
        assignee: z.string().max(100).optional().meta({ description: 'Who has it, or whom it was given to' }),
        centre: z.string().max(100).optional().meta({ description: 'Of the customer, now (C-06)' }),
        held: z.enum(['true', 'false']).optional().meta({ description: 'false: nobody has it, the dispatcher looks after it (T-11)' }),
        phase: z.enum(phases).optional(),
        desk: z.string().max(60).optional(),
        level: z.coerce.number().int().min(1).max(3).optional(),
        priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']).optional(),
        open: z.enum(['true', 'false']).optional(),
        sort: z.enum(ticketSorts).default('urgency').meta({ description: '«urgency»: who is served first (T-06); what has ended comes behind what goes on, newest first, but with «created»: all by their age, oldest first; «urgent-by», «importance»: as the requester says (T-05)' }),
        count: z.enum(['true', 'false']).optional().meta({ description: 'true: «total» says how many there are in all, up to a hundred thousand' }),
      }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(ticketSummary), total: z.int().optional() }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const { customerId, rds, team, assignee, centre, phase, desk, level, priority, open, held, sort, limit } = query;
        const after = readCursor(query.cursor, ticketCursor);
        const proFirstSinceMs = after?.proFirstSinceMs ?? services.nowMs() - milliseconds((await currentPolicies(pool, ['service-levels'])).values['service-levels'].proFirstFor);
        const asked = {
          scope, customerId, rds, team, assignee, centre, phase, desk, level, priority, isOpen: open === undefined ? undefined : open === 'true', isHeld: held === undefined ? undefined : held === 'true', sort,
        };
        const page = await listTickets(pool, asked, { proFirstSinceMs, after, limit });
        const total = query.count === 'true' ? await countTickets(pool, asked) : undefined;
        return {
          status: 200, headers: nextLink('/tickets', query, page, limit, () => ({ ...page.at(-1)?.position, proFirstSinceMs })),
          body: { items: page.map((ticket) => summary(ticket)), ...(total === undefined ? {} : { total }) },
        };
      },
    }),
    defineRoute({
      method: 'GET', path: '/tickets/{number}', operationId: 'readTicket', tags: ['tickets'],
      summary: { fr: 'Lire un ticket', en: 'Read a ticket' },
      guard: { permission: 'ticket:read' }, params: byNumber,
      answers: { 200: { description: { fr: 'Le ticket', en: 'The ticket' }, schema: ticketView } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, body: await readView(pool, await visibleTicket(pool, params.number, scope), scope) }),
    }),
    defineRoute({
      method: 'GET', path: '/tickets/{number}/transfer-proposals', operationId: 'proposeTransfers', tags: ['tickets'],
      summary: { fr: 'À quelles équipes un ticket peut être transféré, la meilleure d’abord (C-03, T-10)', en: 'To which teams a ticket can be transferred, the best first (C-03, T-10)' },
      guard: { permission: 'ticket:act' }, params: byNumber,
      answers: { 200: { description: { fr: 'Les équipes du guichet qui ne l’ont jamais eu', en: 'The teams of the desk that never had it' }, schema: transferProposalsView } },
      refusals: ['not-found'],
      handle: async ({ params: { number }, scope }) => ({ status: 200, body: await readProposals(pool, await visibleTicket(pool, number, scope)) }),
    }),
    defineRoute({
      method: 'GET', path: '/tickets/{number}/notices', operationId: 'listTicketNotices', tags: ['tickets'],
      summary: { fr: 'Qui a été informé de quoi, et qui doit encore l’être (T-07, T-22, C-04)', en: 'Who was told what of a ticket, and who is still to be (T-07, T-22, C-04)' },
      guard: { permission: 'timeline:read', also: 'ticket:read' }, params: byNumber,
      answers: { 200: { description: { fr: 'Tous, du plus ancien au plus récent', en: 'All of them, oldest first' }, schema: z.object({ items: z.array(noticeView) }) } },
      refusals: ['not-found'],
      handle: async ({ params: { number }, scope, principal }) => {
        const { customerId } = await visibleTicket(pool, number, scope);
        await demandTowards(pool, principal, 'ticket:read', customerId, number);
        const notices = await listNotices(pool, number);
        return { status: 200, body: { items: notices.map(({ aroseAt, endedAt, ...notice }) => ({ ...notice, aroseAt: aroseAt.toISOString(), endedAt: endedAt?.toISOString() ?? null })) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/tickets/{number}/timeline', operationId: 'readTicketTimeline', tags: ['tickets'],
      summary: { fr: 'Lire le fil d’un ticket (C-04)', en: 'Read the timeline of a ticket (C-04)' },
      guard: { permission: 'timeline:read', also: 'ticket:read' }, params: byNumber, query: pageQuery,
      answers: { 200: { description: { fr: 'Une page, du plus ancien au plus récent', en: 'A page, oldest first' }, schema: z.object({ items: z.array(timelineEntry) }) } },
      refusals: ['not-found'],
      handle: async ({ params: { number }, query, scope, principal }) => {
        const { customerId } = await visibleTicket(pool, number, scope);
        await demandTowards(pool, principal, 'ticket:read', customerId, number);
        const page = await readTicketTimeline(pool, number, { after: readCursor(query.cursor, z.int()), limit: query.limit, readsAccount: await mayTowards(pool, principal, 'account:read', customerId) });
        return {
          status: 200, headers: nextLink(`/tickets/${number}/timeline`, query, page, query.limit, () => page.at(-1)?.number),
          body: { items: page.map((entry) => ({ ...entry, at: entry.at.toISOString(), payload: entry.payload as Record<string, unknown> })) },
        };
      },
    }),
  ];
}
