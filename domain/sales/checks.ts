/** The checks of a proposal at its presentation, not when it is ordered (S-03), and the one act that repairs what they find. */
import { addMonths } from '../clock/addMonths.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { amountsOf, scheduledCents, scheduleOf, subOrdersOf, type Basket } from './proposal.ts';
import type { Range } from './ranges.ts';

/** `split` moves the negative sub-orders into a proposal of their own, `remove` takes the unchanged one out, `reschedule` makes the instalments anew, `customer-service` hands the amendment over. */
export type Repair = 'split' | 'remove' | 'reschedule' | 'customer-service';

export interface Anomaly {
  readonly code: Extract<ErrorCode, `S-03.${string}`>;
  /** The sub-order at fault; null where it is the whole. */
  readonly range: Range | null;
  /** What the repair would do; null where a person has to. */
  readonly repair: Repair | null;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** All that keeps a proposal from being presented, in the order in which it is to be told. */
export function anomaliesOf(basket: Basket): Anomaly[] {
  const subOrders = subOrdersOf(basket);
  if (subOrders.length === 0) return [{ code: 'S-03.nothing-ordered', range: null, repair: null, facts: {} }];
  // An amendment of address, financial data or credit alone is customer service's.
  if (subOrders.every(({ hasChange }) => !hasChange)) return [{ code: 'S-03.customer-service', range: null, repair: 'customer-service', facts: {} }];
  const unchanged = subOrders.filter(({ hasChange }) => !hasChange);
  const changed = subOrders.filter(({ hasChange }) => hasChange);
  const negative = changed.filter(({ amounts }) => amounts.ttcCents < 0);
  const mixed = negative.length > 0 && negative.length < changed.length ? negative : [];
  return [
    ...unchanged.map(({ range }): Anomaly => ({ code: 'S-03.unchanged-sub-order', range, repair: 'remove', facts: {} })),
    ...mixed.map(({ range, amounts }): Anomaly => ({ code: 'S-03.negative-sub-order', range, repair: 'split', facts: { ttcCents: amounts.ttcCents } })),
    ...scheduleAnomalies(basket),
  ];
}

function scheduleAnomalies(basket: Basket): Anomaly[] {
  const { ttcCents } = amountsOf(basket);
  const { instalments } = basket;
  const facts = { ttcCents, scheduledCents: scheduledCents(instalments) };
  if (ttcCents <= 0) return instalments.length > 0 ? [{ code: 'S-03.schedule-without-amount', range: null, repair: 'reschedule', facts }] : [];
  const isBalanced = facts.scheduledCents === ttcCents && instalments.every((one) => one.ttcCents > 0);
  // Where there is none yet, nobody has said in how many parts he pays.
  return isBalanced ? [] : [{ code: 'S-03.schedule-mismatch', range: null, repair: instalments.length > 0 ? 'reschedule' : null, facts }];
}

export interface Repaired {
  readonly kept: Basket;
  /** The negative sub-orders, for a proposal of their own; null where nothing had to be split. */
  readonly split: Basket | null;
}

/** S-03: all that can be repaired without asking anybody, at once. What was kept and what was split come together to what they were. */
export function repaired(basket: Basket): Repaired {
  const changed = subOrdersOf(basket).filter(({ hasChange }) => hasChange);
  const negative = changed.filter(({ amounts }) => amounts.ttcCents < 0);
  const others = changed.filter(({ amounts }) => amounts.ttcCents >= 0);
  const linesOf = (of: typeof changed) => of.flatMap(({ lines }) => lines);
  if (changed.length === 0) return { kept: basket, split: null };
  if (negative.length === 0 || others.length === 0) return { kept: rescheduled({ ...basket, lines: linesOf(changed) }), split: null };
  return { kept: rescheduled({ ...basket, lines: linesOf(others) }), split: { ...basket, lines: linesOf(negative), instalments: [] } };
}

/** As many instalments as there were, from the same day on; none where nothing is to pay. */
export function rescheduled(basket: Basket): Basket {
  const [first] = basket.instalments;
  if (!first || scheduleAnomalies(basket).length === 0) return basket;
  const { ttcCents } = amountsOf(basket);
  return { ...basket, instalments: scheduleOf(ttcCents, basket.instalments.length, (index) => basket.instalments[index]?.dueOn ?? addMonths(first.dueOn, index)) };
}
