/** The rules of a site delivery: what each command makes happen (D-08, D-09, D-13, D-18, D-23, D-24). */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { openTask, withdrawAll } from '../journey/task.ts';
import { siteJourneyId } from './deployment.ts';
import { accessOrderKey, cancellableSitePhases, isAwaited, type OblFact, type SiteCommand, type SiteEvent, type SiteOpening, type SitePhase, type SiteState } from './site.ts';
import { isNews } from './policy.ts';
import type { TaskInputs } from './steps.schema.ts';
import { tasks, type TaskStep } from './steps.ts';

export function decideSite(state: SiteState, command: SiteCommand): Decision<SiteEvent> {
  switch (command.type) {
    case 'open':
      return state.phase === 'new' ? accept<SiteEvent>({ type: 'siteOpened', opening: command.opening }) : wrongState(state, ['new']);
    case 'orderTaken':
      return orderTaken(state, command);
    case 'oblTold':
      return oblTold(state, command);
    case 'oblReminded': {
      const { orderKey, awaited, ordinal } = command;
      if (isAwaited(state, orderKey, awaited) && ordinal <= (state.order?.reminders ?? 0)) return accept();
      return accept<SiteEvent>({ type: 'oblReminded', orderKey, ordinal, awaited });
    }
    case 'billingAnswered':
      if (state.phase !== 'starting-billing') return wrongState(state, ['starting-billing']);
      return accept<SiteEvent>(
        { type: 'billingStarted', subscriptionReference: command.subscriptionReference, from: command.from }, { type: 'siteInService' },
      );
    case 'callFailed':
      return callFailed(state, command);
    case 'callEnded': {
      const stuck = state.stuck[command.call];
      if (!stuck) return accept();
      const withdrawn: SiteEvent[] = state.tasks.open[stuck.taskId] ? [{ type: 'taskWithdrawn', taskId: stuck.taskId, reason: command.how }] : [];
      return accept<SiteEvent>({ type: 'callUnstuck', call: command.call, how: command.how }, ...withdrawn);
    }
    case 'completeTask':
      return completeTask(state, command.taskId, command.input);
    case 'cancel':
      return cancel(state, command.reason);
    case 'effectSettled': {
      if (state.phase !== 'undoing' || !state.effects.some(({ key }) => key === command.effect.key)) return accept();
      if (command.outcome === 'undone') return accept<SiteEvent>({ type: 'effectUndone', effect: command.effect });
      // D-23: what could not be undone becomes a task with the reason.
      const task = openTask(state.tasks, journeyIdOf(state), {
        step: 'undo-by-hand', owner: tasks['undo-by-hand'].owner, dueAtMs: null,
        context: { effect: command.effect.kind, key: command.effect.key, reason: command.outcome },
      });
      return accept<SiteEvent>(task, { type: 'effectHandedOver', effect: command.effect, taskId: task.task.id });
    }
    case 'applyPolicy': {
      const { opening: opened, endedAtMs } = state;
      return opened && endedAtMs === null && isNews(opened.policy, command.applied) ? accept<SiteEvent>({ type: 'policyApplied', applied: command.applied }) : accept();
    }
    case 'end':
      return state.phase === 'undoing' && state.effects.length === 0 ? accept<SiteEvent>({ type: 'siteCancelled' }) : accept();
  }
}

function orderTaken(state: SiteState, command: { attempt: number; oblReference: string | null }): Decision<SiteEvent> {
  const attempt = state.order?.attempt ?? 0;
  // The OBL may have called back before it answered: then the order is known already.
  if (state.phase !== 'ordering' || command.attempt !== attempt) return accept();
  return accept<SiteEvent>({ type: 'accessOrderPlaced', attempt, orderKey: accessOrderKey(opening(state), attempt), oblReference: command.oblReference });
}

function oblTold(state: SiteState, { orderKey, fact, heard }: { orderKey: string; fact: OblFact; heard: 'callback' | 'asked' | 'answer' }): Decision<SiteEvent> {
  const idle = reasonToIgnore(state, orderKey, fact);
  if (idle !== null) return heard === 'callback' ? accept<SiteEvent>({ type: 'callbackIgnored', orderKey, fact: fact.type, reason: idle }) : accept();
  switch (fact.type) {
    case 'acknowledged':
      return accept<SiteEvent>({ type: 'accessOrderAcknowledged', orderKey, oblReference: fact.oblReference, plannedDeliveryDate: fact.plannedDeliveryDate, heard });
    case 'delivered':
      return accept<SiteEvent>({ type: 'deliveryReported', orderKey, oblReference: fact.oblReference, report: fact.report, heard });
    case 'refused':
    case 'cancelled': {
      // D-09: a refusal opens a task; an order that the OBL cancels by itself leaves the site in the same need of a decision.
      const reason = fact.type === 'refused' ? fact.reason : 'cancelled-by-obl';
      const task = openTask(state.tasks, journeyIdOf(state), {
        step: 'access-order-refused', owner: tasks['access-order-refused'].owner, dueAtMs: null, context: { orderKey, reason },
      });
      return accept<SiteEvent>({ type: 'accessOrderRefused', orderKey, reason }, task);
    }
  }
}

/** Why a fact of the OBL changes nothing now, or null when it does. */
function reasonToIgnore(state: SiteState, orderKey: string, fact: OblFact): string | null {
  if (state.order?.orderKey !== orderKey) return 'other-order';
  const awaited: Record<OblFact['type'], readonly SitePhase[]> = {
    // A delivery report that overtakes the acknowledgement stands for both.
    acknowledged: ['ordering', 'awaiting-acknowledgement'],
    delivered: ['ordering', 'awaiting-acknowledgement', 'awaiting-delivery-report'],
    refused: ['ordering', 'awaiting-acknowledgement', 'awaiting-delivery-report'],
    cancelled: ['ordering', 'awaiting-acknowledgement', 'awaiting-delivery-report'],
  };
  return awaited[fact.type].includes(state.phase) ? null : `not-awaited-in-${state.phase}`;
}

function callFailed(state: SiteState, { call, failure }: Extract<SiteCommand, { type: 'callFailed' }>): Decision<SiteEvent> {
  const known = state.stuck[call];
  const task = openTask(state.tasks, journeyIdOf(state), {
    step: 'stuck-call', owner: tasks['stuck-call'].owner, dueAtMs: null,
    context: { call, system: failure.system, code: failure.code, message: failure.message },
  });
  // One task stays open while the engine goes on trying; a person's «retry» that failed again opens the next.
  if (known && state.tasks.open[known.taskId]) return accept<SiteEvent>({ type: 'callStuck', call, failure, taskId: known.taskId });
  return accept<SiteEvent>({ type: 'callStuck', call, failure, taskId: task.task.id }, task);
}

function completeTask(state: SiteState, taskId: string, input: TaskInputs[TaskStep]): Decision<SiteEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const completed: SiteEvent = { type: 'taskCompleted', taskId, step: task.step, input };
  if (task.step === 'stuck-call') {
    const { choice, comment } = input as TaskInputs['stuck-call'];
    const call = Object.entries(state.stuck).find(([, stuck]) => stuck.taskId === taskId)?.[0] as keyof SiteState['stuck'] | undefined;
    return call === undefined ? accept(completed) : accept<SiteEvent>(completed, { type: 'callVerdictGiven', call, verdict: choice, comment });
  }
  if (task.step === 'access-order-refused') {
    const { choice, comment } = input as TaskInputs['access-order-refused'];
    if (choice === 'reorder') return accept<SiteEvent>(completed, { type: 'accessOrderCorrected', attempt: (state.order?.attempt ?? 0) + 1 });
    const others = withdrawAll(state.tasks, 'site-cancelled').filter((other) => other.taskId !== taskId);
    return accept<SiteEvent>(completed, { type: 'siteCancellationRequested', reason: comment }, ...others);
  }
  return accept(completed);
}

function cancel(state: SiteState, reason: string): Decision<SiteEvent> {
  if (state.phase === 'undoing' || state.phase === 'cancelled') return accept();
  // D-23: a cancellation that meets the delivery report on its way changes nothing; the deployment hears how the site ends.
  if (!cancellableSitePhases.includes(state.phase)) return accept<SiteEvent>({ type: 'siteCancellationRefused', reason, phase: state.phase });
  return accept<SiteEvent>({ type: 'siteCancellationRequested', reason }, ...withdrawAll(state.tasks, 'site-cancelled'));
}

function opening(state: SiteState): SiteOpening {
  if (!state.opening) throw new Error('a site delivery decides before it was opened');
  return state.opening;
}

function journeyIdOf(state: SiteState): string {
  const { deploymentId, site } = opening(state);
  return siteJourneyId(deploymentId, site);
}

function wrongState(state: SiteState, states: readonly SitePhase[]): Decision<SiteEvent> {
  return reject(refuse('wrong-state', { state: state.phase, states: states.join(', ') }));
}
