/** The routes of terminations (chapter 3): opened, listed, read, withdrawn, with their documents. */
import { z } from 'zod';
import { currentPolicies } from '../../db/policy/store.ts';
import { documentsOfTermination, listTerminations } from '../../db/termination/terminations.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { terminationPhases } from '../../domain/termination/steps.ts';
import { withdrawTerminationUpdate } from '../../workflows/termination/messages.ts';
import { contentDisposition } from '../documents/download.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act, metaOf, unlessRecorded } from '../journey/act.ts';
import { timelineRoute } from '../journey/timeline.ts';
import type { Services } from '../services.ts';
import { openingRefusals, openTermination } from './open.ts';
import { mayBeWithdrawn, summary, termination, visibleTermination } from './view.ts';
import { byTerminationId, newTermination, terminationChoices, terminationReason, terminationSummary, terminationView } from './views.schema.ts';

export function terminationRoutes(services: Services): Route[] {
  const { pool, documents } = services;
  return [
    defineRoute({
      method: 'POST', path: '/terminations', operationId: 'openTermination', tags: ['terminations'],
      summary: { fr: 'Enregistrer la lettre d’un client qui résilie (R-01)', en: 'Enter the letter of a customer who leaves (R-01)' },
      description: {
        fr: 'Un ticket est ouvert, et le client reçoit un courrier de confirmation. Tant que la facture finale n’est pas émise, la demande peut être retirée.',
        en: 'A ticket is opened, and the customer gets a confirmation letter. Until the final invoice is issued, the request may be withdrawn.',
      },
      guard: { permission: 'termination:open' }, body: newTermination,
      answers: { 201: { description: { fr: 'Ouverte', en: 'Opened' }, schema: terminationView, headers: { location: { fr: 'Son adresse', en: 'Its address' } } } },
      refusals: [...openingRefusals],
      handle: async (request) => {
        const { services: rds, receivedOn, letterReference, wishedOn = null, exemption = null, equipment, contact: { name, email = null, phone = null } } = request.body;
        const id = await openTermination(services, {
          origin: 'customer', belongsTo: null, services: rds, receivedOn, letterReference, wishedOn, claimedExemption: exemption,
          equipment: equipment?.map(({ serialNumber, model = null }) => ({ serialNumber, model })) ?? null, contact: { name, email, phone },
        }, metaOf(request), request.allocate, { nowMs: services.nowMs(), scope: request.scope });
        return { status: 201, headers: { location: `${basePath}/terminations/${id}` }, body: await termination(pool, await visibleTermination(pool, id, request.scope), request.scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/terminations', operationId: 'listTerminations', tags: ['terminations'],
      summary: { fr: 'Lister les résiliations, les plus récentes d’abord', en: 'List terminations, newest first' },
      guard: { permission: 'termination:read' },
      query: pageQuery.extend({
        customerId: z.string().regex(/^CLI-\d{6}$/).optional(), rds: z.string().max(60).optional(), phase: z.enum(terminationPhases as unknown as [string, ...string[]]).optional(), open: z.enum(['true', 'false']).optional(),
      }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(terminationSummary) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const { customerId, rds, phase, open, limit } = query;
        const page = await listTerminations(pool, {
          scope, customerId, rds, phase, isOpen: open === undefined ? undefined : open === 'true', after: readCursor(query.cursor, z.string()), limit,
        });
        return { status: 200, headers: nextLink('/terminations', query, page, limit, () => page.at(-1)?.id), body: { items: page.map(summary) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/termination-choices', operationId: 'readTerminationChoices', tags: ['terminations'],
      summary: { fr: 'Lire les motifs d’exonération que l’on peut donner (R-03)', en: 'Read the reasons of exemption that may be given (R-03)' },
      guard: { permission: 'termination:read' },
      answers: { 200: { description: { fr: 'Tels qu’ils valent maintenant', en: 'As they hold now' }, schema: terminationChoices } },
      refusals: [],
      handle: async () => {
        const { values: { termination: { exemptions } } } = await currentPolicies(pool, ['termination']);
        return { status: 200, body: { exemptions: Object.entries(exemptions).map(([key, { label }]) => ({ key, label })) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/terminations/{id}', operationId: 'readTermination', tags: ['terminations'],
      summary: { fr: 'Lire une résiliation', en: 'Read a termination' },
      guard: { permission: 'termination:read' }, params: byTerminationId,
      answers: { 200: { description: { fr: 'La résiliation', en: 'The termination' }, schema: terminationView } },
      refusals: ['not-found'],
      handle: async ({ params: { id }, scope }) => ({ status: 200, body: await termination(pool, await visibleTermination(pool, id, scope), scope) }),
    }),
    timelineRoute(services, { path: '/terminations', kind: 'termination', operationId: 'readTerminationTimeline', tag: 'terminations', summary: { fr: 'Lire le fil d’une résiliation (C-04)', en: 'Read the timeline of a termination (C-04)' }, params: byTerminationId, visible: (id, scope) => visibleTermination(pool, id, scope) }),
    defineRoute({
      method: 'GET', path: '/terminations/{id}/documents/{documentId}', operationId: 'downloadTerminationDocument', tags: ['terminations'],
      summary: { fr: 'Télécharger un courrier d’une résiliation (R-01, R-06)', en: 'Download a letter of a termination (R-01, R-06)' },
      guard: { permission: 'termination:read' }, params: byTerminationId.extend({ documentId: z.uuid() }),
      answers: { 200: { description: { fr: 'Le PDF, tel qu’il a été envoyé', en: 'The PDF, as it was sent' }, mediaTypes: ['application/pdf'] } },
      refusals: ['not-found'],
      handle: async ({ params: { id, documentId }, scope }) => {
        await visibleTermination(pool, id, scope);
        const found = (await documentsOfTermination(pool, id)).find((document) => document.id === documentId);
        if (!found) throw problem(refuse('not-found', { id: documentId }));
        const bytes = await documents.get(found.sha256);
        if (bytes === undefined) throw new Error(`the content of document ${documentId} is not where it was stored`);
        const mediaType = 'application/pdf';
        return { status: 200, bytes, headers: { 'content-type': mediaType, 'content-disposition': contentDisposition('attachment', { fileName: found.fileName, kind: found.kind, mediaType }) } };
      },
    }),
    defineRoute({
      method: 'POST', path: '/terminations/{id}/withdraw', operationId: 'withdrawTermination', tags: ['terminations'],
      summary: { fr: 'Retirer une demande de résiliation, et défaire ce qui était demandé (R-07)', en: 'Withdraw a request for termination, and undo what was asked (R-07)' },
      guard: { permission: 'termination:withdraw' }, params: byTerminationId, body: z.strictObject({ reason: terminationReason }),
      answers: { 200: { description: { fr: 'Retirée : le service continue', en: 'Withdrawn: the service goes on' }, schema: terminationView } },
      refusals: ['not-found', 'wrong-state', 'C-08.waits-for-new-service', 'outcome-unknown'],
      handle: async (request) => {
        const found = await visibleTermination(pool, request.params.id, request.scope);
        const { id, belongsTo } = found;
        await unlessRecorded(services, request, async () => {
          if (found.phase === 'held' && !mayBeWithdrawn(found)) throw problem(refuse('C-08.waits-for-new-service', { belongsTo: belongsTo ?? '' }));
          await act(services, id, withdrawTerminationUpdate, { reason: request.body.reason, meta: metaOf(request) });
        });
        return { status: 200, body: await termination(pool, await visibleTermination(pool, id, request.scope), request.scope) };
      },
    }),
  ];
}
