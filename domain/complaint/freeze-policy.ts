/** Makes the frozen policy of a complaint from the written ones, outside the workflow. */
import { freezeCalls, freezeDelay, freezeOperatorDays } from '../calendar/freeze.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { PolicyName } from '../policy/catalogue.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { ComplaintPolicy } from './complaint.ts';

/** The policies that a complaint runs under. */
export const complaintPolicies = ['calendars', 'sales', 'outside-calls'] as const satisfies readonly PolicyName[];
type Name = (typeof complaintPolicies)[number];

const dayMs = 86_400_000;

export function freezeComplaintPolicy(written: Pick<Policies, Name>, versions: Readonly<Record<string, number>>, nowMs: number): ComplaintPolicy {
  return { versions, days: freezeOperatorDays(written.calendars, nowMs - dayMs, nowMs), ...freezeSales(written.sales), ...freezeCalls(written['outside-calls']) };
}

/** Makes one version of one policy into what a running complaint takes over. @param openedAtMs from when its instants count */
export function freezeAppliedComplaintPolicy(
  written: { readonly [N in Name]: { readonly policy: N; readonly version: number; readonly value: Policies[N] } }[Name], openedAtMs: number, nowMs: number,
): Applied<ComplaintPolicy> {
  const { policy, version } = written;
  switch (written.policy) {
    case 'calendars': return { policy, version, frozen: { days: freezeOperatorDays(written.value, openedAtMs - dayMs, nowMs) } };
    case 'sales': return { policy, version, frozen: freezeSales(written.value) };
    case 'outside-calls': return { policy, version, frozen: freezeCalls(written.value) };
  }
}

function freezeSales({ complaints: { answerWithin, warnAfter, closeAnsweredAfter, creditWithin, gestureLimitCents } }: Policies['sales']): Omit<ComplaintPolicy, 'versions' | 'days' | 'outsideCalls'> {
  return { answerWithin: freezeDelay(answerWithin), warnAfter: freezeDelay(warnAfter), closeAnsweredAfter: freezeDelay(closeAnsweredAfter), creditWithin: freezeDelay(creditWithin), gestureLimitCents };
}
