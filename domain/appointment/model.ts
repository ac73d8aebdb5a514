/** The rules of an appointment (S-09): planned ahead, told anew whenever it moves, answered by the customer, confirmed some time before, over when it is. */
import { refuse } from '../errors/codes.ts';
import { isNewer, withApplied } from '../journey/applied-policy.ts';
import { evolveWork, wrongState } from '../journey/common.ts';
import { accept, reject, type Decision, type JourneyModel } from '../journey/journey.ts';
import { callEnded, callFailed, verdictGiven } from '../journey/stuck-call.ts';
import { openTask, withdrawAll } from '../journey/task.ts';
import {
  appointmentOpening, newAppointment, type AppointmentAnswer, type AppointmentCommand, type AppointmentEvent, type AppointmentInputs, type AppointmentPlan, type AppointmentState, type AppointmentStep,
} from './appointment.ts';

export const appointmentModel: JourneyModel<AppointmentState, AppointmentCommand, AppointmentEvent> = { initial: newAppointment, decide, evolve };

/** Whether the confirmation is still to go out: not to who has declined. */
export function isConfirmationDue({ phase, answer, confirmAtMs }: AppointmentState): boolean {
  return phase === 'planned' && answer !== 'declined' && confirmAtMs !== null;
}

function decide(state: AppointmentState, command: AppointmentCommand, nowMs: number): Decision<AppointmentEvent> {
  const { phase, sequence } = state;
  const isPlanned = phase === 'planned';
  switch (command.type) {
    case 'open':
      if (phase !== 'new') return wrongState(phase, ['new']);
      return command.plan.startsAtMs > nowMs ? accept<AppointmentEvent>({ type: 'appointmentPlanned', opening: command.opening, plan: command.plan }) : past();
    case 'move':
      if (!isPlanned) return wrongState(phase, ['planned']);
      if (isSame(state.plan, command.plan)) return accept();
      if (command.plan.startsAtMs <= nowMs) return past();
      return accept<AppointmentEvent>(...withdrawn(state, 'moved'), { type: 'appointmentMoved', plan: command.plan, sequence: sequence + 1 });
    case 'cancel':
      if (phase === 'cancelled') return accept();
      return isPlanned ? accept<AppointmentEvent>(...cancelled(state, command.reason)) : wrongState(phase, ['planned']);
    case 'answer':
      if (!isPlanned || command.sequence !== sequence) return wrongState(isPlanned ? 'moved' : phase, ['planned']);
      return command.answer === state.answer ? accept() : accept<AppointmentEvent>(...answered(state, command.answer));
    case 'told':
      // Of a plan that has moved meanwhile too: what went out went out.
      return command.sequence > (state.toldSequence ?? -1) ? accept<AppointmentEvent>({ type: 'appointmentTold', sequence: command.sequence, how: command.how }) : accept();
    case 'confirmed':
      return command.sequence === sequence && isConfirmationDue(state) ? accept<AppointmentEvent>({ type: 'appointmentConfirmed', sequence, how: command.how }) : accept();
    case 'passed':
      return isPlanned && state.plan.endsAtMs <= nowMs ? accept<AppointmentEvent>(...withdrawn(state, 'passed'), { type: 'appointmentPassed' }) : accept();
    case 'end':
      return (phase === 'held' || phase === 'cancelled') && state.endedAtMs === null ? accept<AppointmentEvent>({ type: 'appointmentEnded' }) : accept();
    case 'applyPolicy':
      return state.endedAtMs === null && isNewer(appointmentOpening(state).policy, command.applied) ? accept<AppointmentEvent>({ type: 'policyApplied', applied: command.applied }) : accept();
    case 'completeTask':
      return completed(state, command);
    case 'callFailed':
      return accept<AppointmentEvent>(...callFailed(state, appointmentOpening(state).id, command));
    case 'callEnded':
      return accept<AppointmentEvent>(...callEnded(state, command.call, command.how));
  }
}

/** Who declines is somebody to talk to: his seller is asked what becomes of it. */
function answered(state: AppointmentState, answer: AppointmentAnswer): AppointmentEvent[] {
  const { tasks, sequence, plan } = state;
  const { id, seller, opportunityId } = appointmentOpening(state);
  const news: AppointmentEvent[] = [...withdrawn(state, answer), { type: 'appointmentAnswered', answer, sequence }];
  if (answer === 'accepted') return news;
  return [...news, openTask<AppointmentStep>(tasks, id, { step: 'appointment-declined', owner: seller.profile, dueAtMs: plan.startsAtMs, context: { person: seller.person, opportunity: opportunityId } })];
}

function cancelled(state: AppointmentState, reason: string): AppointmentEvent[] {
  return [...withdrawn(state, 'cancelled'), { type: 'appointmentCancelled', reason, sequence: state.sequence + 1 }];
}

/** A call that is stuck is somebody's still, until it ends by itself. */
function withdrawn({ tasks }: AppointmentState, reason: string): AppointmentEvent[] {
  return withdrawAll(tasks, reason, ({ step }) => step !== 'stuck-call');
}

function completed(state: AppointmentState, { taskId, input, isUnconfirmed }: Extract<AppointmentCommand, { type: 'completeTask' }>): Decision<AppointmentEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const done: AppointmentEvent = { type: 'taskCompleted', taskId, step: task.step, input };
  if (task.step === 'stuck-call') return accept<AppointmentEvent>(done, ...verdictGiven(state, taskId, input as AppointmentInputs['stuck-call']));
  const { choice, comment } = input as AppointmentInputs['appointment-declined'];
  if (choice === 'keep') return isUnconfirmed ? accept<AppointmentEvent>(done) : accept<AppointmentEvent>(done, { type: 'appointmentKept' });
  return accept<AppointmentEvent>(done, ...cancelled(evolve(state, done, 0), comment));
}

function evolve(state: AppointmentState, event: AppointmentEvent, atMs: number): AppointmentState {
  switch (event.type) {
    case 'appointmentPlanned':
      return { ...state, phase: 'planned', opening: event.opening, plan: event.plan, decidedAtMs: atMs, openedAtMs: atMs, confirmAtMs: confirmAt(event.plan, event.opening.policy.confirmBeforeMs, atMs) };
    case 'appointmentMoved':
      return { ...state, plan: event.plan, sequence: event.sequence, decidedAtMs: atMs, answer: null, confirmAtMs: confirmAt(event.plan, appointmentOpening(state).policy.confirmBeforeMs, atMs) };
    case 'appointmentCancelled':
      return { ...state, phase: 'cancelled', sequence: event.sequence, decidedAtMs: atMs };
    case 'appointmentAnswered':
      return { ...state, answer: event.answer };
    case 'appointmentKept':
      return { ...state, answer: null };
    case 'appointmentTold':
      return { ...state, toldSequence: event.sequence };
    case 'appointmentConfirmed':
      return { ...state, confirmAtMs: null };
    case 'appointmentPassed':
      return { ...state, phase: 'held' };
    case 'appointmentEnded':
      return { ...state, endedAtMs: atMs };
    case 'policyApplied': {
      const opening = appointmentOpening(state);
      const policy = withApplied(opening.policy, event.applied);
      return { ...state, opening: { ...opening, policy }, confirmAtMs: state.confirmAtMs === null ? null : state.plan.startsAtMs - policy.confirmBeforeMs };
    }
    default:
      return evolveWork(state, event, atMs);
  }
}

/** So long before, whatever the clocks are turned by meanwhile; what is nearer already is confirmed by its invitation. */
function confirmAt({ startsAtMs }: AppointmentPlan, beforeMs: number, nowMs: number): number | null {
  return startsAtMs - beforeMs > nowMs ? startsAtMs - beforeMs : null;
}

function isSame(one: AppointmentPlan, other: AppointmentPlan): boolean {
  return one.startsAtMs === other.startsAtMs && one.endsAtMs === other.endsAtMs && one.details === other.details;
}

function past<E>(): Decision<E> {
  return reject(refuse('S-09.in-the-past'));
}
