/** What a customer sees of the order that he is to sign, and what he sends (S-04). */
import { z } from 'zod';
import { refusalReasons } from '../../domain/order/link.ts';
import { signatureRequest } from '../../domain/order/party.schema.ts';
import { codeShown, enteredCode } from '../order/views.schema.ts';
import { amounts, instalment, subOrder } from '../sales/views.schema.ts';

export const orderToSign = z.object({
  id: z.string(),
  state: z.enum(['preparing', 'open', 'sealing', 'signed', 'expired', 'ended']).meta({ description: '`preparing`: its paper is being issued; `sealing`: signed, the evidence is being written; `ended`: given up' }),
  subOrders: z.array(subOrder), amounts, engagementMonths: z.int(), schedule: z.array(instalment),
  document: z.string().nullable().meta({ description: 'SHA-256 of what is signed; null while it is issued' }),
  signatory: z.object({ name: z.string(), email: z.string(), mobileEnd: z.string().nullable() }).nullable().meta({ description: 'null once it was erased' }),
  mandate: z.object({ reference: z.string(), holder: z.string(), iban: z.string().meta({ description: 'Its country and its end' }) }).nullable(),
  code: codeShown.nullable(),
  signatureUntil: z.iso.datetime().nullable(), signedAt: z.iso.datetime().nullable(),
  documents: z.array(z.object({ id: z.uuid(), kind: z.string(), href: z.string() })),
}).meta({ id: 'OrderToSign' });

export const ownMandate = signatureRequest.shape.mandate.unwrap().meta({ id: 'OwnMandate' });
export const ownSignature = enteredCode.extend({ document: z.string().regex(/^[0-9a-f]{64}$/).meta({ description: 'SHA-256 of the purchase order that he has read' }) }).meta({ id: 'OwnSignature' });
export const ownRefusal = z.strictObject({ reason: z.enum(refusalReasons) }).meta({ id: 'SignatureRefusal' });
