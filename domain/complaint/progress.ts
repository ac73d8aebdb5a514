/** Where a complaint stands, by the facts there are: the step under way, what happens next by itself, what its gestures come to (S-08). */
import { after } from '../clock/delay.ts';
import { openingOf, type Answer, type ComplaintState, type Gesture } from './complaint.ts';
import type { ComplaintPhase } from './steps.ts';

export function nextPhase(state: ComplaintState): ComplaintPhase {
  const { opening, outcome, isAnswered } = state;
  if (!opening) return 'new';
  if (outcome === null) return isAnswered ? 'answered' : 'open';
  // What was promised is credited, however the complaint ends.
  return gesturesToCredit(state).length > 0 ? 'settling' : 'ended';
}

export function gesturesToCredit({ gestures }: Pick<ComplaintState, 'gestures'>): readonly Gesture[] {
  return gestures.filter(({ creditReference }) => creditReference === null);
}

export function gestureCents({ gestures }: Pick<ComplaintState, 'gestures'>): number {
  return gestures.reduce((sum, { cents }) => sum + cents, 0);
}

/** When an answer is due, epoch milliseconds; null where none is awaited. */
export function answerDueAtMs({ opening, askedAtMs, isAnswered, outcome }: ComplaintState): number | null {
  return opening && !isAnswered && outcome === null ? after(opening.policy, askedAtMs, opening.policy.answerWithin) : null;
}

/** Until when the customer may say something to the answer; null before it went out. */
export function agreementUntilMs(state: ComplaintState): number | null {
  const { opening, isAnswered, outcome, answers } = state;
  const sentAtMs = answers.at(-1)?.sentAtMs ?? null;
  return opening && isAnswered && outcome === null && sentAtMs !== null ? after(opening.policy, sentAtMs, opening.policy.closeAnsweredAfter) : null;
}

/** The answer that is to go out. */
export function answerToSend({ answers, isAnswered, outcome }: Pick<ComplaintState, 'answers' | 'isAnswered' | 'outcome'>): Answer | null {
  const last = answers.at(-1);
  return isAnswered && outcome === null && last?.sentAtMs === null ? last : null;
}

export interface Awaited {
  readonly type: 'dueSoon' | 'late' | 'lapse';
  readonly atMs: number;
}

/** What time does to it next. */
export function nextThreshold(state: ComplaintState): Awaited | null {
  const untilMs = agreementUntilMs(state);
  if (untilMs !== null) return { type: 'lapse', atMs: untilMs };
  const dueAtMs = answerDueAtMs(state);
  if (dueAtMs === null || state.isLate) return null;
  const warnAtMs = Math.min(after(openingOf(state).policy, state.askedAtMs, openingOf(state).policy.warnAfter), dueAtMs);
  return state.isDueSoon ? { type: 'late', atMs: dueAtMs } : { type: 'dueSoon', atMs: warnAtMs };
}
