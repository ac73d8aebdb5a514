/** Makes the frozen policy of a journey from the written ones: calendars and durations are computed here, outside the workflow. */
import { freezeDelay, freezeOperatorDays, milliseconds } from '../calendar/freeze.ts';
import type { ReminderLadder as WrittenLadder } from '../policy/delivery.schema.ts';
import type { PolicyName } from '../policy/catalogue.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { AppliedPolicy, DeliveryPolicy, ReminderLadder } from './policy.ts';

/** The policies that a delivery runs under. */
export const deliveryPolicies = ['calendars', 'lead-times', 'reminders', 'obls', 'obl-refusals', 'equipment', 'activation-tests', 'acceptance', 'points-of-no-return', 'outside-calls', 'billing', 'termination'] as const;
export type DeliveryPolicyName = (typeof deliveryPolicies)[number];
type Written = Pick<Policies, DeliveryPolicyName>;

/** Whether journeys keep a policy of that name. */
export function isDeliveryPolicy(name: PolicyName): name is DeliveryPolicyName {
  return (deliveryPolicies as readonly string[]).includes(name);
}

/** A target that is near has latest dates before the launch. */
const frozenDaysBefore = 120;
const dayMs = 86_400_000;

/** @throws {RangeError} when the operator's calendar does not exist: the policy's own check allows none such. */
export function freezeDeliveryPolicy(written: Written, versions: Readonly<Record<string, number>>, nowMs: number): DeliveryPolicy {
  return {
    versions, days: freezeDeliveryDays(written.calendars, nowMs, nowMs), leadTimes: written['lead-times'], reminders: freezeReminders(written.reminders),
    obls: written.obls, refusals: written['obl-refusals'], pointsOfNoReturn: written['points-of-no-return'],
    equipment: freezeEquipment(written.equipment), activationTests: written['activation-tests'].testsByAccess,
    outsideCalls: freezeCalls(written['outside-calls']), acceptance: freezeAcceptance(written.acceptance), vatBasisPoints: written.billing.vatBasisPoints,
    withdrawalDays: written.termination.withdrawalDays,
  };
}

/** A written policy with its name: what version of which. */
export type WrittenPolicy = { readonly [Name in DeliveryPolicyName]: { readonly policy: Name; readonly version: number; readonly value: Policies[Name] } }[DeliveryPolicyName];

/**
 * Makes one version of one policy into what a running journey takes over.
 * @param openedAtMs from when the journey's instants count: its days are frozen from there on.
 * @throws {RangeError} as `freezeDeliveryPolicy` does.
 */
export function freezeAppliedPolicy(written: WrittenPolicy, openedAtMs: number, nowMs: number): AppliedPolicy {
  const { policy, version } = written;
  switch (written.policy) {
    case 'calendars': return { policy, version, frozen: { days: freezeDeliveryDays(written.value, openedAtMs, nowMs) } };
    case 'lead-times': return { policy, version, frozen: { leadTimes: written.value } };
    case 'reminders': return { policy, version, frozen: { reminders: freezeReminders(written.value) } };
    case 'obls': return { policy, version, frozen: { obls: written.value } };
    case 'obl-refusals': return { policy, version, frozen: { refusals: written.value } };
    case 'points-of-no-return': return { policy, version, frozen: { pointsOfNoReturn: written.value } };
    case 'outside-calls': return { policy, version, frozen: { outsideCalls: freezeCalls(written.value) } };
    case 'equipment': return { policy, version, frozen: { equipment: freezeEquipment(written.value) } };
    case 'activation-tests': return { policy, version, frozen: { activationTests: written.value.testsByAccess } };
    case 'acceptance': return { policy, version, frozen: { acceptance: freezeAcceptance(written.value) } };
    case 'termination': return { policy, version, frozen: { withdrawalDays: written.value.withdrawalDays } };
    case 'billing': return { policy, version, frozen: { vatBasisPoints: written.value.vatBasisPoints } };
  }
}

function freezeDeliveryDays(written: Written['calendars'], fromMs: number, nowMs: number): DeliveryPolicy['days'] {
  return freezeOperatorDays(written, fromMs - frozenDaysBefore * dayMs, nowMs);
}

function freezeReminders(reminders: Written['reminders']): DeliveryPolicy['reminders'] {
  return Object.fromEntries(Object.entries(reminders).map(([name, ladder]) => [name, freezeLadder(ladder)])) as DeliveryPolicy['reminders'];
}

function freezeCalls(calls: Written['outside-calls']): DeliveryPolicy['outsideCalls'] {
  return { tellAfterMs: milliseconds(calls.tellAfter), againEveryMs: milliseconds(calls.againEvery) };
}

function freezeEquipment({ askEvery }: Written['equipment']): DeliveryPolicy['equipment'] {
  return { askEvery: freezeDelay(askEvery) };
}

function freezeAcceptance({ observation, readEvery, changesAtMost, limitsByAccess }: Written['acceptance']): DeliveryPolicy['acceptance'] {
  return { observationMs: milliseconds(observation), readEverySeconds: Math.max(1, Math.round(milliseconds(readEvery) / 1000)), changesAtMost, limits: limitsByAccess };
}

function freezeLadder({ firstAfter, againEvery, ...escalation }: WrittenLadder): ReminderLadder {
  return { firstAfter: freezeDelay(firstAfter), againEvery: freezeDelay(againEvery), ...escalation };
}
