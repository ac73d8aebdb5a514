/** How a deployment changes by what happened; and the model that ties the rules together. */
import type { JourneyModel } from '../journey/journey.ts';
import { evolveStuckCalls } from '../journey/stuck-call.ts';
import { evolveTasks } from '../journey/task.ts';
import { decideDeployment, stepAfter } from './decide.ts';
import { newDeployment, type DeploymentCommand, type DeploymentEvent, type DeploymentState } from './deployment.ts';
import { withApplied } from './policy.ts';
import type { TaskInputs } from './steps.schema.ts';

export function evolveDeployment(state: DeploymentState, event: DeploymentEvent, atMs: number): DeploymentState {
  switch (event.type) {
    case 'deploymentLaunched':
      return {
        ...state, phase: 'techno-commercial-approval', launch: event.launch, launchedAtMs: atMs,
        sites: Object.fromEntries(event.launch.sites.map(({ site }) => [site, 'waiting'])),
      };
    case 'taskOpened':
    case 'taskWithdrawn':
      return { ...state, tasks: evolveTasks(state.tasks, event) };
    case 'taskCompleted':
      return {
        ...state, tasks: evolveTasks(state.tasks, event),
        ...(event.step === 'welcome-call' ? { customerLaunchOn: (event.input as TaskInputs['welcome-call']).customerLaunchOn } : {}),
        ...(event.step === 'technical-collection' ? { isTechnicallyCollected: true } : {}),
      };
    case 'stepDone':
      return { ...state, phase: stepAfter(state, event.step) ?? 'delivering' };
    case 'salesCollectionReceived':
      return { ...state, collection: event.collection };
    case 'coordinatorAssigned':
      return { ...state, coordinator: event.coordinator };
    case 'documentAdded': {
      const { id, kind, digest } = event.document;
      return { ...state, documents: { ...state.documents, [id]: { kind, digest, status: 'added' } } };
    }
    case 'documentAccepted': {
      const document = state.documents[event.documentId];
      return document ? { ...state, documents: { ...state.documents, [event.documentId]: { ...document, status: 'accepted' } } } : state;
    }
    case 'callStuck':
    case 'callVerdictGiven':
    case 'callUnstuck':
      return { ...state, stuck: evolveStuckCalls(state.stuck, event, atMs) };
    case 'deploymentCancellationRequested':
      return { ...state, phase: 'cancelling', stuck: {} };
    case 'siteDeliveriesStarted':
      return { ...state, sites: { ...state.sites, ...Object.fromEntries(event.sites.map((site) => [site, 'started' as const])) } };
    case 'siteMilestoneReached':
      return { ...state, sites: { ...state.sites, [event.site]: event.milestone } };
    case 'siteReturnChanged': {
      const others = state.pastCancelling.filter((site) => site !== event.site);
      return { ...state, pastCancelling: event.isPastCancelling ? [...others, event.site].toSorted() : others };
    }
    case 'policyApplied':
      return { ...state, launch: state.launch && { ...state.launch, policy: withApplied(state.launch.policy, event.applied) } };
    case 'deploymentCompleted':
      return { ...state, phase: 'completed', stuck: {}, endedAtMs: atMs };
    case 'deploymentCancelled':
      return { ...state, phase: 'cancelled', stuck: {}, endedAtMs: atMs };
    case 'callbackIgnored':
      return state;
  }
}

export const deploymentModel: JourneyModel<DeploymentState, DeploymentCommand, DeploymentEvent> = {
  initial: newDeployment,
  decide: decideDeployment,
  evolve: evolveDeployment,
};
