/** What is kept of customers (C-01, C-09), as callers send it: the record itself, and the parts below it. */
import { z } from 'zod';
import { mailAddress } from '../people/mail-address.schema.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const phone = z.string().regex(/^\+?[0-9 .()-]{6,25}$/);
const email = mailAddress.max(254);
const day = z.iso.date();

export const customerId = z.string().regex(/^CLI-\d{6}$/);
const address = z.strictObject({ street: text(200), postalCode: text(12).min(2), city: text(100), country: z.string().regex(/^[A-Z]{2}$/) }).meta({ id: 'CustomerAddress' });

/** Null: none; absent: nothing is said of it. */
const fields = z.strictObject({
  name: text(200),
  kind: z.enum(['company', 'public', 'person']).optional(),
  siren: z.string().regex(/^\d{9}$/).nullable().optional(),
  siret: z.string().regex(/^\d{14}$/).nullable().optional(),
  language: z.enum(['fr', 'en']).optional(),
  market: z.enum(['private', 'public']).nullable().optional(),
  contract: z.enum(['pro', 'contract', 'none']).optional().meta({ description: 'What class its services are supported under (T-06); absent in a new one: contract' }),
  centre: z.string().max(60).nullable().optional().meta({ description: 'The centre that looks after it (C-06)' }),
  phone: phone.nullable().optional(),
  email: email.nullable().optional(),
  billingEmail: email.nullable().optional(),
  address: address.nullable().optional(),
});

/** Who is meant by a new one, as far as it is known. */
export const customerEntry = fields.extend({ contacts: z.array(z.strictObject({ role: z.enum(['administrative', 'technical', 'billing', 'site', 'signatory', 'legal-representative', 'guardian', 'other']), name: text(120), phones: z.array(phone).max(10).optional(), emails: z.array(email).max(10).optional() })).max(20).optional() })
  .meta({ id: 'CustomerEntry' });
export const newCustomer = customerEntry.extend({ confirmedNew: z.boolean().optional().meta({ description: 'The likely duplicates were looked at: it is another (C-09)' }) }).meta({ id: 'NewCustomer' });
export const customerPatch = fields.partial();
export const customerEdit = customerPatch.extend({ confirmedNew: z.boolean().optional().meta({ description: 'Whoever has this SIREN or SIRET was looked at: it is another (C-09)' }) }).meta({ id: 'CustomerPatch', description: 'Null takes away; what is absent stays' });

const contactFields = z.strictObject({
  role: customerEntry.shape.contacts.unwrap().element.shape.role, name: text(120), job: text(120).nullable().optional(),
  phones: z.array(phone).max(10).optional(), emails: z.array(email).max(10).optional(), isMain: z.boolean().optional(), note: text(2000).nullable().optional(),
});
const siteFields = z.strictObject({ label: text(120), street: text(200), postalCode: text(12).min(2), city: text(100), country: z.string().regex(/^[A-Z]{2}$/).optional(), accessNote: text(2000).nullable().optional() });
const equipmentFields = z.strictObject({
  label: text(200), ownership: z.enum(['owned', 'rented']), serialNumber: text(100).toUpperCase().nullable().optional(), rds: text(60).nullable().optional().meta({ description: 'The service that it serves' }),
  installedOn: day.nullable().optional(), warrantyUntil: day.nullable().optional(), returnedOn: day.nullable().optional(),
});
const measureFields = z.strictObject({
  kind: z.enum(['guardianship', 'curatorship', 'safeguarding', 'insolvency', 'debt-collection', 'vip', 'no-commercial-contact', 'accessibility', 'other']),
  detail: text(2000).nullable().optional(), contactId: z.uuid().nullable().optional().meta({ description: 'Who decides for him: one of his contacts' }), startsOn: day.nullable().optional(), endsOn: day.nullable().optional(),
});
const interestFields = z.strictObject({ kind: z.enum(['interest', 'life-moment']), label: text(200), happensOn: day.nullable().optional() });

/** The parts of a customer's record, by the name they have in addresses. */
export const partSchemas = { contacts: contactFields, sites: siteFields, equipment: equipmentFields, measures: measureFields, interests: interestFields } as const;
export type PartName = keyof typeof partSchemas;

export type CustomerEntry = z.output<typeof customerEntry>;
export type CustomerPatch = z.output<typeof customerPatch>;
