/** What an appointment keeps of the policies it runs under, durations in milliseconds. */
import { milliseconds } from '../calendar/freeze.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { AppointmentPolicy } from './appointment.ts';

export const appointmentPolicies = ['sales', 'outside-calls'] as const;
type Name = (typeof appointmentPolicies)[number];

export function freezeAppointmentPolicy(written: Pick<Policies, Name>, versions: Readonly<Record<string, number>>): AppointmentPolicy {
  return { versions, confirmBeforeMs: milliseconds(written.sales.appointmentConfirmationBefore), outsideCalls: freezeCalls(written['outside-calls']) };
}

/** Makes one version of one policy into what a running appointment takes over. */
export function freezeAppliedAppointmentPolicy(written: { readonly [N in Name]: { readonly policy: N; readonly version: number; readonly value: Policies[N] } }[Name]): Applied<AppointmentPolicy> {
  const { policy, version } = written;
  return { policy, version, frozen: written.policy === 'sales' ? { confirmBeforeMs: milliseconds(written.value.appointmentConfirmationBefore) } : { outsideCalls: freezeCalls(written.value) } };
}

function freezeCalls({ tellAfter, againEvery }: Policies['outside-calls']): AppointmentPolicy['outsideCalls'] {
  return { tellAfterMs: milliseconds(tellAfter), againEveryMs: milliseconds(againEvery) };
}
