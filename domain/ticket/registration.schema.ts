/** What a ticket is registered with (T-01 to T-05), as callers send it. */
import { z } from 'zod';
import { mailAddress } from '../people/mail-address.schema.ts';
import { contacts, impacts, importances } from './ticket.ts';

const person = z.strictObject({
  name: z.string().trim().min(1).max(200),
  phone: z.string().trim().min(4).max(30).optional(),
  email: mailAddress.max(254).optional(),
});
export const ticketNumber = z.string().regex(/^TCK-\d{4}-\d{6,}$/);
const longText = z.string().trim().min(1).max(10_000);

export const ticketClassification = z.strictObject({
  type: z.string().min(1).max(60), symptom: z.string().min(1).max(60), category: z.string().min(1).max(60),
}).meta({ description: 'Keys of the policy «classification» (T-04)' });

/** Stays in PostgreSQL, where it can be erased. */
export const ticketRequest = z.strictObject({
  caller: person.extend({ relation: z.enum(['self', 'manager', 'colleague']).meta({ description: 'To the affected user' }) }),
  affectedUser: person.optional().meta({ description: 'Absent: the caller' }),
  agreementOf: z.enum(['caller', 'affected-user']).default('caller').meta({ description: 'Whose agreement counts (T-14)' }),
  onsetAt: z.iso.datetime().optional(),
  description: longText,
  recentChanges: longText.optional(),
});

export const ticketRegistration = ticketRequest.extend({
  customerId: z.string().regex(/^CLI-\d{6}$/),
  desk: z.string().min(1).max(60).default('operator').meta({ description: 'A desk of the policy «desks»' }),
  contact: z.enum(contacts).default('phone').meta({ description: 'How it came in (T-01)' }),
  rds: z.string().trim().min(1).max(60).optional().meta({ description: 'Service reference (T-03)' }),
  inventoryItem: z.string().trim().min(1).max(100).toUpperCase().optional().meta({ description: 'In capitals, as on its label, where the desk takes it in place of a service reference (T-03)' }),
  backupJob: z.string().trim().min(1).max(100).optional().meta({ description: 'The same' }),
  retroactive: z.strictObject({ handledAt: z.iso.datetime() }).optional().meta({ description: 'Handled already, without a ticket: recorded afterwards, no clock (T-25)' }),
  impact: z.enum(impacts),
  urgentBy: z.iso.datetime().optional().meta({ description: 'By when it is urgent to the customer (T-05): told and sorted by, no promised time' }),
  importance: z.enum(importances).optional().meta({ description: 'What it costs him, from the least to the worst (T-05)' }),
  classification: ticketClassification.optional(),
  wishedTechnician: z.string().trim().min(1).max(100).optional().meta({ description: 'Subject of the technician that the customer asks for (T-11)' }),
  commonCause: ticketNumber.optional().meta({ description: 'The ticket of what it has in common with others, of whatever customer: this one is its child, and no duplicate (T-02)' }),
  despiteDuplicates: z.boolean().default(false).meta({ description: 'Another ticket on the same service is known, and this is another incident (T-02)' }),
}).meta({ id: 'TicketRegistration' });

/** T-16: a closed ticket that comes up again, as a new one; what is not said is as it was. */
export const ticketReopening = z.strictObject({
  reason: longText.meta({ description: 'What has come back' }),
  contact: z.enum(contacts).optional().meta({ description: 'How it came in (T-01)' }),
  caller: ticketRequest.shape.caller.optional(),
  impact: z.enum(impacts).optional(),
  despiteDuplicates: ticketRegistration.shape.despiteDuplicates,
}).meta({ id: 'TicketReopening' });

export type TicketRegistration = z.infer<typeof ticketRegistration>;
export type TicketReopening = z.infer<typeof ticketReopening>;
export type TicketRequest = z.infer<typeof ticketRequest>;
