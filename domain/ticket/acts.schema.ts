/** What each act on a ticket takes from its caller; who acts, and what the directory knows, is added where it comes in. */
import { z } from 'zod';
import type { TicketAct } from './states.ts';
import { frequencies, productUpdates, referenceKinds, testOutcomes, testPlaces } from './diagnosis.ts';
import { linksOfPeople } from './links.ts';
import { agreementsOf, contacts, contractClasses, escalationReasons, impacts, importances, responsibilities } from './ticket.ts';
import { chosenCategories, workKinds, workPlaces } from './worksheets.ts';
import { ticketClassification, ticketNumber } from './registration.schema.ts';

const text = z.string().trim().min(1).max(4_000);
const reason = z.string().trim().min(1).max(500);
const ordinal = z.int().min(1);
const agreement = z.strictObject({ by: z.string().trim().min(1).max(100).meta({ description: 'Key of who says so, never a name' }), channel: z.enum(contacts), as: z.enum(agreementsOf).optional().meta({ description: 'His counts whom the registration says; of monitoring and backup tickets, the service owner’s (T-02, T-08)' }) });
const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(60);
const productUpdate = z.enum(productUpdates).optional().meta({ description: 'Proposed first where one exists (T-13)' });
const worksheet = z.string().trim().min(1).max(60);

export const ticketActInputs = {
  classify: ticketClassification,
  prioritise: z.strictObject({ impact: z.enum(impacts), contract: z.enum(contractClasses), urgentBy: z.iso.datetime().nullable().optional().meta({ description: 'By when it is urgent (T-05); absent: as it was' }), importance: z.enum(importances).nullable().optional().meta({ description: 'What it costs (T-05); absent: as it was' }), reason }),
  take: z.strictObject({}),
  attribute: z.union([
    z.strictObject({ to: z.string().trim().min(1).max(100).meta({ description: 'Subject of a technician of the desk and the ticket’s level' }), reason }).meta({ description: 'By name' }),
    z.strictObject({
      project: z.string().min(1).max(60).optional().meta({ description: 'The customer’s project that the problem is special to' }),
      wish: z.string().trim().min(1).max(100).optional().meta({ description: 'The technician that the customer asks for' }),
    }).meta({ description: 'To whom the rules choose (T-11)' }),
  ]),
  diagnose: z.strictObject({
    description: text,
    details: text.optional(),
    trigger: text.optional().meta({ description: 'What brings it about' }),
    identityVerified: z.boolean().default(false).meta({ description: 'The caller is who he says he is (C-03)' }),
    answers: z.record(key, text).refine((answers) => Object.keys(answers).length <= 100, 'at most 100 answers').default({}).meta({ description: 'By question of the ticket’s script' }),
    tests: z.array(z.strictObject({
      test: key, place: z.enum(testPlaces).meta({ description: 'Tests of a shop or of the customer are imported, not repeated' }), outcome: z.enum(testOutcomes), doneAt: z.iso.datetime().optional(), note: text.optional(),
    })).max(50).default([]),
    frequency: z.enum(frequencies).optional(),
    occurredAt: z.array(z.iso.datetime()).max(50).default([]),
    references: z.array(z.strictObject({ kind: z.enum(referenceKinds), reference: z.string().trim().min(1).max(300) })).max(20).default([]),
    productUpdate,
  }),
  recordWork: z.strictObject({
    workDone: text,
    startedAt: z.iso.datetime(),
    minutes: z.int().min(1).max(10_080),
    place: z.enum(workPlaces),
    kind: z.enum(workKinds),
    duringProject: z.boolean().default(false).meta({ description: 'Part of a project that is not finished (T-18)' }),
    underWarranty: z.boolean().default(false),
    customersError: z.boolean().default(false),
    billing: z.enum(chosenCategories).optional().meta({ description: 'Absent: as the rules propose (T-18)' }),
    billingReason: reason.optional().meta({ description: 'Why otherwise than proposed' }),
    repairAgreement: z.strictObject({ by: agreement.shape.by, channel: z.enum(contacts), at: z.iso.datetime() }).optional().meta({ description: 'The customer was told and agreed before the work began' }),
  }),
  wait: z.strictObject({
    reason: z.string().min(1).max(60).meta({ description: 'A reason of the policy «waiting-reasons» (T-08)' }),
    thirdParty: z.strictObject({
      party: z.string().trim().min(1).max(100).meta({ description: 'A firm or its key, never a person’s name' }), reference: z.string().trim().min(1).max(60).optional(), expectedOn: z.iso.date().optional(),
    }).optional().meta({ description: 'Whom it waits for, where the reason awaits a third party (T-13)' }),
  }),
  answer: z.strictObject({}),
  transfer: z.strictObject({ to: z.string().min(1).max(60).meta({ description: 'A team of the desk' }), mode: z.enum(['warm', 'cold']).default('warm'), reason: z.enum(escalationReasons).optional() }),
  acknowledgeTransfer: z.strictObject({ ordinal }),
  declineTransfer: z.strictObject({ ordinal, reason }),
  resolve: z.strictObject({ solution: text, productUpdate }),
  agree: agreement,
  disagree: agreement.extend({ reason }),
  cause: z.strictObject({ cause: text, responsibility: z.enum(responsibilities), isConfirmed: z.boolean().default(false).meta({ description: 'With the requester (T-15)' }) }),
  close: z.strictObject({ worksheet, satisfaction: z.int().min(1).max(5).nullable().meta({ description: 'Null: he would not say (T-16)' }) }),
  closeWithoutAgreement: z.strictObject({ reason, worksheet }),
  merge: z.strictObject({ into: ticketNumber }),
  link: z.strictObject({ to: ticketNumber, kind: z.enum(linksOfPeople).meta({ description: 'common-cause: this one is one of many, «to» is the ticket of what they have in common (T-02)' }) }),
  unlink: z.strictObject({ from: ticketNumber }),
  broadcast: z.strictObject({ text: z.string().trim().min(1).max(10_000).meta({ description: 'One message to the requesters of this ticket and of its children (T-02)' }) }),
} as const satisfies Record<TicketAct, z.ZodType>;

export type TicketActInput<Act extends TicketAct> = z.infer<(typeof ticketActInputs)[Act]>;
