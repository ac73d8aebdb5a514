/** The rules of a replacement: which act is possible when, and what it makes happen (T-20). */
import { refuse } from '../errors/codes.ts';
import { wrongState } from '../journey/common.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { isNewer } from '../journey/applied-policy.ts';
import { callEnded, callFailed, verdictGiven } from '../journey/stuck-call.ts';
import { openTask, withdrawAll } from '../journey/task.ts';
import { evolveReplacement } from './evolve.ts';
import { concernsOf, missingFacts, nextPhase } from './hardware.ts';
import {
  itemKeyOf, openingOf, type Concern, type ItemFact, type PartFact, type ReplacementCommand, type ReplacementEvent, type ReplacementInputs, type ReplacementState, type ReplacementStep,
} from './replacement.ts';

export function decideReplacement(state: ReplacementState, command: ReplacementCommand, nowMs: number): Decision<ReplacementEvent> {
  if (command.type === 'open') return state.phase === 'new' ? moved(state, [{ type: 'replacementOpened', opening: command.opening }], nowMs) : wrongState(state.phase, ['open']);
  switch (command.type) {
    case 'warrantyRead':
      return moved(state, [warrantyRead(state, command.warranty)], nowMs);
    case 'itemRead':
      return moved(state, itemRead(state, command), nowMs);
    case 'creationRequested':
      return moved(state, [{ type: 'creationRequested', itemKey: command.itemKey, reference: command.reference }], nowMs);
    case 'itemTold':
      return moved(state, itemTold(state, command), nowMs);
    case 'partFound':
      return moved(state, [{ type: 'partFound', partNumber: command.partNumber }], nowMs);
    case 'partOrdered':
      return moved(state, [{ type: 'partOrdered', orderKey: command.orderKey, reference: command.reference, on: command.on }], nowMs);
    case 'orderRefused':
      return moved(state, [{ type: 'orderRefused', orderKey: command.orderKey, reason: command.reason }], nowMs);
    case 'partTold':
      return moved(state, partTold(state, command), nowMs);
    case 'handlingConfirmed':
      return accept<ReplacementEvent>({ type: 'handlingConfirmed' });
    case 'applyPolicy':
      return state.endedAtMs === null && isNewer(openingOf(state).policy, command.applied) ? accept<ReplacementEvent>({ type: 'policyApplied', applied: command.applied }) : accept();
    case 'completeTask':
      return completeTask(state, command.taskId, command.input, nowMs);
    case 'callFailed':
      return accept<ReplacementEvent>(...callFailed(state, openingOf(state).id, command));
    case 'callEnded':
      return accept<ReplacementEvent>(...callEnded(state, command.call, command.how));
  }
}

/** The step follows from the facts: what happened, then the step that is under way by it, and what is asked of people there. */
function moved(state: ReplacementState, events: readonly ReplacementEvent[], nowMs: number): Decision<ReplacementEvent> {
  const after = events.reduce((now, event) => evolveReplacement(now, event, nowMs), state);
  const phase = nextPhase(after);
  const asked = askedNow(after, phase);
  const isAsked = asked !== null && Object.values(after.tasks.open).some(({ step }) => step === asked.step);
  const news: ReplacementEvent[] = [
    ...(phase === after.phase ? [] : [{ type: 'phaseEntered', phase } as const]),
    ...(asked === null || isAsked ? [] : [openTask<ReplacementStep>(after.tasks, openingOf(after).id, { ...asked, dueAtMs: null })]),
    // A call that is stuck at the end is somebody's still.
    ...(phase === 'done' || phase === 'abandoned' ? withdrawAll(after.tasks, phase, ({ step }) => step !== 'stuck-call') : []),
  ];
  return accept<ReplacementEvent>(...events, ...news);
}

/** The technician is asked for what is missing, what to think of it, and the swap itself. */
function askedNow(state: ReplacementState, phase: ReplacementState['phase']) {
  const { serialNumber, model, warranty, partNumber, order } = state;
  const ticket = openingOf(state).ticket;
  const owner = 'technician-n1' as const;
  switch (phase) {
    case 'information':
      return { step: 'replacement-information' as const, owner, context: { ticket, serialNumber, missing: missingFacts(state).join(', ') } };
    case 'confirmation':
      return {
        step: 'replacement-confirmation' as const, owner,
        context: { ticket, serialNumber, concern: state.concerns[0] ?? null, lastTreatedOn: warranty?.lastTreatedOn ?? null, coveredUntil: warranty?.coveredUntil ?? null, choices: choicesOf(state.concerns[0]).join(', ') },
      };
    case 'swap':
      return { step: 'replacement-swap' as const, owner, context: { ticket, serialNumber, model, partNumber, orderReference: order?.reference ?? null, receivedOn: order?.receivedOn ?? null } };
    default:
      return null;
  }
}

/** T-20: treated recently, another serial number may be the right one; what the inventory or the supplier refuses is no question of the number alone. */
export function choicesOf(concern: Concern | undefined): ('go-on' | 'other-serial-number' | 'abandon')[] {
  return concern === 'order-refused' ? ['go-on', 'abandon'] : ['go-on', 'other-serial-number', 'abandon'];
}

function warrantyRead(state: ReplacementState, warranty: Extract<ReplacementCommand, { type: 'warrantyRead' }>['warranty']): ReplacementEvent {
  if (warranty === null) return { type: 'warrantyUnverified' };
  return { type: 'warrantyRead', warranty, concerns: warranty.isKnown ? concernsOf(warranty, openingOf(state).policy.recentTreatmentDays) : [] };
}

function itemRead(state: ReplacementState, { state: read, model, reason }: Extract<ReplacementCommand, { type: 'itemRead' }>): ReplacementEvent[] {
  if (state.phase !== 'inventory') return [];
  if (read === 'known') return [{ type: 'itemKnown', model }];
  // Refused before we asked: it is ours to ask anew.
  if (read === 'refused' && state.item === 'requested') return [{ type: 'creationRefused', reason: reason ?? 'refused' }];
  return state.item === 'unread' ? [{ type: 'itemUnknown' }] : [];
}

function itemTold(state: ReplacementState, { itemKey, fact, heard }: Extract<ReplacementCommand, { type: 'itemTold' }>): ReplacementEvent[] {
  const ignored = (reason: string): ReplacementEvent[] => (heard === 'callback' ? [{ type: 'callbackIgnored', reason, fact }] : []);
  if (state.phase !== 'inventory' || state.item !== 'requested') return ignored('not-awaited');
  if (itemKey !== itemKeyOf(state)) return ignored('other-creation');
  return fact.type === 'created' ? [{ type: 'itemKnown', model: null }] : [{ type: 'creationRefused', reason: fact.reason }];
}

/** It may come twice, late, out of order, and of an order that a later one has replaced. */
function partTold({ order }: ReplacementState, { orderKey, fact, heard }: Extract<ReplacementCommand, { type: 'partTold' }>): ReplacementEvent[] {
  const ignored = (reason: string, of: PartFact | ItemFact = fact): ReplacementEvent[] => (heard === 'callback' ? [{ type: 'callbackIgnored', reason, fact: of }] : []);
  if (order?.key !== orderKey) return ignored('other-order');
  const known = { shipped: order.trackingReference, received: order.receivedOn, returned: order.returnedOn }[fact.type];
  return known === null ? [{ type: 'partTold', fact }] : ignored('known-already');
}

function completeTask(state: ReplacementState, taskId: string, input: ReplacementInputs[ReplacementStep], nowMs: number): Decision<ReplacementEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const completed: ReplacementEvent = { type: 'taskCompleted', taskId, step: task.step, input };
  switch (task.step) {
    case 'stuck-call':
      return accept<ReplacementEvent>(completed, ...verdictGiven(state, taskId, input as ReplacementInputs['stuck-call']));
    case 'replacement-information': {
      const { comment: _, ...facts } = input as ReplacementInputs['replacement-information'];
      const missing = missingFacts(state).filter((fact) => facts[fact] === undefined);
      if (missing.length > 0) return reject(refuse('T-20.information-missing', { facts: missing.join(', ') }, `/${missing[0]}`));
      return moved(state, [completed, { type: 'informationGiven', facts: facts as Readonly<Record<string, string>> }], nowMs);
    }
    case 'replacement-confirmation': {
      const given = input as ReplacementInputs['replacement-confirmation'];
      const concern = state.concerns[0];
      const choices = choicesOf(concern);
      if (concern === undefined || !choices.includes(given.choice)) return reject(refuse('D-09.choice-not-open', { choice: given.choice, choices: choices.join(', ') }, '/choice'));
      if (given.choice === 'abandon') return moved(state, [completed, { type: 'phaseEntered', phase: 'abandoned' }], nowMs);
      if (given.choice === 'go-on') return moved(state, [completed, { type: 'concernSettled', concern }], nowMs);
      return moved(state, [completed, { type: 'informationGiven', facts: { serialNumber: given.serialNumber } }], nowMs);
    }
    case 'replacement-swap': {
      const { replacedOn, returnReference } = input as ReplacementInputs['replacement-swap'];
      return moved(state, [completed, { type: 'partReplaced', replacedOn, returnReference }], nowMs);
    }
  }
}
