/** The rules of a termination: which act is possible when, and what it makes happen (R-01 to R-07, C-08). */
import { after, type FrozenDelay } from '../clock/delay.ts';
import { lastDayOf } from '../clock/frozenDays.ts';
import { refuse } from '../errors/codes.ts';
import { isNewer, type Applied } from '../journey/applied-policy.ts';
import { wrongState } from '../journey/common.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { callEnded, callFailed, verdictGiven } from '../journey/stuck-call.ts';
import { openTask, taskChange, withdrawAll, type Task } from '../journey/task.ts';
import { evolveTermination } from './evolve.ts';
import { earlyTerminationFee, workingOf } from './fee.ts';
import { addDays, effectiveAtMs, endOfDate, isDeproduced, leftByHand, missedEarly, nextPhase, partsToEnd, winBackUntilMs } from './progress.ts';
import { phasesAfterLetters, phasesBeforeReturn, terminationSteps } from './steps.ts';
import { terminationTasks, type TerminationStep, type TerminationTask } from './tasks.ts';
import { openingOf, type TerminationCommand, type TerminationEvent, type TerminationInputs, type TerminationPolicy, type TerminationState } from './termination.ts';

export function decideTermination(state: TerminationState, command: TerminationCommand, nowMs: number): Decision<TerminationEvent> {
  const { phase } = state;
  switch (command.type) {
    case 'open':
      return phase === 'new' ? moved(state, [{ type: 'terminationOpened', opening: command.opening }], nowMs) : wrongState(phase, ['new']);
    case 'ticketOpened':
      return state.ticket === null && state.endedAtMs === null ? moved(state, [command], nowMs) : accept();
    case 'ticketTold':
      if (command.upTo <= state.newsTold) return accept();
      return state.tellsRest ? moved(state, [command], nowMs) : accept<TerminationEvent>(command);
    case 'ticketClosed':
      return state.isTicketClosed || state.endedAtMs !== null ? accept() : moved(state, [command], nowMs);
    case 'confirmationSent':
      // A letter that went out while the request was withdrawn is the customer's all the same, and is kept.
      return !state.isConfirmed && state.endedAtMs === null && (phase === 'registration' || command.document) ? moved(state, [command, ...toPost(state, command, nowMs)], nowMs) : accept();
    case 'winBackLapsed':
      return (winBackUntilMs(state) ?? Infinity) <= nowMs ? moved(state, [{ type: 'winBackEnded', how: 'lapsed' }], nowMs) : accept();
    case 'release':
      return released(state, command.effectiveOn, nowMs);
    case 'withdraw':
      if (state.outcome === 'withdrawn') return accept();
      // until the final invoice is made.
      return terminationSteps[phase].mayWithdraw ? moved(state, [{ type: 'terminationWithdrawn', reason: command.reason }], nowMs) : wrongState(phase, phasesBeforeReturn);
    case 'billingStopped':
      return phase === 'scheduled' && !state.stops.includes(command.rds) ? moved(state, [command], nowMs) : accept();
    case 'stopUndone':
      return phase === 'undoing' && !state.undone.includes(command.rds) ? moved(state, [command], nowMs) : accept();
    case 'effectiveDateReached':
      return phase === 'scheduled' && (effectiveAtMs(state) ?? Infinity) <= nowMs ? moved(state, [command], nowMs) : accept();
    case 'finalInvoiceIssued':
      return phase === 'final-invoice' ? moved(state, [command], nowMs) : accept();
    case 'partEnded':
      return phase === 'deproduction' && partsToEnd(state).some(({ service, part }) => service.rds === command.rds && part === command.part) ? moved(state, [command], nowMs) : accept();
    case 'labelsSent': {
      const { document, sentOn, isByPost } = command;
      const deadlineOn = addDays(sentOn, openingOf(state).policy.equipmentReturn.withinDays);
      return phase === 'equipment-return' && state.labels === null ? moved(state, [{ type: 'labelsSent', document, deadlineOn, ...(isByPost ? { isByPost } : {}) }, ...toPost(state, command, nowMs)], nowMs) : accept();
    }
    case 'returnReminded':
      return phase === 'equipment-return' && command.ordinal === state.reminders + 1 ? accept<TerminationEvent>(command) : accept();
    case 'equipmentInvoiceIssued':
      return phase === 'equipment-invoice' ? moved(state, [command], nowMs) : accept();
    case 'applyPolicy':
      return state.endedAtMs === null && isNews(openingOf(state).policy, command.applied) ? moved(state, [{ type: 'policyApplied', applied: command.applied }], nowMs) : accept();
    case 'completeTask':
      return completeTask(state, command, nowMs);
    case 'callFailed':
      return accept<TerminationEvent>(...callFailed(state, openingOf(state).id, command));
    case 'callEnded':
      return accept<TerminationEvent>(...callEnded(state, command.call, command.how));
  }
}

/** what could not be mailed is printed and posted by a person; the journey goes on meanwhile. */
function toPost(state: TerminationState, { type, document, isByPost }: Extract<TerminationCommand, { type: 'confirmationSent' | 'labelsSent' }>, nowMs: number): TerminationEvent[] {
  if (!isByPost || !document || state.outcome === 'kept' || state.outcome === 'withdrawn') return [];
  const { id, policy } = openingOf(state);
  return [openTask<TerminationStep>(state.tasks, id, { step: 'letter-by-post', owner: terminationTasks['letter-by-post'].owner, dueAtMs: after(policy, nowMs, policy.tasksWithin.byHand), context: { letter: type === 'labelsSent' ? 'return-labels' : 'termination-confirmation', documentId: document.id } })];
}

/** A later version; or the same with its days frozen further. */
function isNews(policy: TerminationPolicy, applied: Applied<TerminationPolicy>): boolean {
  if (applied.version !== policy.versions[applied.policy]) return isNewer(policy, applied);
  return applied.frozen.days !== undefined && lastDayOf(applied.frozen.days) > lastDayOf(policy.days);
}

/** C-08: the old service goes once the new one is there; said again, it changes nothing. */
function released(state: TerminationState, effectiveOn: string, nowMs: number): Decision<TerminationEvent> {
  if (state.phase === 'held') return moved(state, [{ type: 'terminationReleased', effectiveOn }], nowMs);
  return state.effectiveOn === effectiveOn ? accept() : wrongState(state.phase, ['held']);
}

/** The step follows from the facts: what happened, then the step that is under way by it, and what is asked of people there. */
function moved(state: TerminationState, happened: readonly TerminationEvent[], nowMs: number): Decision<TerminationEvent> {
  const news: TerminationEvent[] = [...happened];
  let now = news.reduce((one, event) => evolveTermination(one, event, nowMs), state);
  const add = (event: TerminationEvent): void => {
    news.push(event);
    now = evolveTermination(now, event, nowMs);
  };
  // what was asked of people is done too.
  if (now.phase === 'deproduction' && now.outcome === null && isDeproduced(now)) {
    add({ type: 'servicesEnded', endedOn: now.effectiveOn ?? '', services: openingOf(now).services.map(({ rds }) => rds) });
  }
  const phase = nextPhase(now);
  if (phase !== now.phase) {
    // A call that is stuck is somebody's still, until it ends by itself.
    // So is a letter that is to be posted, as long as it is of use.
    for (const event of withdrawAll(now.tasks, phase, ({ step }) => step !== 'stuck-call' && (step !== 'letter-by-post' || phasesAfterLetters.includes(phase)))) add(event);
    add({ type: 'phaseEntered', phase });
  }
  // anew where a policy that is applied meanwhile gives another notice.
  const fee = phase === 'fee' ? feeOf(now) : null;
  if (fee && fee.noticeEndsOn !== now.fee?.noticeEndsOn) add({ type: 'feeComputed', fee });
  const asked = askedNow(now);
  const open = asked && Object.values(now.tasks.open).find(({ step }) => step === asked.step);
  if (asked && open) for (const event of taskChange(open, asked)) add(event);
  else if (asked) add(openTask<TerminationStep>(now.tasks, openingOf(now).id, asked));
  if (phase === 'ended' && now.endedAtMs === null) add({ type: 'terminationEnded', outcome: now.outcome ?? 'terminated' });
  return accept<TerminationEvent>(...news);
}

function feeOf(state: TerminationState): ReturnType<typeof earlyTerminationFee> {
  const { receivedOn, wishedOn, services, policy: { noticeMonths } } = openingOf(state);
  return earlyTerminationFee({ receivedOn, noticeMonths, wishedOn, services, exemption: null });
}

/** What a person is asked in the step under way: whose it is, by when, and what he needs to know. */
function askedNow(state: TerminationState): Omit<Task<TerminationTask>, 'id'> | null {
  const { phase, phaseSinceMs, fee, feeCents, labels } = state;
  const { services, equipment, claimedExemption, policy, receivedOn } = openingOf(state);
  const ask = (step: TerminationTask, dueAtMs: number, context: Task['context']) => ({ step, owner: terminationTasks[step].owner, dueAtMs, context });
  const within = (delay: FrozenDelay): number => after(policy, phaseSinceMs, delay);
  const list = services.map(({ rds }) => rds).join(', ');
  switch (phase) {
    case 'win-back':
      return ask('win-back', winBackUntilMs(state) ?? phaseSinceMs, { services: list, monthlyCents: services.reduce((sum, { monthlyCents }) => sum + (monthlyCents ?? 0), 0) });
    case 'fee':
      return ask('termination-fee', within(policy.tasksWithin.fee), {
        services: list, receivedOn, noticeMonths: policy.noticeMonths, noticeEndsOn: fee?.noticeEndsOn ?? null, endsOn: fee?.endsOn ?? null, working: fee && workingOf(fee), totalCents: fee?.totalCents ?? null,
        claimedExemption, exemptions: policy.exemptions.join(', '), choices: fee?.totalCents == null ? 'exempt, amend' : 'confirm, exempt, amend',
      });
    case 'entry':
      return ask('termination-entry', within(policy.tasksWithin.entry), { services: list, proposedOn: fee?.endsOn ?? null, feeCents });
    case 'deproduction':
      if (partsToEnd(state).length > 0) return null;
      return ask('deproduction-by-hand', within(policy.tasksWithin.byHand), { left: leftByHand(state).map(({ rds, part, outcome }) => `${rds} ${part} (${outcome})`).join(', ') });
    case 'equipment-return':
      return labels && ask('equipment-return', endOfDate(policy.days, labels.deadlineOn), { deadlineOn: labels.deadlineOn, serialNumbers: equipment.map(({ serialNumber }) => serialNumber).join(', ') });
    default:
      return null;
  }
}

function completeTask(state: TerminationState, { taskId, input, missesEarly }: Extract<TerminationCommand, { type: 'completeTask' }>, nowMs: number): Decision<TerminationEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const completed: TerminationEvent = { type: 'taskCompleted', taskId, step: task.step, input };
  switch (task.step) {
    case 'stuck-call':
      return accept<TerminationEvent>(completed, ...verdictGiven(state, taskId, input as TerminationInputs['stuck-call']));
    case 'win-back':
      return moved(state, [completed, { type: 'winBackEnded', how: (input as TerminationInputs['win-back']).outcome }], nowMs);
    case 'termination-fee':
      return feeDecided(state, completed, input as TerminationInputs['termination-fee'], nowMs);
    case 'termination-entry': {
      const { effectiveOn } = input as TerminationInputs['termination-entry'];
      const { receivedOn } = openingOf(state);
      if (effectiveOn < receivedOn) return reject(refuse('R-04.before-receipt', { effectiveOn, receivedOn }, '/effectiveOn'));
      return moved(state, [completed, { type: 'terminationEntered', effectiveOn }], nowMs);
    }
    case 'letter-by-post':
      return accept<TerminationEvent>(completed);
    case 'deproduction-by-hand':
      return moved(state, [completed, { type: 'deproductionDoneByHand' }], nowMs);
    case 'equipment-return': {
      const { equipment } = input as TerminationInputs['equipment-return'];
      const expected = openingOf(state).equipment.map(({ serialNumber }) => serialNumber).toSorted();
      const named = equipment.map(({ serialNumber }) => serialNumber).toSorted();
      // each once, so that none is forgotten, and none invoiced that he never had.
      if (expected.join() !== named.join()) return reject(refuse('R-06.other-equipment', { expected: expected.join(', ') }, '/equipment'));
      const early = missesEarly === true ? [] : missedEarly(state, equipment, nowMs);
      if (early.length > 0) return reject(refuse('R-06.before-deadline', { serialNumbers: early.join(', '), deadlineOn: state.labels?.deadlineOn ?? '' }, '/equipment'));
      return moved(state, [completed, { type: 'equipmentChecked', equipment }], nowMs);
    }
  }
}

/** as computed, none for a reason of the policy, or as billing knows it better. */
function feeDecided(state: TerminationState, completed: TerminationEvent, input: TerminationInputs['termination-fee'], nowMs: number): Decision<TerminationEvent> {
  const { policy: { exemptions } } = openingOf(state);
  if (input.choice === 'exempt' && !exemptions.includes(input.exemption)) return reject(refuse('R-03.unknown-exemption', { exemption: input.exemption, exemptions: exemptions.join(', ') }, '/exemption'));
  const computed = state.fee?.totalCents ?? null;
  if (input.choice === 'confirm' && computed === null) return reject(refuse('R-03.fee-unknown', { services: unknownOf(state) }, '/choice'));
  const cents = input.choice === 'amend' ? input.totalCents : input.choice === 'exempt' ? 0 : computed ?? 0;
  return moved(state, [completed, { type: 'feeDecided', choice: input.choice, cents, exemption: input.choice === 'exempt' ? input.exemption : null }], nowMs);
}

function unknownOf({ fee }: TerminationState): string {
  return (fee?.lines ?? []).filter(({ cents }) => cents === null).map(({ rds }) => rds).join(', ');
}
