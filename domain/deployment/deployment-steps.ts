/** What the rules of a deployment share: its launch, the states it may still be changed in, its steps' order and tasks. */
import { requiredDocuments } from '../documents/matrix.ts';
import { refuse } from '../errors/codes.ts';
import { reject, type Decision } from '../journey/journey.ts';
import { openTask, taskChange, type Task, type TaskChanged, type TaskOpened } from '../journey/task.ts';
import type { DeploymentEvent, DeploymentPhase, DeploymentState, Launch } from './deployment.ts';
import { dueAtMs } from './policy.ts';
import { deploymentSteps, hasTask, tasks, type DeploymentStep, type TaskStep } from './steps.ts';

/** Before the point of no return of its sites, which each site knows for itself (D-23). */
export const cancellable: readonly DeploymentPhase[] = [...deploymentSteps, 'delivering'];

export function isOver(phase: DeploymentPhase): boolean {
  return !cancellable.includes(phase);
}

export function wrongState(state: DeploymentState, states: readonly DeploymentPhase[]): Decision<DeploymentEvent> {
  return reject(refuse('wrong-state', { state: state.phase, states: states.join(', ') }));
}

/** @throws {Error} before the launch: nothing is decided before it. */
export function launchOf({ launch }: DeploymentState): Launch {
  if (!launch) throw new Error('a deployment decides before it was launched');
  return launch;
}

/** What of the order decides on the mandatory documents (1.2). */
export function factsOf({ order, market }: Launch): Parameters<typeof requiredDocuments>[0] {
  return { ...order, market };
}

/** The next task of a step; `context` is what its person needs to know beside the order. */
export function taskOf(state: DeploymentState, launch: Launch, step: TaskStep, context: Task['context'] = {}): TaskOpened<TaskStep> {
  return openTask(state.tasks, launch.deploymentId, {
    step, owner: tasks[step].owner, dueAtMs: dueAtMs(launch, step),
    context: {
      ...orderContext(launch),
      ...(step === 'technical-validation' ? { requiredDocuments: requiredDocuments(factsOf(launch)).join(', ') } : {}),
      ...(step === 'customer-launch' ? { customerLaunchOn: state.customerLaunchOn } : {}),
      ...context,
    },
  });
}

/** D-20, D-25: when the open tasks are due by another target date or policy. */
export function tasksUnder(launch: Launch, { tasks: { open } }: DeploymentState): TaskChanged[] {
  return Object.values(open).flatMap((task) => taskChange(task, { context: task.context, dueAtMs: dueAtMs(launch, task.step) }));
}

/** What every task of a deployment says of it. */
export function orderContext({ customerId, orderNumber, sites }: Launch): Task['context'] {
  return { customerId, orderNumber, siteCount: sites.length };
}

/** A step ends: the next begins, with its task. */
export function done(state: DeploymentState, step: DeploymentStep): DeploymentEvent[] {
  const launch = launchOf(state);
  const next = stepAfter(state, step);
  // D-07: a customer launch that took place with the welcome call asks nothing more of anybody.
  const isAsked = next !== null && next !== 'sales-collection' && !(next === 'customer-launch' && state.isCustomerLaunchHeld);
  const opened: DeploymentEvent[] = isAsked && hasTask(next) ? [taskOf(state, launch, next)] : [];
  // D-06: the welcome mail asks the customer for the technical collection.
  if (step === 'welcome-call' && !state.isTechnicallyCollected) opened.push(taskOf(state, launch, 'technical-collection'));
  return [{ type: 'stepDone', step }, ...opened];
}

/** The step that follows, or null after the last; the collection is no step of its own once it has come (D-02). */
export function stepAfter(state: Pick<DeploymentState, 'collection'>, step: DeploymentStep): DeploymentStep | null {
  const next = deploymentSteps[deploymentSteps.indexOf(step) + 1] ?? null;
  return next === 'sales-collection' && state.collection !== null ? stepAfter(state, next) : next;
}
