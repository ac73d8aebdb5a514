/** Makes the frozen policy of a termination from the written ones, outside the workflow. */
import { freezeCalls, freezeDelay, freezeOperatorDays } from '../calendar/freeze.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { PolicyName } from '../policy/catalogue.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { TerminationPolicy } from './termination.ts';

/** The policies that a termination runs under. */
export const terminationPolicies = ['calendars', 'termination', 'outside-calls'] as const satisfies readonly PolicyName[];
type Name = (typeof terminationPolicies)[number];

export function freezeTerminationPolicy(written: Pick<Policies, Name>, versions: Readonly<Record<string, number>>, nowMs: number): TerminationPolicy {
  return { versions, days: freezeOperatorDays(written.calendars, nowMs - dayMs, nowMs), ...freezeTermination(written.termination), ...freezeCalls(written['outside-calls']) };
}

const dayMs = 86_400_000;

/** Makes one version of one policy into what a running termination takes over. @param openedAtMs from when its instants count */
export function freezeAppliedTerminationPolicy(
  written: { readonly [N in Name]: { readonly policy: N; readonly version: number; readonly value: Policies[N] } }[Name], openedAtMs: number, nowMs: number,
): Applied<TerminationPolicy> {
  const { policy, version } = written;
  switch (written.policy) {
    case 'calendars': return { policy, version, frozen: { days: freezeOperatorDays(written.value, openedAtMs - dayMs, nowMs) } };
    case 'termination': return { policy, version, frozen: freezeTermination(written.value) };
    case 'outside-calls': return { policy, version, frozen: freezeCalls(written.value) };
  }
}

function freezeTermination({ winBackWithin, noticeMonths, exemptions, tasksWithin, equipmentReturn }: Policies['termination']): Omit<TerminationPolicy, 'versions' | 'days' | 'outsideCalls'> {
  return {
    winBackWithin: freezeDelay(winBackWithin), noticeMonths, exemptions: Object.keys(exemptions), equipmentReturn,
    tasksWithin: { fee: freezeDelay(tasksWithin.fee), entry: freezeDelay(tasksWithin.entry), byHand: freezeDelay(tasksWithin.byHand) },
  };
}
