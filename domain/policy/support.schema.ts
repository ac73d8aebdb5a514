/** Policies of tickets: priorities, service levels, escalation, waiting, desks, classification (chapter 2 of the rules). */
import { z } from 'zod';
import { mailAddress } from '../people/mail-address.schema.ts';
import { calendarName, delay, duration, entriesOf, key, ratio, text, wallTime } from './parts.schema.ts';

const priority = z.enum(['P1', 'P2', 'P3', 'P4', 'P5']);
const byContract = z.strictObject({ pro: priority, contract: priority, none: priority });

const serviceLevel = z.strictObject({
  /** Open time to the requester's agreement; null: no promised time. */
  resolution: duration.nullable(),
  /** Share of it within which the ticket is taken; null: no promised time. */
  takingChargeRatio: ratio.max(1).nullable(),
  /** What the clock counts. */
  calendar: calendarName,
  /** Whether the time is owed to the customer or an internal target. */
  contractual: z.boolean(),
});

export const serviceLevels = z.strictObject({
  priorities: z.strictObject({ 'outage': byContract, 'degradation': byContract, 'administrative-change': byContract }),
  contracts: z.strictObject({ pro: serviceLevel, contract: serviceLevel, none: serviceLevel }),
  /** `pro` goes before `contract` in baskets and attribution for this long. */
  proFirstFor: duration,
});

const escalationAct = z.enum(['warn-assignee', 'warn-supervisor', 'raise-level', 'notify-manager', 'tell-customer']);
const acts = z.array(escalationAct).min(1).max(5);

export const escalation = z.strictObject({
  thresholds: z.array(z.strictObject({ ratio, acts })).min(1).max(20)
    .refine((steps) => steps.every((step, index) => index === 0 || step.ratio > (steps[index - 1]?.ratio ?? 0)), 'ascending ratios'),
  /** After the last one, again after each such share of the clock; null: never again. */
  thenEvery: z.strictObject({ ratio: ratio.min(0.1), acts }).nullable(),
  /** What replaces `raise-level` where there is no higher level. */
  atHighestLevel: acts,
});

export const waitingReasons = z.strictObject({
  reasons: z.record(key, z.strictObject({
    label: text,
    stopsClock: z.boolean(),
    /** Whose answer is awaited; reminders go there. */
    awaits: z.enum(['customer', 'third-party', 'ourselves']),
    remindAfter: delay.nullable(),
    /** After this many reminders without an answer, closing is proposed; null: never. */
    proposeClosingAfterReminders: z.int().min(1).max(20).nullable(),
  })),
});

export const desks = z.strictObject({
  desks: z.record(key, z.strictObject({
    label: text,
    /** When its people work. */
    calendar: calendarName,
    /** Whether a ticket gets its technician by itself or from the dispatcher (T-11). */
    attribution: z.enum(['automatic', 'dispatcher']),
    /** What a ticket must name (T-03); any one of them. */
    identifiedBy: z.array(z.enum(['service-reference', 'inventory-item', 'backup-job'])).min(1),
    /** An unsolved ticket leaves N1 after this long (T-09); null: no limit. */
    firstLineLimit: duration.nullable(),
    /** When the week's first-line technician changes (T-19); null: no rota. */
    rotaHandover: z.strictObject({ weekday: z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), time: wallTime }).nullable(),
    /** A transfer not acknowledged in this time goes back to the dispatcher (C-03). */
    acknowledgeTransferWithin: duration,
    /** Where its customers write to (T-01). */
    mailbox: mailAddress.max(200),
  })),
});

const labelled = z.record(key, z.strictObject({ label: text }));

export const classification = z.strictObject({
  types: labelled,
  symptoms: labelled,
  categories: z.record(key, z.strictObject({
    label: text,
    /** Concerns a service: needs its reference, and the contract's clock runs (T-03). */
    ofService: z.boolean(),
    /** Becomes a tracked task of sales (T-24). */
    opensSalesTask: z.boolean(),
    /** Becomes a task of billing, with what the customer’s account says (C-08). */
    opensBillingTask: z.boolean().optional(),
  })),
});

const script = z.strictObject({
  questions: entriesOf(z.strictObject({ label: text }), { max: 50 }),
  tests: entriesOf(z.strictObject({ label: text }), { max: 50 }),
});

export const scripts = z.strictObject({
  /** What must be there before a team is offered a ticket by another (C-03). */
  warmTransferNeeds: z.array(z.enum(['identity-verified', 'script-filled', 'tests-done'])).max(3),
  /** Asked and tested whatever the category. */
  common: script,
  /** By category of the policy `classification` (T-12). */
  categories: entriesOf(script),
});

const due = { /** Counted from when the task is opened. */ dueAfter: delay };

export const ticketTasks = z.strictObject({
  'sales-need': z.strictObject(due),
  'payment-question': z.strictObject(due),
  'billing-decision': z.strictObject(due),
  /** A proposal that nobody has decided on lapses so long after the ticket's end (T-23). */
  'documentation': z.strictObject({ ...due, lapsesAfter: delay }),
});

export const notices = z.strictObject({
  /** Notices to people go out while this calendar is open, else at its next opening; null: at once. The clock does not move. */
  goOutDuring: calendarName,
  /** These go out at any hour. */
  atAnyHour: z.array(priority).max(5),
  /** For how long a customer may follow a link that he was mailed (D-06). */
  customerLinkValidFor: duration,
  /** Of more mails than this in an hour, one sender's are kept and not answered: two machines that answer each other never end (T-01). */
  mailsPerHourMax: z.int().min(1).max(10_000),
});

export const fieldService = z.strictObject({
  /** T-21: a backup that fails this many nights in a row opens a ticket. */
  backupFailureNights: z.int().min(1).max(31),
  backupCheck: z.strictObject({
    at: wallTime,
    timeZone: z.string().min(1).max(64),
    /** A report that is late is asked for again this often, so many times; then it counts as missing. */
    askAgainEvery: duration,
    askAgainTimes: z.int().min(0).max(48),
  }),
  /** T-20: hardware treated less than this ago is confirmed with the technician. 45 days are one month and a half. */
  recentTreatmentDays: z.int().min(0).max(3650),
  /** T-20: inventory and suppliers that tell nothing are asked this often. */
  askSuppliersEvery: duration,
});

export type Priority = z.infer<typeof priority>;
export type EscalationAct = z.infer<typeof escalationAct>;
