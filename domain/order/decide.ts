/** The rules of an order: which act is possible when, and what it makes happen (S-01 to S-06). */
import { withdrawalRefusal } from '../deployment/withdrawal.ts';
import { refuse, type Refusal } from '../errors/codes.ts';
import { isNewer } from '../journey/applied-policy.ts';
import { wrongState } from '../journey/common.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { callEnded, callFailed, verdictGiven } from '../journey/stuck-call.ts';
import { openTask, taskChange, withdrawAll, type Task } from '../journey/task.ts';
import { evolveOrder } from './evolve.ts';
import { openingOf, versionOf, type OrderCommand, type OrderEvent, type OrderInputs, type OrderState, type OrderVersion } from './order.ts';
import { codeToSend, codeUntilMs, invitationToSend, isBalanced, missingForProduction, nextPhase, signatureUntilMs } from './progress.ts';
import { phasesBeforeSigned, type OrderPhase } from './steps.ts';
import { orderTasks, type OrderStep, type OrderTask } from './tasks.ts';

export function decideOrder(state: OrderState, command: OrderCommand, nowMs: number): Decision<OrderEvent> {
  const { phase } = state;
  switch (command.type) {
    case 'open':
      return phase === 'new' ? moved(state, [{ type: 'orderOpened', opening: command.opening }], nowMs) : wrongState(phase, ['new']);
    case 'changeParty':
      // Once it is signed, an amendment is customer service's (S-03); what keeps it from production is put right all the same (S-05).
      if (!phasesBeforeSigned.includes(phase) && !(phase === 'signed' && command.isSameOrder === true)) return wrongState(phase, phasesBeforeSigned);
      if (isStale(state, command.read)) return stale(state);
      return command.version > state.partyVersion ? moved(state, [{ type: 'partyChanged', version: command.version }], nowMs) : accept();
    case 'documentIssued':
      return phase === 'issuing' && command.version === state.partyVersion ? moved(state, [{ type: 'orderIssued', document: command.document, version: command.version }], nowMs) : accept();
    case 'prepareSignature':
      if (phase !== 'signature') return wrongState(phase, ['signature']);
      return isStale(state, command.read) ? stale(state) : moved(state, [{ type: 'signaturePrepared', terms: command.terms }], nowMs);
    case 'invite':
      return isByCode(state) && state.signature ? moved(state, [{ type: 'signaturePrepared', terms: state.signature }], nowMs) : wrongState(phase, ['signature']);
    case 'invitationSent':
      return invitationToSend(state) === command.ordinal ? moved(state, [command], nowMs) : accept();
    case 'giveMandate':
      if (!isByCode(state)) return wrongState(phase, ['signature']);
      if (command.isAsBefore) return state.signature?.mandate === 'electronic' ? accept() : moved(state, [{ type: 'mandateGiven' }], nowMs);
      // What he gives it to was read: nobody else has said meanwhile who signs.
      if (isStale(state, command.read)) return stale(state);
      return moved(state, [{ type: 'mandateGiven', voidsCode: true, ...(command.termsId === undefined ? {} : { termsId: command.termsId }) }], nowMs);
    case 'askCode':
      return codeAsked(state, nowMs);
    case 'codeSent':
      return codeToSend(state) === command.ordinal ? moved(state, [command], nowMs) : accept();
    case 'enterCode':
      return codeEntered(state, command, nowMs);
    case 'addFile':
      return fileAdded(state, command, nowMs);
    case 'sealed':
      return phase === 'sealing' ? moved(state, [{ type: 'signatureSealed', evidence: command.evidence }], nowMs) : accept();
    case 'signatureExpired':
      return (signatureUntilMs(state) ?? Infinity) <= nowMs ? moved(state, [command], nowMs) : accept();
    case 'abandon': {
      if (state.outcome === 'abandoned' || state.outcome === 'withdrawn') return accept();
      // C-08: until it is handed over there is nothing to undo; afterwards its deployment is withdrawn from.
      const possible: readonly OrderPhase[] = command.alsoSigned ? [...phasesBeforeSigned, 'signed'] : phasesBeforeSigned;
      return possible.includes(phase) ? moved(state, [{ type: 'orderAbandoned', reason: command.reason }], nowMs) : wrongState(phase, possible);
    }
    case 'withdraw': {
      if (state.outcome === 'withdrawn') return accept();
      if (phase !== 'signed') return wrongState(phase, ['signed']);
      const refusal = withdrawalRefusal(command.declared);
      const { declaredOn, until } = command.declared;
      return refusal ? reject(refusal) : moved(state, [{ type: 'orderWithdrawn', declaredOn, until, reason: command.reason }], nowMs);
    }
    case 'withdrawalTold':
      return state.outcome === 'withdrawn' && !state.isWithdrawalTold ? accept<OrderEvent>({ type: 'withdrawalTold' }) : accept();
    case 'handOver': {
      const refusal = handOverRefusal(state);
      if (refusal) return reject(refusal);
      return phase === 'signed' ? moved(state, [{ type: 'handOverAsked' }], nowMs) : accept();
    }
    case 'handedOver':
      return phase === 'handing-over' ? moved(state, [command], nowMs) : accept();
    case 'handOverFailed':
      return phase === 'handing-over' ? moved(state, [command], nowMs) : accept();
    case 'reject': {
      const { side, by, as, comment } = command;
      return phase === 'in-production' ? moved(state, [{ type: 'orderRejected', number: state.rejects.length + 1, side, by, as, comment }], nowMs) : wrongState(phase, ['in-production']);
    }
    case 'productionEnded':
      return phase === 'in-production' ? moved(state, [command], nowMs) : accept();
    case 'applyPolicy':
      return state.endedAtMs === null && isNewer(openingOf(state).policy, command.applied) ? moved(state, [{ type: 'policyApplied', applied: command.applied }], nowMs) : accept();
    case 'completeTask':
      return completeTask(state, command.taskId, command.input, nowMs);
    case 'callFailed':
      return accept<OrderEvent>(...callFailed(state, openingOf(state).id, command));
    case 'callEnded':
      return accept<OrderEvent>(...callEnded(state, command.call, command.how));
  }
}

function isStale(state: OrderState, read: OrderVersion | undefined): boolean {
  return read !== undefined && read !== versionOf(state);
}

function stale(state: OrderState): Decision<OrderEvent> {
  return reject(refuse('stale-version', { version: versionOf(state) }));
}

/** It waits for the customer, who signs by a code. */
function isByCode({ phase, signature }: OrderState): boolean {
  return phase === 'signature' && signature?.mode === 'electronic';
}

/** S-04: a few codes for each order, none right after another. */
function codeAsked(state: OrderState, nowMs: number): Decision<OrderEvent> {
  const { phase, code } = state;
  if (!isByCode(state)) return wrongState(phase, ['signature']);
  const { sends, resendAfterMs } = openingOf(state).policy.code;
  if ((code?.ordinal ?? 0) >= sends) return reject(refuse('S-04.no-more-codes', { sends }));
  const againAtMs = code === null ? 0 : code.askedAtMs + resendAfterMs;
  if (againAtMs > nowMs) return reject(refuse('S-04.code-just-sent', { seconds: Math.ceil((againAtMs - nowMs) / 1000) }));
  return moved(state, [{ type: 'codeAsked', ordinal: (code?.ordinal ?? 0) + 1 }], nowMs);
}

/** S-04: within its time, and its few tries; what comes after them is refused whether it is right or not. */
function codeEntered(state: OrderState, { ordinal, isRight }: { readonly ordinal: number; readonly isRight: boolean }, nowMs: number): Decision<OrderEvent> {
  const { phase, code } = state;
  if (!isByCode(state)) return wrongState(phase, ['signature']);
  const { attempts } = openingOf(state).policy.code;
  if (code === null || code.ordinal !== ordinal || (codeUntilMs(state) ?? 0) <= nowMs) return reject(refuse('S-04.code-expired'));
  if (code.attempts >= attempts) return reject(refuse('S-04.too-many-attempts', { attempts }));
  return moved(state, [isRight ? { type: 'orderSigned', how: 'code', ordinal } : { type: 'codeRefused', ordinal }], nowMs);
}

/** S-04: the scan of the signed order signs it, if it carries the order's number; everything else may come until it is handed over. */
function fileAdded(state: OrderState, { file, orderNumber, isAsBefore }: Extract<OrderCommand, { type: 'addFile' }>, nowMs: number): Decision<OrderEvent> {
  const { phase, files } = state;
  if (files.some(({ id }) => id === file.id)) return accept();
  const signs = file.kind === 'purchase-order';
  const possible: readonly OrderPhase[] = signs ? ['signature'] : ['discount-approval', 'issuing', 'signature', 'sealing', 'signed'];
  if (!possible.includes(phase)) return wrongState(phase, possible);
  if (!signs) return moved(state, [{ type: 'fileAdded', file }], nowMs, isAsBefore !== true);
  if (state.signature?.mode !== 'paper') return reject(refuse('S-04.not-on-paper'));
  if (orderNumber !== openingOf(state).id) return reject(refuse('S-04.other-order-number', { orderNumber: orderNumber ?? '–', id: openingOf(state).id }, '/orderNumber'));
  return moved(state, [{ type: 'fileAdded', file }, { type: 'orderSigned', how: 'paper', ordinal: null }], nowMs);
}

/** S-05: nothing unsigned, incomplete or unbalanced goes to production. Said again after it went, it changes nothing. */
function handOverRefusal(state: OrderState): Refusal | null {
  const { phase } = state;
  if (phase === 'handing-over' || phase === 'in-production') return null;
  if (phase !== 'signed') return refuse('wrong-state', { state: phase, states: 'signed' });
  const missing = missingForProduction(state);
  if (missing.length > 0) return refuse('S-05.incomplete', { documents: missing.join(', ') });
  return isBalanced(state) ? null : refuse('S-05.unbalanced');
}

/** The step follows from the facts: what happened, then the step that is under way by it, and what is asked of people there. */
function moved(state: OrderState, happened: readonly OrderEvent[], nowMs: number, changesTasks = true): Decision<OrderEvent> {
  const news: OrderEvent[] = [...happened];
  let now = news.reduce((one, event) => evolveOrder(one, event, nowMs), state);
  const add = (event: OrderEvent): void => {
    news.push(event);
    now = evolveOrder(now, event, nowMs);
  };
  const phase = nextPhase(now);
  if (phase !== now.phase) {
    // A call that is stuck is somebody's still, until it ends by itself; a reject outlives no order.
    for (const event of withdrawAll(now.tasks, phase, ({ step }) => step !== 'stuck-call')) add(event);
    add({ type: 'phaseEntered', phase });
  }
  for (const asked of askedNow(now, nowMs)) {
    const open = Object.values(now.tasks.open).find(({ step, context }) => step === asked.step && context['reject'] === asked.context['reject']);
    // What is still missing changes with each file (S-05); by when it is to be done does not.
    if (open && changesTasks) for (const event of taskChange(open, { ...asked, dueAtMs: open.dueAtMs })) add(event);
    if (!open) add(openTask<OrderStep>(now.tasks, openingOf(now).id, asked));
  }
  if (phase === 'ended' && now.endedAtMs === null) add({ type: 'orderEnded', outcome: now.outcome ?? 'produced' });
  return accept<OrderEvent>(...news);
}

/** What people are asked in the step under way: whose it is, by when, and what they need to know. */
function askedNow(state: OrderState, nowMs: number): Omit<Task<OrderTask>, 'id'>[] {
  const { phase, rejects } = state;
  const { emitter, emitterAs = 'sales-engineer', ttcCents, discount, policy } = openingOf(state);
  const ask = (step: OrderTask, context: Task['context'], owner: Task['owner'] = orderTasks[step].owner) => ({ step, owner, dueAtMs: nowMs + policy.answerWithinMs, context });
  if (phase === 'discount-approval') return [ask('discount-approval', { emitter, ttcCents, discountBasisPoints: discount?.basisPoints ?? 0, limitBasisPoints: discount?.limitBasisPoints ?? 0 })];
  if (phase === 'signed') return [ask('order-hand-over', { person: emitter, ttcCents, missing: missingForProduction(state).join(', '), failure: state.handOverFailure }, emitterAs)];
  if (phase !== 'in-production') return [];
  return rejects.flatMap(({ number, side, by, as, status }) => (status === 'to-answer' ? [ask('order-reject', { person: emitter, reject: number, side, by }, emitterAs)]
    : status === 'to-review' ? [ask('order-reject-review', { person: by, reject: number, side, emitter }, as)] : []));
}

function completeTask(state: OrderState, taskId: string, input: OrderInputs[OrderStep], nowMs: number): Decision<OrderEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const completed: OrderEvent = { type: 'taskCompleted', taskId, step: task.step, input };
  const number = Number(task.context['reject'] ?? 0);
  switch (task.step) {
    case 'stuck-call':
      return accept<OrderEvent>(completed, ...verdictGiven(state, taskId, input as OrderInputs['stuck-call']));
    case 'discount-approval':
      return moved(state, [completed, { type: 'discountDecided', approved: (input as OrderInputs['discount-approval']).approved }], nowMs);
    case 'order-hand-over': {
      const refusal = handOverRefusal(state);
      return refusal ? reject(refusal) : moved(state, [completed, { type: 'handOverAsked' }], nowMs);
    }
    case 'order-reject':
      return moved(state, [completed, { type: 'rejectAnswered', number }], nowMs);
    case 'order-reject-review':
      return moved(state, [completed, { type: 'rejectReviewed', number, settled: (input as OrderInputs['order-reject-review']).settled }], nowMs);
  }
}
