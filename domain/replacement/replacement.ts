/** A hardware replacement (T-20, FHVI): its words, its state, the commands it takes and the events it is made of. */
import type { Applied } from '../journey/applied-policy.ts';
import type { CallEnd, CallFailure, StuckCallEvent, StuckCalls } from '../journey/stuck-call.ts';
import type { TaskBook, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';

/** What is wrong with a piece of hardware, as parts are looked up by it. */
export const faults = ['no-power', 'disk', 'screen', 'keyboard', 'battery', 'fan', 'memory', 'network', 'other'] as const;
export type Fault = (typeof faults)[number];

/** What a replacement cannot go on without; `model` for the inventory, `partNumber` where PartSurfer finds none. */
export type Fact = 'serialNumber' | 'fault' | 'model' | 'partNumber';
/** Why a person is asked before it goes on. */
export type Concern = 'treated-recently' | 'out-of-warranty' | 'warranty-unverified' | 'creation-refused' | 'order-refused';

export type ReplacementPhase = 'new' | 'information' | 'warranty' | 'confirmation' | 'inventory' | 'part' | 'order' | 'delivery' | 'swap' | 'return' | 'done' | 'abandoned';

/** The calls of a replacement, with the system of each (D-24). */
export const replacementCalls = {
  'check-warranty': 'hardware', 'look-up-item': 'inventory', 'request-creation': 'inventory', 'find-part': 'hardware', 'order-part': 'hardware', 'read-part-order': 'hardware',
  'announce-return': 'hardware', 'confirm-handling': 'mail',
} as const;
export type ReplacementCall = keyof typeof replacementCalls;
export type ReplacementStep = 'replacement-information' | 'replacement-confirmation' | 'replacement-swap' | 'stuck-call';

/** The numbers of a replacement that are policy and not rule: it keeps those that it was opened under, until an explicit command moves it. */
export interface ReplacementPolicy {
  /** Version by policy name. */
  readonly versions: Readonly<Record<string, number>>;
  readonly recentTreatmentDays: number;
  /** How often inventory and supplier are asked for what they have not told. */
  readonly askEveryMs: number;
  readonly outsideCalls: { readonly tellAfterMs: number; readonly againEveryMs: number };
}

export interface ReplacementOpening {
  readonly id: string;
  /** The ticket that it mends. */
  readonly ticket: string;
  readonly customerId: string;
  readonly serialNumber: string | null;
  readonly fault: Fault | null;
  readonly model: string | null;
  readonly policy: ReplacementPolicy;
}

/** What Warranty Check knows; dates ISO, `on` of the operator's zone. */
export interface WarrantyFacts {
  readonly isKnown: boolean;
  readonly model: string | null;
  readonly coveredUntil: string | null;
  readonly lastTreatedOn: string | null;
  readonly on: string;
}

/** A part at CSDP; dates ISO. */
export interface PartOrderFacts {
  readonly key: string;
  /** Null: ordered by other means, after a supervisor passed over the call. */
  readonly reference: string | null;
  readonly orderedOn: string | null;
  readonly trackingReference: string | null;
  readonly receivedOn: string | null;
  readonly replacedOn: string | null;
  /** By which the faulty part goes back. */
  readonly returnReference: string | null;
  readonly returnedOn: string | null;
}

/** What CSDP tells of an order. */
export type PartFact =
  | { readonly type: 'shipped'; readonly trackingReference: string }
  | { readonly type: 'received'; readonly receivedOn: string }
  | { readonly type: 'returned'; readonly returnedOn: string };
export type ItemFact = { readonly type: 'created' } | { readonly type: 'refused'; readonly reason: string };
/** A callback that changes nothing is kept as ignored; an answer to our own question is not. */
export type Heard = 'callback' | 'asked';

export interface ReplacementState {
  readonly phase: ReplacementPhase;
  readonly opening: ReplacementOpening | null;
  readonly serialNumber: string | null;
  readonly fault: Fault | null;
  readonly model: string | null;
  readonly partNumber: string | null;
  readonly isPartSought: boolean;
  readonly warranty: WarrantyFacts | null;
  /** What a person has to settle before it goes on, in order. */
  readonly concerns: readonly Concern[];
  /** Out of warranty, and the customer has agreed to pay (T-18). */
  readonly isBilled: boolean;
  readonly item: 'unread' | 'unknown' | 'requested' | 'known';
  /** Creations asked for, and parts ordered, so far: each has a key of its own. */
  readonly creations: number;
  readonly attempts: number;
  readonly order: PartOrderFacts | null;
  readonly isConfirmed: boolean;
  readonly isAbandoned: boolean;
  readonly tasks: TaskBook<ReplacementStep>;
  readonly stuck: StuckCalls<ReplacementCall>;
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
}

/** What a person answers to the form of each task. */
export interface ReplacementInputs {
  readonly 'replacement-information': { readonly serialNumber?: string | undefined; readonly fault?: Fault | undefined; readonly model?: string | undefined; readonly partNumber?: string | undefined; readonly comment?: string | undefined };
  readonly 'replacement-confirmation':
    | { readonly choice: 'go-on'; readonly comment: string }
    | { readonly choice: 'abandon'; readonly comment: string }
    | { readonly choice: 'other-serial-number'; readonly serialNumber: string; readonly comment: string };
  readonly 'replacement-swap': { readonly replacedOn: string; readonly returnReference: string; readonly comment?: string | undefined };
  readonly 'stuck-call': { readonly choice: 'retry' | 'skip'; readonly comment: string };
}

export type ReplacementCommand =
  | { readonly type: 'open'; readonly opening: ReplacementOpening }
  /** Null: a supervisor passed over the call. */
  | { readonly type: 'warrantyRead'; readonly warranty: WarrantyFacts | null }
  | { readonly type: 'itemRead'; readonly state: 'unknown' | 'requested' | 'refused' | 'known'; readonly model: string | null; readonly reason: string | null }
  | { readonly type: 'creationRequested'; readonly itemKey: string; readonly reference: string | null }
  | { readonly type: 'itemTold'; readonly itemKey: string; readonly fact: ItemFact; readonly heard: Heard }
  | { readonly type: 'partFound'; readonly partNumber: string | null }
  /** `reference` null: ordered by other means. */
  | { readonly type: 'partOrdered'; readonly orderKey: string; readonly reference: string | null; readonly on: string | null }
  | { readonly type: 'orderRefused'; readonly orderKey: string; readonly reason: string }
  | { readonly type: 'partTold'; readonly orderKey: string; readonly fact: PartFact; readonly heard: Heard }
  | { readonly type: 'handlingConfirmed' }
  /** A later version of a policy that it runs under. */
  | { readonly type: 'applyPolicy'; readonly applied: Applied<ReplacementPolicy> }
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: ReplacementInputs[ReplacementStep] }
  | { readonly type: 'callFailed'; readonly call: ReplacementCall; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: ReplacementCall; readonly how: CallEnd };

export type ReplacementEvent =
  | { readonly type: 'replacementOpened'; readonly opening: ReplacementOpening }
  | { readonly type: 'phaseEntered'; readonly phase: ReplacementPhase }
  | { readonly type: 'informationGiven'; readonly facts: Readonly<Partial<Record<Fact, string>>> }
  | { readonly type: 'warrantyRead'; readonly warranty: WarrantyFacts; readonly concerns: readonly Concern[] }
  | { readonly type: 'warrantyUnverified' }
  | { readonly type: 'concernSettled'; readonly concern: Concern }
  | { readonly type: 'itemKnown'; readonly model: string | null }
  | { readonly type: 'itemUnknown' }
  | { readonly type: 'creationRequested'; readonly itemKey: string; readonly reference: string | null }
  | { readonly type: 'creationRefused'; readonly reason: string }
  | { readonly type: 'partFound'; readonly partNumber: string | null }
  | { readonly type: 'partOrdered'; readonly orderKey: string; readonly reference: string | null; readonly on: string | null }
  | { readonly type: 'orderRefused'; readonly orderKey: string; readonly reason: string }
  | { readonly type: 'partTold'; readonly fact: PartFact }
  | { readonly type: 'partReplaced'; readonly replacedOn: string; readonly returnReference: string }
  | { readonly type: 'handlingConfirmed' }
  | { readonly type: 'policyApplied'; readonly applied: Applied<ReplacementPolicy> }
  | { readonly type: 'callbackIgnored'; readonly reason: string; readonly fact: PartFact | ItemFact }
  | TaskOpened<ReplacementStep> | TaskCompleted<ReplacementStep> | TaskWithdrawn | StuckCallEvent<ReplacementCall>;

export const newReplacement: ReplacementState = {
  phase: 'new', opening: null, serialNumber: null, fault: null, model: null, partNumber: null, isPartSought: false, warranty: null, concerns: [], isBilled: false, item: 'unread', creations: 0,
  attempts: 0, order: null, isConfirmed: false, isAbandoned: false, tasks: { open: {}, occurrences: {} }, stuck: {}, openedAtMs: 0, endedAtMs: null,
};

export function openingOf({ opening }: Pick<ReplacementState, 'opening'>): ReplacementOpening {
  if (!opening) throw new Error('a replacement goes on before it was opened');
  return opening;
}

/** Our key of the creation that is under way, or of the next (ports/inventory.ts). */
export function itemKeyOf(state: ReplacementState): string {
  return `${openingOf(state).id}.item.${state.creations + (state.item === 'requested' ? 0 : 1)}`;
}

/** Our key of the next order (ports/hardware.ts). */
export function nextOrderKey(state: ReplacementState): string {
  return `${openingOf(state).id}.part.${state.attempts + 1}`;
}
