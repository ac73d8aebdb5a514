/** The routes of customers' records (C-01, C-09): create once, list, read, edit, merge, timeline (C-04). */
import { z } from 'zod';
import { centreExists, changeCustomer, createCustomer, formerIdsOf, nextCustomerId, survivingId, type CustomerRead } from '../../db/customer/customers.ts';
import { likelyDuplicates, type LikelyDuplicate } from '../../db/customer/duplicates.ts';
import { listCustomers } from '../../db/customer/lists.ts';
import { mergeCustomers } from '../../db/customer/merge.ts';
import { readCustomerTimeline } from '../../db/customer/timeline.ts';
import { customerEdit, customerEntry, customerId, newCustomer, type CustomerPatch } from '../../domain/customer/customer.schema.ts';
import { customerSorts } from '../../domain/customer/lists.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import { everything, type Scope } from '../../domain/people/scope.ts';
import { etagOf } from '../http/conditional.ts';
import { linkTo, nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { demandTowards, toldOf } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { byCustomerId, customerDetail, customerTimelineEntry, customerView, likelyDuplicate } from './views.schema.ts';
import { demandEdited, editOf, visibleCustomer } from './visible.ts';

const etag = { etag: { fr: 'Version de la fiche', en: 'Version of the record' } } as const;
const entryRefusals = ['C-01.unknown-centre', 'C-09.siret-of-another'] as const satisfies readonly ErrorCode[];

export function customerRoutes(services: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  const { pool, nowMs } = services;

  /** Under its surviving id, which `content-location` names. */
  async function answer(customer: CustomerRead) {
    const { id, version } = customer;
    return { headers: { 'etag': etagOf(version), 'content-location': `${basePath}/customers/${id}` }, body: { ...view(customer), formerIds: await formerIdsOf(pool, id) } };
  }

  /** @throws {Problem} naming the rule that the fields break together. */
  async function checkEntry({ centre, siren, siret }: CustomerPatch, scope: Scope, known?: CustomerRead): Promise<void> {
    // C-05: he puts it where he sees it.
    const isOutOfReach = centre !== undefined && scope.reach === 'part' && (centre === null || !scope.centres.includes(centre));
    if (isOutOfReach || (centre != null && !(await centreExists(pool, centre)))) throw problem(refuse('C-01.unknown-centre', { centre: centre ?? '–' }, '/centre'));
    const [ofCompany, ofSite] = [siren === undefined ? known?.siren : siren, siret === undefined ? known?.siret : siret];
    if (ofCompany != null && ofSite != null && !ofSite.startsWith(ofCompany)) throw problem(refuse('C-09.siret-of-another', { siren: ofCompany, siret: ofSite }, '/siret'));
  }

  return [
    defineRoute({
      method: 'POST', path: '/customers', operationId: 'createCustomer', tags: ['customers'],
      summary: { fr: 'Créer un client, une seule fois (C-09)', en: 'Create a customer, once (C-09)' },
      description: { fr: 'Les doublons probables sont refusés par leur nom ; « confirmedNew » dit que c’en est un autre.', en: 'Likely duplicates are refused by name; “confirmedNew” says that it is another.' },
      guard: { permission: 'customer:edit' }, body: newCustomer,
      answers: { 201: { description: { fr: 'Créé', en: 'Created' }, schema: customerDetail, headers: { location: { fr: 'Adresse du client', en: 'Address of the customer' }, ...etag } } },
      refusals: [...entryRefusals, 'C-09.likely-duplicates'],
      handle: async (request) => {
        const { confirmedNew = false, ...entry } = request.body;
        await checkEntry(entry, request.scope);
        const id = await request.allocate(() => nextCustomerId(pool));
        const duplicates = await createCustomer(pool, id, withSiren(inCentre(entry, request.scope)), confirmedNew, editOf(request, nowMs));
        demandNone(duplicates);
        const { headers, body } = await answer(await visibleCustomer(pool, id, everything));
        return { status: 201, headers: { ...headers, location: `${basePath}/customers/${id}` }, body };
      },
    }),
    defineRoute({
      method: 'POST', path: '/customers/likely-duplicates', operationId: 'findLikelyDuplicates', tags: ['customers'],
      summary: { fr: 'Chercher les fiches d’un même client (C-09)', en: 'Look for records of the same customer (C-09)' },
      guard: { permission: 'customer:read' }, body: customerEntry, idempotent: false,
      answers: { 200: { description: { fr: 'Les plus ressemblantes d’abord, chacune avec ses raisons', en: 'The most alike first, each with its reasons' }, schema: z.object({ items: z.array(likelyDuplicate) }) } },
      refusals: ['forbidden'],
      handle: async ({ body, scope }) => {
        // Whether we know others is the house's to know.
        if (scope.reach === 'own') throw problem(refuse('forbidden', { permission: 'customer:edit' }));
        return { status: 200, body: { items: (await likelyDuplicates(pool, withSiren(body))).map((one) => ({ ...one, reasons: [...one.reasons] })) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/customers', operationId: 'listCustomers', tags: ['customers'],
      summary: { fr: 'Lister les clients', en: 'List customers' },
      guard: { permission: 'customer:read' },
      query: pageQuery.extend({
        search: z.string().trim().min(3).max(100).optional().meta({ description: 'Part of a name; or a whole id, SIREN, SIRET, phone number or mail address' }),
        centre: z.string().max(60).optional(), accountManager: z.string().max(100).optional(), sort: z.enum(customerSorts).default('name'),
      }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(customerView) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const { search, centre, accountManager, sort, limit } = query;
        const page = await listCustomers(pool, {
          scope, search, centre, accountManager, sort, after: readCursor(query.cursor, z.tuple([z.string(), z.string()])), limit,
        });
        const last = page.at(-1);
        return { status: 200, headers: nextLink('/customers', query, page, limit, () => [last?.sortKey, last?.id]), body: { items: page.map(view) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/customers/{id}', operationId: 'readCustomer', tags: ['customers'],
      summary: { fr: 'Lire la fiche d’un client', en: 'Read a customer’s record' },
      description: { fr: 'L’ancien numéro d’une fiche fusionnée répond par celle qui reste ; « Content-Location » la nomme (C-09).', en: 'The old id of a merged record answers with the one that remains; “Content-Location” names it (C-09).' },
      guard: { permission: 'customer:read' }, params: byCustomerId,
      answers: { 200: { description: { fr: 'La fiche', en: 'The record' }, schema: customerDetail, headers: { ...etag, 'content-location': { fr: 'Adresse de la fiche qui reste', en: 'Address of the record that remains' } } } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, ...await answer(await visibleCustomer(pool, params.id, scope)) }),
    }),
    defineRoute({
      method: 'PATCH', path: '/customers/{id}', operationId: 'changeCustomer', tags: ['customers'],
      summary: { fr: 'Modifier la fiche d’un client (C-01, C-04)', en: 'Edit a customer’s record (C-01, C-04)' },
      guard: { permission: 'customer:edit' }, conditional: true, params: byCustomerId, body: customerEdit,
      answers: { 200: { description: { fr: 'La fiche après', en: 'The record after it' }, schema: customerDetail, headers: etag } },
      refusals: ['not-found', 'stale-version', ...entryRefusals, 'C-09.likely-duplicates'],
      handle: async (request) => {
        const { params: { id }, body: { confirmedNew = false, ...body }, scope, matches } = request;
        const known = await visibleCustomer(pool, id, scope);
        await checkEntry(body, scope, known);
        const patch = known.siren === null ? withSiren(body) : body;
        const changed = await changeCustomer(pool, id, patch, { isExpected: (version) => matches(etagOf(version)), confirmedNew, ...editOf(request, nowMs) });
        if (changed.outcome === 'duplicates') demandNone(changed.duplicates);
        else demandEdited(changed, id);
        return { status: 200, ...await answer(await visibleCustomer(pool, id, scope)) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/customers/{id}/merge', operationId: 'mergeCustomers', tags: ['customers'],
      summary: { fr: 'Fusionner une autre fiche du même client dans celle-ci (C-09)', en: 'Merge another record of the same customer into this one (C-09)' },
      description: { fr: 'Tout ce qui était à l’autre se lit ensuite ici, aussi ce que ses parcours ouverts écriront ; son numéro continue de répondre. Sans retour.', en: 'Everything of the other reads here from then on, also what its open journeys will write; its id keeps answering. There is no way back.' },
      guard: { permission: 'customer:merge' }, params: byCustomerId, body: z.strictObject({ other: customerId.meta({ description: 'The record that ends' }) }),
      answers: { 200: { description: { fr: 'Fusionnées', en: 'Merged' }, schema: customerDetail, headers: etag } },
      refusals: ['not-found', 'C-09.same-record', 'C-09.merged-elsewhere', 'C-09.other-company', 'S-08.open-in-both'],
      handle: async (request) => {
        const { params: { id }, body: { other }, scope } = request;
        if (id === other) throw problem(refuse('C-09.same-record', {}, '/other'));
        for (const named of [id, other]) await visibleCustomer(pool, named, scope);
        const merged = await mergeCustomers(pool, id, other, editOf(request, nowMs));
        switch (merged.outcome) {
          case 'done': return { status: 200, ...await answer(await visibleCustomer(pool, id, scope)) };
          case 'unknown': throw problem(refuse('not-found', { id: merged.id }));
          case 'merged-elsewhere': throw problem(refuse('C-09.merged-elsewhere', { id: merged.id, survivor: merged.survivor }));
          case 'other-company': throw problem(refuse('C-09.other-company', { siren: merged.siren, otherSiren: merged.otherSiren }));
          case 'complaints-open': throw problem(refuse('S-08.open-in-both', { complaint: merged.complaint, other: merged.other }));
        }
      },
    }),
    defineRoute({
      method: 'GET', path: '/customers/{id}/timeline', operationId: 'readCustomerTimeline', tags: ['customers'],
      summary: { fr: 'Lire le fil d’un client, tous sujets ensemble (C-04)', en: 'Read a customer’s timeline over all subjects (C-04)' },
      description: { fr: 'Du plus récent au plus ancien, des sortes de sujets que le lecteur a le droit de voir. Une page cherchée par « text » peut être courte, ou vide, sans être la dernière : « Link » dit s’il y a une suite.', en: 'Newest first, of the kinds of journey that the reader may see. A page searched by “text” may be short, or empty, without being the last: “Link” says whether there is more.' },
      guard: { permission: 'timeline:read', also: 'customer:read' }, params: byCustomerId,
      query: pageQuery.extend({
        type: z.string().max(1000).optional().meta({ description: 'Types of events, separated by commas' }), channel: z.string().max(20).optional(), actor: z.string().max(255).optional(),
        subject: z.string().max(60).optional().meta({ description: 'A journey with what is below it: AFF-2026-000123; or the customer’s id, for the edits of his record' }),
        from: z.iso.datetime({ offset: true }).optional(), until: z.iso.datetime({ offset: true }).optional(),
        text: z.string().trim().min(2).max(100).optional().meta({ description: 'Anywhere in what the entry says, in any case of letters' }),
      }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(customerTimelineEntry) }) } },
      refusals: ['not-found'],
      handle: async ({ params, query, scope, principal }) => {
        const { id } = await visibleCustomer(pool, params.id, scope);
        await demandTowards(pool, principal, 'customer:read', id, params.id);
        const { type, channel, actor, subject, from, until, text, limit } = query;
        const { entries, next } = await readCustomerTimeline(pool, id, {
          types: type?.split(','), channel, actor, subject: subject === params.id ? await survivingId(pool, subject) : subject, from: from === undefined ? undefined : new Date(from), until: until === undefined ? undefined : new Date(until), text,
          before: readCursor(query.cursor, z.object({ at: z.string(), journeyId: z.string(), number: z.int() })), limit,
          ...await toldOf(pool, principal, id),
        });
        return { status: 200, headers: next ? linkTo(`/customers/${params.id}/timeline`, query, next) : {}, body: { items: entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })) } };
      },
    }),
  ];
}

/** @throws {Problem} `C-09.likely-duplicates`, naming them. */
function demandNone(duplicates: readonly LikelyDuplicate[]): void {
  if (duplicates.length > 0) throw problem(refuse('C-09.likely-duplicates', { customers: duplicates.map((one) => `${one.id} ${one.name} (${one.reasons.join(', ')})`).join('; ') }));
}

/** A company is known by the SIREN that its SIRET begins with. */
function withSiren<T extends Pick<CustomerPatch, 'siren' | 'siret'>>(entry: T): T {
  return entry.siren == null && entry.siret != null ? { ...entry, siren: entry.siret.slice(0, 9) } : entry;
}

/** Who sees some centres creates in the first of them, unless he says in which. */
function inCentre<T extends Pick<CustomerPatch, 'centre'>>(entry: T, scope: Scope): T {
  return scope.reach === 'part' && entry.centre === undefined ? { ...entry, centre: scope.centres[0] ?? null } : entry;
}

function view({ id, name, kind, siren, siret, language, market, contract, centre, phone, email, billingEmail, address, accountManager, createdAt, erasedAt, version }: CustomerRead): z.input<typeof customerView> {
  return { id, name, kind, siren, siret, language, market, contract, centre, phone, email, billingEmail, address, accountManager, createdAt: createdAt.toISOString(), erasedAt: erasedAt?.toISOString() ?? null, version };
}
