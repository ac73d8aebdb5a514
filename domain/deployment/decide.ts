/** The rules of a deployment: which command is possible when, and what it makes happen (D-01 to D-07, D-19, D-23, D-26). */
import { missingDocuments, requiredDocuments } from '../documents/matrix.ts';
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { callEnded, callFailed, verdictGiven } from '../journey/stuck-call.ts';
import { openTask, withdrawAll, type TaskOpened } from '../journey/task.ts';
import {
  everySiteHasEnded, everyStartedSiteHasEnded, type DeploymentCommand, type DeploymentEvent, type DeploymentPhase, type DeploymentState, type Launch,
} from './deployment.ts';
import { dueAtMs, isNews } from './policy.ts';
import type { TaskInputs } from './steps.schema.ts';
import { deploymentSteps, hasTask, tasks, type DeploymentStep, type TaskStep } from './steps.ts';

/** Before the point of no return of its sites, which each site knows for itself (D-23). */
const cancellable: readonly DeploymentPhase[] = [...deploymentSteps, 'delivering'];

export function decideDeployment(state: DeploymentState, command: DeploymentCommand): Decision<DeploymentEvent> {
  switch (command.type) {
    case 'launch': {
      if (state.phase !== 'new') return wrongState(state, ['new']);
      const { launch } = command;
      // D-02: the collection and the approvals come side by side.
      return accept<DeploymentEvent>(
        { type: 'deploymentLaunched', launch }, taskOf(state, launch, 'techno-commercial-approval'), taskOf(state, launch, 'sales-collection'),
      );
    }
    case 'completeTask':
      return completeTask(state, command.taskId, command.input);
    case 'collectionPushed': {
      // D-26: pushed twice, or after it was typed in, it harms nothing.
      if (state.collection !== null) return accept<DeploymentEvent>({ type: 'callbackIgnored', fact: 'collection-pushed', reason: 'collection-known' });
      if (isOver(state.phase)) return accept<DeploymentEvent>({ type: 'callbackIgnored', fact: 'collection-pushed', reason: `not-awaited-in-${state.phase}` });
      const open = Object.values(state.tasks.open).filter(({ step }) => step === 'sales-collection');
      return accept<DeploymentEvent>(
        { type: 'salesCollectionReceived', collection: command.collection, from: 'jarvis' },
        ...open.map(({ id }): DeploymentEvent => ({ type: 'taskWithdrawn', taskId: id, reason: 'collection-pushed' })), ...collected(state),
      );
    }
    case 'addDocument': {
      if (isOver(state.phase)) return wrongState(state, cancellable);
      // Added under the same id: the same document, sent again.
      return state.documents[command.document.id] ? accept() : accept<DeploymentEvent>({ type: 'documentAdded', document: command.document });
    }
    case 'acceptDocument': {
      const document = state.documents[command.documentId];
      if (!document) return reject(refuse('not-found', { id: command.documentId }));
      if (document.status === 'accepted') return accept();
      if (isOver(state.phase)) return wrongState(state, cancellable);
      return accept<DeploymentEvent>({ type: 'documentAccepted', documentId: command.documentId, kind: document.kind });
    }
    case 'stepDone':
      return state.phase === command.step ? accept<DeploymentEvent>(...done(state, command.step)) : accept();
    case 'callFailed':
      return accept<DeploymentEvent>(...callFailed(state, launchOf(state).deploymentId, command));
    case 'callEnded':
      return accept<DeploymentEvent>(...callEnded(state, command.call, command.how));
    case 'cancel': {
      if (!cancellable.includes(state.phase)) return wrongState(state, cancellable);
      if (state.pastCancelling.length > 0) return reject(refuse('D-23.point-of-no-return', { sites: state.pastCancelling.join(', ') }));
      return accept<DeploymentEvent>(
        { type: 'deploymentCancellationRequested', reason: command.reason }, ...withdrawAll(state.tasks, 'deployment-cancelled'),
      );
    }
    case 'sitesStarted': {
      const sites = command.sites.filter((site) => state.sites[site] === 'waiting');
      return sites.length === 0 ? accept() : accept<DeploymentEvent>({ type: 'siteDeliveriesStarted', sites });
    }
    case 'siteReported': {
      // A report can come again (signal repeated) or late; only a step forward, and from where it stands, is news.
      const { site, milestone, isPastCancelling } = command;
      const before = state.sites[site];
      if (before === undefined || isBackward(before, milestone)) return accept();
      return accept<DeploymentEvent>(
        ...(before === milestone ? [] : [{ type: 'siteMilestoneReached', site, milestone } as const]),
        ...(state.pastCancelling.includes(site) === isPastCancelling ? [] : [{ type: 'siteReturnChanged', site, isPastCancelling } as const]),
      );
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
      return accept<DeploymentEvent>(...withdrawAll(state.tasks, 'deployment-ended'), { type: served ? 'deploymentCompleted' : 'deploymentCancelled' });
    }
  }
}

function completeTask(state: DeploymentState, taskId: string, given: TaskInputs[TaskStep]): Decision<DeploymentEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const { step } = task;
  const input = given as never;
  if (step === 'technical-validation') {
    const missing = missingDocuments(requiredDocuments(factsOf(state)), Object.values(state.documents));
    if (missing.length > 0) return reject(refuse('D-04.missing-document', { documents: missing.join(', ') }));
  }
  return accept<DeploymentEvent>({ type: 'taskCompleted', taskId, step, input: given }, ...consequences(state, taskId, step, input));
}

/** What completing a task makes happen; a step that still asks something of the outside is not done yet. */
function consequences(state: DeploymentState, taskId: string, step: TaskStep, input: never): DeploymentEvent[] {
  switch (step) {
    case 'techno-commercial-approval':
    case 'financial-approval':
    case 'technical-validation':
    case 'internal-launch':
      return done(state, step);
    case 'sales-collection':
      return [{ type: 'salesCollectionReceived', collection: input, from: 'typed' }, ...collected(state)];
    case 'assignment':
      return [{ type: 'coordinatorAssigned', coordinator: (input as TaskInputs['assignment']).coordinator }];
    case 'stuck-call':
      return verdictGiven(state, taskId, input);
    // Their mails go out first.
    case 'welcome-call':
    case 'customer-launch':
    // It runs beside the steps, and its completion is all there is to know.
    case 'technical-collection':
      return [];
    // Tasks of sites: none is ever open here.
    case 'intervention-planning':
    case 'technical-visit':
    case 'supplementary-collection':
    case 'configuration':
    case 'dispatch':
    case 'installation':
    case 'activation':
    case 'invoice-simulation':
    case 'invoice-correction':
    case 'invoice-validation':
    case 'handover':
    case 'access-order-refused':
    case 'undo-by-hand':
      return [];
  }
}

/** D-02: the collection was the last gate when both approvals are there. */
function collected(state: DeploymentState): DeploymentEvent[] {
  return state.phase === 'sales-collection' ? done(state, 'sales-collection') : [];
}

/** A step ends: the next begins, with its task. */
function done(state: DeploymentState, step: DeploymentStep): DeploymentEvent[] {
  const launch = launchOf(state);
  const next = stepAfter(state, step);
  const opened: DeploymentEvent[] = next !== null && hasTask(next) && next !== 'sales-collection' ? [taskOf(state, launch, next)] : [];
  // D-06: the welcome mail asks the customer for the technical collection.
  if (step === 'welcome-call' && !state.isTechnicallyCollected) opened.push(taskOf(state, launch, 'technical-collection'));
  return [{ type: 'stepDone', step }, ...opened];
}

/** The step that follows, or null after the last; the collection is no step of its own once it has come (D-02). */
export function stepAfter(state: Pick<DeploymentState, 'collection'>, step: DeploymentStep): DeploymentStep | null {
  const next = deploymentSteps[deploymentSteps.indexOf(step) + 1] ?? null;
  return next === 'sales-collection' && state.collection !== null ? stepAfter(state, next) : next;
}

function taskOf(state: DeploymentState, launch: Launch, step: TaskStep): TaskOpened<TaskStep> {
  return openTask(state.tasks, launch.deploymentId, {
    step, owner: tasks[step].owner, dueAtMs: dueAtMs(launch, step),
    context: {
      customerId: launch.customerId, orderNumber: launch.orderNumber, siteCount: launch.sites.length,
      ...(step === 'technical-validation' ? { requiredDocuments: requiredDocuments({ ...launch.order, market: launch.market }).join(', ') } : {}),
      ...(step === 'customer-launch' ? { customerLaunchOn: state.customerLaunchOn } : {}),
    },
  });
}

function factsOf(state: DeploymentState): Parameters<typeof requiredDocuments>[0] {
  const { order, market } = launchOf(state);
  return { ...order, market };
}

function launchOf({ launch }: DeploymentState): Launch {
  if (!launch) throw new Error('a deployment decides before it was launched');
  return launch;
}

function isOver(phase: DeploymentPhase): boolean {
  return !cancellable.includes(phase);
}

const order = ['waiting', 'started', 'delivered', 'in-service', 'cancelled'] as const;

function isBackward(before: (typeof order)[number], after: (typeof order)[number]): boolean {
  return before === 'in-service' ? after !== 'in-service' : order.indexOf(after) < order.indexOf(before);
}

function wrongState(state: DeploymentState, states: readonly DeploymentPhase[]): Decision<DeploymentEvent> {
  return reject(refuse('wrong-state', { state: state.phase, states: states.join(', ') }));
}
