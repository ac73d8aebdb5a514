/** Makes the frozen policy of a replacement from the written ones, outside the workflow. */
import { milliseconds } from '../calendar/freeze.ts';
import type { PolicyName } from '../policy/catalogue.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { ReplacementPolicy } from './replacement.ts';

/** The policies that a replacement runs under. */
export const replacementPolicies = ['field-service', 'outside-calls'] as const satisfies readonly PolicyName[];

export function freezeReplacementPolicy(written: Pick<Policies, (typeof replacementPolicies)[number]>): ReplacementPolicy {
  const { recentTreatmentDays, askSuppliersEvery } = written['field-service'];
  const { tellAfter, againEvery } = written['outside-calls'];
  return {
    recentTreatmentDays, askEveryMs: milliseconds(askSuppliersEvery), outsideCalls: { tellAfterMs: milliseconds(tellAfter), againEveryMs: milliseconds(againEvery) },
  };
}
