/** The routes of orders (S-02, S-05, S-06): placed, listed, read, their customer's data changed, their files added, abandoned, handed over, rejected. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { forgetDocumentFile, keepDocumentFile } from '../../db/documents/files.ts';
import { noteUpload } from '../../db/documents/uploads.ts';
import { documentsOfOrder, listOrders, listRejects, readOrderState } from '../../db/order/orders.ts';
import { addParty, readParty } from '../../db/order/parties.ts';
import { heldByCustomer, readProposal } from '../../db/sales/proposals.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { documentKinds, documentMediaTypes, mayBe, maySee, type DocumentKind } from '../../domain/documents/kinds.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { deliveryOf } from '../../domain/order/delivery.ts';
import { versionOf, type RejectingSide } from '../../domain/order/order.ts';
import { isOfThisOrder } from '../../domain/order/progress.ts';
import type { OrderParty } from '../../domain/order/party.schema.ts';
import { orderPhases } from '../../domain/order/steps.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { abandonOrderUpdate, addOrderFileUpdate, changePartyUpdate, handOverUpdate, rejectOrderUpdate } from '../../workflows/order/messages.ts';
import { editOf } from '../customer/visible.ts';
import { withdrawal } from '../deployment/views.schema.ts';
import { contentDisposition } from '../documents/download.ts';
import { sniff, unreadable } from '../documents/sniff.ts';
import { digestOf } from '../http/idempotency.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act, isRefusal, metaOf } from '../journey/act.ts';
import { timelineRoute } from '../journey/timeline.ts';
import { profilesTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { deliveryRefusals, demandDeliverable, placeOrder, placingRefusals } from './place.ts';
import { demandNothingBegun, withdraw, withdrawingRefusals } from './withdraw.ts';
import { demandRead, forCustomer, order, orderEtag, shownReject, summary, visibleOrder } from './view.ts';
import { byOrderId, newOrder, newOrderFile, orderReject, orderSummary, orderView, partyChange, rejectRow } from './views.schema.ts';

const shown = { description: { fr: 'La commande', en: 'The order' }, schema: orderView } as const;
const edited = { ...shown, headers: { etag: { fr: 'Sa version', en: 'Its version' } } } as const;
/** Who rejects for whom (S-06). */
const sides: readonly (readonly [Profile, RejectingSide])[] = [['coordinator', 'production'], ['production-manager', 'production'], ['billing-admin', 'billing']];

export function orderRoutes(services: Services): Route[] {
  const { pool, documents, nowMs } = services;
  const current = async (id: string, scope: Parameters<typeof order>[2] & Parameters<typeof visibleOrder>[2]) => await order(pool, await visibleOrder(pool, id, scope), scope, nowMs());
  const answer = async (...of: Parameters<typeof current>) => {
    const body = await current(...of);
    return { headers: { etag: orderEtag(body.version) }, body };
  };

  return [
    defineRoute({
      method: 'POST', path: '/orders', operationId: 'placeOrder', tags: ['sales'],
      summary: { fr: 'Commander une proposition présentée : un bon de commande unifié (S-02)', en: 'Order a presented proposal: one unified purchase order (S-02)' },
      guard: { permission: 'order:place' }, body: newOrder,
      answers: { 201: { ...shown, headers: { location: { fr: 'Son adresse', en: 'Its address' } } } }, refusals: placingRefusals,
      handle: async (request) => {
        const { principal, scope, allocate } = request;
        const id = await placeOrder(services, request.body, { principal, scope, allocate, edit: editOf(request, nowMs) });
        return { status: 201, headers: { location: `${basePath}/orders/${id}` }, body: await current(id, scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/orders', operationId: 'listOrders', tags: ['sales'],
      summary: { fr: 'Lister les commandes, les plus récentes d’abord', en: 'List orders, newest first' },
      guard: { permission: 'order:read' },
      query: pageQuery.extend({ customerId: customerId.optional(), phase: z.enum(orderPhases as unknown as [string, ...string[]]).optional(), emitter: z.string().max(255).optional(), open: z.enum(['true', 'false']).optional() }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(orderSummary) }) } }, refusals: [],
      handle: async ({ query, scope }) => {
        const { limit, cursor, open, ...filters } = query;
        const page = await listOrders(pool, { scope, ...filters, isOpen: open === undefined ? undefined : open === 'true', after: readCursor(cursor, z.string()), limit });
        return { status: 200, headers: nextLink('/orders', query, page, limit, () => page.at(-1)?.id), body: { items: page.map(summary) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/orders/{id}', operationId: 'readOrder', tags: ['sales'],
      summary: { fr: 'Lire une commande, ses sous-commandes et sa signature', en: 'Read an order, its sub-orders and its signature' },
      guard: { permission: 'order:read' }, params: byOrderId, answers: { 200: edited }, refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, ...await answer(params.id, scope) }),
    }),
    timelineRoute(services, { path: '/orders', kind: 'order', operationId: 'readOrderTimeline', tag: 'sales', summary: { fr: 'Lire le fil d’une commande (C-04)', en: 'Read the timeline of an order (C-04)' }, params: byOrderId, visible: (id, scope) => visibleOrder(pool, id, scope) }),
    defineRoute({
      method: 'PUT', path: '/orders/{id}/party', operationId: 'changeOrderParty', tags: ['sales'],
      summary: { fr: 'Mettre à jour les données du client, d’un coup pour toutes les sous-commandes (S-02)', en: 'Update the customer’s data, at once for all sub-orders (S-02)' },
      description: { fr: 'D’une commande signée, seulement la date souhaitée et l’éligibilité des sites, pour que la production la prenne (S-05).', en: 'Of a signed order only the target date and the eligibility of its sites, so that production takes it (S-05).' },
      guard: { permission: 'order:place' }, conditional: true, params: byOrderId, body: partyChange, answers: { 200: edited },
      refusals: ['not-found', 'wrong-state', 'stale-version', 'S-03.signed-already', ...deliveryRefusals, 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body: party, scope } = request;
        const { proposalId, phase } = await visibleOrder(pool, id, scope);
        const proposal = await readProposal(pool, proposalId);
        if (!proposal) throw problem(refuse('not-found', { id }));
        const state = await readOrderState(pool, id);
        if (!state) throw problem(refuse('not-found', { id }));
        demandRead(state, request.matches);
        const facts = { purchaseOrderContract: false, customOffer: false, amendedTerms: false, feasibilityStudy: false };
        const held = await heldByCustomer(pool, proposal.customerId);
        await demandDeliverable(services, { proposal, market: 'private', facts, party, held, delivery: deliveryOf(proposal.lines, held, proposal) }, scope);
        const isSameOrder = phase === 'signed' && signedParts(await readParty(pool, id, state.partyVersion)) === signedParts(party);
        if (phase === 'signed' && !isSameOrder) throw problem(refuse('S-03.signed-already', {}, '/party'));
        const version = await addParty(pool, id, party);
        await act(services, id, changePartyUpdate, { version, ...(isSameOrder ? { isSameOrder } : {}), read: versionOf(state), meta: metaOf(request) });
        if (!(await readParty(pool, id, version))) throw problem(refuse('outcome-unknown'));
        return { status: 200, ...await answer(id, scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/files', operationId: 'addOrderFile', tags: ['sales'],
      summary: { fr: 'Ajouter une pièce à une commande ; le bon signé et numérisé porte son numéro (S-04)', en: 'Add a file to an order; the scan of the signed one carries its number (S-04)' },
      guard: { permission: 'order:place' }, params: byOrderId, body: newOrderFile, multipart: true, answers: { 201: shown },
      refusals: ['not-found', 'wrong-state', 'unsupported-media-type', 'D-04.wrong-file-type', 'D-04.empty-file', 'D-04.encrypted-file', 'S-04.not-on-paper', 'S-04.other-order-number', 'outcome-unknown'],
      handle: async (request) => {
        const { params, body: { kind, file: { bytes, sha256, fileName }, orderNumber = null }, scope } = request;
        const { id } = await visibleOrder(pool, params.id, scope);
        // Of the purchase order the journey judges, for it signs.
        if (kind !== 'purchase-order' && !isOfThisOrder(id, kind, orderNumber)) throw problem(refuse('S-04.other-order-number', { orderNumber: orderNumber ?? '–', id }, '/orderNumber'));
        if (bytes.length === 0) throw problem(refuse('D-04.empty-file', {}, '/file'));
        const mediaType = await sniff(bytes);
        if (mediaType === undefined) throw problem(refuse('unsupported-media-type', { expected: documentMediaTypes.join(', ') }, '/file'));
        if (!mayBe(kind, mediaType)) throw problem(refuse('D-04.wrong-file-type', { mediaType, expected: documentKinds[kind].mediaTypes.join(', ') }, '/file'));
        const fault = unreadable(bytes, mediaType);
        if (fault !== undefined) throw problem(refuse(`D-04.${fault}-file`, {}, '/file'));
        const fileId = await request.allocate(() => Promise.resolve(uuidv7()));
        await noteUpload(pool, sha256);
        await documents.put(sha256, bytes);
        await keepDocumentFile(pool, fileId, fileName);
        try {
          await act(services, id, addOrderFileUpdate, { file: { id: fileId, kind, digest: sha256, sizeBytes: bytes.length, mediaType }, orderNumber, meta: metaOf(request) });
        } catch (error) {
          if (isRefusal(error)) await forgetDocumentFile(pool, fileId);
          throw error;
        }
        return { status: 201, body: await current(id, scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/orders/{id}/documents/{documentId}', operationId: 'downloadOrderDocument', tags: ['sales'],
      summary: { fr: 'Télécharger une pièce d’une commande', en: 'Download a document of an order' },
      guard: { permission: 'order:read' }, params: byOrderId.extend({ documentId: z.uuid() }),
      answers: { 200: { description: { fr: 'La pièce, telle qu’elle est', en: 'The document, as it is' }, mediaTypes: [...documentMediaTypes, 'application/json'] } }, refusals: ['not-found'],
      handle: async ({ params: { id, documentId }, principal, scope }) => {
        const { customerId: owner } = await visibleOrder(pool, id, scope);
        const found = (await documentsOfOrder(pool, id)).find((document) => document.id === documentId);
        const profiles = await profilesTowards(pool, principal, owner);
        // A mandate shows an account: of the house, to who bills and who sold (C-05).
        const isHis = found && (scope.reach === 'own' ? forCustomer.has(found.kind) : !Object.hasOwn(documentKinds, found.kind) || maySee(found.kind as DocumentKind, scope.reach, profiles));
        if (!found || !isHis) throw problem(refuse('not-found', { id: documentId }));
        const bytes = await documents.get(found.sha256);
        if (bytes === undefined) throw new Error(`the content of document ${documentId} is not where it was stored`);
        return { status: 200, bytes, headers: { 'content-type': found.mediaType, 'content-disposition': contentDisposition('attachment', found) } };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/abandon', operationId: 'abandonOrder', tags: ['sales'],
      summary: { fr: 'Abandonner une commande qui n’est pas encore remise en production (C-08)', en: 'Give up an order that is not handed over to production yet (C-08)' },
      guard: { permission: 'order:place' }, params: byOrderId, body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }), answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'S-05.in-production', 'outcome-unknown'],
      handle: async (request) => {
        const { id } = await visibleOrder(pool, request.params.id, request.scope);
        await demandNothingBegun(services, id);
        await act(services, id, abandonOrderUpdate, { reason: request.body.reason, alsoSigned: true, meta: metaOf(request) });
        return { status: 200, body: await current(id, request.scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/withdraw', operationId: 'withdrawSignedOrder', tags: ['sales'],
      summary: { fr: 'Enregistrer la rétractation du client d’une commande signée qui n’est pas encore remise en production (C-08)', en: 'Register that the customer withdraws from a signed order that is not handed over to production yet (C-08)' },
      description: { fr: 'Ensuite, c’est de son affaire qu’il se rétracte : `POST /deployments/{id}/withdraw`.', en: 'Afterwards it is its deployment that he withdraws from: `POST /deployments/{id}/withdraw`.' },
      guard: { permission: 'deployment:withdraw' }, params: byOrderId, body: withdrawal, answers: { 200: shown }, refusals: withdrawingRefusals,
      handle: async (request) => {
        await withdraw(services, await visibleOrder(pool, request.params.id, request.scope), request);
        return { status: 200, body: await current(request.params.id, request.scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/hand-over', operationId: 'handOrderOver', tags: ['sales'],
      summary: { fr: 'Remettre en production la commande signée, avec ses pièces et la collecte (S-05)', en: 'Hand the signed order over to production, with its documents and the collection (S-05)' },
      guard: { permission: 'order:place' }, params: byOrderId, answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'S-05.incomplete', 'S-05.unbalanced', 'outcome-unknown'],
      handle: async (request) => {
        const { id } = await visibleOrder(pool, request.params.id, request.scope);
        await act(services, id, handOverUpdate, { meta: metaOf(request) });
        return { status: 200, body: await current(id, request.scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/reject', operationId: 'rejectOrder', tags: ['sales'],
      summary: { fr: 'Rejeter une commande vers son émetteur, avec un commentaire (S-06)', en: 'Reject an order to its emitter, with a comment (S-06)' },
      guard: { permission: 'order:reject' }, params: byOrderId, body: orderReject, answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { id, customerId: owner } = await visibleOrder(pool, request.params.id, request.scope);
        const profiles = await profilesTowards(pool, request.principal, owner);
        const [as, side] = sides.find(([profile]) => profiles.includes(profile)) ?? ['coordinator', 'production'];
        await act(services, id, rejectOrderUpdate, { side, as, by: request.principal.subject, comment: request.body.comment, meta: metaOf(request) });
        return { status: 200, body: await current(id, request.scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/order-rejects', operationId: 'listOrderRejects', tags: ['sales'],
      summary: { fr: 'Suivre les rejets, ceux de son groupe ou tous (S-06)', en: 'Follow rejects, those of one’s group or all (S-06)' },
      guard: { permission: 'order:place' }, query: pageQuery.extend({ whose: z.enum(['group', 'all']).default('group'), open: z.enum(['true', 'false']).default('true') }),
      answers: { 200: { description: { fr: 'Une page, les plus anciens d’abord', en: 'A page, oldest first' }, schema: z.object({ items: z.array(rejectRow) }) } }, refusals: [],
      handle: async ({ query, principal, scope }) => {
        const { whose, open, limit, cursor } = query;
        const page = await listRejects(pool, { scope, group: whose === 'group' ? principal.subject : null, isOpen: open === 'true', after: readCursor(cursor, z.tuple([z.iso.datetime(), z.string(), z.int()])), limit });
        return {
          status: 200, headers: nextLink('/order-rejects', query, page, limit, () => { const last = page.at(-1); return last && [last.rejectedAt.toISOString(), last.orderId, last.number]; }),
          body: { items: page.map(shownReject) },
        };
      },
    }),
  ];
}

/** What a customer has signed of his data: all but when, and by which access, it can be delivered (S-05). */
function signedParts(party: OrderParty | undefined): string {
  const { targetActivationDate: _when, sites = [], ...rest } = party ?? {};
  return digestOf([rest, sites.map(({ eligibility: _which, ...site }) => site)]);
}
