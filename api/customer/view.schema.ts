/** What the 360° view shows (C-01). */
import { z } from 'zod';
import { ranks, type ViewBlock } from '../../domain/customer/view-blocks.ts';
import { billingAccount, accountConsumption, accountInvoices } from '../../ports/billing-account.ts';
import { eligibility } from '../../ports/eligibility.ts';
import { inventoryItem } from '../../ports/inventory.ts';
import { successionView } from '../deployment/views.schema.ts';

const instant = z.iso.datetime();
const day = z.iso.date();
const cents = z.int();

const edit = z.object({
  operationId: z.string(), method: z.string(), href: z.string(), ifMatch: z.string().meta({ description: 'The ETag to send: what was read is what is changed' }),
}).meta({ id: 'EditInPlace', description: 'Where it is changed, and from which version; absent where the reader may not' });
const editable = { edit: edit.optional() };
const part = { id: z.uuid(), version: z.int(), ...editable };

const more = z.array(z.string()).meta({ description: 'Those of its lists that go on beyond what is shown' });
const heading = { label: z.string(), rank: z.enum(ranks) };
/** Ours: always as it stands. */
const own = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ ...heading, status: z.literal('current'), more, ...shape });
const heardAt = { readAt: instant.meta({ description: 'When it was heard' }), ageSeconds: z.int().min(0) };
const fault = { reason: z.string().meta({ description: '`outside.unavailable`: away or slow; `outside.rejected`, `outside.contract-mismatch`: it answers, but not as agreed' }), message: z.string() };
/** Of an outside system: whatever it does, the other blocks are there. */
const outside = <Data extends z.ZodType>(data: Data) => z.discriminatedUnion('status', [
  z.object({ ...heading, status: z.literal('current'), ...heardAt, data }),
  z.object({ ...heading, status: z.literal('stale'), ...heardAt, ...fault, data }).meta({ description: 'The system does not answer: what was last heard of it' }),
  z.object({ ...heading, status: z.literal('unknown'), ...fault }).meta({ description: 'The system does not answer, and never did for this customer' }),
]);

const address = z.object({ street: z.string(), postalCode: z.string(), city: z.string(), country: z.string() });
const text = z.string().nullable();
const measure = z.object({ ...part, kind: z.string(), detail: text, contactId: text, startsOn: day.nullable(), endsOn: day.nullable() });
const intervention = z.object({ kind: z.enum(['replacement', 'ticket']), reference: z.string(), serialNumber: z.string(), phase: z.string(), openedAt: instant, endedAt: instant.nullable(), replacedOn: day.nullable() });
const successions = z.array(z.object({ deploymentId: z.string(), orderNumber: z.string(), phase: z.string(), targetActivationDate: day, halves: z.array(successionView), more })).nullable();
const step = z.object({
  milestone: z.string(), label: z.string(), latestOn: day, expectedOn: day,
  daysLeft: z.int().meta({ description: 'Business days from today to when it is expected' }), floatDays: z.int().meta({ description: 'Business days to spare; negative when too late' }),
});

export const viewBlockSchemas = {
  identity: own({
    ...editable, version: z.int(), name: z.string(), kind: z.string(), siren: text, siret: text, language: z.string(), market: text, contract: z.string(), centre: text, centreLabel: text,
    phone: text, email: text, billingEmail: text, address: address.nullable(), accountManager: text, accountManagerName: text,
  }),
  contacts: own({ items: z.array(z.object({ ...part, role: z.string(), name: z.string(), job: text, phones: z.array(z.string()), emails: z.array(z.string()), isMain: z.boolean(), note: text })) }),
  guardianship: own({ items: z.array(measure) }),
  eligibility: outside(z.object({ places: z.array(z.object({ place: address.extend({ label: z.string() }), eligibility })), more })),
  offers: own({
    services: z.int().meta({ description: 'How many run, of those shown' }),
    items: z.array(z.object({
      rds: z.string(), accessType: z.string(), status: z.enum(['in-service', 'ended']), endedOn: day.nullable(), inServiceSince: day.nullable(), oblReference: text,
      deploymentId: text, site: text, siteLabel: text, address: address.nullable(), options: z.array(z.object({ code: z.string(), label: z.string(), recurringCents: cents })), monthlyCents: cents.nullable().meta({ description: 'As it is billed; null before it is, and where nobody knows' }),
      engagementMonths: z.int().nullable(), engagementEndsOn: day.nullable().meta({ description: 'Last day, included' }),
    })),
  }),
  equipment: own({
    items: z.array(z.object({ ...part, label: z.string(), serialNumber: text, ownership: z.enum(['owned', 'rented']), rds: text, installedOn: day.nullable(), warrantyUntil: day.nullable(), returnedOn: day.nullable(), interventions: z.array(intervention) })),
    otherInterventions: z.array(intervention).meta({ description: 'On equipment that is not among them' }),
  }),
  inventory: outside(z.object({ items: z.array(inventoryItem) })),
  orders: own({
    items: z.array(z.object({
      id: z.string(), orderNumber: z.string(), phase: z.string(), targetActivationDate: day, launchedAt: instant, isAtRisk: z.boolean(), siteCount: z.int(),
      activationOn: day.nullable().meta({ description: 'When the activation is to be expected' }), steps: z.array(step).meta({ description: 'Those that are left; none where its sites are too many: its schedule tells' }),
      sites: z.array(z.object({ site: z.string(), phase: z.string(), accessType: z.string(), plannedDeliveryDate: day.nullable(), slotStartsAt: instant.nullable(), rds: text, endedAt: instant.nullable() })),
      tasks: z.array(z.object({ id: z.string(), step: z.string(), owner: z.string(), site: text, dueAt: instant.nullable() })).meta({ description: 'Open ones, the most urgent first' }), more,
    })),
  }),
  events: own({
    tickets: z.array(z.object({ number: z.string(), phase: z.string(), priority: z.string(), category: text, rds: text, dueAt: instant.nullable(), isBreached: z.boolean(), createdAt: instant })).nullable().meta({ description: 'Open ones; null: not for the reader' }),
    terminations: z.array(z.object({
      id: z.string(), origin: z.string(), belongsTo: text.meta({ description: 'The move or the deployment that it belongs to (C-08)' }), phase: z.string(), label: z.string(), services: z.array(z.string()), receivedOn: day,
      effectiveOn: day.nullable().meta({ description: 'Last day of service; null until it is entered (R-04)' }), ticket: text,
    })).nullable().meta({ description: 'Those that have not ended, the next to take effect first; null: not for the reader' }),
    complaints: z.array(z.object({ id: z.string(), subject: z.string(), orderNumber: z.string(), phase: z.string(), label: z.string(), dueAt: instant.nullable(), isLate: z.boolean() })).nullable().meta({ description: 'Those that have not ended, the most pressing first (S-08); null: not for the reader' }),
    orders: z.array(z.object({ id: z.string(), phase: z.string(), label: z.string(), ttcCents: cents, openedAt: instant })).nullable().meta({ description: 'Orders that are not handed over to production yet, the newest first (S-05); null: not for the reader' }),
    moves: successions.meta({ description: 'Until the new services are there and the old ones gone (C-08); null: not for the reader' }),
    changes: successions.meta({ description: 'Changes of offer or equipment, likewise' }),
    withdrawals: z.array(z.object({ deploymentId: z.string(), orderNumber: z.string(), declaredOn: day })).nullable().meta({ description: 'Orders that he goes back on, while what was done is undone (C-08); null: not for the reader' }),
    opportunities: z.array(z.object({ id: z.string(), purpose: z.string(), stage: z.string(), label: z.string(), amountCents: cents, probability: z.int(), closesOn: day, seller: z.string() })).nullable().meta({ description: 'Open ones, the first to close first (S-09); null: not for the reader' }),
    appointments: z.array(z.object({ id: z.string(), form: z.string(), label: z.string(), subject: text, startsAt: instant, endsAt: instant, answer: text, seller: z.string() })).nullable().meta({ description: 'Planned ones (S-09); null: not for the reader' }),
    followUps: z.array(z.object({ id: z.string(), what: z.string(), label: z.string(), note: text, phase: z.string(), dueAt: instant, seller: z.string() })).nullable().meta({ description: 'Those to come and those that are due (S-09); null: not for the reader' }),
    totalDrop: z.object({ droppedOn: day, reason: z.string(), monthlyCents: cents }).nullable().meta({ description: 'That he goes on with nothing of what he has, until something is ordered after it (S-07); null: none, or not for the reader' }),
    debtCollection: z.object({ stage: z.string(), since: day, amountCents: cents, readAt: instant }).nullable().meta({ description: 'As billing last told; null: none, or not known' }),
  }),
  consumption: outside(accountConsumption),
  invoices: outside(accountInvoices),
  balance: outside(billingAccount.pick({ accountReference: true, balanceCents: true, payment: true })),
  measures: own({ items: z.array(measure) }),
  seniority: own({ customerSince: day, years: z.int() }),
  revenue: outside(billingAccount.pick({ revenueCents: true })),
  warranties: own({ items: z.array(z.object({ serialNumber: text, label: z.string(), warrantyUntil: day, isCovered: z.boolean() })) }),
  deposits: outside(billingAccount.pick({ deposits: true })),
  correspondence: own({
    items: z.array(z.object({ kind: z.enum(['contact', 'message', 'mail', 'letter', 'notice', 'sent']).meta({ description: '`notice`: what a ticket told the requester by itself; `sent`: what another journey sent him by itself, by mail or SMS' }), at: instant, direction: z.enum(['in', 'out']), channel: z.string(), reference: text.meta({ description: 'Of the ticket, the mail, the document, or the journey that sent it' }), about: text, by: text })),
  }),
  payer: outside(billingAccount.shape.payer),
  interests: own({ items: z.array(z.object({ ...part, kind: z.string(), label: z.string(), happensOn: day.nullable() })) }),
} as const satisfies Record<ViewBlock, z.ZodType>;

export const customer360 = z.object({
  customerId: z.string(),
  readAt: instant,
  ranks: z.object({ essential: z.array(z.string()), important: z.array(z.string()), secondary: z.array(z.string()) }).meta({ description: 'The blocks that the reader may see, by rank and in their order (policy `customer-view`)' }),
  blocks: z.object(viewBlockSchemas).partial(),
}).meta({ id: 'Customer360' });

export type Blocks = z.input<typeof customer360>['blocks'];
