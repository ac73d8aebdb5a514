/** Makes the frozen policy of a backup in trouble from the written ones, outside the workflow. */
import { milliseconds } from '../calendar/freeze.ts';
import type { PolicyName } from '../policy/catalogue.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { BackupPolicy } from './backup.ts';

/** The policies that a backup in trouble runs under. */
export const backupPolicies = ['field-service', 'outside-calls'] as const satisfies readonly PolicyName[];

export function freezeBackupPolicy(written: Pick<Policies, (typeof backupPolicies)[number]>): BackupPolicy {
  const { tellAfter, againEvery } = written['outside-calls'];
  return {
    failureNights: written['field-service'].backupFailureNights, outsideCalls: { tellAfterMs: milliseconds(tellAfter), againEveryMs: milliseconds(againEvery) },
  };
}
