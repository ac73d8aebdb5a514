/** The routes of what is below a customer's record: contacts, sites, equipment, guardianship and special measures, interests (C-01); all of one make. And his services. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { changePart, createPart, listParts, readPart, type PartRead } from '../../db/customer/parts.ts';
import { listServices } from '../../db/customer/services.ts';
import { customerId, partSchemas, type PartName } from '../../domain/customer/customer.schema.ts';
import { refuse, type Text } from '../../domain/errors/codes.ts';
import { etagOf } from '../http/conditional.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { byCustomerId, partViews } from './views.schema.ts';
import { demandEdited, editOf, visibleCustomer } from './visible.ts';

const ofPart = z.object({ id: customerId, partId: z.uuid() });
const etag = { etag: { fr: 'Sa version', en: 'Its version' } } as const;

const words: Readonly<Record<PartName, { readonly operation: string; readonly one: Text; readonly all: Text }>> = {
  contacts: { operation: 'Contact', one: { fr: 'un contact', en: 'a contact' }, all: { fr: 'les contacts', en: 'the contacts' } },
  sites: { operation: 'Site', one: { fr: 'un site', en: 'a site' }, all: { fr: 'les sites', en: 'the sites' } },
  equipment: { operation: 'Equipment', one: { fr: 'un équipement', en: 'a piece of equipment' }, all: { fr: 'les équipements', en: 'the equipment' } },
  measures: { operation: 'Measure', one: { fr: 'une mesure particulière', en: 'a special measure' }, all: { fr: 'les tutelles et mesures particulières', en: 'guardianship and special measures' } },
  interests: { operation: 'Interest', one: { fr: 'un centre d’intérêt', en: 'an interest' }, all: { fr: 'les centres d’intérêt et moments de vie', en: 'interests and life moments' } },
};

export function customerPartRoutes(services: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  const { pool } = services;
  return [
    ...(Object.keys(partSchemas) as PartName[]).flatMap((part) => routesOf(part, services)),
    defineRoute({
      method: 'GET', path: '/customers/{id}/services', operationId: 'listCustomerServices', tags: ['customers'],
      summary: { fr: 'Lister les services d’un client', en: 'List a customer’s services' },
      guard: { permission: 'customer:read' }, params: byCustomerId,
      answers: { 200: { description: { fr: 'Tous, aussi ceux qui sont terminés', en: 'All of them, those that ended too' }, schema: z.object({ items: z.array(z.object({ rds: z.string(), accessType: z.string(), deploymentId: z.string().nullable(), site: z.string().nullable(), endedOn: z.iso.date().nullable() }).meta({ id: 'CustomerService' })) }) } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, body: { items: await listServices(pool, (await visibleCustomer(pool, params.id, scope)).id) } }),
    }),
  ];
}

function routesOf(part: PartName, { pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  const { operation, one, all } = words[part];
  // Each view and each schema is that of its part: the table pairs them.
  const fields = partSchemas[part] as z.ZodObject;
  const view = partViews[part] as z.ZodObject;
  const path = `/customers/{id}/${part}`;

  async function answer(id: string, partId: string) {
    const found = await readPart(pool, part, id, partId);
    if (!found) throw problem(refuse('not-found', { id: partId }));
    return { headers: { etag: etagOf(found.version) }, body: shown(found) };
  }

  /** C-01: who decides for a customer is one of his contacts. */
  async function checkFields(id: string, body: Record<string, unknown>): Promise<void> {
    const contactId = body['contactId'];
    if (part === 'measures' && typeof contactId === 'string' && !(await readPart(pool, 'contacts', id, contactId))) throw problem(refuse('C-01.unknown-contact', { contactId }, '/contactId'));
  }

  return [
    defineRoute({
      method: 'GET', path, operationId: `listCustomer${operation}s`, tags: ['customers'],
      summary: { fr: `Lister ${all.fr} d’un client`, en: `List ${all.en} of a customer` },
      guard: { permission: 'customer:read' }, params: byCustomerId,
      answers: { 200: { description: { fr: 'Les plus anciens d’abord', en: 'Oldest first' }, schema: z.object({ items: z.array(view) }) } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, body: { items: (await listParts(pool, part, (await visibleCustomer(pool, params.id, scope)).id)).map(shown) } }),
    }),
    defineRoute({
      method: 'POST', path, operationId: `addCustomer${operation}`, tags: ['customers'],
      summary: { fr: `Ajouter ${one.fr} (C-01)`, en: `Add ${one.en} (C-01)` },
      guard: { permission: 'customer:edit' }, params: byCustomerId, body: fields,
      answers: { 201: { description: { fr: 'Ajouté', en: 'Added' }, schema: view, headers: { location: { fr: 'Son adresse', en: 'Its address' }, ...etag } } },
      refusals: ['not-found', ...(part === 'measures' ? ['C-01.unknown-contact'] as const : [])],
      handle: async (request) => {
        const { id } = await visibleCustomer(pool, request.params.id, request.scope);
        await checkFields(id, request.body);
        const partId = await request.allocate(() => Promise.resolve(uuidv7()));
        await createPart(pool, part, id, partId, request.body, editOf(request, nowMs));
        const { headers, body } = await answer(id, partId);
        return { status: 201, headers: { ...headers, location: `${basePath}/customers/${id}/${part}/${partId}` }, body };
      },
    }),
    defineRoute({
      method: 'GET', path: `${path}/{partId}`, operationId: `readCustomer${operation}`, tags: ['customers'],
      summary: { fr: `Lire ${one.fr}`, en: `Read ${one.en}` },
      guard: { permission: 'customer:read' }, params: ofPart,
      answers: { 200: { description: { fr: 'Trouvé', en: 'Found' }, schema: view, headers: etag } },
      refusals: ['not-found'],
      handle: async ({ params: { id, partId }, scope }) => ({ status: 200, ...await answer((await visibleCustomer(pool, id, scope)).id, partId) }),
    }),
    defineRoute({
      method: 'PATCH', path: `${path}/{partId}`, operationId: `changeCustomer${operation}`, tags: ['customers'],
      summary: { fr: `Modifier ${one.fr} (C-01, C-04)`, en: `Edit ${one.en} (C-01, C-04)` },
      guard: { permission: 'customer:edit' }, conditional: true, params: ofPart, body: fields.partial(),
      answers: { 200: { description: { fr: 'Modifié', en: 'Edited' }, schema: view, headers: etag } },
      refusals: ['not-found', 'stale-version', ...(part === 'measures' ? ['C-01.unknown-contact'] as const : [])],
      handle: async (request) => {
        const { params: { partId }, matches } = request;
        const { id } = await visibleCustomer(pool, request.params.id, request.scope);
        await checkFields(id, request.body);
        demandEdited(await changePart(pool, part, id, partId, request.body, (version) => matches(etagOf(version)), editOf(request, nowMs)), partId);
        return { status: 200, ...await answer(id, partId) };
      },
    }),
    defineRoute({
      method: 'DELETE', path: `${path}/{partId}`, operationId: `removeCustomer${operation}`, tags: ['customers'],
      summary: { fr: `Retirer ${one.fr}`, en: `Remove ${one.en}` },
      guard: { permission: 'customer:edit' }, conditional: true, params: ofPart,
      answers: { 204: { description: { fr: 'Retiré', en: 'Removed' } } },
      refusals: ['not-found', 'stale-version'],
      handle: async (request) => {
        const { params: { partId }, matches } = request;
        const { id } = await visibleCustomer(pool, request.params.id, request.scope);
        demandEdited(await changePart(pool, part, id, partId, null, (version) => matches(etagOf(version)), editOf(request, nowMs)), partId);
        return { status: 204 };
      },
    }),
  ];
}

function shown(part: PartRead): Record<string, unknown> {
  return { ...part, since: part.since.toISOString() };
}
