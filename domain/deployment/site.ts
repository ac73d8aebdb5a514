/** A site delivery: the part of a deployment that one site needs; its state, commands and events. */
import type { Task, TaskBook, TaskChanged, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';
import type { CallEnd, CallFailure, StuckCallEvent, StuckCalls } from '../journey/stuck-call.ts';
import type { AccessCommand, AccessEvent, AnnouncedSlot, OblRefusal, OfferedSlot, PlannedSlot, Slot, VisitBlock, VisitReport, WorksQuote } from './access.ts';
import type { BillingCommand, BillingEvent, Simulation } from './billing.ts';
import type { AccessType, DeploymentId, Market, MilestoneDate, SiteKey } from './deployment.ts';
import type { SiteEffect, SiteEffectKind } from './effects.ts';
import { noJeopardies, type Jeopardies, type JeopardyCommand, type JeopardyEvent } from './jeopardy.ts';
import type { LinkQuality } from './link.ts';
import type { AppliedPolicy, DeliveryPolicy } from './policy.ts';
import type { CollectionCommand, CollectionEvent, CollectionWait } from './collection.ts';
import type { SiteCall } from './site-calls.ts';
import type { SiteChangeCommand, SiteChangeEvent } from './site-changes.ts';
import type { Succession, SuccessionCommand, SuccessionEvent } from './succession.ts';
import type { TaskInputs, VisitQuestionnaire } from './steps.schema.ts';
import { siteSteps, type EndedSteps, type SiteStep, type TaskStep } from './steps.ts';

/** The step under way, or what the site does beside the steps. */
export type SitePhase = 'new' | 'obl-choice' | SiteStep | 'order-refused' | 'visit-blocked' | 'reordering' | 'in-service' | 'undoing' | 'cancelled';

export interface SiteOpening {
  readonly deploymentId: DeploymentId;
  readonly site: SiteKey;
  readonly customerId: string;
  /** As its deployment has it (C-06). */
  readonly centre?: string;
  readonly market: Market;
  readonly accessType: AccessType;
  /** The OBLs that its evidence names (D-08); none where the launch file says nothing. */
  readonly eligible: readonly string[];
  /** The technical collection had come before the site was opened (D-07). */
  readonly isTechnicallyCollected: boolean;
  /** D-14: the sales collection says that an existing line is to be migrated. */
  readonly isOldLineToMigrate: boolean;
  /** RDS of the services that it takes the place of (C-08); absent: of none. */
  readonly replaces?: readonly string[];
  readonly targetActivationDate: string;
  readonly schedule: readonly MilestoneDate[];
  /** What the deployment's own steps have taken (D-20), ISO dates. */
  readonly launchedOn: string;
  readonly doneOn: Readonly<Record<string, string>>;
  readonly policy: DeliveryPolicy;
  /** Which of our rules it runs under: what was decided must be decided the same in a replay (ADR 1). Absent: opened before those of November 2026, each of which names it. */
  readonly edition?: 1;
}

/** What of the OBL is awaited, and reminded of (D-09). */
export type Awaited = 'acknowledgement' | 'slot' | 'intervention-report' | 'delivery-report';

/** One order at the OBL; a refused one is followed by the next attempt (D-08, D-09). */
export interface AccessOrder {
  readonly attempt: number;
  /** Code of the OBL it goes to (D-08). */
  readonly obl: string;
  /** The customer has agreed to the works it needs (D-09). */
  readonly worksQuoteReference: string | null;
  /** D-09: it carries what was corrected, and goes out once that is recorded. */
  readonly isCorrected?: boolean;
  /** Our key towards the OBL: `AFF-2026-000123.S001.1`. */
  readonly orderKey: string;
  readonly oblReference: string | null;
  /** ISO date, from the acknowledgement. */
  readonly plannedDeliveryDate: string | null;
  /** How often the OBL was reminded while awaiting what is awaited now. */
  readonly reminders: number;
  /** How often it was reminded of this order before that: the key of a reminder counts over the whole order. */
  readonly remindersBefore: number;
  /** From when the present wait counts. */
  readonly waitingSinceMs: number;
  /** Others were told of the present wait. */
  readonly isEscalated: boolean;
}

export interface DeliveryReport {
  readonly reportReference: string;
  /** ISO date. */
  readonly deliveredOn: string;
  readonly reservations: readonly string[];
}

/** D-13: how the reservations of a delivery report were settled. */
export interface SettledReservations {
  readonly choice: TaskInputs['delivery-reservations']['choice'];
  /** ISO date. */
  readonly liftedOn: string | null;
}

/** D-12: why the delivery may not happen when it is planned; ISO dates. */
export interface DeliveryRisk {
  readonly cause: 'equipment-late';
  /** When the equipment is expected; null where nobody knows. */
  readonly availableOn: string | null;
  readonly plannedDeliveryDate: string;
  /** How many risks were raised so far, this one included. */
  readonly ordinal: number;
  /** Coordinator and logistics know of it. */
  readonly isTold: boolean;
}

/** The result of one activation test (D-14). */
export interface TestResult {
  readonly test: string;
  readonly passed: boolean;
  readonly measure: number | null;
  readonly unit: string | null;
}

/** What service production gave the service (D-14). */
export interface ServiceProduction {
  readonly ipv4: string | null;
  readonly radiusLogin: string | null;
  readonly vlan: number | null;
}

/** What is known of the site so far, one part per step that brings it. */
export interface SiteState {
  readonly phase: SitePhase;
  /** C-06. */
  readonly phaseSinceMs: number | null;
  readonly opening: SiteOpening | null;
  readonly isTechnicallyCollected: boolean;
  readonly order: AccessOrder | null;
  /** The refusal that waits for a decision (D-09). */
  readonly refusal: OblRefusal | null;
  readonly works: WorksQuote | null;
  /** The OBL that takes the place of the one that is left. */
  readonly nextObl: string | null;
  /** The slot proposed last; agreed once the OBL has confirmed it (D-10), dropped with its order or its visit. */
  readonly slot: PlannedSlot | null;
  /** What the customer was told of, or may have been, and still counts on. */
  readonly announced: AnnouncedSlot | null;
  readonly offered: OfferedSlot | null;
  /** Number of the OBL's last offer of a slot for this order: they come late or twice. */
  readonly lastOffer: number;
  /** What is planned in Ref.Tech, and the slot it was planned with; a later slot moves it (D-10). */
  readonly intervention: { readonly key: string; readonly ordinal: number; readonly slot: Slot } | null;
  /** What a favourable visit found. */
  readonly visit: VisitQuestionnaire | null;
  /** The visit that Ref.Tech has yet to hear of. */
  readonly reported: VisitReport | null;
  readonly block: VisitBlock | null;
  readonly noShows: number;
  readonly isVisitDone: boolean;
  readonly isSupplementaryCollected: boolean;
  readonly equipment: {
    readonly key: string; readonly inStock: boolean | null; readonly availableOn: string | null; readonly depot: string | null;
    readonly isShipped: boolean; readonly isReceived: boolean;
  } | null;
  readonly configurationReference: string | null;
  /** ISO date. */
  readonly installedOn: string | null;
  readonly report: DeliveryReport | null;
  readonly reservations: SettledReservations | null;
  readonly risk: DeliveryRisk | null;
  /** Risks raised so far. */
  readonly risksRaised: number;
  readonly isOldLineMigrated: boolean;
  readonly production: ServiceProduction | null;
  readonly tests: { readonly ordinal: number; readonly results: readonly TestResult[] };
  /** The observation of the link that runs or was read last (D-15). */
  readonly observation: { readonly fromMs: number; readonly quality: LinkQuality | null } | null;
  readonly rds: string | null;
  /** The MAD date that the customer was told (D-16); ISO. Billing counts from it and no other (D-18). */
  readonly noticedMadOn: string | null;
  readonly simulation: Simulation | null;
  /** How often its offer was changed since it is on its way (D-25). */
  readonly offerRevision: number;
  /** The wait for the supplementary collection (D-11); null before the customer was asked for it. */
  readonly collectionWait: CollectionWait | null;
  readonly subscriptionReference: string | null;
  /** C-08: what becomes of the services it replaces, as their termination told; absent before it did. */
  readonly succession?: Succession;
  readonly effects: readonly SiteEffect[];
  readonly endedSteps: EndedSteps;
  readonly jeopardies: Jeopardies;
  readonly tasks: TaskBook<TaskStep>;
  readonly stuck: StuckCalls<SiteCall>;
  readonly openedAtMs: number | null;
  readonly endedAtMs: number | null;
}

export type SiteTask = Task<TaskStep>;

/** What the OBL says of an order, by callback or when asked (D-09). */
export type OblFact =
  | { readonly type: 'acknowledged'; readonly oblReference: string; readonly plannedDeliveryDate: string }
  | ({ readonly type: 'refused' } & OblRefusal)
  | { readonly type: 'delivered'; readonly oblReference: string; readonly report: DeliveryReport }
  | { readonly type: 'cancelled' }
  | { readonly type: 'slot-confirmed'; readonly ordinal: number; readonly slot: Slot }
  /** The OBL proposes a slot, or moves the one that was agreed; `offer` counts what it offers for an order, from 1 (D-10). */
  | { readonly type: 'slot-offered'; readonly offer: number; readonly slot: Slot };

/** What Ref.Tech says of the equipment, by callback or when asked (D-12). */
export type RefTechFact =
  | { readonly type: 'equipment-shipped'; readonly equipmentKey: string; readonly trackingReference: string; readonly serialNumbers: readonly string[] }
  | { readonly type: 'equipment-received'; readonly equipmentKey: string; readonly receivedOn: string };

/** D-09, D-11: who was reminded: of the visit the technician too, and only he once the OBL has delivered. */
export type Reminded = 'obl' | 'field-technician';

/** By callback, even a late or repeated one; by asking; or in the answer to a call. */
export type Heard = 'callback' | 'asked' | 'answer';

/** What became of an effect's undoing: done, refused outside, passed over by a supervisor (D-24), or not asked for past its point of no return. */
export type EffectOutcome = 'undone' | 'too-late' | 'skipped' | 'point-of-no-return';

export type SiteCommand =
  | { readonly type: 'open'; readonly opening: SiteOpening }
  | { readonly type: 'orderTaken'; readonly attempt: number; readonly oblReference: string | null }
  | { readonly type: 'oblTold'; readonly orderKey: string; readonly fact: OblFact; readonly heard: Heard }
  | { readonly type: 'refTechTold'; readonly fact: RefTechFact; readonly heard: Heard }
  /** The deployment has the customer's technical collection (D-07). */
  | { readonly type: 'technicallyCollected' }
  /** What the step asks of the outside is done. */
  | { readonly type: 'stepDone'; readonly step: SiteStep }
  | { readonly type: 'equipmentReserved'; readonly inStock: boolean | null; readonly availableOn: string | null }
  /** The arrival of the equipment is held against the planned delivery (D-12). */
  | { readonly type: 'assessDelivery' }
  | { readonly type: 'deliveryRiskTold'; readonly ordinal: number }
  | { readonly type: 'serviceProduced'; readonly production: ServiceProduction }
  /** Null where a person passed over the tests. */
  | { readonly type: 'activationTested'; readonly results: readonly TestResult[] | null }
  | { readonly type: 'linkQualified'; readonly quality: LinkQuality | null }
  /** `isLetThrough`: as histories of before have it, the site went on without an RDS. Nobody says so now; see workflows/journey/patches.ts. */
  | { readonly type: 'serviceRegistered'; readonly rds: string | null; readonly isLetThrough?: boolean }
  | BillingCommand
  /** Supervision is on and the support desk knows (D-19). */
  | { readonly type: 'supportDeskTold' }
  | { readonly type: 'oblReminded'; readonly orderKey: string; readonly awaited: Awaited; readonly ordinal: number; readonly reached: readonly Reminded[] }
  | { readonly type: 'oblEscalated'; readonly orderKey: string; readonly awaited: Awaited }
  | AccessCommand
  | { readonly type: 'callFailed'; readonly call: SiteCall; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: SiteCall; readonly how: CallEnd }
  | SiteChangeCommand
  | SuccessionCommand
  | CollectionCommand
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: TaskInputs[TaskStep] }
  /** `isWithdrawal`: the customer went back on the order (C-08). */
  | { readonly type: 'cancel'; readonly reason: string; readonly isWithdrawal?: boolean }
  | { readonly type: 'effectSettled'; readonly effect: SiteEffect; readonly outcome: EffectOutcome }
  /** An administrator moves running journeys to a version of a policy. */
  | { readonly type: 'applyPolicy'; readonly applied: AppliedPolicy }
  | JeopardyCommand
  | { readonly type: 'end' };

export type SiteEvent =
  | { readonly type: 'siteOpened'; readonly opening: SiteOpening }
  | { readonly type: 'accessOrderPlaced'; readonly attempt: number; readonly orderKey: string; readonly oblReference: string | null }
  | { readonly type: 'accessOrderAcknowledged'; readonly orderKey: string; readonly oblReference: string; readonly plannedDeliveryDate: string; readonly heard: Heard }
  | { readonly type: 'oblReminded'; readonly orderKey: string; readonly ordinal: number; readonly awaited: Awaited; readonly reached: readonly Reminded[] }
  | { readonly type: 'oblEscalated'; readonly orderKey: string; readonly awaited: Awaited }
  | AccessEvent
  | { readonly type: 'deliveryReported'; readonly orderKey: string; readonly oblReference: string; readonly report: DeliveryReport; readonly heard: Heard }
  /** A callback is a fact: one that changes nothing is recorded, with the reason. */
  | { readonly type: 'callbackIgnored'; readonly key: string; readonly fact: OblFact['type'] | RefTechFact['type']; readonly reason: string }
  | { readonly type: 'stepDone'; readonly step: SiteStep }
  | { readonly type: 'technicalCollectionReceived' }
  | { readonly type: 'slotAgreed'; readonly ordinal: number; readonly slot: Slot; readonly heard: Heard }
  | { readonly type: 'equipmentReserved'; readonly key: string; readonly inStock: boolean | null; readonly availableOn: string | null }
  | { readonly type: 'equipmentConfigured'; readonly configurationReference: string }
  | { readonly type: 'equipmentDispatched'; readonly depot: string }
  | { readonly type: 'equipmentShipped'; readonly trackingReference: string; readonly serialNumbers: readonly string[]; readonly heard: Heard }
  | { readonly type: 'equipmentReceived'; readonly receivedOn: string; readonly heard: Heard }
  | { readonly type: 'equipmentInstalled'; readonly installedOn: string; readonly serialNumbers: readonly string[] }
  | ({ readonly type: 'deliveryReservationsSettled' } & SettledReservations)
  | ({ readonly type: 'deliveryAtRisk' } & Omit<DeliveryRisk, 'ordinal' | 'isTold'>)
  | { readonly type: 'deliveryRiskTold'; readonly ordinal: number }
  | { readonly type: 'deliveryRiskCleared' }
  | { readonly type: 'serviceProduced'; readonly production: ServiceProduction }
  /** D-14. ISO date. */
  | { readonly type: 'oldLineMigrated'; readonly migratedOn: string }
  | { readonly type: 'siteActivated'; readonly activatedOn: string; readonly isOldLineMigrated: boolean }
  | { readonly type: 'activationTested'; readonly ordinal: number; readonly results: readonly TestResult[] | null; readonly failed: readonly string[] }
  | { readonly type: 'linkQualified'; readonly quality: LinkQuality | null }
  | { readonly type: 'serviceRegistered'; readonly rds: string | null }
  | BillingEvent
  | { readonly type: 'supportDeskTold' }
  | { readonly type: 'siteInService' }
  | SiteChangeEvent
  | SuccessionEvent
  | CollectionEvent
  | StuckCallEvent<SiteCall>
  | TaskOpened<TaskStep>
  | TaskChanged
  | TaskCompleted<TaskStep>
  | TaskWithdrawn
  | { readonly type: 'siteCancellationRequested'; readonly reason: string }
  /** D-23: the request came after a point of no return, of what; the site goes on. */
  | { readonly type: 'siteCancellationRefused'; readonly reason: string; readonly phase: SitePhase; readonly past: SiteEffectKind | null }
  | { readonly type: 'effectUndone'; readonly effect: SiteEffect }
  | { readonly type: 'effectHandedOver'; readonly effect: SiteEffect; readonly taskId: string }
  | { readonly type: 'policyApplied'; readonly applied: AppliedPolicy }
  | JeopardyEvent
  | { readonly type: 'siteCancelled' };

export const newSite: SiteState = {
  phase: 'new', phaseSinceMs: null, opening: null, isTechnicallyCollected: false, order: null, refusal: null, works: null, nextObl: null,
  slot: null, announced: null, offered: null, lastOffer: 0, intervention: null, visit: null, reported: null, block: null, noShows: 0, isVisitDone: false, isSupplementaryCollected: false,
  equipment: null, configurationReference: null, installedOn: null, report: null, reservations: null, risk: null, risksRaised: 0, isOldLineMigrated: false, production: null,
  tests: { ordinal: 0, results: [] }, observation: null, rds: null, noticedMadOn: null, simulation: null, offerRevision: 0, collectionWait: null,
  subscriptionReference: null, effects: [], endedSteps: {}, jeopardies: noJeopardies, tasks: { open: {}, occurrences: {} }, stuck: {}, openedAtMs: null, endedAtMs: null,
};

/** Our key of one order towards the OBL, one per site and attempt whatever is retried (D-08). */
export function accessOrderKey(opening: SiteOpening, attempt: number): string {
  return `${opening.deploymentId}.${opening.site}.${attempt}`;
}

/** Our key of the site's service in every system that serves it, and of all that happens once per site. */
export function serviceKey({ deploymentId, site }: Pick<SiteOpening, 'deploymentId' | 'site'>): string {
  return `${deploymentId}.${site}`;
}

/** Our key of an intervention in Ref.Tech, by the first slot it was planned with (D-10). */
export function interventionKey(opening: SiteOpening, ordinal: number): string {
  return `${serviceKey(opening)}.visit.${ordinal}`;
}

/** Our key of the equipment's reservation (D-12). */
export function equipmentKey(opening: SiteOpening): string {
  return `${serviceKey(opening)}.equipment.1`;
}

/** Phases in which the access order runs at the OBL: up to its delivery report. */
export const orderPhases: readonly SitePhase[] = siteSteps.slice(0, siteSteps.indexOf('delivery-report') + 1);

/** Whether the access order runs at the OBL, whose word on it counts. */
export function runsAtObl({ phase }: Pick<SiteState, 'phase'>): boolean {
  return orderPhases.includes(phase) || phase === 'visit-blocked';
}

/** The first day of the delivered service (MAD): line and equipment in place; ISO date, null before. Billing counts from it (D-18). */
export function deliveredOn({ report, installedOn }: SiteState): string | null {
  if (!report || installedOn === null) return null;
  return report.deliveredOn > installedOn ? report.deliveredOn : installedOn;
}

/** D-13: a delivery with reservations counts once they are lifted, or accepted as they are. */
export function awaitsReservations({ report, reservations }: Pick<SiteState, 'report' | 'reservations'>): boolean {
  return report !== null && report.reservations.length > 0 && reservations === null;
}
