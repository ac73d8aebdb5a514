/** The rules of a complaint: which act is possible when, and what it makes happen (S-08). */
import { after } from '../clock/delay.ts';
import { lastDayOf } from '../clock/frozenDays.ts';
import { refuse } from '../errors/codes.ts';
import { isNewer, type Applied } from '../journey/applied-policy.ts';
import { wrongState } from '../journey/common.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { callEnded, callFailed, verdictGiven } from '../journey/stuck-call.ts';
import { openTask, taskChange, withdrawAll, type Task } from '../journey/task.ts';
import type { Profile } from '../people/profiles.ts';
import { openingOf, type ComplaintCommand, type ComplaintEvent, type ComplaintInputs, type ComplaintOutcome, type ComplaintPolicy, type ComplaintState } from './complaint.ts';
import { evolveComplaint } from './evolve.ts';
import { agreementUntilMs, answerDueAtMs, answerToSend, gestureCents, nextPhase, nextThreshold } from './progress.ts';
import { complaintTasks, type ComplaintStep, type ComplaintTask } from './tasks.ts';

type Decided = Decision<ComplaintEvent>;

export function decideComplaint(state: ComplaintState, command: ComplaintCommand, nowMs: number): Decided {
  const { phase } = state;
  switch (command.type) {
    case 'open':
      return phase === 'new' ? moved(state, [{ type: 'complaintOpened', opening: command.opening }], nowMs) : wrongState(phase, ['new']);
    case 'acknowledged':
      return state.acknowledgedAtMs === null ? moved(state, [{ type: 'complaintAcknowledged' }], nowMs) : accept();
    case 'dueSoon':
    case 'late':
    case 'lapse':
      return timePassed(state, command.type, nowMs);
    case 'answerSent':
      return answerToSend(state)?.number === command.number ? moved(state, [command], nowMs) : accept();
    case 'grant':
      return granted(state, command, nowMs);
    case 'withdraw':
      if (state.outcome === 'withdrawn') return accept();
      return state.outcome === null && state.opening ? settled(state, [], 'withdrawn', command.reason, nowMs) : wrongState(phase, ['open', 'answered']);
    case 'applyPolicy':
      return state.endedAtMs === null && isNews(openingOf(state).policy, command.applied) ? moved(state, [{ type: 'policyApplied', applied: command.applied }], nowMs) : accept();
    case 'completeTask':
      return completeTask(state, command, nowMs);
    case 'callFailed':
      return accept<ComplaintEvent>(...callFailed(state, openingOf(state).id, command));
    case 'callEnded':
      return accept<ComplaintEvent>(...callEnded(state, command.call, command.how));
  }
}

/** A later version; or the same with its days frozen further. */
function isNews(policy: ComplaintPolicy, applied: Applied<ComplaintPolicy>): boolean {
  if (applied.version !== policy.versions[applied.policy]) return isNewer(policy, applied);
  return applied.frozen.days !== undefined && lastDayOf(applied.frozen.days) > lastDayOf(policy.days);
}

/** Each once, and none before its time: a timer that is heard of late, or twice, does nothing. */
function timePassed(state: ComplaintState, type: 'dueSoon' | 'late' | 'lapse', nowMs: number): Decided {
  const next = nextThreshold(state);
  if (next?.type !== type || next.atMs > nowMs) return accept();
  if (type === 'lapse') return settled(state, [], 'lapsed', null, nowMs);
  if (type === 'dueSoon') return moved(state, [{ type: 'complaintDueSoon' }], nowMs);
  // Whoever has it has not answered: somebody above him hears of it.
  const task = openTask<ComplaintStep>(state.tasks, openingOf(state).id, { step: 'complaint-late', owner: complaintTasks['complaint-late'].owner, dueAtMs: nowMs, context: contextOf(state) });
  return moved(state, [{ type: 'complaintLate' }, task], nowMs);
}

/** All gestures of a complaint together stay within the limit of who gives the last one: two small ones are no way around it. */
function granted(state: ComplaintState, { cents, reason, by, profiles }: Extract<ComplaintCommand, { type: 'grant' }>, nowMs: number): Decided {
  if (state.outcome !== null || !state.opening) return wrongState(state.phase, ['open', 'answered']);
  const { id, policy: { gestureLimitCents, creditWithin }, policy } = openingOf(state);
  const limitOf = (profile: Profile): number => (Object.hasOwn(gestureLimitCents, profile) ? gestureLimitCents[profile] ?? 0 : 0);
  const [as] = profiles.toSorted((one, other) => limitOf(other) - limitOf(one));
  const [limitCents, totalCents] = [as === undefined ? 0 : limitOf(as), gestureCents(state) + cents];
  if (as === undefined || totalCents > limitCents) return reject(refuse('S-08.gesture-limit', { totalCents, limitCents }, '/cents'));
  const number = state.gestures.length + 1;
  const task = openTask<ComplaintStep>(state.tasks, id, {
    step: 'gesture-credit', owner: complaintTasks['gesture-credit'].owner, dueAtMs: after(policy, nowMs, creditWithin), context: { gesture: number, creditCents: cents, reason, by, orderNumber: openingOf(state).orderNumber },
  });
  return moved(state, [{ type: 'gestureGranted', number, cents, reason, by, as }, task], nowMs);
}

function settled(state: ComplaintState, before: readonly ComplaintEvent[], outcome: ComplaintOutcome, reason: string | null, nowMs: number): Decided {
  return moved(state, [...before, { type: 'complaintSettled', outcome, reason }], nowMs);
}

/** The step follows from the facts: what happened, then the step that is under way by it, and what is asked of people there. */
function moved(state: ComplaintState, happened: readonly ComplaintEvent[], nowMs: number): Decided {
  const news: ComplaintEvent[] = [...happened];
  let now = news.reduce((one, event) => evolveComplaint(one, event, nowMs), state);
  const add = (event: ComplaintEvent): void => {
    news.push(event);
    now = evolveComplaint(now, event, nowMs);
  };
  const phase = nextPhase(now);
  if (phase !== now.phase) {
    // A call that is stuck is somebody's still, until it ends by itself; and a gesture is credited in whatever step.
    for (const event of withdrawAll(now.tasks, phase, ({ step }) => step !== 'stuck-call' && step !== 'gesture-credit')) add(event);
    add({ type: 'phaseEntered', phase });
  }
  const asked = askedNow(now);
  const open = asked && Object.values(now.tasks.open).find(({ step }) => step === asked.step);
  if (asked && open) for (const event of taskChange(open, asked)) add(event);
  else if (asked) add(openTask<ComplaintStep>(now.tasks, openingOf(now).id, asked));
  if (phase === 'ended' && now.endedAtMs === null) add({ type: 'complaintEnded', outcome: now.outcome ?? 'settled' });
  return accept<ComplaintEvent>(...news);
}

function askedNow(state: ComplaintState): Omit<Task<ComplaintTask>, 'id'> | null {
  const ask = (step: ComplaintTask, dueAtMs: number | null) => ({ step, owner: complaintTasks[step].owner, dueAtMs, context: contextOf(state) });
  switch (state.phase) {
    case 'open': return ask('complaint-answer', answerDueAtMs(state));
    case 'answered': return ask('complaint-agreement', agreementUntilMs(state));
    default: return null;
  }
}

function contextOf(state: ComplaintState): Task['context'] {
  const { subject, orderNumber, edition, channel } = openingOf(state);
  return { subject, orderNumber, edition, channel, answers: state.answers.length, gestureCents: gestureCents(state) };
}

function completeTask(state: ComplaintState, { taskId, input }: Extract<ComplaintCommand, { type: 'completeTask' }>, nowMs: number): Decided {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const completed: ComplaintEvent = { type: 'taskCompleted', taskId, step: task.step, input };
  switch (task.step) {
    case 'stuck-call':
      return accept<ComplaintEvent>(completed, ...verdictGiven(state, taskId, input as ComplaintInputs['stuck-call']));
    case 'complaint-answer': {
      const { verdict, textId } = input as ComplaintInputs['complaint-answer'];
      return moved(state, [completed, { type: 'complaintAnswered', number: state.answers.length + 1, verdict, textId }], nowMs);
    }
    case 'complaint-late':
      return moved(state, [completed], nowMs);
    case 'complaint-agreement': {
      const said = input as ComplaintInputs['complaint-agreement'];
      return said.outcome === 'content' ? settled(state, [completed], 'settled', null, nowMs) : moved(state, [completed, { type: 'answerContested', comment: said.comment }], nowMs);
    }
    case 'gesture-credit':
      return moved(state, [completed, { type: 'gestureCredited', number: Number(task.context['gesture']), creditReference: (input as ComplaintInputs['gesture-credit']).creditReference }], nowMs);
  }
}
