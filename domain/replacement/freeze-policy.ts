/** Makes the frozen policy of a replacement from the written ones, outside the workflow. */
import { freezeCalls, milliseconds } from '../calendar/freeze.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { PolicyName } from '../policy/catalogue.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { ReplacementPolicy } from './replacement.ts';

/** The policies that a replacement runs under. */
export const replacementPolicies = ['field-service', 'outside-calls'] as const satisfies readonly PolicyName[];
type Name = (typeof replacementPolicies)[number];

export function freezeReplacementPolicy(written: Pick<Policies, Name>, versions: Readonly<Record<string, number>>): ReplacementPolicy {
  return { versions, ...freezeFieldService(written['field-service']), ...freezeCalls(written['outside-calls']) };
}

/** Makes one version of one policy into what a running replacement takes over. */
export function freezeAppliedReplacementPolicy(written: { readonly [N in Name]: { readonly policy: N; readonly version: number; readonly value: Policies[N] } }[Name]): Applied<ReplacementPolicy> {
  const { policy, version } = written;
  return { policy, version, frozen: written.policy === 'field-service' ? freezeFieldService(written.value) : freezeCalls(written.value) };
}

function freezeFieldService({ recentTreatmentDays, askSuppliersEvery }: Policies['field-service']): Pick<ReplacementPolicy, 'recentTreatmentDays' | 'askEveryMs'> {
  return { recentTreatmentDays, askEveryMs: milliseconds(askSuppliersEvery) };
}
