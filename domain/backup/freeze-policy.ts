/** Makes the frozen policy of a backup in trouble from the written ones, outside the workflow. */
import { freezeCalls } from '../calendar/freeze.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { PolicyName } from '../policy/catalogue.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { BackupPolicy } from './backup.ts';

/** The policies that a backup in trouble runs under. */
export const backupPolicies = ['field-service', 'outside-calls'] as const satisfies readonly PolicyName[];
type Name = (typeof backupPolicies)[number];

export function freezeBackupPolicy(written: Pick<Policies, Name>, versions: Readonly<Record<string, number>>): BackupPolicy {
  return { versions, ...freezeFieldService(written['field-service']), ...freezeCalls(written['outside-calls']) };
}

/** Makes one version of one policy into what a running trouble takes over. */
export function freezeAppliedBackupPolicy(written: { readonly [N in Name]: { readonly policy: N; readonly version: number; readonly value: Policies[N] } }[Name]): Applied<BackupPolicy> {
  const { policy, version } = written;
  return { policy, version, frozen: written.policy === 'field-service' ? freezeFieldService(written.value) : freezeCalls(written.value) };
}

function freezeFieldService({ backupFailureNights }: Policies['field-service']): Pick<BackupPolicy, 'failureNights'> {
  return { failureNights: backupFailureNights };
}
