/** An appointment with a customer (S-09): its words, its state, the commands it takes and the events it is made of. Whom and where, in words, is kept beside the record, where it can be erased. */
import type { Text } from '../errors/codes.ts';
import type { Doer } from '../follow-up/follow-up.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { CallEnd, CallFailure, StuckCallEvent, StuckCalls } from '../journey/stuck-call.ts';
import type { TaskBook, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';

export const appointmentForms = {
  visit: { label: { fr: 'Visite', en: 'Visit' } },
  call: { label: { fr: 'Appel', en: 'Call' } },
  video: { label: { fr: 'Visioconférence', en: 'Video call' } },
} as const satisfies Record<string, { readonly label: Text }>;

export type AppointmentForm = keyof typeof appointmentForms;
export const appointmentFormNames = Object.keys(appointmentForms) as [AppointmentForm, ...AppointmentForm[]];

export const appointmentPhases = {
  new: { fr: 'Nouveau', en: 'New' },
  planned: { fr: 'Prévu', en: 'Planned' },
  cancelled: { fr: 'Annulé', en: 'Cancelled' },
  held: { fr: 'Passé', en: 'Past' },
} as const satisfies Record<string, Text>;

export type AppointmentPhase = keyof typeof appointmentPhases;
export const appointmentPhaseNames = Object.keys(appointmentPhases) as [AppointmentPhase, ...AppointmentPhase[]];

export const appointmentAnswers = ['accepted', 'declined'] as const;
export type AppointmentAnswer = (typeof appointmentAnswers)[number];

/** The calls of an appointment, with the system of each (D-24). */
export const appointmentCalls = { invitation: 'mail', confirmation: 'mail', cancellation: 'mail' } as const;
export type AppointmentCall = keyof typeof appointmentCalls;

/** The numbers of an appointment that are policy and not rule. */
export interface AppointmentPolicy {
  /** Version by policy name. */
  readonly versions: Readonly<Record<string, number>>;
  /** How long before its beginning the customer is reminded of it. */
  readonly confirmBeforeMs: number;
  readonly outsideCalls: { readonly tellAfterMs: number; readonly againEveryMs: number };
}

export interface AppointmentOpening {
  readonly id: string;
  readonly customerId: string;
  readonly opportunityId: string | null;
  readonly form: AppointmentForm;
  /** Whose it is. */
  readonly seller: Doer;
  readonly policy: AppointmentPolicy;
}

/** When it is, epoch milliseconds; and which version of what is kept beside the record says where and with whom. */
export interface AppointmentPlan {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly details: number;
}

export type AppointmentStep = 'appointment-declined' | 'stuck-call';

export interface AppointmentState {
  readonly phase: AppointmentPhase;
  readonly opening: AppointmentOpening | null;
  readonly plan: AppointmentPlan;
  /** As iCalendar counts (RFC 5546): 0 at first, one more for each move and for the cancellation. */
  readonly sequence: number;
  /** When that was decided: the same in each repetition of its mail. */
  readonly decidedAtMs: number;
  /** Up to which sequence the customer was told; null: of none yet. */
  readonly toldSequence: number | null;
  /** When he is reminded; null: not at all, for it was too near when it was planned, or he has been. */
  readonly confirmAtMs: number | null;
  /** To the plan as it is now. */
  readonly answer: AppointmentAnswer | null;
  readonly tasks: TaskBook<AppointmentStep>;
  readonly stuck: StuckCalls<AppointmentCall>;
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
}

export interface AppointmentInputs {
  /** He keeps it up, for it was settled otherwise, or cancels it; moving it needs no task. */
  readonly 'appointment-declined': { readonly choice: 'keep' | 'cancel'; readonly comment: string };
  readonly 'stuck-call': { readonly choice: 'retry' | 'skip'; readonly comment: string };
}

export type AppointmentCommand =
  | { readonly type: 'open'; readonly opening: AppointmentOpening; readonly plan: AppointmentPlan }
  | { readonly type: 'move'; readonly plan: AppointmentPlan }
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'answer'; readonly sequence: number; readonly answer: AppointmentAnswer }
  | { readonly type: 'told'; readonly sequence: number; readonly how: 'sent' | 'skipped' }
  | { readonly type: 'confirmed'; readonly sequence: number; readonly how: 'sent' | 'skipped' }
  | { readonly type: 'passed' }
  | { readonly type: 'end' }
  | { readonly type: 'applyPolicy'; readonly applied: Applied<AppointmentPolicy> }
  /** `isUnconfirmed`: as histories of before have it, one that is kept has no confirmation. Nobody says so now; see workflows/journey/patches.ts. */
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: AppointmentInputs[AppointmentStep]; readonly isUnconfirmed?: true }
  | { readonly type: 'callFailed'; readonly call: AppointmentCall; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: AppointmentCall; readonly how: CallEnd };

export type AppointmentEvent =
  | { readonly type: 'appointmentPlanned'; readonly opening: AppointmentOpening; readonly plan: AppointmentPlan }
  | { readonly type: 'appointmentMoved'; readonly plan: AppointmentPlan; readonly sequence: number }
  | { readonly type: 'appointmentCancelled'; readonly reason: string; readonly sequence: number }
  | { readonly type: 'appointmentAnswered'; readonly answer: AppointmentAnswer; readonly sequence: number }
  /** Though he had declined it: he was reached, and comes. */
  | { readonly type: 'appointmentKept' }
  | { readonly type: 'appointmentTold'; readonly sequence: number; readonly how: 'sent' | 'skipped' }
  | { readonly type: 'appointmentConfirmed'; readonly sequence: number; readonly how: 'sent' | 'skipped' }
  | { readonly type: 'appointmentPassed' }
  | { readonly type: 'appointmentEnded' }
  | { readonly type: 'policyApplied'; readonly applied: Applied<AppointmentPolicy> }
  | TaskOpened<AppointmentStep> | TaskCompleted<AppointmentStep> | TaskWithdrawn | StuckCallEvent<AppointmentCall>;

export const newAppointment: AppointmentState = {
  phase: 'new', opening: null, plan: { startsAtMs: 0, endsAtMs: 0, details: 0 }, sequence: 0, decidedAtMs: 0, toldSequence: null, confirmAtMs: null, answer: null, tasks: { open: {}, occurrences: {} }, stuck: {},
  openedAtMs: 0, endedAtMs: null,
};

/** @throws {Error} before it was opened. */
export function appointmentOpening({ opening }: Pick<AppointmentState, 'opening'>): AppointmentOpening {
  if (!opening) throw new Error('an appointment goes on before it was planned');
  return opening;
}
