/** A complaint (S-08): its words, its state, the commands it takes and the events it is made of. What the customer says, what he is answered and where he is written to are kept beside the record, where they can be erased. */
import type { FrozenDelay } from '../clock/delay.ts';
import type { FrozenDays } from '../clock/frozenDays.ts';
import type { ContactChannel } from '../customer/openings.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { CommonEvent } from '../journey/common.ts';
import type { CallEnd, CallFailure, StuckCalls } from '../journey/stuck-call.ts';
import type { TaskBook } from '../journey/task.ts';
import type { Profile } from '../people/profiles.ts';
import type { ComplaintPhase } from './steps.ts';
import type { ComplaintStep } from './tasks.ts';

/** `settled`: the customer is content; `lapsed`: he said nothing to the answer; `withdrawn`: he takes it back. */
export const complaintOutcomes = ['settled', 'lapsed', 'withdrawn'] as const;
export type ComplaintOutcome = (typeof complaintOutcomes)[number];
export const verdicts = ['founded', 'partly-founded', 'unfounded'] as const;
export type Verdict = (typeof verdicts)[number];

/** The calls of a complaint, with the system of each (D-24). */
export const complaintCalls = { 'send-acknowledgement': 'mail', 'send-answer': 'mail' } as const;
export type ComplaintCall = keyof typeof complaintCalls;

/** The numbers of a complaint that are policy and not rule. */
export interface ComplaintPolicy {
  /** Version by policy name. */
  readonly versions: Readonly<Record<string, number>>;
  /** The operator's calendar, computed outside the workflow. */
  readonly days: FrozenDays;
  readonly answerWithin: FrozenDelay;
  /** After so much of the time to answer, it is at risk. */
  readonly warnAfter: FrozenDelay;
  /** An answer to which the customer says nothing ends it. */
  readonly closeAnsweredAfter: FrozenDelay;
  readonly creditWithin: FrozenDelay;
  /** All gestures of one complaint together, by who gives the last of them; none for a profile that is not listed. */
  readonly gestureLimitCents: Readonly<Record<string, number>>;
  readonly outsideCalls: { readonly tellAfterMs: number; readonly againEveryMs: number };
}

export interface ComplaintOpening {
  readonly id: string;
  readonly customerId: string;
  /** The customer's, when it was opened (C-06). */
  readonly centre?: string;
  /** A key of the policy. */
  readonly subject: string;
  /** Of the order that it is about, as it was signed; and the year it is of. */
  readonly orderNumber: string;
  readonly edition: number;
  /** The one through which the customer complained. */
  readonly channel: ContactChannel;
  readonly enteredBy: string;
  /** The comment holds words of judgement of the policy, and whoever entered it stands by them. */
  readonly isWordingConfirmed: boolean;
  readonly policy: ComplaintPolicy;
}

/** A goodwill gesture. */
export interface Gesture {
  readonly number: number;
  readonly cents: number;
  readonly reason: string;
  readonly by: string;
  /** In which profile: that of his with the highest limit. */
  readonly as: Profile;
  readonly atMs: number;
  /** What billing credited it by; null until then. */
  readonly creditReference: string | null;
}

export interface Answer {
  /** From 1: one for each time that the customer was not content. */
  readonly number: number;
  readonly verdict: Verdict;
  /** Of what he was written, beside the record. */
  readonly textId: string;
  readonly atMs: number;
  /** When it went out, or a supervisor passed over the call; null until then. */
  readonly sentAtMs: number | null;
}

export interface ComplaintState {
  readonly phase: ComplaintPhase;
  readonly phaseSinceMs: number;
  readonly opening: ComplaintOpening | null;
  /** When the acknowledgement went out, or a supervisor passed over the call; null until then. */
  readonly acknowledgedAtMs: number | null;
  /** Since when an answer is awaited: the opening, or the last disagreement. */
  readonly askedAtMs: number;
  readonly isDueSoon: boolean;
  readonly isLate: boolean;
  /** Whether an answer was ever late. */
  readonly wasLate: boolean;
  readonly answers: readonly Answer[];
  readonly isAnswered: boolean;
  readonly gestures: readonly Gesture[];
  readonly outcome: ComplaintOutcome | null;
  readonly tasks: TaskBook<ComplaintStep>;
  readonly stuck: StuckCalls<ComplaintCall>;
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
}

/** What a person answers to the form of each task; of an answer, its text is beside the record by then. */
export interface ComplaintInputs {
  readonly 'complaint-answer': { readonly verdict: Verdict; readonly textId: string; readonly isWordingConfirmed?: boolean | undefined };
  readonly 'complaint-late': { readonly comment: string };
  readonly 'complaint-agreement': { readonly outcome: 'content' } | { readonly outcome: 'not-content'; readonly comment: string };
  readonly 'gesture-credit': { readonly creditReference: string };
  readonly 'stuck-call': { readonly choice: 'retry' | 'skip'; readonly comment: string };
}

export type ComplaintCommand =
  | { readonly type: 'open'; readonly opening: ComplaintOpening }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'dueSoon' }
  | { readonly type: 'late' }
  | { readonly type: 'answerSent'; readonly number: number }
  /** `profiles`: those that who gives it has towards this customer. */
  | { readonly type: 'grant'; readonly cents: number; readonly reason: string; readonly by: string; readonly profiles: readonly Profile[] }
  | { readonly type: 'lapse' }
  | { readonly type: 'withdraw'; readonly reason: string }
  | { readonly type: 'applyPolicy'; readonly applied: Applied<ComplaintPolicy> }
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: ComplaintInputs[ComplaintStep] }
  | { readonly type: 'callFailed'; readonly call: ComplaintCall; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: ComplaintCall; readonly how: CallEnd };

export type ComplaintEvent =
  | { readonly type: 'complaintOpened'; readonly opening: ComplaintOpening }
  | { readonly type: 'complaintAcknowledged' }
  | { readonly type: 'complaintDueSoon' }
  | { readonly type: 'complaintLate' }
  | { readonly type: 'complaintAnswered'; readonly number: number; readonly verdict: Verdict; readonly textId: string }
  | { readonly type: 'answerSent'; readonly number: number }
  /** The customer is not content: the clock begins again. */
  | { readonly type: 'answerContested'; readonly comment: string }
  | { readonly type: 'gestureGranted'; readonly number: number; readonly cents: number; readonly reason: string; readonly by: string; readonly as: Profile }
  | { readonly type: 'gestureCredited'; readonly number: number; readonly creditReference: string }
  | { readonly type: 'complaintSettled'; readonly outcome: ComplaintOutcome; readonly reason: string | null }
  | { readonly type: 'complaintEnded'; readonly outcome: ComplaintOutcome }
  | CommonEvent<ComplaintPhase, ComplaintPolicy, ComplaintStep, ComplaintCall>;

export const newComplaint: ComplaintState = {
  phase: 'new', phaseSinceMs: 0, opening: null, acknowledgedAtMs: null, askedAtMs: 0, isDueSoon: false, isLate: false, wasLate: false, answers: [], isAnswered: false, gestures: [], outcome: null,
  tasks: { open: {}, occurrences: {} }, stuck: {}, openedAtMs: 0, endedAtMs: null,
};

/** @throws {Error} before it was opened. */
export function openingOf({ opening }: Pick<ComplaintState, 'opening'>): ComplaintOpening {
  if (!opening) throw new Error('a complaint goes on before it was opened');
  return opening;
}
