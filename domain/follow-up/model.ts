/** The rules of a follow-up (S-09): it waits for its day, then it is in the basket of its seller until he has done it or put it off. */
import { refuse } from '../errors/codes.ts';
import { wrongState } from '../journey/common.ts';
import { accept, reject, type Decision, type JourneyModel } from '../journey/journey.ts';
import { evolveTasks, openTask, withdrawAll } from '../journey/task.ts';
import type { FollowUpCommand, FollowUpEvent, FollowUpInputs, FollowUpPhase, FollowUpState } from './follow-up.ts';

const open: readonly FollowUpPhase[] = ['waiting', 'due'];

export const newFollowUp: FollowUpState = { phase: 'new', opening: null, doer: null, dueAtMs: 0, tasks: { open: {}, occurrences: {} }, stuck: {}, openedAtMs: 0, endedAtMs: null };

export const followUpModel: JourneyModel<FollowUpState, FollowUpCommand, FollowUpEvent> = { initial: newFollowUp, decide, evolve };

function decide(state: FollowUpState, command: FollowUpCommand, nowMs: number): Decision<FollowUpEvent> {
  const { phase } = state;
  if (command.type === 'open') {
    if (phase !== 'new') return wrongState(phase, ['new']);
    const { opening, doer, dueAtMs } = command;
    return dueAtMs > nowMs ? accept<FollowUpEvent>({ type: 'followUpOpened', opening, doer, dueAtMs }) : past();
  }
  if (command.type === 'due') return phase === 'waiting' && state.dueAtMs <= nowMs ? become(state, [{ type: 'followUpDue' }], nowMs) : accept();
  if (!open.includes(phase)) return wrongState(phase, open);
  switch (command.type) {
    case 'move':
      if (command.dueAtMs === state.dueAtMs) return accept();
      return command.dueAtMs > nowMs ? become(state, [...withdrawAll(state.tasks, 'moved'), { type: 'followUpMoved', dueAtMs: command.dueAtMs }], nowMs) : past();
    case 'give': {
      if (command.doer.person === state.doer?.person) return accept();
      // Its task goes with it: the other finds one of his own.
      return become(state, [...withdrawAll(state.tasks, 'given'), { type: 'followUpGiven', doer: command.doer }], nowMs);
    }
    case 'cancel':
      return accept<FollowUpEvent>(...withdrawAll(state.tasks, 'cancelled'), { type: 'followUpEnded', outcome: 'cancelled', reason: command.reason });
    case 'completeTask':
      return completed(state, command.taskId, command.input, nowMs);
  }
}

function completed(state: FollowUpState, taskId: string, input: FollowUpInputs['follow-up'], nowMs: number): Decision<FollowUpEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const done: FollowUpEvent = { type: 'taskCompleted', taskId, step: task.step, input };
  if (input.choice === 'done') return accept<FollowUpEvent>(done, { type: 'followUpEnded', outcome: 'done', reason: null });
  const dueAtMs = Date.parse(input.remindAt);
  return dueAtMs > nowMs ? accept<FollowUpEvent>(done, { type: 'followUpMoved', dueAtMs }) : past();
}

/** What happened, and the task that a due one asks of its seller. */
function become(state: FollowUpState, happened: readonly FollowUpEvent[], nowMs: number): Decision<FollowUpEvent> {
  const { phase, opening, doer, dueAtMs, tasks } = happened.reduce((one, event) => evolve(one, event, nowMs), state);
  if (phase !== 'due' || !opening || !doer || Object.keys(tasks.open).length > 0) return accept(...happened);
  const { id, what, opportunityId } = opening;
  return accept<FollowUpEvent>(...happened, openTask<'follow-up'>(tasks, id, { step: 'follow-up', owner: doer.profile, dueAtMs, context: { person: doer.person, what, opportunity: opportunityId } }));
}

function evolve(state: FollowUpState, event: FollowUpEvent, atMs: number): FollowUpState {
  switch (event.type) {
    case 'followUpOpened':
      return { ...state, phase: 'waiting', opening: event.opening, doer: event.doer, dueAtMs: event.dueAtMs, openedAtMs: atMs };
    case 'followUpMoved':
      return { ...state, phase: 'waiting', dueAtMs: event.dueAtMs };
    case 'followUpGiven':
      return { ...state, doer: event.doer };
    case 'followUpDue':
      return { ...state, phase: 'due' };
    case 'followUpEnded':
      return { ...state, phase: event.outcome, endedAtMs: atMs };
    case 'taskOpened':
    case 'taskCompleted':
    case 'taskWithdrawn':
      return { ...state, tasks: evolveTasks(state.tasks, event) };
  }
}

function past<E>(): Decision<E> {
  return reject(refuse('S-09.in-the-past'));
}
