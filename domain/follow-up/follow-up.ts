/** A follow-up (S-09): what a seller means to do on a day for a customer; its words, its state, the commands it takes and the events it is made of. What is noted for it is kept beside the record, where it can be erased. */
import type { Text } from '../errors/codes.ts';
import type { StuckCalls } from '../journey/stuck-call.ts';
import type { TaskBook, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';
import type { SellerProfile } from '../sales/opportunity.ts';

export const followUpKinds = {
  call: { label: { fr: 'Appeler', en: 'Call' } },
  mail: { label: { fr: 'Écrire', en: 'Write' } },
  visit: { label: { fr: 'Revoir le client', en: 'See the customer again' } },
  quote: { label: { fr: 'Envoyer un devis', en: 'Send a quote' } },
  other: { label: { fr: 'Autre', en: 'Other' } },
} as const satisfies Record<string, { readonly label: Text }>;

export type FollowUpKind = keyof typeof followUpKinds;
export const followUpKindNames = Object.keys(followUpKinds) as [FollowUpKind, ...FollowUpKind[]];

export const followUpPhases = {
  new: { fr: 'Nouvelle', en: 'New' },
  waiting: { fr: 'À venir', en: 'To come' },
  due: { fr: 'À faire', en: 'Due' },
  done: { fr: 'Faite', en: 'Done' },
  cancelled: { fr: 'Annulée', en: 'Cancelled' },
} as const satisfies Record<string, Text>;

export type FollowUpPhase = keyof typeof followUpPhases;
export const followUpPhaseNames = Object.keys(followUpPhases) as [FollowUpPhase, ...FollowUpPhase[]];

export interface FollowUpOpening {
  readonly id: string;
  readonly customerId: string;
  readonly opportunityId: string | null;
  readonly what: FollowUpKind;
}

/** Who does it, as what. */
export interface Doer {
  readonly person: string;
  readonly profile: SellerProfile;
}

export type FollowUpStep = 'follow-up';

export interface FollowUpState {
  readonly phase: FollowUpPhase;
  readonly opening: FollowUpOpening | null;
  readonly doer: Doer | null;
  readonly dueAtMs: number;
  readonly tasks: TaskBook<FollowUpStep>;
  /** It calls nobody outside. */
  readonly stuck: StuckCalls<never>;
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
}

export interface FollowUpInputs {
  /** Done, or to be done again later: `remindAt` is an ISO instant. */
  readonly 'follow-up': { readonly choice: 'done'; readonly comment?: string | undefined } | { readonly choice: 'again'; readonly remindAt: string };
}

export type FollowUpCommand =
  | { readonly type: 'open'; readonly opening: FollowUpOpening; readonly doer: Doer; readonly dueAtMs: number }
  | { readonly type: 'move'; readonly dueAtMs: number }
  | { readonly type: 'give'; readonly doer: Doer }
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'due' }
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: FollowUpInputs[FollowUpStep] };

export type FollowUpEvent =
  | { readonly type: 'followUpOpened'; readonly opening: FollowUpOpening; readonly doer: Doer; readonly dueAtMs: number }
  | { readonly type: 'followUpMoved'; readonly dueAtMs: number }
  | { readonly type: 'followUpGiven'; readonly doer: Doer }
  | { readonly type: 'followUpDue' }
  | { readonly type: 'followUpEnded'; readonly outcome: 'done' | 'cancelled'; readonly reason: string | null }
  | TaskOpened<FollowUpStep> | TaskCompleted<FollowUpStep> | TaskWithdrawn;
