/** What the API shows of customers' records. */
import { z } from 'zod';
import { customerEntry, customerId, partSchemas, type PartName } from '../../domain/customer/customer.schema.ts';
import { actorName } from '../people/views.schema.ts';

const instant = z.iso.datetime();
export const byCustomerId = z.object({ id: customerId });

export const customerView = z.object({
  id: z.string(), name: z.string(), kind: z.enum(['company', 'public', 'person']), siren: z.string().nullable(), siret: z.string().nullable(), language: z.enum(['fr', 'en']),
  market: z.enum(['private', 'public']).nullable(), contract: z.enum(['pro', 'contract', 'none']), centre: z.string().nullable(), phone: z.string().nullable(), email: z.string().nullable(), billingEmail: z.string().nullable(),
  address: customerEntry.shape.address.unwrap(), accountManager: z.string().nullable().meta({ description: 'Subject; null: everybody of the profile (T-18)' }),
  createdAt: instant, erasedAt: instant.nullable().meta({ description: 'When its personal data was erased' }), version: z.int(),
}).meta({ id: 'Customer' });
export const customerDetail = customerView.extend({ formerIds: z.array(z.string()).meta({ description: 'Records that were merged into it (C-09); each still answers, with this one' }) }).meta({ id: 'CustomerDetail' });

export const likelyDuplicate = z.object({
  id: z.string(), name: z.string(), siren: z.string().nullable(), city: z.string().nullable(),
  reasons: z.array(z.enum(['siren', 'siret', 'name', 'name-and-place', 'phone', 'email'])),
}).meta({ id: 'LikelyDuplicate' });

const day = z.iso.date().nullable();
const ofPart = z.object({ id: z.uuid(), version: z.int(), since: instant });

/** A part as it is read: with all its fields. */
export const partViews = {
  contacts: ofPart.extend({ role: partSchemas.contacts.shape.role, name: z.string(), job: z.string().nullable(), phones: z.array(z.string()), emails: z.array(z.string()), isMain: z.boolean(), note: z.string().nullable() }).meta({ id: 'CustomerContact' }),
  sites: ofPart.extend({ label: z.string(), street: z.string(), postalCode: z.string(), city: z.string(), country: z.string(), accessNote: z.string().nullable() }).meta({ id: 'CustomerSite' }),
  equipment: ofPart.extend({ label: z.string(), ownership: partSchemas.equipment.shape.ownership, serialNumber: z.string().nullable(), rds: z.string().nullable(), installedOn: day, warrantyUntil: day, returnedOn: day }).meta({ id: 'CustomerEquipment' }),
  measures: ofPart.extend({ kind: partSchemas.measures.shape.kind, detail: z.string().nullable(), contactId: z.uuid().nullable(), startsOn: day, endsOn: day }).meta({ id: 'CustomerMeasure' }),
  interests: ofPart.extend({ kind: partSchemas.interests.shape.kind, label: z.string(), happensOn: day }).meta({ id: 'CustomerInterest' }),
} as const satisfies Record<PartName, z.ZodType>;

export const customerTimelineEntry = z.object({
  journeyId: z.string().meta({ description: 'What it is about: a deployment, a site, a ticket …, or the customer’s record itself' }), number: z.int(), at: instant, type: z.string(), actor: z.string(), actorName, channel: z.string(), requestId: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()), before: z.unknown().meta({ description: 'Of an edit; null where nothing was there, or it was erased' }), after: z.unknown(),
}).meta({ id: 'CustomerTimelineEntry' });
