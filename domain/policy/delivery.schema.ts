/** Policies of the deployment journey: calendars, lead times, reminders, refusals, acceptance, points of no return (chapter 1 of the rules). */
import { z } from 'zod';
import { calendarSchema } from '../calendar/calendar.schema.ts';
import { delay, duration, entriesOf, key } from './parts.schema.ts';

export const calendars = z.strictObject({
  /** The calendar whose business days the schedule, the reminders and the limits count. */
  operatorCalendar: key,
  calendars: entriesOf(calendarSchema),
  /** Time zones of sites whose public holidays are not the operator's, by holiday region. */
  siteTimeZones: entriesOf(z.string().min(1).max(64), { keys: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,4})?$/) }),
});

export const leadTimes = z.strictObject({
  /** The milestone that the target activation date stands for. */
  anchor: key,
  milestones: entriesOf(z.strictObject({
    /** One of the twelve steps as the customer draws them. */
    step: z.int().min(1).max(12),
    /** Business days after each milestone it waits for (`launch`: the launch itself); the latest one decides. */
    after: entriesOf(z.int().min(0).max(365), { max: 20 }).refine((after) => Object.keys(after).length > 0, 'at least one milestone, or launch'),
  })),
  /** D-21: a milestone this near its latest date is at risk. */
  jeopardyBusinessDays: z.int().min(0).max(60),
});

const ladder = z.strictObject({
  firstAfter: delay,
  againEvery: delay,
  /** After this many reminders the people below are told. */
  escalateAfterReminders: z.int().min(1).max(20),
  escalateTo: z.array(z.enum(['obl-support', 'coordinator', 'production-manager', 'sales-engineer', 'account-manager'])).min(1).max(5),
});

export const reminders = z.strictObject({
  'technical-collection': ladder,
  'obl-acknowledgement': ladder,
  'intervention-slot': ladder,
  'intervention-report': ladder,
  'delivery-report': ladder,
  'invoice-validation': ladder,
});

/** D-08: the local-loop operators that orders may go to, by code. */
export const obls = z.strictObject({
  /** Of a site whose launch file says nothing of its eligibility. */
  default: key,
  obls: entriesOf(z.strictObject({ name: z.string().min(1).max(100) })).refine((all) => Object.keys(all).length > 0, 'at least one'),
});

const refusalChoice = z.enum(['correct-and-reorder', 'other-obl', 'quote-then-reorder', 'abandon']);
const refusalChoices = z.array(refusalChoice).min(1).refine((choices) => new Set(choices).size === choices.length, 'each choice once').meta({ uniqueItems: true });

export const oblRefusals = z.strictObject({
  choicesByReason: z.record(key, refusalChoices),
  /** For any reason that is not listed. */
  otherwise: refusalChoices,
});

export const equipment = z.strictObject({
  /** How often we ask how far a shipment has come whose callback does not come. */
  askEvery: delay,
});

const activationTest = z.strictObject({
  /** As the platform names it in its results. */
  test: key,
  /** Whether the service waits for it; otherwise it is only reported. */
  required: z.boolean(),
  /** Limits of its measure, in the platform's unit. */
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
}).refine(({ atLeast, atMost }) => atLeast === undefined || atMost === undefined || atLeast <= atMost, 'atLeast is not above atMost');

const testList = z.array(activationTest).min(1).max(30).refine((tests) => new Set(tests.map(({ test }) => test)).size === tests.length, 'each test once');

export const activationTests = z.strictObject({
  testsByAccess: z.strictObject({ ftth: testList, ftto: testList, sdsl: testList, adsl: testList, '4g': testList }),
});

const linkLimits = z.strictObject({
  latencyMsAtMost: z.number().positive(),
  lossPercentAtMost: z.number().min(0).max(100),
  /** Share of the throughput that the offer promises. */
  throughputPercentAtLeast: z.number().min(0).max(100),
});

export const acceptance = z.strictObject({
  observation: duration,
  readEvery: duration,
  /** More changes of state than this are flapping. */
  changesAtMost: z.int().min(0).max(1000),
  limitsByAccess: z.strictObject({ ftth: linkLimits, ftto: linkLimits, sdsl: linkLimits, adsl: linkLimits, '4g': linkLimits }),
});

export const pointsOfNoReturn = z.strictObject({
  'access-order': z.enum(['acknowledgement-received', 'delivery-report-received', 'billing-started']),
  'equipment': z.enum(['shipped', 'installed']),
  'billing': z.enum(['validated', 'started']),
});

export const outsideCalls = z.strictObject({
  /** How long a failing call is retried before a person is told. */
  tellAfter: duration,
  /** How often it is tried again by itself after that. */
  againEvery: duration,
});

export type ActivationTest = z.infer<typeof activationTest>;
export type ReminderLadder = z.infer<typeof ladder>;
export type OblRefusalChoice = z.infer<typeof refusalChoice>;
