/** The messages of a deployment and of its sites: workflow names, ids, updates, signals, queries, search attributes. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Replanner, Slot } from '../../domain/deployment/access.ts';
import type { DeploymentCommand, DeploymentDocument, DeploymentState, ReassignmentReason, SalesCollection, SiteKey, SiteReport } from '../../domain/deployment/deployment.ts';
import type { ContactChange, OfferChange } from '../../domain/deployment/changes.ts';
import type { Meeting, MeetingPlan } from '../../domain/deployment/meetings.ts';
import type { AppliedPolicy } from '../../domain/deployment/policy.ts';
import type { OblFact, RefTechFact, SiteCommand, SiteState } from '../../domain/deployment/site.ts';
import type { Succession } from '../../domain/deployment/succession.ts';
import type { TaskInputs } from '../../domain/deployment/steps.schema.ts';
import type { TaskStep } from '../../domain/deployment/steps.ts';
import type { JourneyStart } from '../journey/journey.ts';
import type { Act, Recorded } from '../journey/messages.ts';

export const deploymentWorkflowType = 'deployment';
export const siteWorkflowType = 'siteDelivery';

export type DeploymentStart = JourneyStart<DeploymentState, DeploymentCommand>;
export type SiteStart = JourneyStart<SiteState, SiteCommand>;

/** Answers once the opening is recorded; sent with the start. */
export const openUpdate = defineUpdate<Recorded, [Act<object>]>('open');
export const completeTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: TaskInputs[TaskStep] }>]>('completeTask');
/** A meeting of the kick-off is planned, or moved (D-05 to D-07). */
export const planMeetingUpdate = defineUpdate<Recorded, [Act<{ meeting: Meeting } & MeetingPlan>]>('planMeeting');
/** Changes during the journey (D-25). */
export const changeTargetDateUpdate = defineUpdate<Recorded, [Act<{ targetActivationDate: string; reason: string }>]>('changeTargetDate');
export const changeContactUpdate = defineUpdate<Recorded, [Act<ContactChange>]>('changeContact');
export const changeOfferUpdate = defineUpdate<Recorded, [Act<{ site: SiteKey } & OfferChange>]>('changeOffer');
/** The same of a site that is on its way, to itself. */
export const changeSiteOfferUpdate = defineUpdate<Recorded, [Act<OfferChange>]>('changeSiteOffer');
export const cancelUpdate = defineUpdate<Recorded, [Act<{ reason: string }>]>('cancel');
/** C-08. */
export const withdrawUpdate = defineUpdate<Recorded, [Act<{ declaredOn: string | null; reason: string | null; activated: readonly SiteKey[] }>]>('withdraw');
/** A callback of the OBL, from the inbox; its commandId is the callback's own id. */
export const oblToldUpdate = defineUpdate<Recorded, [Act<{ orderKey: string; fact: OblFact }>]>('oblTold');

/** A callback of Ref.Tech, from the inbox. */
export const refTechToldUpdate = defineUpdate<Recorded, [Act<{ fact: RefTechFact }>]>('refTechTold');
/** JARVIS pushes the collection of a BC web, from the inbox (D-26). */
export const collectionPushedUpdate = defineUpdate<Recorded, [Act<{ collection: SalesCollection }>]>('collectionPushed');
export const addDocumentUpdate = defineUpdate<Recorded, [Act<{ document: DeploymentDocument }>]>('addDocument');
export const acceptDocumentUpdate = defineUpdate<Recorded, [Act<{ documentId: string }>]>('acceptDocument');
export const rejectDocumentUpdate = defineUpdate<Recorded, [Act<{ documentId: string; reason: string }>]>('rejectDocument');
/** D-03. */
export const reassignUpdate = defineUpdate<Recorded, [Act<{ coordinator: string; reason: ReassignmentReason; comment: string | null }>]>('reassign');

/** C-08: the termination of the services that a site replaces tells it how far it is, by the relay. */
export const oldServicesToldUpdate = defineUpdate<Recorded, [Act<Succession>]>('oldServicesTold');

/** D-10: another slot for the visit; wished for by the customer, it is the coordinator's to plan. */
export const replanUpdate = defineUpdate<Recorded, [Act<{ slot: Slot; askedBy: Replanner; reason: string }>]>('replan');
export const wishSlotUpdate = defineUpdate<Recorded, [Act<{ slot: Slot; reason: string }>]>('wishSlot');
/** D-23: a site's abandonment, asked for by a coordinator, or decided by who may approve it. */
export const askAbandonUpdate = defineUpdate<Recorded, [Act<{ reason: string }>]>('askAbandon');
export const abandonUpdate = defineUpdate<Recorded, [Act<{ reason: string }>]>('abandon');

/** Moves a running deployment or site to a version of a policy; one that has it already, or a later one, ignores it. */
export const applyPolicyUpdate = defineUpdate<Recorded, [Act<{ applied: AppliedPolicy }>]>('applyPolicy');

/** A site tells its deployment how far it has come; may come twice. */
export const siteReportedSignal = defineSignal<[SiteReport & { site: SiteKey }]>('siteReported');
/** A cancelled deployment asks a site to undo and end (D-23); `isWithdrawal`: because the customer withdrew (C-08). */
export const cancelSiteSignal = defineSignal<[{ reason: string; isWithdrawal: boolean }]>('cancelSite');

/** The deployment has another target date: the site's latest dates move with it (D-25). */
export const targetDateSignal = defineSignal<[{ targetActivationDate: string }]>('targetDate');

/** The deployment has the customer's technical collection: configurations may begin (D-07). */
export const technicallyCollectedSignal = defineSignal('technicallyCollected');

export const deploymentStateQuery = defineQuery<DeploymentState>('state');
export const siteStateQuery = defineQuery<SiteState>('state');

export const searchAttributes = {
  customer: defineSearchAttributeKey('JalonCustomer', SearchAttributeType.KEYWORD),
  market: defineSearchAttributeKey('JalonMarket', SearchAttributeType.KEYWORD),
  phase: defineSearchAttributeKey('JalonPhase', SearchAttributeType.KEYWORD),
  /** Whose turn it is: the profiles of the open tasks, or the outside system waited for. */
  owner: defineSearchAttributeKey('JalonOwner', SearchAttributeType.KEYWORD),
  /** D-21: a latest date of its own comes near or has passed; absent until then. */
  atRisk: defineSearchAttributeKey('JalonAtRisk', SearchAttributeType.BOOL),
} as const;
