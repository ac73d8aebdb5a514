/** How a deployment changes by what happened; and the model that ties the rules together. */
import type { JourneyModel } from '../journey/journey.ts';
import { evolveTasks } from '../journey/task.ts';
import { decideDeployment } from './decide.ts';
import { newDeployment, type DeploymentCommand, type DeploymentEvent, type DeploymentState } from './deployment.ts';
import { withApplied } from './policy.ts';

export function evolveDeployment(state: DeploymentState, event: DeploymentEvent, atMs: number): DeploymentState {
  switch (event.type) {
    case 'deploymentLaunched':
      return {
        ...state, phase: 'validating', launch: event.launch, launchedAtMs: atMs,
        sites: Object.fromEntries(event.launch.sites.map(({ site }) => [site, 'waiting'])),
      };
    case 'taskOpened':
    case 'taskWithdrawn':
      return { ...state, tasks: evolveTasks(state.tasks, event) };
    case 'taskCompleted':
      return { ...state, phase: event.step === 'technical-validation' ? 'delivering' : state.phase, tasks: evolveTasks(state.tasks, event) };
    case 'deploymentCancellationRequested':
      return { ...state, phase: 'cancelling' };
    case 'siteDeliveriesStarted':
      return { ...state, sites: { ...state.sites, ...Object.fromEntries(event.sites.map((site) => [site, 'started' as const])) } };
    case 'siteMilestoneReached':
      return { ...state, sites: { ...state.sites, [event.site]: event.milestone } };
    case 'policyApplied':
      return { ...state, launch: state.launch && { ...state.launch, policy: withApplied(state.launch.policy, event.applied) } };
    case 'deploymentCompleted':
      return { ...state, phase: 'completed', endedAtMs: atMs };
    case 'deploymentCancelled':
      return { ...state, phase: 'cancelled', endedAtMs: atMs };
  }
}

export const deploymentModel: JourneyModel<DeploymentState, DeploymentCommand, DeploymentEvent> = {
  initial: newDeployment,
  decide: decideDeployment,
  evolve: evolveDeployment,
};
