/** How a deployment changes by what happened; and the model that ties the rules together. */
import { timed, type JourneyModel } from '../journey/journey.ts';
import { evolveStuckCalls } from '../journey/stuck-call.ts';
import { evolveTasks } from '../journey/task.ts';
import { evolveRevisions } from './changes.ts';
import { beginCollection, evolveCollection } from './collection.ts';
import { evolveMeetings } from './meetings.ts';
import { evolveDocuments } from './deployment-documents.ts';
import { stepAfter } from './deployment-steps.ts';
import { decideDeployment } from './decide.ts';
import { takingBack } from './decide-jeopardy.ts';
import { newDeployment, type DeploymentCommand, type DeploymentEvent, type DeploymentState } from './deployment.ts';
import { evolveJeopardies } from './jeopardy.ts';
import { dateOfInstant } from './policy.ts';
import { deploymentPlan, withPolicy, withTarget } from './progress.ts';
import type { TaskInputs } from './steps.schema.ts';

export function evolveDeployment(state: DeploymentState, event: DeploymentEvent, atMs: number): DeploymentState {
  switch (event.type) {
    case 'deploymentLaunched':
      return {
        ...state, phase: 'techno-commercial-approval', launch: event.launch, launchedAtMs: atMs,
        sites: Object.fromEntries(event.launch.sites.map(({ site }) => [site, 'waiting'])),
      };
    case 'taskOpened':
      return {
        ...state, tasks: evolveTasks(state.tasks, event),
        ...(event.task.step === 'technical-collection' ? { collectionWait: beginCollection(atMs) } : {}),
      };
    case 'taskChanged':
    case 'taskWithdrawn':
      return { ...state, tasks: evolveTasks(state.tasks, event) };
    case 'taskCompleted':
      return {
        ...state, tasks: evolveTasks(state.tasks, event),
        ...(event.step === 'welcome-call' ? afterWelcome(event.input as TaskInputs['welcome-call']) : {}),
        ...(event.step === 'technical-collection' ? { isTechnicallyCollected: true } : {}),
      };
    case 'stepDone':
      return {
        ...state, phase: stepAfter(state, event.step) ?? 'delivering',
        endedSteps: { ...state.endedSteps, ...(state.launch ? { [event.step]: dateOfInstant(state.launch.policy, atMs) } : {}) },
      };
    case 'salesCollectionReceived':
      return { ...state, collection: event.collection };
    case 'coordinatorAssigned':
      return { ...state, coordinator: event.coordinator, assignments: { ...state.assignments, made: state.assignments.made + 1 } };
    case 'coordinatorReassigned':
      return { ...state, coordinator: event.to, assignments: { ...state.assignments, made: state.assignments.made + 1 } };
    case 'assignmentTold':
      return { ...state, assignments: { ...state.assignments, told: event.ordinal } };
    case 'documentAdded':
    case 'documentAccepted':
    case 'documentRejected':
      return { ...state, documents: evolveDocuments(state.documents, event) };
    case 'callStuck':
    case 'callVerdictGiven':
    case 'callUnstuck':
      return { ...state, stuck: evolveStuckCalls(state.stuck, event, atMs) };
    case 'deploymentCancellationRequested':
      return { ...state, phase: 'cancelling', stuck: {} };
    case 'orderWithdrawn':
      return { ...state, withdrawal: { declaredOn: event.declaredOn, isTold: false } };
    case 'withdrawalTold':
      return { ...state, withdrawal: state.withdrawal && { ...state.withdrawal, isTold: true } };
    case 'siteDeliveriesStarted':
      return { ...state, sites: { ...state.sites, ...Object.fromEntries(event.sites.map((site) => [site, 'started' as const])) } };
    case 'siteMilestoneReached':
      return { ...state, sites: { ...state.sites, [event.site]: event.milestone } };
    case 'siteReturnChanged': {
      const others = state.pastCancelling.filter((site) => site !== event.site);
      return { ...state, pastCancelling: event.isPastCancelling ? [...others, event.site].toSorted() : others };
    }
    case 'policyApplied':
      return { ...state, launch: state.launch && withPolicy(state.launch, event.applied) };
    case 'deploymentCompleted':
      return { ...state, phase: 'completed', stuck: {}, endedAtMs: atMs };
    case 'deploymentCancelled':
      return { ...state, phase: 'cancelled', stuck: {}, endedAtMs: atMs };
    case 'deploymentWithdrawn':
      return { ...state, phase: 'withdrawn', stuck: {}, endedAtMs: atMs };
    case 'meetingPlanned':
      return {
        ...state, meetings: evolveMeetings(state, event, atMs),
        ...(event.meeting === 'customer-launch' && state.launch ? { customerLaunchOn: dateOfInstant(state.launch.policy, Date.parse(event.startsAt)) } : {}),
      };
    case 'targetDateChanged':
      return {
        ...state, isTargetDateTold: Object.values(state.sites).every((milestone) => milestone === 'waiting'),
        launch: state.launch && withTarget(state.launch, event.after),
      };
    case 'targetDateTold':
      return { ...state, isTargetDateTold: true };
    case 'contactChanged':
    case 'offerChanged':
      return { ...state, revisions: evolveRevisions(state.revisions, event) };
    case 'meetingCancelled':
    case 'invitationSent':
      return { ...state, meetings: evolveMeetings(state, event, atMs) };
    case 'collectionReminded':
    case 'escalated':
      return { ...state, collectionWait: evolveCollection(state.collectionWait, event, atMs) };
    case 'jeopardyRaised':
    case 'jeopardyTold':
    case 'jeopardyCleared':
      return { ...state, jeopardies: evolveJeopardies(state.jeopardies, event) };
    // What they lead to is a task, or nothing.
    case 'approvalRefused':
    case 'salesCollectionRefused':
    case 'callbackIgnored':
      return state;
  }
}

/** D-06: the date of the customer launch is set; D-07: or it was held in the same call. */
function afterWelcome({ calledOn, customerLaunchOn }: TaskInputs['welcome-call']): Pick<DeploymentState, 'customerLaunchOn' | 'isCustomerLaunchHeld'> {
  return { customerLaunchOn: customerLaunchOn ?? calledOn, isCustomerLaunchHeld: customerLaunchOn === undefined };
}

export const deploymentModel: JourneyModel<DeploymentState, DeploymentCommand, DeploymentEvent> = takingBack(
  { initial: newDeployment, decide: decideDeployment, evolve: timed(evolveDeployment) }, deploymentPlan,
);
