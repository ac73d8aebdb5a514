/** The routes by which an order is signed (S-04): terms, codes, the code as it is typed in. No code is in an answer, a log, a remembered request or the history of the engine. */
import { keepSignature, keepSigning, readSignature } from '../../db/order/parties.ts';
import { isRightCode } from '../../db/order/codes.ts';
import { readOrderState } from '../../db/order/orders.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { openingOf } from '../../domain/order/order.ts';
import { askCodeUpdate, enterCodeUpdate, prepareSignatureUpdate } from '../../workflows/order/messages.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { act, metaOf } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { order, visibleOrder } from './view.ts';
import { byOrderId, enteredCode, newSignature, orderView } from './views.schema.ts';

const shown = { description: { fr: 'La commande', en: 'The order' }, schema: orderView } as const;

export function signatureRoutes(services: Services): Route[] {
  const { pool, nowMs, linkSecret } = services;
  return [
    defineRoute({
      method: 'PUT', path: '/orders/{id}/signature', operationId: 'prepareSignature', tags: ['sales'],
      summary: { fr: 'Dire qui signe et comment : par un code ou sur papier ; mandat SEPA et facture (S-04, S-05)', en: 'Say who signs and how: by a code or on paper; SEPA mandate and invoice (S-04, S-05)' },
      guard: { permission: 'order:place' }, params: byOrderId, body: newSignature, answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { params, body: { mode, mandate, invoice, ...rest }, scope } = request;
        const { id, phase } = await visibleOrder(pool, params.id, scope);
        // What is kept is what will be signed: not once it is.
        if (phase !== 'signature') throw problem(refuse('wrong-state', { state: phase, states: 'signature' }));
        // The number of the order is in it: no other has it.
        await keepSignature(pool, id, { ...rest, mode, invoice, mandate: mandate ? { ...mandate, reference: `RUM-${id}` } : null });
        await act(services, id, prepareSignatureUpdate, { terms: { mode, mandate: mandate ? 'electronic' : 'paper', invoice: invoice.channel }, meta: metaOf(request) });
        return { status: 200, body: await order(pool, await visibleOrder(pool, id, scope), scope, nowMs()) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/signature/code', operationId: 'askSignatureCode', tags: ['sales'],
      summary: { fr: 'Faire envoyer un code par SMS au signataire (S-04)', en: 'Have a code sent to the signatory by SMS (S-04)' },
      guard: { permission: 'order:sign' }, params: byOrderId, answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'S-04.no-more-codes', 'S-04.code-just-sent', 'outcome-unknown'],
      handle: async (request) => {
        const { id } = await visibleOrder(pool, request.params.id, request.scope);
        await act(services, id, askCodeUpdate, { meta: metaOf(request) });
        return { status: 200, body: await order(pool, await visibleOrder(pool, id, request.scope), request.scope, nowMs()) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/orders/{id}/signature/sign', operationId: 'signOrder', tags: ['sales'],
      summary: { fr: 'Signer par le code reçu (S-04)', en: 'Sign by the code that was received (S-04)' },
      // A remembered request keeps the digest of its body, of which six digits are soon found.
      idempotent: false,
      guard: { permission: 'order:sign' }, params: byOrderId, body: enteredCode, answers: { 200: shown },
      refusals: ['not-found', 'wrong-state', 'S-04.code-expired', 'S-04.too-many-attempts', 'S-04.wrong-code', 'outcome-unknown'],
      handle: async (request) => {
        const { params, body: { code }, scope, channel, principal, sentFrom } = request;
        const { id } = await visibleOrder(pool, params.id, scope);
        const ordinal = (await readOrderState(pool, id))?.code?.ordinal ?? 0;
        const isRight = await isRightCode(pool, linkSecret, { orderId: id, ordinal }, code);
        // Before the journey hears of it: the evidence is written from it at once. Of a signature that is there, nothing changes.
        if (isRight && (await readSignature(pool, id))?.signing == null) await keepSigning(pool, id, { channel, ...sentFrom, by: principal.subject, at: new Date(nowMs()).toISOString() });
        await act(services, id, enterCodeUpdate, { ordinal, isRight, meta: metaOf(request) });
        if (!isRight) {
          const state = await readOrderState(pool, id);
          throw problem(refuse('S-04.wrong-code', { left: state?.opening ? Math.max(0, openingOf(state).policy.code.attempts - (state.code?.attempts ?? 0)) : 0 }, '/code'));
        }
        return { status: 200, body: await order(pool, await visibleOrder(pool, id, scope), scope, nowMs()) };
      },
    }),
  ];
}
