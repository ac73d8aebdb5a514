/** The routes of proposals (S-01, S-03): made, edited, duplicated, compared, checked, repaired, presented, quoted. */
import { z } from 'zod';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { readCustomer } from '../../db/customer/customers.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { isRecorded } from '../../db/journey/record.ts';
import { currentPolicies, readDate } from '../../db/policy/store.ts';
import { addSplit, createProposal, heldByCustomer, listProposals, proposalStatuses, readProposal, type ProposalRead } from '../../db/sales/proposals.ts';
import { nextNumber } from '../../db/numbers.ts';
import { addMonths } from '../../domain/clock/addMonths.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { anomaliesOf, repaired } from '../../domain/sales/checks.ts';
import { compare } from '../../domain/sales/compare.ts';
import { editLines, heldLines } from '../../domain/sales/edit.ts';
import { amountsOf, scheduleOf } from '../../domain/sales/proposal.ts';
import { rangeNames, ranges } from '../../domain/sales/ranges.ts';
import { editOf, visibleCustomer } from '../customer/visible.ts';
import { etagOf } from '../http/conditional.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { metaOf } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { registerTicket } from '../ticket/create.ts';
import { change, changeRefusals } from './change.ts';
import { opportunityId } from './opportunity-views.schema.ts';
import { demandOpportunityOf } from './sellers.ts';
import { proposal, refusalOf, summary, visibleProposal } from './view.ts';
import { byProposalId, catalogueView, comparison, newProposal, newSchedule, proposalId, proposalPatch, proposalSummary, proposalView, repairedView } from './views.schema.ts';

const etag = { etag: { fr: 'Sa version', en: 'Its version' } } as const;
const shown = { description: { fr: 'La proposition', en: 'The proposal' }, schema: proposalView, headers: etag } as const;
const made = { description: { fr: 'Créée', en: 'Made' }, schema: proposalView, headers: { location: { fr: 'Son adresse', en: 'Its address' }, ...etag } } as const;
const presentationRefusals = ['S-03.nothing-ordered', 'S-03.customer-service', 'S-03.unchanged-sub-order', 'S-03.negative-sub-order', 'S-03.schedule-without-amount', 'S-03.schedule-mismatch'] as const;

export function proposalRoutes(services: Services): Route[] {
  const { pool, saleFiles, nowMs } = services;
  const newId = async (): Promise<string> => await nextNumber(pool, 'PRO', new Date(nowMs()).getUTCFullYear());
  const answer = (read: ProposalRead, language: 'fr' | 'en') => ({ headers: { etag: etagOf(read.version) }, body: proposal(read, language) });
  const created = async (id: string, language: 'fr' | 'en') => {
    const read = await readProposal(pool, id);
    if (!read) throw problem(refuse('not-found', { id }));
    const { headers, body } = answer(read, language);
    return { status: 201 as const, headers: { ...headers, location: `${basePath}/proposals/${id}` }, body };
  };

  return [
    defineRoute({
      method: 'GET', path: '/sales-catalogue', operationId: 'readSalesCatalogue', tags: ['sales'],
      summary: { fr: 'Lire le catalogue par gamme, et les limites de remise (S-01)', en: 'Read the catalogue by range, and the limits of discounts (S-01)' },
      guard: { permission: 'proposal:read' },
      answers: { 200: { description: { fr: 'Le catalogue en vigueur', en: 'The catalogue as it is now' }, schema: catalogueView } },
      refusals: [],
      handle: async () => {
        const { values: { 'sales-catalogue': { products, engagementMonths, instalmentsAtMost, discounts } }, versions } = await currentPolicies(pool, ['sales-catalogue']);
        const all = Object.entries(products);
        return { status: 200, body: {
          version: versions['sales-catalogue'] ?? 1, engagementMonths, instalmentsAtMost, discountLimits: discounts.limitBasisPoints,
          ranges: rangeNames.map((range) => ({ range, label: ranges[range].label, products: all.filter(([, product]) => product.range === range).map(([code, { label, recurringCents, oneOffCents, accessType }]) => ({ code, label, recurringCents, oneOffCents, accessType })) })),
        } };
      },
    }),
    defineRoute({
      method: 'POST', path: '/proposals', operationId: 'makeProposal', tags: ['sales'],
      summary: { fr: 'Faire une proposition, à partir de ce que le client a aujourd’hui (S-01)', en: 'Make a proposal, from what the customer has today (S-01)' },
      guard: { permission: 'proposal:edit' }, body: newProposal, answers: { 201: made }, refusals: ['S-01.unknown-customer', 'S-09.other-customer'],
      handle: async (request) => {
        const { customerId: asked, name, holds, opportunityId } = request.body;
        const customer = await readCustomer(pool, asked);
        if (!customer || !(await seesCustomer(pool, request.scope, customer.id))) throw problem(refuse('S-01.unknown-customer', { customerId: asked }, '/customerId'));
        const opportunity = await demandOpportunityOf(pool, opportunityId, customer.id);
        const { values: { 'sales-catalogue': catalogue, billing }, versions } = await currentPolicies(pool, ['sales-catalogue', 'billing']);
        const lines = holds === 'today' ? heldLines(await heldByCustomer(pool, customer.id), catalogue.products) : [];
        const id = await request.allocate(newId);
        await createProposal(pool, {
          id, customerId: customer.id, name, madeFrom: null, opportunityId: opportunity, engagementMonths: catalogue.engagementMonths, vatBasisPoints: billing.vatBasisPoints, lines, instalments: [], catalogueVersion: versions['sales-catalogue'] ?? 1,
        }, editOf(request, nowMs));
        return await created(id, request.language);
      },
    }),
    defineRoute({
      method: 'GET', path: '/proposals', operationId: 'listProposals', tags: ['sales'],
      summary: { fr: 'Lister les propositions, les plus récentes d’abord', en: 'List proposals, newest first' },
      guard: { permission: 'proposal:read' },
      query: pageQuery.extend({ customerId: customerId.optional(), status: z.enum(proposalStatuses).optional(), createdBy: z.string().max(255).optional(), opportunityId: opportunityId.optional() }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(proposalSummary) }) } }, refusals: [],
      handle: async ({ query, scope }) => {
        const { limit, cursor, ...filters } = query;
        const page = await listProposals(pool, { scope, ...filters, after: readCursor(cursor, z.string()), limit });
        return { status: 200, headers: nextLink('/proposals', query, page, limit, () => page.at(-1)?.id), body: { items: page.map(summary) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/proposal-comparison', operationId: 'compareProposals', tags: ['sales'],
      summary: { fr: 'Comparer des propositions côte à côte (S-01)', en: 'Compare proposals side by side (S-01)' },
      guard: { permission: 'proposal:read' }, query: z.object({ ids: z.string().max(300).regex(/^PRO-\d{4}-\d{6,}(,PRO-\d{4}-\d{6,}){1,9}$/).meta({ description: 'Deux à dix, séparées par des virgules' }) }),
      answers: { 200: { description: { fr: 'Une ligne par produit, une case par proposition', en: 'A row by product, a cell by proposal' }, schema: comparison } }, refusals: ['not-found'],
      handle: async ({ query, scope }) => {
        const ids = [...new Set(query.ids.split(','))];
        const found = await listProposals(pool, { scope, ids, limit: ids.length });
        const inOrder = ids.map((id) => {
          const one = found.find((read) => read.id === id);
          if (!one) throw problem(refuse('not-found', { id }));
          return one;
        });
        return { status: 200, body: { proposals: inOrder.map(summary), rows: compare(inOrder).map((row) => ({ ...row, cells: row.cells.slice() })) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/proposals/{id}', operationId: 'readProposal', tags: ['sales'],
      summary: { fr: 'Lire une proposition, ses sous-commandes et ce qui l’empêche d’être présentée', en: 'Read a proposal, its sub-orders and what keeps it from being presented' },
      guard: { permission: 'proposal:read' }, params: byProposalId, answers: { 200: shown }, refusals: ['not-found'],
      handle: async ({ params, scope, language }) => ({ status: 200, ...answer(await visibleProposal(pool, params.id, scope), language) }),
    }),
    defineRoute({
      method: 'PATCH', path: '/proposals/{id}', operationId: 'changeProposal', tags: ['sales'],
      summary: { fr: 'Modifier une proposition : nom, engagement, lignes (S-01)', en: 'Edit a proposal: name, engagement, lines (S-01)' },
      guard: { permission: 'proposal:edit' }, conditional: true, params: byProposalId, body: proposalPatch, answers: { 200: shown },
      refusals: [...changeRefusals, 'S-01.unknown-line', 'S-01.unknown-product', 'S-01.other-range', 'S-07.held-line-missing'],
      handle: async (request) => {
        const { params: { id }, body: { lines: edits, name, engagementMonths }, matches } = request;
        await visibleProposal(pool, id, request.scope);
        const { values: { 'sales-catalogue': { products } }, versions } = await currentPolicies(pool, ['sales-catalogue']);
        const read = await change(services, id, { ...request, isRead: (version) => matches(etagOf(version)) }, ({ lines }) => {
          const edited = edits === undefined ? undefined : editLines(lines, edits, products);
          if (edited !== undefined && 'code' in edited) throw problem(edited);
          return {
            change: {
              ...(name === undefined ? {} : { name }), ...(engagementMonths === undefined ? {} : { engagementMonths }),
              ...(edited === undefined ? {} : { lines: edited, catalogueVersion: versions['sales-catalogue'] ?? 1 }),
            },
            event: { type: 'proposalChanged' },
          };
        });
        return { status: 200, ...answer(read, request.language) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/proposals/{id}/duplicate', operationId: 'duplicateProposal', tags: ['sales'],
      summary: { fr: 'Dupliquer une proposition sous un autre nom (S-01)', en: 'Duplicate a proposal under another name (S-01)' },
      guard: { permission: 'proposal:edit' }, params: byProposalId, body: newProposal.pick({ name: true }).meta({ id: 'ProposalCopy' }), answers: { 201: made }, refusals: ['not-found'],
      handle: async (request) => {
        const from = await visibleProposal(pool, request.params.id, request.scope);
        const id = await request.allocate(newId);
        await createProposal(pool, { ...from, id, name: request.body.name, madeFrom: from.id }, editOf(request, nowMs));
        return await created(id, request.language);
      },
    }),
    defineRoute({
      method: 'PUT', path: '/proposals/{id}/schedule', operationId: 'scheduleProposal', tags: ['sales'],
      summary: { fr: 'Donner l’échéancier d’une proposition (S-03)', en: 'Set the payment schedule of a proposal (S-03)' },
      guard: { permission: 'proposal:edit' }, conditional: true, params: byProposalId, body: newSchedule, answers: { 200: shown }, refusals: [...changeRefusals, 'S-03.too-many-instalments'],
      handle: async (request) => {
        const { params: { id }, body, matches } = request;
        await visibleProposal(pool, id, request.scope);
        const { values: { 'sales-catalogue': { instalmentsAtMost: atMost } } } = await currentPolicies(pool, ['sales-catalogue']);
        const count = 'parts' in body ? body.parts.length : body.instalments;
        if (count > atMost) throw problem(refuse('S-03.too-many-instalments', { count, atMost }));
        const read = await change(services, id, { ...request, isRead: (version) => matches(etagOf(version)) }, (known) => ({
          change: { instalments: 'parts' in body ? body.parts : scheduleOf(amountsOf(known).ttcCents, body.instalments, (index) => addMonths(body.firstOn, index)) }, event: { type: 'proposalScheduled' },
        }));
        return { status: 200, ...answer(read, request.language) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/proposals/{id}/repair', operationId: 'repairProposal', tags: ['sales'],
      summary: { fr: 'Réparer d’un geste : séparer les sous-commandes négatives, retirer celles sans changement, refaire l’échéancier (S-03)', en: 'Repair at once: split the negative sub-orders, remove the unchanged ones, make the schedule anew (S-03)' },
      guard: { permission: 'proposal:edit' }, params: byProposalId,
      answers: { 200: { description: { fr: 'Réparée, et la proposition des sous-commandes négatives', en: 'Repaired, and the proposal of the negative sub-orders' }, schema: repairedView } }, refusals: changeRefusals,
      handle: async (request) => {
        const { params: { id }, language } = request;
        await visibleProposal(pool, id, request.scope);
        const splitId = await request.allocate(newId);
        const edit = editOf(request, nowMs);
        const read = await change(services, id, request, (known) => {
          const { kept, split } = repaired(known);
          // Where nothing is at fault, what was presented stays so.
          if (split === null && anomaliesOf(known).length === 0) return null;
          return {
            change: { lines: kept.lines, instalments: kept.instalments }, event: { type: 'proposalRepaired', split: split === null ? null : splitId },
            ...(split === null ? {} : { also: async (client) => { await addSplit(client, { ...known, ...split, id: splitId, name: `${known.name.slice(0, 110)} – avoirs`, madeFrom: id }, edit); } }),
          };
        });
        const split = await readProposal(pool, splitId);
        return { status: 200, body: { proposal: proposal(read, language), split: split ? proposal(split, language) : null } };
      },
    }),
    defineRoute({
      method: 'POST', path: '/proposals/{id}/present', operationId: 'presentProposal', tags: ['sales'],
      summary: { fr: 'Présenter une proposition au client, une fois contrôlée (S-03)', en: 'Present a proposal to the customer, once it is checked (S-03)' },
      guard: { permission: 'proposal:edit' }, params: byProposalId, answers: { 200: shown }, refusals: [...changeRefusals, ...presentationRefusals],
      handle: async (request) => {
        const { params: { id }, language } = request;
        await visibleProposal(pool, id, request.scope);
        const read = await change(services, id, request, (known) => {
          const [first] = anomaliesOf(known);
          if (first) throw problem(refusalOf(first, language));
          return known.status === 'presented' ? null : { change: { status: 'presented' }, event: { type: 'proposalPresented', ttcCents: amountsOf(known).ttcCents } };
        });
        return { status: 200, ...answer(read, language) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/proposals/{id}/to-customer-service', operationId: 'handProposalToCustomerService', tags: ['sales'],
      summary: { fr: 'Transmettre au service client une modification sans produit (S-03)', en: 'Hand an amendment without a product to customer service (S-03)' },
      guard: { permission: 'proposal:edit' }, params: byProposalId, body: z.strictObject({ request: z.string().trim().min(1).max(2000).meta({ description: 'Ce que le client veut changer : adresse, données financières, avoir' }) }),
      answers: { 200: shown }, refusals: [...changeRefusals, 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, language } = request;
        const known = await visibleProposal(pool, id, request.scope);
        const isDone = await isRecorded(pool, request.commandId, known.customerId);
        if (!isDone && (known.status !== 'draft' || anomaliesOf(known).every(({ code }) => code !== 'S-03.customer-service'))) throw problem(refuse('wrong-state', { state: known.status, states: 'draft, without any product change' }));
        const customer = await visibleCustomer(pool, known.customerId, request.scope);
        const ticket = await registerTicket(services, {
          customerId: customer.id, desk: 'operator', contact: 'api', impact: 'administrative-change', despiteDuplicates: true, agreementOf: 'caller', classification: { type: 'request', symptom: 'none', category: 'administrative' },
          caller: { name: customer.name, relation: 'self', ...(customer.email === null ? {} : { email: customer.email }) }, description: `${id} : ${request.body.request}`,
        }, metaOf(request), request.allocate, { nowMs: nowMs() });
        const read = await change(services, id, request, () => ({ change: { status: 'handed-over', ticket }, event: { type: 'proposalHandedOver', ticket } }));
        return { status: 200, ...answer(read, language) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/proposals/{id}/quote.pdf', operationId: 'downloadQuote', tags: ['sales'],
      summary: { fr: 'Télécharger le devis d’une proposition (S-01)', en: 'Download the quote of a proposal (S-01)' },
      guard: { permission: 'proposal:read' }, params: z.object({ id: proposalId }),
      answers: { 200: { description: { fr: 'Le devis, en PDF', en: 'The quote, as PDF' }, mediaTypes: ['application/pdf'] } }, refusals: ['not-found'],
      handle: async ({ params, scope }) => {
        const read = await visibleProposal(pool, params.id, scope);
        const { id, name, address } = await visibleCustomer(pool, read.customerId, scope);
        const bytes = await saleFiles.quote({ ...read, customer: { id, name, address: address ? [address.street, `${address.postalCode} ${address.city}`] : [] }, on: await readDate(pool, nowMs()) });
        return { status: 200, bytes, headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="devis-${read.id}.pdf"` } };
      },
    }),
  ];
}
