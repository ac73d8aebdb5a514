/** The numbers of a delivery that are policy and not rule, as a journey freezes them at its launch (D-09, D-24). */
import type { ReminderLadder as WrittenLadder } from '../policy/delivery.schema.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { AccessType, MilestoneDate } from './deployment.ts';
import { tasks, type TaskStep } from './steps.ts';
import { after, type FrozenDelay } from '../clock/delay.ts';
import { dateAt, dayBounds, type FrozenDays } from '../clock/frozenDays.ts';

/** A reminder ladder: the first after a while, then again and again; after some of them others are told (D-07, D-09, D-17). */
export interface ReminderLadder {
  readonly firstAfter: FrozenDelay;
  readonly againEvery: FrozenDelay;
  readonly escalateAfterReminders: number;
  readonly escalateTo: WrittenLadder['escalateTo'];
}

/** What is reminded of. */
export type LadderName = keyof Policies['reminders'];

/** How the link is observed and what is good enough (D-15). */
export interface AcceptancePolicy {
  readonly observationMs: number;
  readonly readEverySeconds: number;
  /** More changes of state than this are flapping. */
  readonly changesAtMost: number;
  /** By access type. */
  readonly limits: Readonly<Record<AccessType, { readonly latencyMsAtMost: number; readonly lossPercentAtMost: number; readonly throughputPercentAtLeast: number }>>;
}

/** A journey keeps these until an explicit command moves it. */
export interface DeliveryPolicy {
  /** Version by policy name. */
  readonly versions: Readonly<Record<string, number>>;
  /** The operator's calendar, computed outside the workflow. */
  readonly days: FrozenDays;
  /** D-20, D-21: what the schedule is computed with. */
  readonly leadTimes: Policies['lead-times'];
  /** D-07, D-09, D-17: who keeps silent is reminded by these. */
  readonly reminders: Readonly<Record<LadderName, ReminderLadder>>;
  /** D-08: the OBLs that orders may go to. */
  readonly obls: Policies['obls'];
  /** D-09: what may follow an OBL's refusal, by its reason. */
  readonly refusals: Policies['obl-refusals'];
  /** D-23. */
  readonly pointsOfNoReturn: Policies['points-of-no-return'];
  /** D-12: how often we ask for a shipment whose callback does not come. */
  readonly equipment: { readonly askEvery: FrozenDelay };
  /** D-14: by access type. */
  readonly activationTests: Policies['activation-tests']['testsByAccess'];
  /** D-15. */
  readonly acceptance: AcceptancePolicy;
  /** D-30: VAT, in hundredths of a percent. */
  readonly vatBasisPoints: number;
  /** C-08. */
  readonly withdrawalDays: number;
  readonly outsideCalls: {
    /** D-24: how long the engine retries a failing call before a person is told. */
    readonly tellAfterMs: number;
    /** D-24: how long after that it tries again by itself. */
    readonly againEveryMs: number;
  };
}

/** One version of one policy, frozen for a running journey: what of its policy takes the place of what it has. */
export interface AppliedPolicy {
  readonly policy: string;
  readonly version: number;
  readonly frozen: Partial<Omit<DeliveryPolicy, 'versions'>>;
}

/** Whether it is more than the journey has: a later version, or the same one with its days frozen further. */
export function isNews(policy: DeliveryPolicy, applied: AppliedPolicy): boolean {
  const version = policy.versions[applied.policy] ?? 0;
  if (applied.version !== version) return applied.version > version;
  return applied.frozen.days !== undefined && lastDay(applied.frozen.days) > lastDay(policy.days);
}

/** The journey's policy with that version in it; the other policies stay as they are. */
export function withApplied(policy: DeliveryPolicy, { policy: name, version, frozen }: AppliedPolicy): DeliveryPolicy {
  return { ...policy, ...frozen, versions: { ...policy.versions, [name]: version } };
}

function lastDay({ firstDay, business }: FrozenDays): number {
  return firstDay + business.length;
}

/** Somebody who keeps silent: how often he was reminded, and from when the present wait counts, epoch milliseconds. */
export interface Silence {
  readonly reminders: number;
  readonly sinceMs: number;
}

/** When the next reminder is due, epoch milliseconds: the first one of a ladder, or again after the last. */
export function reminderDueAtMs(policy: DeliveryPolicy, ladder: LadderName, { reminders, sinceMs }: Silence): number {
  const { firstAfter, againEvery } = policy.reminders[ladder];
  return after(policy, sinceMs, reminders > 0 ? againEvery : firstAfter);
}

const dayMs = 86_400_000;

/** The operator's date (ISO) at an instant, epoch milliseconds; that of UTC beyond the frozen days. */
export function dateOfInstant(policy: Pick<DeliveryPolicy, 'days'>, atMs: number): string {
  const date = dateAt(policy.days, atMs);
  return date.outcome === 'at' ? date.value : new Date(atMs).toISOString().slice(0, 10);
}

/** When a date (ISO) ends in the operator's time zone, epoch milliseconds. */
export function endOfDate(policy: DeliveryPolicy, date: string): number {
  const bounds = dayBounds(policy.days, date);
  return bounds.outcome === 'at' ? bounds.value[1] : Date.parse(`${date}T00:00:00Z`) + dayMs;
}

/** When a date (ISO) begins in the operator's time zone, epoch milliseconds. */
export function startOfDate(policy: DeliveryPolicy, date: string): number {
  const bounds = dayBounds(policy.days, date);
  return bounds.outcome === 'at' ? bounds.value[0] : Date.parse(`${date}T00:00:00Z`);
}

/** What the dates of a journey are computed from. */
export interface Dated {
  /** ISO date. */
  readonly targetActivationDate: string;
  /** The latest date of every milestone under that policy. */
  readonly schedule: readonly MilestoneDate[];
  readonly policy: DeliveryPolicy;
}

/** When a task is due: at the end of the latest date of its milestone (D-20), epoch milliseconds; null where nothing promises a date. */
export function dueAtMs({ schedule, policy }: Dated, task: TaskStep): number | null {
  const { milestone } = tasks[task];
  const latestOn = schedule.find((line) => line.milestone === milestone)?.latestOn;
  return latestOn === undefined ? null : endOfDate(policy, latestOn);
}
