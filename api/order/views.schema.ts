/** What the API takes and shows of orders (S-02 to S-06). */
import { z } from 'zod';
import { documentKindNames, type DocumentKind } from '../../domain/documents/kinds.ts';
import { orderOutcomes } from '../../domain/order/order.ts';
import { orderParty, signatureRequest } from '../../domain/order/party.schema.ts';
import { orderPhases } from '../../domain/order/steps.ts';
import { rejectComment } from '../../domain/order/tasks.schema.ts';
import { uploadedFile } from '../http/multipart.ts';
import { personName } from '../people/views.schema.ts';
import { instalment, proposalId, subOrder } from '../sales/views.schema.ts';

export const byOrderId = z.object({ id: z.string().regex(/^CMD-\d{4}-\d{6,}$/) });
const label = z.object({ fr: z.string(), en: z.string() });
const flag = z.boolean().default(false);

export const newOrder = z.strictObject({
  proposalId: proposalId.meta({ description: 'Présentée, et inchangée depuis (S-03)' }),
  market: z.enum(['private', 'public']),
  purchaseOrderContract: flag, customOffer: flag, amendedTerms: flag, feasibilityStudy: flag,
  party: orderParty.meta({ description: 'Les données du client, une fois pour toutes les sous-commandes (S-02)' }),
}).refine(({ market, purchaseOrderContract }) => market === 'public' || !purchaseOrderContract, {
  error: 'a purchase-order contract exists on the public market only', path: ['purchaseOrderContract'], params: { code: 'public-market-only' },
}).meta({ id: 'NewOrder' });

export const partyChange = orderParty.meta({ id: 'OrderParty' });
export const newSignature = signatureRequest.meta({ id: 'SignatureRequest' });
export const enteredCode = z.strictObject({ code: z.string().regex(/^\d{6}$/), accepted: z.literal(true).meta({ description: 'Le signataire a lu la commande et l’accepte' }) }).meta({ id: 'SignatureCode' });
export const orderReject = z.strictObject({ comment: rejectComment }).meta({ id: 'OrderReject' });
export const newOrderFile = z.strictObject({
  kind: z.enum(documentKindNames as [DocumentKind, ...DocumentKind[]]), file: uploadedFile.describe('PDF, JPEG, PNG or XLSX, told from the content'),
  orderNumber: z.string().max(50).optional().describe('The number written on it: mandatory on what the customer signs by hand, the purchase order, the mandate, the amendment of the terms (S-04)'),
});

const summaryShape = {
  id: z.string(), customerId: z.string(), customerName: z.string(), proposalId: z.string(), opportunityId: z.string().nullable().meta({ description: 'Of its proposal (S-09)' }), emitter: z.string(), emitterName: personName, phase: z.enum(orderPhases as unknown as [string, ...string[]]), label, outcome: z.enum(orderOutcomes).nullable(),
  ttcCents: z.int(), signedHow: z.enum(['code', 'paper']).nullable(), signedAt: z.iso.datetime().nullable(), deploymentId: z.string().nullable(), terminationId: z.string().nullable(), openedAt: z.iso.datetime(), endedAt: z.iso.datetime().nullable(),
};
export const orderSummary = z.object(summaryShape).meta({ id: 'OrderSummary' });

export const codeShown = z.object({ ordinal: z.int(), isSent: z.boolean(), validUntil: z.iso.datetime().nullable(), attemptsLeft: z.int(), codesLeft: z.int(), againAt: z.iso.datetime().meta({ description: 'When another can be asked for' }) });
const rejectShape = z.object({ number: z.int(), side: z.enum(['production', 'billing']), rejectedBy: z.string(), rejectedByName: personName, comment: z.string(), status: z.enum(['to-answer', 'to-review', 'settled']), rejectedAt: z.iso.datetime() });
export const orderView = z.object({
  ...summaryShape,
  version: z.string().meta({ description: 'Of the customer’s data and of who signs: what `If-Match` of their edits names, in quotes (S-02, S-04)' }),
  subOrders: z.array(subOrder), schedule: z.array(instalment),
  party: orderParty.nullable().meta({ id: 'OrderPartyShown', description: 'null once it was erased' }),
  signature: z.object({
    mode: z.enum(['electronic', 'paper']), mandate: z.enum(['electronic', 'paper']), mandateReference: z.string().nullable(), invoice: z.enum(['electronic', 'paper']),
    signatory: z.object({ name: z.string(), email: z.string(), mobile: z.string().nullable() }).nullable(),
  }).nullable(),
  invitedAt: z.iso.datetime().nullable().meta({ description: 'When the link to sign by was mailed; null: not yet, or to be signed on paper' }),
  code: codeShown.nullable().meta({ description: 'What is known of the code that was asked for; never the code' }),
  signatureUntil: z.iso.datetime().nullable(),
  documents: z.array(z.object({ id: z.uuid(), kind: z.string(), mediaType: z.string(), sha256: z.string(), at: z.iso.datetime(), href: z.string() })),
  missing: z.array(z.string()).meta({ description: 'Documents that production would miss (S-05)' }),
  handOverFailure: z.string().nullable().meta({ description: 'Why the launch was refused the last time' }),
  rejects: z.array(rejectShape).meta({ description: 'For the house (S-06)' }),
  openTasks: z.array(z.object({ id: z.string(), step: z.string(), owner: z.string(), dueAt: z.iso.datetime().nullable() })).meta({ description: 'For the house' }),
}).meta({ id: 'Order' });

export const rejectRow = rejectShape.extend({ orderId: z.string(), customerId: z.string(), customerName: z.string(), emitter: z.string(), emitterName: personName, changedAt: z.iso.datetime() }).meta({ id: 'OrderRejectRow' });
