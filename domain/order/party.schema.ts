/** Who orders, where it is delivered and what production must know (S-02, S-05): one set of data for all sub-orders; and who signs (S-04). Kept beside the record, where it can be erased. */
import { z } from 'zod';
import { contact, invoiceDelivery, launchFile, launchSite } from '../deployment/launch.schema.ts';
import { salesCollection } from '../deployment/steps.schema.ts';
import { mailAddress } from '../people/mail-address.schema.ts';
import { isIban, isMobile, plainIban } from './iban.ts';

export const orderParty = z.strictObject({
  contacts: z.array(contact).min(1).max(20).refine((all) => all.some(({ role, email }) => role === 'administrative' && email !== undefined), {
    error: 'an administrative contact with an e-mail address: the customer is written to', params: { code: 'no-administrative-email' },
  }),
  sites: z.array(launchSite.omit({ lines: true, replaces: true })).max(200).default([]).meta({ description: 'Un par libellé de site des lignes ; sans libellé, le premier' }),
  targetActivationDate: launchFile.shape.targetActivationDate,
  collection: salesCollection.omit({ b2linktReference: true }).meta({ description: 'La collecte obligatoire (D-02), remise avec la commande' }),
});
export type OrderParty = z.output<typeof orderParty>;

const text = (max: number) => z.string().trim().min(1).max(max);

export const signatory = z.strictObject({
  name: text(120),
  email: mailAddress.max(200).meta({ description: 'Obligatoire : la commande signée y est envoyée' }),
  mobile: z.string().transform((value) => value.replaceAll(/[ .()-]/g, '')).refine(isMobile, { error: 'a mobile number, +33 6 or 7 in France', params: { code: 'S-04.mobile-number' } }).optional(),
});

export const signatureRequest = z.strictObject({
  mode: z.enum(['electronic', 'paper']),
  signatory,
  mandate: z.strictObject({
    holder: text(120), iban: z.string().max(60).transform(plainIban).refine(isIban, { error: 'length or check digits', params: { code: 'S-04.iban' } }),
  }).optional().meta({ description: 'Mandat SEPA électronique ; absent : sur papier, ou aucun' }),
  invoice: invoiceDelivery,
}).refine(({ mode, signatory: { mobile } }) => mode === 'paper' || mobile !== undefined, { error: 'a mobile number: the code goes out by SMS', path: ['signatory', 'mobile'], params: { code: 'S-04.mobile-number' } })
  .refine(({ mode, mandate }) => mode === 'electronic' || mandate === undefined, { error: 'an electronic mandate needs an electronic signature', path: ['mandate'], params: { code: 'electronic-only' } });
export type SignatureRequest = z.output<typeof signatureRequest>;
