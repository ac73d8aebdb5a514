/** The rules of a deployment: which command is possible when, and what it makes happen (D-01, D-04, D-19, D-23). */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { openTask, withdrawAll } from '../journey/task.ts';
import {
  deliveredSites, everySiteHasEnded, everyStartedSiteHasEnded, type DeploymentCommand, type DeploymentEvent, type DeploymentPhase, type DeploymentState,
} from './deployment.ts';
import { isNews } from './policy.ts';
import { tasks } from './steps.ts';

const cancellable: readonly DeploymentPhase[] = ['validating', 'delivering'];

export function decideDeployment(state: DeploymentState, command: DeploymentCommand): Decision<DeploymentEvent> {
  switch (command.type) {
    case 'launch': {
      if (state.phase !== 'new') return wrongState(state, ['new']);
      const { deploymentId } = command.launch;
      const validation = openTask(state.tasks, deploymentId, {
        step: 'technical-validation', owner: tasks['technical-validation'].owner, dueAtMs: null,
        context: { customerId: command.launch.customerId, orderNumber: command.launch.orderNumber, siteCount: command.launch.sites.length },
      });
      return accept<DeploymentEvent>({ type: 'deploymentLaunched', launch: command.launch }, validation);
    }
    case 'completeTask': {
      const task = state.tasks.open[command.taskId];
      if (!task) return reject(refuse('task-closed', { taskId: command.taskId }));
      return accept<DeploymentEvent>({ type: 'taskCompleted', taskId: task.id, step: task.step, input: command.input });
    }
    case 'cancel': {
      if (!cancellable.includes(state.phase)) return wrongState(state, cancellable);
      const delivered = deliveredSites(state);
      if (delivered.length > 0) return reject(refuse('D-23.point-of-no-return', { sites: delivered.join(', ') }));
      return accept<DeploymentEvent>(
        { type: 'deploymentCancellationRequested', reason: command.reason }, ...withdrawAll(state.tasks, 'deployment-cancelled'),
      );
    }
    case 'sitesStarted': {
      const sites = command.sites.filter((site) => state.sites[site] === 'waiting');
      return sites.length === 0 ? accept() : accept<DeploymentEvent>({ type: 'siteDeliveriesStarted', sites });
    }
    case 'siteReported': {
      // A report can come again (signal repeated) or late; only a step forward is news.
      if (!isForward(state.sites[command.site], command.milestone)) return accept();
      return accept<DeploymentEvent>({ type: 'siteMilestoneReached', site: command.site, milestone: command.milestone });
    }
    case 'applyPolicy': {
      const { launch, endedAtMs } = state;
      return launch && endedAtMs === null && isNews(launch.policy, command.applied) ? accept<DeploymentEvent>({ type: 'policyApplied', applied: command.applied }) : accept();
    }
    case 'end': {
      if (state.phase !== 'delivering' && state.phase !== 'cancelling') return wrongState(state, ['delivering', 'cancelling']);
      // A site that was never started has nothing to undo.
      const ended = state.phase === 'cancelling' ? everyStartedSiteHasEnded(state) : everySiteHasEnded(state);
      if (!ended) return wrongState(state, ['completed', 'cancelled']);
      // D-19: it ends when every site has ended; D-23: a cancelled one where a site was already in service has still delivered something.
      const served = Object.values(state.sites).includes('in-service');
      return accept<DeploymentEvent>({ type: served ? 'deploymentCompleted' : 'deploymentCancelled' });
    }
  }
}

const order = ['waiting', 'started', 'delivered', 'in-service', 'cancelled'] as const;

function isForward(before: (typeof order)[number] | undefined, after: (typeof order)[number]): boolean {
  return before !== undefined && before !== 'in-service' && order.indexOf(after) > order.indexOf(before);
}

function wrongState(state: DeploymentState, states: readonly DeploymentPhase[]): Decision<DeploymentEvent> {
  return reject(refuse('wrong-state', { state: state.phase, states: states.join(', ') }));
}
