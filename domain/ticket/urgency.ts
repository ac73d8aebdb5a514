/** Which of two tickets goes first, in baskets and in attribution; and which one a technician leaves for a more urgent one (T-06, T-11). */
import type { Priority } from '../policy/support.schema.ts';
import type { ContractClass } from './ticket.ts';

export interface Urgency {
  readonly number: string;
  readonly priority: Priority;
  readonly contract: ContractClass;
  readonly createdAtMs: number;
}

/** Negative when the first of the two goes before. T-06: by priority; then `pro` before `contract` while it is young, and who was promised no time last; then the older. */
export function compareUrgency(one: Urgency, other: Urgency, nowMs: number, proFirstForMs: number): number {
  const turn = ({ contract, createdAtMs }: Urgency): number => (contract === 'none' ? 2 : contract === 'pro' && nowMs - createdAtMs < proFirstForMs ? 0 : 1);
  return byText(one.priority, other.priority) || turn(one) - turn(other) || one.createdAtMs - other.createdAtMs || byText(one.number, other.number);
}

/** A ticket that somebody has. */
export interface HeldTicket extends Urgency {
  /** Taken and going on: neither queued nor waiting for anybody. */
  readonly isInWork: boolean;
}

/**
 * T-11: the ticket that a technician has to leave for one that he was given: the most urgent of those he is working on, for it suffers most from waiting.
 * None when the new one has no higher priority, or he works on one that goes before it: then it waits for him like any other.
 */
export function displacedBy(incoming: Urgency, held: readonly HeldTicket[], nowMs: number, proFirstForMs: number): HeldTicket | null {
  const inWork = held.filter(({ isInWork, number }) => isInWork && number !== incoming.number);
  const [first] = inWork.toSorted((one, other) => compareUrgency(one, other, nowMs, proFirstForMs));
  return first && first.priority > incoming.priority ? first : null;
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
