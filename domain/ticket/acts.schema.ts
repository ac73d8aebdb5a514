/** What each act on a ticket takes from its caller; who acts, and what the directory knows, is added where it comes in. */
import { z } from 'zod';
import type { TicketAct } from './states.ts';
import { contacts, contractClasses, escalationReasons, impacts, responsibilities } from './ticket.ts';
import { ticketClassification } from './registration.schema.ts';

const text = z.string().trim().min(1).max(4_000);
const reason = z.string().trim().min(1).max(500);
const ordinal = z.int().min(1);
const agreement = z.strictObject({ by: z.string().trim().min(1).max(100).meta({ description: 'Key of who says so, never a name' }), channel: z.enum(contacts) });
const worksheet = z.string().trim().min(1).max(60);

export const ticketActInputs = {
  classify: ticketClassification,
  prioritise: z.strictObject({ impact: z.enum(impacts), contract: z.enum(contractClasses), reason }),
  take: z.strictObject({}),
  attribute: z.union([
    z.strictObject({ to: z.string().trim().min(1).max(100).meta({ description: 'Subject of a technician of the desk and the ticket’s level' }), reason }).meta({ description: 'By name' }),
    z.strictObject({
      project: z.string().min(1).max(60).optional().meta({ description: 'The customer’s project that the problem is special to' }),
      wish: z.string().trim().min(1).max(100).optional().meta({ description: 'The technician that the customer asks for' }),
    }).meta({ description: 'To whom the rules choose (T-11)' }),
  ]),
  wait: z.strictObject({ reason: z.string().min(1).max(60).meta({ description: 'A reason of the policy «waiting-reasons» (T-08)' }) }),
  answer: z.strictObject({}),
  transfer: z.strictObject({ to: z.string().min(1).max(60).meta({ description: 'A team of the desk' }), mode: z.enum(['warm', 'cold']).default('warm'), reason: z.enum(escalationReasons).optional() }),
  acknowledgeTransfer: z.strictObject({ ordinal }),
  declineTransfer: z.strictObject({ ordinal, reason }),
  resolve: z.strictObject({ solution: text }),
  agree: agreement,
  disagree: agreement.extend({ reason }),
  cause: z.strictObject({ cause: text, responsibility: z.enum(responsibilities), isConfirmed: z.boolean().default(false).meta({ description: 'With the requester (T-15)' }) }),
  close: z.strictObject({ worksheet, satisfaction: z.int().min(1).max(5).nullable().meta({ description: 'Null: he would not say (T-16)' }) }),
  closeWithoutAgreement: z.strictObject({ reason, worksheet }),
  merge: z.strictObject({ into: z.string().regex(/^TCK-\d{4}-\d{6,}$/) }),
} as const satisfies Record<TicketAct, z.ZodType>;

export type TicketActInput<Act extends TicketAct> = z.infer<(typeof ticketActInputs)[Act]>;
