/** What the house reads of the work on a ticket: its script and diagnoses, where it went, whom it waits for. */
import { z } from 'zod';
import { frequencies, productUpdates, referenceKinds, testOutcomes, testPlaces } from '../../domain/ticket/diagnosis.ts';
import { documentationPhases } from '../../domain/ticket/documentation.ts';
import { agreementsOf, contacts } from '../../domain/ticket/ticket.ts';
import { paymentOutcomes, salesOutcomes } from '../../domain/ticket/tasks.ts';
import { billingCategories, workKinds, workPlaces } from '../../domain/ticket/worksheets.ts';

const instant = z.iso.datetime();
const label = z.object({ fr: z.string(), en: z.string() });

export const agreementGiven = z.object({ by: z.string(), as: z.enum(agreementsOf), channel: z.enum(contacts), at: instant });

const test = z.object({ test: z.string(), place: z.enum(testPlaces), outcome: z.enum(testOutcomes), doneAt: instant.nullable(), note: z.string().nullable() });

export const ticketWork = z.object({
  script: z.object({
    questions: z.array(z.object({ question: z.string(), label, answer: z.string().nullable() })),
    tests: z.array(z.object({ test: z.string(), label, isDone: z.boolean() })),
    missing: z.array(z.string()).meta({ description: 'What a warm transfer still lacks (C-03)' }),
  }),
  diagnoses: z.array(z.object({
    description: z.string().nullable().meta({ description: 'Null once erased' }),
    details: z.string().nullable(),
    trigger: z.string().nullable(),
    identityVerified: z.boolean(),
    frequency: z.enum(frequencies).nullable(),
    occurredAt: z.array(instant),
    tests: z.array(test),
    references: z.array(z.object({ kind: z.enum(referenceKinds), reference: z.string() })),
    productUpdate: z.enum(productUpdates).nullable(),
  })).meta({ description: 'Everything tried so far, oldest first (T-12)' }),
  worksheets: z.array(z.object({
    reference: z.string(), by: z.string(), startedAt: instant, minutes: z.int(), place: z.enum(workPlaces), kind: z.enum(workKinds), workDone: z.string().nullable().meta({ description: 'Null once erased' }),
    proposed: z.enum(billingCategories), billing: z.enum(billingCategories), billingReason: z.string().nullable(), repairAgreement: z.object({ by: z.string(), channel: z.enum(contacts), at: instant }).nullable(),
  })).meta({ description: 'T-17' }),
  sales: z.object({ category: z.string().meta({ description: 'The need' }), outcome: z.enum(salesOutcomes), reference: z.string().nullable() }).nullable().meta({ description: 'What sales answered last (T-24)' }),
  payment: z.object({ category: z.string(), outcome: z.enum(paymentOutcomes), reference: z.string().nullable() }).nullable().meta({ description: 'What billing answered last to a payment question (C-08)' }),
  documentation: z.object({ phase: z.enum(documentationPhases), text: z.string(), reference: z.string().nullable() }).nullable().meta({ description: 'What closing adds to the customer’s documentation (T-23)' }),
  minutes: z.int().meta({ description: 'Of all worksheets together' }),
  transfers: z.array(z.object({
    from: z.string().nullable(), to: z.string(), level: z.int(), how: z.enum(['warm', 'cold', 'escalated', 'first-line-limit', 'attributed', 'taken']), reason: z.string().nullable(),
    sentBy: z.string(), sentAt: instant,
    outcome: z.enum(['pending', 'acknowledged', 'declined', 'expired', 'withdrawn', 'moved']), answeredBy: z.string().nullable(), answeredAt: instant.nullable(), answer: z.string().nullable(),
  })).meta({ description: 'What became of each, for its sender too (C-03)' }),
  thirdParties: z.array(z.object({
    party: z.string(), reason: z.string(), reference: z.string().nullable(), expectedOn: z.iso.date().nullable(), since: instant, until: instant.nullable(),
  })).meta({ description: 'Whom it waited for (T-13)' }),
}).meta({ id: 'TicketWork' });

export const transferProposalsView = z.object({
  items: z.array(z.object({
    team: z.string(), label, level: z.int(), matching: z.array(z.string()).meta({ description: 'Category and symptom that it knows' }),
    isGeneral: z.boolean().meta({ description: 'It takes whatever comes' }), needsReason: z.boolean().meta({ description: 'So high only for a reason (T-09)' }),
  })),
  missing: z.array(z.string()).meta({ description: 'What a warm transfer still lacks (C-03)' }),
}).meta({ id: 'TransferProposals' });
