/** Withdrawal from an order (C-08): until when its customer may go back on it, by whom it is declared, and that he is told. */
import { frozenBusinessDays } from '../clock/frozenDays.ts';
import { dateOf, requireDayNumber } from '../clock/localDate.ts';
import { refuse, type Refusal } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import type { DeploymentEvent, DeploymentState, Launch, SiteKey } from './deployment.ts';
import { cancellable, launchOf, wrongState } from './deployment-steps.ts';
import { dateOfInstant, type DeliveryPolicy } from './policy.ts';

export interface Withdrawal {
  /** The day on which the customer declared it, ISO: what counts against the period, not the day we wrote it down. */
  readonly declaredOn: string;
  /** The customer has its confirmation, or a person passed over that. */
  readonly isTold: boolean;
}

export type WithdrawalCommand =
  /** `declaredOn`: ISO, of a letter or mail that somebody registers; null: now. `activated`: the sites whose service runs, as the caller read them. */
  | { readonly type: 'withdraw'; readonly declaredOn: string | null; readonly reason: string | null; readonly activated: readonly SiteKey[] }
  | { readonly type: 'withdrawalTold' };

export type WithdrawalEvent =
  /** `until`: the last day on which it could be declared, ISO. */
  | { readonly type: 'orderWithdrawn'; readonly declaredOn: string; readonly until: string; readonly reason: string | null }
  | { readonly type: 'withdrawalTold' };

/**
 * The last day of the period, ISO, in the operator's time zone: days are counted from the day after the order, that day being the first, and a period that ends on a day
 * that is no working day ends with the next one (Code de la consommation, L. 221-19). Its whole last day belongs to it.
 */
export function lastWithdrawalDay({ signedOn, policy }: Pick<Launch, 'signedOn'> & { readonly policy: Pick<DeliveryPolicy, 'days' | 'withdrawalDays'> }, launchedAtMs: number): string {
  const day = requireDayNumber(signedOn ?? dateOfInstant(policy, launchedAtMs)) + policy.withdrawalDays;
  return frozenBusinessDays(policy.days).add(dateOf(day - 1), 1);
}

/** When a withdrawal was declared, and between which days it could be; ISO dates where the operator is. */
export interface Declared {
  readonly declaredOn: string;
  /** The day of the order. */
  readonly from: string;
  readonly today: string;
  /** The last day of the period. */
  readonly until: string;
}

/** C-08: whether it counts, the same whether the order is in production already or not. */
export function withdrawalRefusal({ declaredOn, from, today, until }: Declared): Refusal | null {
  if (declaredOn < from || declaredOn > today) return refuse('C-08.declared-on', { date: declaredOn, from, today }, '/declaredOn');
  return declaredOn > until ? refuse('C-08.period-over', { until }) : null;
}

/** C-08: the customer's right, until the period is over or his service runs; what was done outside is undone as in any cancellation (D-23). @param cancelled what a cancellation makes happen */
export function withdraw(state: DeploymentState, { declaredOn: declared, reason, activated }: Extract<WithdrawalCommand, { type: 'withdraw' }>, nowMs: number, cancelled: (reason: string) => DeploymentEvent[]): Decision<DeploymentEvent> {
  // Also of one that has ended: what is possible instead is what the customer needs to hear.
  if (activated.length > 0) return reject(refuse('C-08.activated', { sites: activated.join(', ') }));
  if (!cancellable.includes(state.phase)) return wrongState(state, cancellable);
  const launch = launchOf(state);
  const { policy, signedOn } = launch;
  const [today, launchedOn] = [dateOfInstant(policy, nowMs), dateOfInstant(policy, state.launchedAtMs ?? nowMs)];
  const declaredOn = declared ?? today;
  const until = lastWithdrawalDay(launch, state.launchedAtMs ?? nowMs);
  const refusal = withdrawalRefusal({ declaredOn, from: signedOn ?? launchedOn, today, until });
  if (refusal) return reject(refusal);
  return accept<DeploymentEvent>({ type: 'orderWithdrawn', declaredOn, until, reason }, ...cancelled('withdrawn'));
}

/** Whether the customer has yet to be told that his withdrawal is registered. */
export function isWithdrawalToTell({ withdrawal, endedAtMs }: Pick<DeploymentState, 'withdrawal' | 'endedAtMs'>): boolean {
  return withdrawal?.isTold === false && endedAtMs === null;
}
