/** The rules of a deployment: which command is possible when, and what it makes happen (D-01 to D-07, D-19, D-23, D-26). */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { callEnded, callFailed, verdictGiven } from '../journey/stuck-call.ts';
import { withdrawAll } from '../journey/task.ts';
import {
  everySiteHasEnded, everyStartedSiteHasEnded, type Approval, type DeploymentCommand, type DeploymentEvent, type DeploymentPhase, type DeploymentState,
} from './deployment.ts';
import { decideChange } from './changes.ts';
import { correctionPushed, isCorrection } from './correction.ts';
import { awaitedCollection, decideCollection } from './collection.ts';
import { askedOfSales, decideDocument, stillMissing, toBring } from './deployment-documents.ts';
import { cancellable, done, isOver, launchOf, taskOf, tasksUnder, wrongState } from './deployment-steps.ts';
import { cancelMeetings, launchOnDate, meetingToTell, planMeeting, recalledLaunch } from './meetings.ts';
import { decideJeopardy } from './decide-jeopardy.ts';
import { isNews } from './policy.ts';
import { deploymentPlan, withPolicy } from './progress.ts';
import type { TaskInputs } from './steps.schema.ts';
import { deploymentSteps, type TaskStep } from './steps.ts';
import { isWithdrawalToTell, withdraw } from './withdrawal.ts';

export function decideDeployment(state: DeploymentState, command: DeploymentCommand, nowMs: number): Decision<DeploymentEvent> {
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
      return completeTask(state, command, nowMs);
    case 'collectionPushed': {
      // D-04: what sales corrected in their own tool comes so.
      if (!command.isAsBefore && isCorrection(state, command.collection)) return accept<DeploymentEvent>(...correctionPushed(state, command.collection));
      // D-26: pushed twice, or after it was typed in, it harms nothing.
      if (state.collection !== null) return accept<DeploymentEvent>({ type: 'callbackIgnored', fact: 'collection-pushed', reason: 'collection-known' });
      if (isOver(state.phase)) return accept<DeploymentEvent>({ type: 'callbackIgnored', fact: 'collection-pushed', reason: `not-awaited-in-${state.phase}` });
      const open = Object.values(state.tasks.open).filter(({ step }) => step === 'sales-collection');
      return accept<DeploymentEvent>(
        { type: 'salesCollectionReceived', collection: command.collection, from: 'jarvis' },
        ...open.map(({ id }): DeploymentEvent => ({ type: 'taskWithdrawn', taskId: id, reason: 'collection-pushed' })), ...collected(state),
      );
    }
    case 'addDocument':
    case 'acceptDocument':
    case 'rejectDocument':
      return decideDocument(state, command);
    case 'reassign':
      return reassign(state, command);
    case 'assignmentTold': {
      const { made, told } = state.assignments;
      return command.ordinal > told && command.ordinal <= made ? accept<DeploymentEvent>({ type: 'assignmentTold', ordinal: command.ordinal, how: command.how }) : accept();
    }
    case 'stepDone':
      if (state.phase !== command.step) return accept();
      // D-04: what sales must still bring is asked for as soon as the coordinator looks.
      return accept<DeploymentEvent>(...done(state, command.step), ...(command.step === 'assignment' ? askedOfSales(state) : []));
    case 'callFailed':
      return accept<DeploymentEvent>(...callFailed(state, launchOf(state).deploymentId, command));
    case 'callEnded':
      return accept<DeploymentEvent>(...callEnded(state, command.call, command.how));
    case 'cancel': {
      if (!cancellable.includes(state.phase)) return wrongState(state, cancellable);
      if (state.pastCancelling.length > 0) return reject(refuse('D-23.point-of-no-return', { sites: state.pastCancelling.join(', ') }));
      return accept<DeploymentEvent>(...cancelled(state, command.reason, nowMs));
    }
    case 'withdraw':
      return withdraw(state, command, nowMs, (reason) => cancelled(state, reason, nowMs));
    case 'withdrawalTold':
      return isWithdrawalToTell(state) ? accept<DeploymentEvent>({ type: 'withdrawalTold' }) : accept();
    case 'changeTargetDate':
    case 'changeContact':
    case 'changeOffer':
    case 'targetDateTold':
      return decideChange(state, command, nowMs);
    case 'planMeeting':
      return planMeeting(state, command, nowMs);
    case 'invitationSent': {
      const { meeting, sequence } = command;
      return meetingToTell(state) === meeting && state.meetings[meeting]?.sequence === sequence ? accept<DeploymentEvent>({ type: 'invitationSent', meeting, sequence }) : accept();
    }
    case 'collectionReminded':
    case 'collectionEscalated':
      return decideCollection(awaitedCollection(state, 'technical-collection'), command);
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
      if (!launch || endedAtMs !== null || !isNews(launch.policy, command.applied)) return accept();
      return accept<DeploymentEvent>({ type: 'policyApplied', applied: command.applied }, ...tasksUnder(withPolicy(launch, command.applied), state));
    }
    case 'checkSchedule':
    case 'jeopardyTold':
      return decideJeopardy(state, deploymentPlan(state), command, nowMs);
    case 'end': {
      if (state.phase !== 'delivering' && state.phase !== 'cancelling') return wrongState(state, ['delivering', 'cancelling']);
      // A site that was never started has nothing to undo.
      const ended = state.phase === 'cancelling' ? everyStartedSiteHasEnded(state) : everySiteHasEnded(state);
      // D-23: nobody is left with a meeting in his calendar; C-08: nor without word of his withdrawal.
      if (!ended || (state.phase === 'cancelling' && (meetingToTell(state) !== null || isWithdrawalToTell(state)))) return wrongState(state, ['completed', 'cancelled']);
      // D-19: it ends when every site has ended; D-23: a cancelled one where a site was already in service has still delivered something.
      const served = Object.values(state.sites).includes('in-service');
      return accept<DeploymentEvent>(
        ...withdrawAll(state.tasks, 'deployment-ended'), ...(command.isLeftInJarvis ? [toWithdrawByHand(state)] : []), { type: served ? 'deploymentCompleted' : state.withdrawal ? 'deploymentWithdrawn' : 'deploymentCancelled' },
      );
    }
  }
}

/** D-23: what a cancellation makes happen at once; its sites undo what they have done. */
function cancelled(state: DeploymentState, reason: string, nowMs: number): DeploymentEvent[] {
  return [{ type: 'deploymentCancellationRequested', reason }, ...cancelMeetings(state, nowMs), ...withdrawAll(state.tasks, 'deployment-cancelled')];
}

/** D-23: what could not be undone becomes a task with the reason. */
function toWithdrawByHand(state: DeploymentState): DeploymentEvent {
  const launch = launchOf(state);
  return taskOf(state, launch, 'undo-by-hand', { effect: 'deployment', label: 'Affaire déclarée dans JARVIS', key: launch.deploymentId, reason: 'skipped' });
}

/** D-03: whenever somebody has it; to the one who has it already it changes nothing. */
function reassign(state: DeploymentState, { coordinator, reason, comment }: Extract<DeploymentCommand, { type: 'reassign' }>): Decision<DeploymentEvent> {
  if (state.coordinator === null || state.endedAtMs !== null) return wrongState(state, assigned);
  if (state.coordinator === coordinator) return accept();
  return accept<DeploymentEvent>({ type: 'coordinatorReassigned', from: state.coordinator, to: coordinator, reason, comment });
}

const assigned: readonly DeploymentPhase[] = [...deploymentSteps.slice(deploymentSteps.indexOf('assignment')), 'delivering', 'cancelling'];

function completeTask(state: DeploymentState, { taskId, input: given, isAsBefore }: Extract<DeploymentCommand, { type: 'completeTask' }>, nowMs: number): Decision<DeploymentEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const { step } = task;
  const input = given as never;
  // D-04: the step ends only when all are accepted; sales are done only when nothing is left to bring.
  const missing = step === 'technical-validation' && (given as TaskInputs['technical-validation']).accepted ? stillMissing(state) : step === 'missing-documents' ? toBring(state) : [];
  if (missing.length > 0) return reject(refuse('D-04.missing-document', { documents: missing.join(', ') }));
  return accept<DeploymentEvent>({ type: 'taskCompleted', taskId, step, input: given }, ...consequences(state, taskId, step, input, nowMs), ...(isAsBefore ? [] : recalledLaunch(state, step, given, nowMs)));
}

/** What completing a task makes happen; a step that still asks something of the outside is not done yet. */
function consequences(state: DeploymentState, taskId: string, step: TaskStep, input: never, nowMs: number): DeploymentEvent[] {
  switch (step) {
    case 'techno-commercial-approval':
    case 'financial-approval':
      return approvalGiven(state, step, input);
    case 'approval-refused':
      return resubmitted(state, input);
    case 'technical-validation':
      return validationGiven(state, input);
    case 'collection-correction':
      return [{ type: 'salesCollectionReceived', collection: input, from: 'corrected' }, taskOf(state, launchOf(state), 'technical-validation')];
    case 'internal-launch':
      return done(state, step);
    case 'sales-collection':
      return [{ type: 'salesCollectionReceived', collection: input, from: 'typed' }, ...collected(state)];
    case 'assignment':
      return [{ type: 'coordinatorAssigned', coordinator: (input as TaskInputs['assignment']).coordinator }];
    case 'stuck-call':
      return verdictGiven(state, taskId, input);
    // Their mails go out first.
    case 'welcome-call': {
      const { customerLaunchOn } = input as TaskInputs['welcome-call'];
      return customerLaunchOn === undefined ? [] : launchOnDate(state, customerLaunchOn, nowMs);
    }
    case 'customer-launch':
    // They run beside the steps, or after the end, and their completion is all there is to know.
    case 'missing-documents':
    case 'technical-collection':
    case 'undo-by-hand':
      return [];
    // Tasks of sites: none is ever open here.
    case 'intervention-planning':
    case 'technical-visit':
    case 'supplementary-collection':
    case 'configuration':
    case 'dispatch':
    case 'installation':
    case 'delivery-reservations':
    case 'activation':
    case 'invoice-simulation':
    case 'invoice-correction':
    case 'invoice-validation':
    case 'line-migration':
    case 'service-not-registered':
    case 'billing-not-started':
    case 'handover':
    case 'obl-choice':
    case 'works-quote':
    case 'visit-unfavourable':
    case 'abandon-approval':
    case 'access-order-refused':
      return [];
  }
}

/** D-02: the collection was the last gate when both approvals are there. */
function collected(state: DeploymentState): DeploymentEvent[] {
  return state.phase === 'sales-collection' ? done(state, 'sales-collection') : [];
}

/** D-02: refused, it goes back to the sales engineer with the reason, and stays in its step. */
function approvalGiven(state: DeploymentState, step: Approval, { approved, comment }: TaskInputs[Approval]): DeploymentEvent[] {
  if (approved) return done(state, step);
  return [{ type: 'approvalRefused', step, reason: comment }, taskOf(state, launchOf(state), 'approval-refused', { refusedStep: step, reason: comment })];
}

/** D-02: back to who refused it, with what was taken up; any number of times. */
function resubmitted(state: DeploymentState, { comment }: TaskInputs['approval-refused']): DeploymentEvent[] {
  return [taskOf(state, launchOf(state), state.phase as Approval, { resubmittedWith: comment })];
}

/** D-04: a wrong collection goes back to the sales engineer; corrected, it is validated anew. */
function validationGiven(state: DeploymentState, { accepted, comment }: TaskInputs['technical-validation']): DeploymentEvent[] {
  if (accepted) return done(state, 'technical-validation');
  const reason = comment ?? '';
  return [{ type: 'salesCollectionRefused', reason }, taskOf(state, launchOf(state), 'collection-correction', { reason })];
}

const order = ['waiting', 'started', 'delivered', 'in-service', 'cancelled'] as const;

function isBackward(before: (typeof order)[number], after: (typeof order)[number]): boolean {
  return before === 'in-service' ? after !== 'in-service' : order.indexOf(after) < order.indexOf(before);
}
