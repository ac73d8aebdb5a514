/** The routes by which the house has an order signed (S-04): terms, the customer's link, codes, the code as it is typed in. */
import { readOrderState } from '../../db/order/orders.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { versionOf } from '../../domain/order/order.ts';
import { inviteUpdate, prepareSignatureUpdate } from '../../workflows/order/messages.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { act, metaOf } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { askCode, askingRefusals, enterCode, offerTerms, signingRefusals } from './sign.ts';
import { demandRead, order, orderEtag, visibleOrder } from './view.ts';
import { byOrderId, enteredCode, newSignature, orderView } from './views.schema.ts';

const shown = { description: { fr: 'La commande', en: 'The order' }, schema: orderView } as const;

export function signatureRoutes(services: Services): Route[] {
  const { pool, nowMs } = services;
  return [
    defineRoute({
      method: 'PUT', path: '/orders/{id}/signature', operationId: 'prepareSignature', tags: ['sales'],
      summary: { fr: 'Dire qui signe et comment : par un code ou sur papier ; mandat SEPA et facture (S-04, S-05)', en: 'Say who signs and how: by a code or on paper; SEPA mandate and invoice (S-04, S-05)' },
      guard: { permission: 'order:place' }, conditional: true, params: byOrderId, body: newSignature,
      answers: { 200: { ...shown, headers: { etag: { fr: 'Sa version', en: 'Its version' } } } }, refusals: ['not-found', 'wrong-state', 'stale-version', 'outcome-unknown'],
      handle: async (request) => {
        const { params, body: { mode, mandate, invoice, ...rest }, scope } = request;
        const { id, phase } = await visibleOrder(pool, params.id, scope);
        // What is kept is what will be signed: not once it is.
        if (phase !== 'signature') throw problem(refuse('wrong-state', { state: phase, states: 'signature' }));
        const state = await readOrderState(pool, id);
        if (!state) throw problem(refuse('not-found', { id }));
        demandRead(state, request.matches);
        // The number of the order is in it: no other has it.
        await offerTerms(services, id, { ...rest, mode, invoice, mandate: mandate ? { ...mandate, reference: `RUM-${id}` } : null }, (termsId) =>
          act(services, id, prepareSignatureUpdate, { terms: { mode, mandate: mandate ? 'electronic' : 'paper', invoice: invoice.channel, termsId }, read: versionOf(state), meta: metaOf(request) }));
        const body = await order(pool, await visibleOrder(pool, id, scope), scope, nowMs());
        return { status: 200, headers: { etag: orderEtag(body.version) }, body };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/signature/invitation', operationId: 'inviteToSign', tags: ['sales'],
      summary: { fr: 'Renvoyer au signataire le lien par lequel il signe lui-même ; le précédent ne vaut plus (S-04)', en: 'Mail the link anew by which the signatory signs by himself; the one before is void (S-04)' },
      guard: { permission: 'order:place' }, params: byOrderId, answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { id } = await visibleOrder(pool, request.params.id, request.scope);
        await act(services, id, inviteUpdate, { meta: metaOf(request) });
        return { status: 200, body: await order(pool, await visibleOrder(pool, id, request.scope), request.scope, nowMs()) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/signature/code', operationId: 'askSignatureCode', tags: ['sales'],
      summary: { fr: 'Faire envoyer un code par SMS au signataire (S-04)', en: 'Have a code sent to the signatory by SMS (S-04)' },
      guard: { permission: 'order:sign' }, params: byOrderId, answers: { 200: shown }, refusals: askingRefusals,
      handle: async (request) => {
        const { id } = await visibleOrder(pool, request.params.id, request.scope);
        await askCode(services, id, metaOf(request));
        return { status: 200, body: await order(pool, await visibleOrder(pool, id, request.scope), request.scope, nowMs()) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/signature/sign', operationId: 'signOrder', tags: ['sales'],
      summary: { fr: 'Signer par le code reçu (S-04)', en: 'Sign by the code that was received (S-04)' },
      // A remembered request keeps the digest of its body, of which six digits are soon found.
      idempotent: false,
      guard: { permission: 'order:sign' }, params: byOrderId, body: enteredCode, answers: { 200: shown },
      refusals: signingRefusals,
      handle: async (request) => {
        const { params, body: { code }, scope, channel, principal, sentFrom } = request;
        const { id } = await visibleOrder(pool, params.id, scope);
        await enterCode(services, id, code, { channel, ...sentFrom, by: principal.subject }, metaOf(request));
        return { status: 200, body: await order(pool, await visibleOrder(pool, id, scope), scope, nowMs()) };
      },
    }),
  ];
}
