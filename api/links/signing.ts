/** The order that a customer signs by the link that he was mailed (S-04). The link shows it and signs nothing, the code comes to his mobile and opens nothing; tries, codes and delays are counted by the journey, as through every door. */
import { z } from 'zod';
import type { Pool } from 'pg';
import { survivingId } from '../../db/customer/customers.ts';
import { documentsOfOrder, readOrder, readOrderState, type OrderRead } from '../../db/order/orders.ts';
import { readSignature } from '../../db/order/parties.ts';
import { readProposal } from '../../db/sales/proposals.ts';
import { documentMediaTypes } from '../../domain/documents/kinds.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { maskedIban } from '../../domain/order/iban.ts';
import { versionOf, type OrderState } from '../../domain/order/order.ts';
import { signatureUntilMs } from '../../domain/order/progress.ts';
import { amountsOf } from '../../domain/sales/proposal.ts';
import { abandonOrderUpdate, giveMandateUpdate } from '../../workflows/order/messages.ts';
import { contentDisposition } from '../documents/download.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act } from '../journey/act.ts';
import { askCode, askingRefusals, enterCode, offerTerms, signingRefusals } from '../order/sign.ts';
import { forCustomer, shownCode } from '../order/view.ts';
import { subOrders } from '../sales/view.ts';
import type { Services } from '../services.ts';
import { orderToSign, ownMandate, ownRefusal, ownSignature } from './signing.schema.ts';
import type { linkView } from './views.schema.ts';

/** What a link to sign by says. */
export interface ToSign {
  readonly orderId: string;
  readonly ordinal: number;
  readonly customerId: string;
  readonly expiresAt: string;
}

interface Found { readonly order: OrderRead; readonly state: OrderState }

const nowhere = () => problem(refuse('not-found', { id: 'links/…' }));
/** A link that was sent anew leads nowhere: whom it was sent to may no longer be who signs. */
const isReplaced = ({ invitation, signature }: OrderState, ordinal: number): boolean => invitation?.ordinal !== ordinal || signature?.mode !== 'electronic';

/** @throws {Problem} `not-found` for an order that is not his, or that no such link was made for. */
async function find(pool: Pool, { orderId, customerId, ordinal }: ToSign): Promise<Found> {
  const [order, state, owner] = await Promise.all([readOrder(pool, orderId), readOrderState(pool, orderId), survivingId(pool, customerId)]);
  if (!order || !state || order.customerId !== owner || (state.invitation?.ordinal ?? 0) < ordinal) throw nowhere();
  return { order, state };
}

/** What any link says of itself. */
export async function readSigning(pool: Pool, toSign: ToSign): Promise<z.input<typeof linkView>> {
  const { state: { signed, outcome, ...state } } = await find(pool, toSign);
  const isVoid = isReplaced({ signed, outcome, ...state }, toSign.ordinal);
  return {
    state: isVoid ? 'withdrawn' : signed !== null ? 'completed' : outcome === null ? 'open' : 'withdrawn', taskId: null, deploymentId: null, orderNumber: isVoid ? null : toSign.orderId, site: null, ticket: null, order: isVoid ? null : toSign.orderId,
    step: 'order-signature', label: { fr: 'Signer votre commande', en: 'Sign your order' }, context: {}, inputSchema: {}, expiresAt: toSign.expiresAt,
  };
}

/** @param open what a token leads to; @throws {Problem} `link-expired`, `not-found` */
export function signingRoutes(services: Services, open: (token: string) => Promise<ToSign>): Route[] {
  const { pool, documents, nowMs } = services;
  const byToken = z.object({ token: z.string().min(1).max(2000) });
  const answers = { 200: { description: { fr: 'La commande à signer', en: 'The order to sign' }, schema: orderToSign } } as const;
  const common = { tags: ['links'], guard: 'public', params: byToken, answers } as const;

  async function his(token: string): Promise<Found> {
    const toSign = await open(token);
    const found = await find(pool, toSign);
    if (isReplaced(found.state, toSign.ordinal)) throw nowhere();
    return found;
  }
  const metaOf = ({ order: { id } }: Found, { commandId, requestId }: { readonly commandId: string; readonly requestId: string }): ActMeta => ({ actor: `customer-link:${id}`, channel: 'link', commandId, requestId });

  async function view(token: string): Promise<z.input<typeof orderToSign>> {
    const { order: { id, proposalId, signedAt, phase, outcome }, state } = await his(token);
    const [proposal, papers, kept] = await Promise.all([readProposal(pool, proposalId), documentsOfOrder(pool, id), readSignature(pool, id, state.signature?.termsId)]);
    if (!proposal) throw new Error(`${id} has no proposal`);
    const untilMs = signatureUntilMs(state);
    const { signatory, mandate } = kept?.signature ?? {};
    // Of the purchase order the one that he signs, not those before it.
    const shown = papers.filter((paper) => forCustomer.has(paper.kind) && (paper.kind !== 'order' || paper.id === state.document?.id));
    return {
      id, state: signedAt !== null ? (phase === 'sealing' ? 'sealing' : 'signed') : outcome === 'expired' ? 'expired' : outcome !== null ? 'ended' : phase === 'signature' ? 'open' : 'preparing',
      subOrders: subOrders(proposal), amounts: amountsOf(proposal), engagementMonths: proposal.engagementMonths, schedule: proposal.instalments.slice(), document: state.document?.digest ?? null,
      signatory: signatory ? { name: signatory.name, email: signatory.email, mobileEnd: signatory.mobile?.slice(-4) ?? null } : null,
      // Of one whose account was erased nothing is left to show.
      mandate: mandate?.iban ? { reference: mandate.reference, holder: mandate.holder, iban: maskedIban(mandate.iban) } : null,
      code: shownCode(state, nowMs()), signatureUntil: untilMs === null ? null : new Date(untilMs).toISOString(), signedAt: signedAt?.toISOString() ?? null,
      documents: shown.map((paper) => ({ id: paper.id, kind: paper.kind, href: `${basePath}/links/${token}/order/documents/${paper.id}` })),
    };
  }

  return [
    defineRoute({
      ...common, method: 'GET', path: '/links/{token}/order', operationId: 'readOrderToSign', refusals: ['not-found', 'link-expired'],
      summary: { fr: 'Lire la commande qu’un lien fait signer : lignes, prix, engagement, échéancier, pièces (S-04)', en: 'Read the order that a link has signed: lines, prices, engagement, schedule, documents (S-04)' },
      handle: async ({ params: { token } }) => ({ status: 200, body: await view(token) }),
    }),
    defineRoute({
      ...common, method: 'PUT', path: '/links/{token}/order/mandate', operationId: 'giveOwnMandate', body: ownMandate, refusals: ['not-found', 'link-expired', 'wrong-state', 'stale-version', 'outcome-unknown'],
      summary: { fr: 'Donner soi-même le mandat SEPA de la commande à signer (S-04)', en: 'Give the SEPA mandate of the order to sign oneself (S-04)' },
      handle: async (request) => {
        const { params: { token }, body } = request;
        const found = await his(token);
        const { order: { id, phase }, state } = found;
        const kept = await readSignature(pool, id, state.signature?.termsId);
        if (!kept || phase !== 'signature') throw problem(refuse('wrong-state', { state: phase, states: 'signature' }));
        await offerTerms(services, id, { ...kept.signature, mandate: { ...body, reference: `RUM-${id}` } }, (termsId) => act(services, id, giveMandateUpdate, { termsId, read: versionOf(state), meta: metaOf(found, request) }));
        return { status: 200, body: await view(token) };
      },
    }),
    defineRoute({
      ...common, method: 'POST', path: '/links/{token}/order/code', operationId: 'askOwnSignatureCode', refusals: [...askingRefusals, 'link-expired'],
      summary: { fr: 'Recevoir par SMS le code qui signe la commande (S-04)', en: 'Have the code that signs the order sent by SMS (S-04)' },
      handle: async (request) => {
        const found = await his(request.params.token);
        await askCode(services, found.order.id, metaOf(found, request));
        return { status: 200, body: await view(request.params.token) };
      },
    }),
    defineRoute({
      ...common, method: 'POST', path: '/links/{token}/order/sign', operationId: 'signOwnOrder', body: ownSignature, refusals: [...signingRefusals, 'link-expired', 'S-04.other-document'],
      summary: { fr: 'Signer soi-même la commande, par le lien et le code ensemble (S-04)', en: 'Sign the order oneself, by the link and the code together (S-04)' },
      handle: async (request) => {
        const { params: { token }, body: { code, document }, sentFrom } = request;
        const found = await his(token);
        if (found.state.document !== null && found.state.document.digest !== document) throw problem(refuse('S-04.other-document'));
        await enterCode(services, found.order.id, code, { channel: 'link', ...sentFrom, by: `customer-link:${found.order.id}` }, metaOf(found, request));
        return { status: 200, body: await view(token) };
      },
    }),
    defineRoute({
      ...common, method: 'POST', path: '/links/{token}/order/refuse', operationId: 'refuseOwnOrder', body: ownRefusal, refusals: ['not-found', 'link-expired', 'wrong-state', 'outcome-unknown'],
      summary: { fr: 'Dire que l’on ne signe pas : la commande est abandonnée (S-04)', en: 'Say that one does not sign: the order is abandoned (S-04)' },
      handle: async (request) => {
        const found = await his(request.params.token);
        await act(services, found.order.id, abandonOrderUpdate, { reason: `customer: ${request.body.reason}`, meta: metaOf(found, request) });
        return { status: 200, body: await view(request.params.token) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/links/{token}/order/documents/{documentId}', operationId: 'downloadOwnOrderDocument', tags: ['links'], guard: 'public', params: byToken.extend({ documentId: z.uuid() }),
      summary: { fr: 'Télécharger une pièce de la commande à signer', en: 'Download a document of the order to sign' },
      answers: { 200: { description: { fr: 'La pièce', en: 'The document' }, mediaTypes: [...documentMediaTypes, 'application/json'] } }, refusals: ['not-found', 'link-expired'],
      handle: async ({ params: { token, documentId } }) => {
        const { order: { id } } = await his(token);
        const found = (await documentsOfOrder(pool, id)).find((paper) => paper.id === documentId && forCustomer.has(paper.kind));
        const bytes = found && await documents.get(found.sha256);
        if (!found || bytes === undefined) throw nowhere();
        return { status: 200, bytes, headers: { 'content-type': found.mediaType, 'content-disposition': contentDisposition('attachment', found) } };
      },
    }),
  ];
}
