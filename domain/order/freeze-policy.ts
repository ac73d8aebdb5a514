/** Makes the frozen policy of an order from the written ones, outside the workflow. */
import { freezeCalls, milliseconds } from '../calendar/freeze.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { PolicyName } from '../policy/catalogue.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { OrderPolicy } from './order.ts';

/** The policies that an order runs under. */
export const orderPolicies = ['sales', 'outside-calls'] as const satisfies readonly PolicyName[];
type Name = (typeof orderPolicies)[number];

export function freezeOrderPolicy(written: Pick<Policies, Name>, versions: Readonly<Record<string, number>>): OrderPolicy {
  return { versions, ...freezeSales(written.sales), ...freezeCalls(written['outside-calls']) };
}

/** Makes one version of one policy into what a running order takes over. */
export function freezeAppliedOrderPolicy(written: { readonly [N in Name]: { readonly policy: N; readonly version: number; readonly value: Policies[N] } }[Name]): Applied<OrderPolicy> {
  const { policy, version } = written;
  return { policy, version, frozen: written.policy === 'sales' ? freezeSales(written.value) : freezeCalls(written.value) };
}

function freezeSales({ smsCode: { validFor, attempts, sends, resendAfter }, signWithin, answerRejectsWithin }: Policies['sales']): Omit<OrderPolicy, 'versions' | 'outsideCalls'> {
  return { code: { validMs: milliseconds(validFor), attempts, sends, resendAfterMs: milliseconds(resendAfter) }, signatureWithinMs: milliseconds(signWithin), answerWithinMs: milliseconds(answerRejectsWithin) };
}
