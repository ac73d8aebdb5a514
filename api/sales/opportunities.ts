/** The routes of opportunities and discovery notes (S-09): opened, followed, given to another channel or seller, closed won or lost, summed up. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Pool } from 'pg';
import { seesCustomer } from '../../db/people/scope.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { keepDiscoveryNote, listDiscoveryNotes, type DiscoveryNote } from '../../db/sales/discovery-notes.ts';
import { changeOpportunity, createOpportunity, listOpportunities, readOpportunity, sumOpportunities, type OpportunityEdited, type OpportunityRead } from '../../db/sales/opportunities.ts';
import { listProposals } from '../../db/sales/proposals.ts';
import { nextNumber } from '../../db/numbers.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { scopeOf } from '../../domain/people/permissions.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { channelNames, closed, lostReasons, openStages, opportunityStages, periodOf, salesChannels, stageNames } from '../../domain/sales/opportunity.ts';
import { demandObjective } from '../complaint/wording.ts';
import { byCustomerId } from '../customer/views.schema.ts';
import { editOf, visibleCustomer } from '../customer/visible.ts';
import { etagOf } from '../http/conditional.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { byOpportunityId, closing, newNote, newOpportunity, noteView, opportunityPatch, opportunityTotal, opportunityView, period, transfer } from './opportunity-views.schema.ts';
import { demandOpportunityOf, sellerOf } from './sellers.ts';
import { summary } from './view.ts';
import { proposalSummary } from './views.schema.ts';

const etag = { etag: { fr: 'Sa version', en: 'Its version' } } as const;
const shown = { description: { fr: 'L’opportunité', en: 'The opportunity' }, schema: opportunityView, headers: etag } as const;
const withQuotes = { ...shown, schema: opportunityView.extend({ proposals: z.array(proposalSummary).nullable().meta({ description: 'Those made for it, newest first; null: not for the reader' }) }).meta({ id: 'OpportunityFile' }) } as const;
const filters = z.object({
  customerId: customerId.optional(), stage: z.enum(stageNames).optional(), open: z.enum(['true', 'false']).optional(), period: period.optional(), seller: z.string().max(255).optional(), channel: z.enum(channelNames).optional(),
});
const asFilter = ({ open, ...rest }: z.output<typeof filters>) => ({ ...rest, isOpen: open === undefined ? undefined : open === 'true' });
const quotesShown = 50;

type Editing = Parameters<typeof editOf>[0] & { readonly isRead?: (version: number) => boolean };

export function opportunityRoutes(services: Services): Route[] {
  const { pool, nowMs } = services;
  const answer = (read: OpportunityRead) => ({ headers: { etag: etagOf(read.version) }, body: opportunity(read) });

  /** @throws {Problem} `not-found`, `stale-version`, `wrong-state`. */
  async function change(id: string, request: Editing, decide: (known: OpportunityRead) => OpportunityEdited | null): Promise<OpportunityRead> {
    const changed = await changeOpportunity(pool, id, request.isRead ?? (() => true), editOf(request, nowMs), (known) => {
      // S-09: what is closed stays as it was counted.
      if (known.closedAt !== null) throw problem(refuse('wrong-state', { state: known.stage, states: openStages.join(', ') }));
      return decide(known);
    });
    if (changed.outcome === 'unknown') throw problem(refuse('not-found', { id }));
    if (changed.outcome === 'stale') throw problem(refuse('stale-version', { version: changed.version }));
    return changed.value;
  }

  return [
    defineRoute({
      method: 'POST', path: '/opportunities', operationId: 'openOpportunity', tags: ['sales'],
      summary: { fr: 'Ouvrir une opportunité : finalité, montant, probabilité, période (S-09)', en: 'Open an opportunity: purpose, amount, probability, period (S-09)' },
      guard: { permission: 'opportunity:edit' }, body: newOpportunity,
      answers: { 201: { ...shown, headers: { location: { fr: 'Son adresse', en: 'Its address' }, ...etag } } }, refusals: ['not-found', 'S-09.no-seller'],
      handle: async (request) => {
        const { body, principal, scope, allocate } = request;
        const customer = await visibleCustomer(pool, body.customerId, scope);
        const { person } = await sellerOf(pool, principal, customer.id, body.seller);
        const id = await allocate(() => nextNumber(pool, 'OPP', new Date(nowMs()).getUTCFullYear()));
        await createOpportunity(pool, { ...body, id, customerId: customer.id, seller: person, stage: 'discovery', period: body.period ?? periodOf(body.closesOn) }, editOf(request, nowMs));
        const { headers, body: made } = answer(await visibleOpportunity(pool, id, scope));
        return { status: 201, headers: { ...headers, location: `${basePath}/opportunities/${id}` }, body: made };
      },
    }),
    defineRoute({
      method: 'GET', path: '/opportunities', operationId: 'listOpportunities', tags: ['sales'],
      summary: { fr: 'Lister les opportunités, les plus récentes d’abord (S-09)', en: 'List opportunities, newest first (S-09)' },
      guard: { permission: 'opportunity:read' }, query: pageQuery.extend(filters.shape),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(opportunityView) }) } }, refusals: [],
      handle: async ({ query, scope }) => {
        const { limit, cursor, ...asked } = query;
        const page = await listOpportunities(pool, { scope, ...asFilter(asked) }, { after: readCursor(cursor, z.string()), limit });
        return { status: 200, headers: nextLink('/opportunities', query, page, limit, () => page.at(-1)?.id), body: { items: page.map(opportunity) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/opportunity-totals', operationId: 'sumOpportunities', tags: ['sales'],
      summary: { fr: 'Additionner les opportunités par période, vendeur et étape, pondérées par leur probabilité (S-09)', en: 'Sum up opportunities by period, seller and stage, weighted by how likely they are (S-09)' },
      guard: { permission: 'opportunity:read' }, query: filters,
      answers: { 200: { description: { fr: 'Les totaux', en: 'The totals' }, schema: z.object({ items: z.array(opportunityTotal) }) } }, refusals: [],
      handle: async ({ query, scope }) => ({ status: 200, body: { items: (await sumOpportunities(pool, { scope, ...asFilter(query) })).map((total) => ({ ...total, label: opportunityStages[total.stage].label })) } }),
    }),
    defineRoute({
      method: 'GET', path: '/opportunities/{id}', operationId: 'readOpportunity', tags: ['sales'],
      summary: { fr: 'Lire une opportunité et les propositions faites pour elle (S-09)', en: 'Read an opportunity and the proposals made for it (S-09)' },
      guard: { permission: 'opportunity:read' }, params: byOpportunityId, answers: { 200: withQuotes }, refusals: ['not-found'],
      handle: async ({ params: { id }, scope, principal }) => {
        const read = await visibleOpportunity(pool, id, scope);
        const quotes = scopeOf(principal, 'proposal:read');
        const proposals = quotes ? await listProposals(pool, { scope: quotes, opportunityId: id, limit: quotesShown }) : null;
        const { headers, body } = answer(read);
        return { status: 200, headers, body: { ...body, proposals: proposals?.map(summary) ?? null } };
      },
    }),
    defineRoute({
      method: 'PATCH', path: '/opportunities/{id}', operationId: 'changeOpportunity', tags: ['sales'],
      summary: { fr: 'Modifier une opportunité : étape, montant, probabilité, dates (S-09)', en: 'Edit an opportunity: stage, amount, probability, dates (S-09)' },
      guard: { permission: 'opportunity:edit' }, conditional: true, params: byOpportunityId, body: opportunityPatch, answers: { 200: shown }, refusals: ['not-found', 'stale-version', 'wrong-state'],
      handle: async (request) => {
        const { params: { id }, body, matches, scope } = request;
        await visibleOpportunity(pool, id, scope);
        // With the day on which it is to close its quarter moves.
        const asked = Object.fromEntries(Object.entries({ ...(body.closesOn === undefined ? {} : { period: periodOf(body.closesOn) }), ...body }).filter(([, value]) => value !== undefined));
        const { purpose: _purpose, ...told } = asked;
        return { status: 200, ...answer(await change(id, { ...request, isRead: (version) => matches(etagOf(version)) }, () => ({ change: asked, event: { type: 'opportunityChanged', ...told } }))) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/opportunities/{id}/transfer', operationId: 'transferOpportunity', tags: ['sales'],
      summary: { fr: 'Transférer une opportunité à un autre canal ou vendeur (S-09)', en: 'Transfer an opportunity to another channel or seller (S-09)' },
      guard: { permission: 'opportunity:edit' }, params: byOpportunityId, body: transfer, answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'S-09.no-seller'],
      handle: async (request) => {
        const { params: { id }, body, principal, scope } = request;
        const known = await visibleOpportunity(pool, id, scope);
        const seller = body.seller === undefined ? known.seller : (await sellerOf(pool, principal, known.customerId, body.seller)).person;
        return { status: 200, ...answer(await change(id, request, (now) => {
          const channel = body.channel ?? now.channel;
          return channel === now.channel && seller === now.seller ? null : { change: { channel, seller, comment: body.comment }, event: { type: 'opportunityTransferred', from: { channel: now.channel, seller: now.seller }, channel, seller } };
        })) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/opportunities/{id}/close', operationId: 'closeOpportunity', tags: ['sales'],
      summary: { fr: 'Clôturer une opportunité, gagnée ou perdue avec son motif (S-09)', en: 'Close an opportunity, won, or lost with its reason (S-09)' },
      guard: { permission: 'opportunity:edit' }, params: byOpportunityId, body: closing, answers: { 200: shown }, refusals: ['not-found', 'wrong-state'],
      handle: async (request) => {
        const { params: { id }, body, scope } = request;
        await visibleOpportunity(pool, id, scope);
        return { status: 200, ...answer(await change(id, request, (known) => closed(known, body))) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/customers/{id}/discovery-notes', operationId: 'noteDiscovery', tags: ['sales'],
      summary: { fr: 'Noter une découverte : au moins trois informations essentielles (S-09)', en: 'Note a discovery: at least three essential facts (S-09)' },
      guard: { permission: 'opportunity:edit' }, params: byCustomerId, body: newNote,
      answers: { 201: { description: { fr: 'Notée', en: 'Noted' }, schema: z.object({ id: z.uuid() }) } }, refusals: ['not-found', 'S-09.too-few-facts', 'S-09.not-objective', 'S-09.other-customer'],
      handle: async (request) => {
        const { params, body: { facts, opportunityId, isWordingConfirmed = false }, scope, allocate } = request;
        const customer = await visibleCustomer(pool, params.id, scope);
        const { values: { sales: { discoveryFactsAtLeast: atLeast, complaints: { comment: { judgementWords } } } } } = await currentPolicies(pool, ['sales']);
        if (new Set(facts).size < atLeast) throw problem(refuse('S-09.too-few-facts', { atLeast }, '/facts'));
        // Unless whoever notes them stands by them.
        if (!isWordingConfirmed) demandObjective(facts, judgementWords);
        const opportunity = await demandOpportunityOf(pool, opportunityId, customer.id);
        const id = await allocate(() => Promise.resolve(uuidv7()));
        await keepDiscoveryNote(pool, { id, customerId: customer.id, opportunityId: opportunity, facts }, editOf(request, nowMs));
        return { status: 201, body: { id } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/customers/{id}/discovery-notes', operationId: 'listDiscoveryNotes', tags: ['sales'],
      summary: { fr: 'Lire ce qui a été noté d’un client ; le client lit ce qui le concerne (S-09)', en: 'Read what was noted of a customer; the customer reads his own (S-09)' },
      guard: { permission: 'discovery:read' }, params: byCustomerId, query: pageQuery,
      answers: { 200: { description: { fr: 'Une page, les plus récentes d’abord', en: 'A page, newest first' }, schema: z.object({ items: z.array(noteView) }) } }, refusals: ['not-found'],
      handle: async ({ params, query, scope }) => {
        const { id } = await visibleCustomer(pool, params.id, scope);
        const page = await listDiscoveryNotes(pool, { scope, customerId: id, after: readCursor(query.cursor, z.uuid()), limit: query.limit });
        return { status: 200, headers: nextLink(`/customers/${params.id}/discovery-notes`, query, page, query.limit, () => page.at(-1)?.id), body: { items: page.map(note) } };
      },
    }),
  ];
}

/** @throws {Problem} `not-found`, also when the person may not see it. */
async function visibleOpportunity(pool: Pool, id: string, scope: Scope): Promise<OpportunityRead> {
  const found = await readOpportunity(pool, id);
  if (!found || !(await seesCustomer(pool, scope, found.customerId))) throw problem(refuse('not-found', { id }));
  return found;
}

function opportunity({ wonFrom: _wonFrom, ...read }: OpportunityRead): z.input<typeof opportunityView> {
  const { stage, channel, lostReason, amountCents, probability, createdAt, changedAt, closedAt } = read;
  return {
    ...read, label: opportunityStages[stage].label, channelLabel: salesChannels[channel].label, lostReasonLabel: lostReason && lostReasons[lostReason].label, weightedCents: Math.round(amountCents * probability / 100),
    createdAt: createdAt.toISOString(), changedAt: changedAt.toISOString(), closedAt: closedAt?.toISOString() ?? null,
  };
}

function note({ facts, writtenAt, ...rest }: DiscoveryNote): z.input<typeof noteView> {
  return { ...rest, facts: facts.slice(), writtenAt: writtenAt.toISOString() };
}
