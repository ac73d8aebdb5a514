/** The parts of a delivery's policy that tests take as they are shipped, and ladders of reminders in hours. */
import { readFileSync } from 'node:fs';
import type { DeliveryPolicy, LadderName, ReminderLadder } from '../../domain/deployment/policy.ts';
import { policySchemas, type Policies } from '../../domain/policy/policies.schema.ts';
import type { PolicyName } from '../../domain/policy/catalogue.ts';

const hour = 3_600_000;

export function shippedPolicy<Name extends PolicyName>(name: Name): Policies[Name] {
  return policySchemas[name].parse(JSON.parse(readFileSync(new URL(`../../domain/policy/defaults/${name}.json`, import.meta.url), 'utf8'))) as Policies[Name];
}

export const shippedParts: Pick<DeliveryPolicy, 'leadTimes' | 'obls' | 'refusals' | 'pointsOfNoReturn' | 'equipment' | 'activationTests' | 'withdrawalDays'> = {
  leadTimes: shippedPolicy('lead-times'), obls: shippedPolicy('obls'), refusals: shippedPolicy('obl-refusals'), pointsOfNoReturn: shippedPolicy('points-of-no-return'),
  equipment: { askEvery: { elapsedMs: 24 * hour } }, activationTests: shippedPolicy('activation-tests').testsByAccess, withdrawalDays: shippedPolicy('termination').withdrawalDays,
};

/** The ladder as it is shipped, in elapsed hours. */
export function inHours(name: LadderName, first: number, again: number): ReminderLadder {
  const { escalateAfterReminders, escalateTo } = shippedPolicy('reminders')[name];
  return { firstAfter: { elapsedMs: first * hour }, againEvery: { elapsedMs: again * hour }, escalateAfterReminders, escalateTo };
}

/** Every ladder alike, but for those that are given. */
export function laddersInHours(first: number, again: number, others: Partial<Record<LadderName, readonly [first: number, again: number]>> = {}): DeliveryPolicy['reminders'] {
  const names = Object.keys(shippedPolicy('reminders')) as LadderName[];
  return Object.fromEntries(names.map((name) => [name, inHours(name, ...(others[name] ?? [first, again]))])) as DeliveryPolicy['reminders'];
}
