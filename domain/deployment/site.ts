/** A site delivery: the part of a deployment that one site needs; its state, commands and events. */
import type { Task, TaskBook, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';
import type { CallEnd, CallFailure, StuckCallEvent, StuckCalls } from '../journey/stuck-call.ts';
import type { AccessType, DeploymentId, SiteKey } from './deployment.ts';
import { after, startOfDate, type AppliedPolicy, type DeliveryPolicy } from './policy.ts';
import type { TaskInputs } from './steps.schema.ts';
import type { SiteEffectKind, TaskStep } from './steps.ts';

export type SitePhase =
  | 'new'
  | 'ordering'
  | 'order-refused'
  | 'awaiting-acknowledgement'
  | 'awaiting-delivery-report'
  | 'starting-billing'
  | 'in-service'
  | 'undoing'
  | 'cancelled';

/** The calls to outside systems that a site delivery makes, by name: what a stuck-call task is about (D-24). */
export type SiteCall = 'place-access-order' | 'read-access-order' | 'remind-obl' | 'cancel-access-order' | 'start-billing';

export interface SiteOpening {
  readonly deploymentId: DeploymentId;
  readonly site: SiteKey;
  readonly customerId: string;
  readonly accessType: AccessType;
  readonly policy: DeliveryPolicy;
}

/** What of the OBL is awaited, and reminded of (D-09). */
export type Awaited = 'acknowledgement' | 'delivery-report';

/** One order at the OBL; a refused one is followed by the next attempt (D-08, D-09). */
export interface AccessOrder {
  readonly attempt: number;
  /** Our key towards the OBL: `AFF-2026-000123.S001.1`. */
  readonly orderKey: string;
  readonly oblReference: string | null;
  /** ISO date, from the acknowledgement. */
  readonly plannedDeliveryDate: string | null;
  /** How often the OBL was reminded while awaiting what is awaited now. */
  readonly reminders: number;
  /** How often it was reminded of this order before that: the key of a reminder counts over the whole order. */
  readonly remindersBefore: number;
  /** From when the present wait counts. */
  readonly waitingSinceMs: number;
}

export interface DeliveryReport {
  readonly reportReference: string;
  /** ISO date. */
  readonly deliveredOn: string;
  readonly reservations: readonly string[];
}

/** What was done, or may have been done, outside: undone in reverse by a cancellation (D-23). */
export interface SiteEffect {
  readonly kind: SiteEffectKind;
  readonly key: string;
}

export interface SiteState {
  readonly phase: SitePhase;
  readonly opening: SiteOpening | null;
  readonly order: AccessOrder | null;
  readonly report: DeliveryReport | null;
  readonly subscriptionReference: string | null;
  readonly effects: readonly SiteEffect[];
  readonly tasks: TaskBook<TaskStep>;
  readonly stuck: StuckCalls<SiteCall>;
  readonly openedAtMs: number | null;
  readonly endedAtMs: number | null;
}

export type SiteTask = Task<TaskStep>;

/** What the OBL says of an order, by callback or when asked (D-09). */
export type OblFact =
  | { readonly type: 'acknowledged'; readonly oblReference: string; readonly plannedDeliveryDate: string }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'delivered'; readonly oblReference: string; readonly report: DeliveryReport }
  | { readonly type: 'cancelled' };

export type SiteCommand =
  | { readonly type: 'open'; readonly opening: SiteOpening }
  | { readonly type: 'orderTaken'; readonly attempt: number; readonly oblReference: string | null }
  /** `heard`: by callback, even a late or repeated one; or by asking. */
  | { readonly type: 'oblTold'; readonly orderKey: string; readonly fact: OblFact; readonly heard: 'callback' | 'asked' | 'answer' }
  | { readonly type: 'oblReminded'; readonly orderKey: string; readonly awaited: Awaited; readonly ordinal: number }
  | { readonly type: 'billingAnswered'; readonly subscriptionReference: string | null; readonly from: string }
  | { readonly type: 'callFailed'; readonly call: SiteCall; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: SiteCall; readonly how: CallEnd }
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: TaskInputs[TaskStep] }
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'effectSettled'; readonly effect: SiteEffect; readonly outcome: 'undone' | 'too-late' | 'skipped' }
  /** An administrator moves running journeys to a version of a policy. */
  | { readonly type: 'applyPolicy'; readonly applied: AppliedPolicy }
  | { readonly type: 'end' };

export type SiteEvent =
  | { readonly type: 'siteOpened'; readonly opening: SiteOpening }
  | { readonly type: 'accessOrderPlaced'; readonly attempt: number; readonly orderKey: string; readonly oblReference: string | null }
  | { readonly type: 'accessOrderRefused'; readonly orderKey: string; readonly reason: string }
  | { readonly type: 'accessOrderCorrected'; readonly attempt: number }
  | { readonly type: 'accessOrderAcknowledged'; readonly orderKey: string; readonly oblReference: string; readonly plannedDeliveryDate: string; readonly heard: 'callback' | 'asked' | 'answer' }
  | { readonly type: 'oblReminded'; readonly orderKey: string; readonly ordinal: number; readonly awaited: Awaited }
  | { readonly type: 'deliveryReported'; readonly orderKey: string; readonly oblReference: string; readonly report: DeliveryReport; readonly heard: 'callback' | 'asked' | 'answer' }
  /** A callback is a fact: one that changes nothing is recorded, with the reason. */
  | { readonly type: 'callbackIgnored'; readonly orderKey: string; readonly fact: OblFact['type']; readonly reason: string }
  | { readonly type: 'billingStarted'; readonly subscriptionReference: string | null; readonly from: string }
  | { readonly type: 'siteInService' }
  | StuckCallEvent<SiteCall>
  | TaskOpened<TaskStep>
  | TaskCompleted<TaskStep>
  | TaskWithdrawn
  | { readonly type: 'siteCancellationRequested'; readonly reason: string }
  /** D-23: the request came after the point of no return; the site goes on. */
  | { readonly type: 'siteCancellationRefused'; readonly reason: string; readonly phase: SitePhase }
  | { readonly type: 'effectUndone'; readonly effect: SiteEffect }
  | { readonly type: 'effectHandedOver'; readonly effect: SiteEffect; readonly taskId: string }
  | { readonly type: 'policyApplied'; readonly applied: AppliedPolicy }
  | { readonly type: 'siteCancelled' };

export const newSite: SiteState = {
  phase: 'new', opening: null, order: null, report: null, subscriptionReference: null, effects: [],
  tasks: { open: {}, occurrences: {} }, stuck: {}, openedAtMs: null, endedAtMs: null,
};

/** Our key of one order towards the OBL, one per site and attempt whatever is retried (D-08). */
export function accessOrderKey(opening: SiteOpening, attempt: number): string {
  return `${opening.deploymentId}.${opening.site}.${attempt}`;
}

/** Phases in which a cancellation is still possible: the OBL's delivery report has not come (D-23). */
export const cancellableSitePhases: readonly SitePhase[] = ['ordering', 'order-refused', 'awaiting-acknowledgement', 'awaiting-delivery-report'];

/** Whether this of that order is what the site waits for now. */
export function isAwaited({ phase, order }: SiteState, orderKey: string, awaited: Awaited): boolean {
  return order?.orderKey === orderKey && phase === `awaiting-${awaited}`;
}

/** When the OBL is to be reminded next of what is awaited (D-09), epoch milliseconds; null when nothing is awaited. */
export function nextReminderAtMs(state: SiteState): number | null {
  const { order, opening, phase } = state;
  if (!order || !opening) return null;
  const { policy } = opening;
  if (phase === 'awaiting-acknowledgement') {
    const { firstAfter, againEvery } = policy.acknowledgement;
    return after(policy, order.waitingSinceMs, order.reminders === 0 ? firstAfter : againEvery);
  }
  if (phase === 'awaiting-delivery-report') {
    const { firstAfter, againEvery } = policy.deliveryReport;
    if (order.reminders > 0) return after(policy, order.waitingSinceMs, againEvery);
    const plannedMs = order.plannedDeliveryDate === null ? order.waitingSinceMs : startOfDate(policy, order.plannedDeliveryDate);
    return after(policy, Math.max(plannedMs, order.waitingSinceMs), firstAfter);
  }
  return null;
}
