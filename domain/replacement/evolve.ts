/** How a replacement changes by what happened (T-20). */
import { evolveKept } from '../journey/common.ts';
import type { Concern, Fault, PartFact, PartOrderFacts, ReplacementEvent, ReplacementState } from './replacement.ts';

export function evolveReplacement(state: ReplacementState, event: ReplacementEvent, atMs: number): ReplacementState {
  switch (event.type) {
    case 'replacementOpened': {
      const { serialNumber, fault, model } = event.opening;
      return { ...state, opening: event.opening, serialNumber, fault, model, openedAtMs: atMs };
    }
    case 'phaseEntered': {
      const hasEnded = event.phase === 'done' || event.phase === 'abandoned';
      return { ...state, phase: event.phase, isAbandoned: event.phase === 'abandoned', endedAtMs: hasEnded ? atMs : null };
    }
    case 'informationGiven':
      return informed(state, event.facts);
    case 'warrantyRead':
      // Warranty Check has never heard of it: the number is wrong, and asked for again.
      if (!event.warranty.isKnown) return { ...state, serialNumber: null };
      return { ...state, warranty: event.warranty, concerns: event.concerns, model: state.model ?? event.warranty.model };
    case 'warrantyUnverified':
      return { ...state, warranty: { isKnown: false, model: null, coveredUntil: null, lastTreatedOn: null, on: '' }, concerns: ['warranty-unverified'] };
    case 'concernSettled':
      return settled(state, event.concern);
    case 'itemKnown':
      return { ...state, item: 'known', model: state.model ?? event.model };
    case 'itemUnknown':
      return { ...state, item: 'unknown' };
    case 'creationRequested':
      return { ...state, item: 'requested', creations: state.creations + 1 };
    case 'creationRefused':
      return { ...state, concerns: ['creation-refused'] };
    case 'partFound':
      return { ...state, isPartSought: true, partNumber: event.partNumber };
    case 'partOrdered':
      return { ...state, attempts: state.attempts + 1, order: { ...noFacts, key: event.orderKey, reference: event.reference, orderedOn: event.on } };
    case 'orderRefused':
      return { ...state, attempts: state.attempts + 1, concerns: ['order-refused'] };
    case 'partTold':
      return { ...state, order: state.order && { ...state.order, ...told(event.fact, state.order) } };
    case 'partReplaced':
      return { ...state, order: state.order && { ...state.order, replacedOn: event.replacedOn, returnReference: event.returnReference } };
    case 'handlingConfirmed':
      return { ...state, isConfirmed: true };
    case 'callbackIgnored':
      return state;
    default:
      return evolveKept(state, event, atMs);
  }
}

const noFacts: Omit<PartOrderFacts, 'key'> = {
  reference: null, orderedOn: null, trackingReference: null, receivedOn: null, replacedOn: null, returnReference: null, returnedOn: null,
};

/** Another serial number is another piece of hardware: what was read of the first says nothing of it. */
function informed(state: ReplacementState, { serialNumber, fault, model, partNumber }: Extract<ReplacementEvent, { type: 'informationGiven' }>['facts']): ReplacementState {
  const known: ReplacementState = {
    ...state, fault: (fault as Fault | undefined) ?? state.fault, model: model ?? state.model, partNumber: partNumber ?? state.partNumber,
  };
  if (serialNumber === undefined || serialNumber === state.serialNumber) return known;
  return { ...known, serialNumber, model: model ?? null, warranty: null, concerns: [], isBilled: false, item: 'unread', partNumber: partNumber ?? null, isPartSought: false };
}

function settled(state: ReplacementState, concern: Concern): ReplacementState {
  const rest = { ...state, concerns: state.concerns.filter((other) => other !== concern) };
  if (concern === 'out-of-warranty') return { ...rest, isBilled: true };
  // Created by hand, in spite of the refusal.
  return concern === 'creation-refused' ? { ...rest, item: 'known' } : rest;
}

/** What came in has been shipped, whoever told of it. */
function told(fact: PartFact, { receivedOn }: PartOrderFacts): Partial<PartOrderFacts> {
  switch (fact.type) {
    case 'shipped': return { trackingReference: fact.trackingReference };
    case 'received': return { receivedOn: fact.receivedOn };
    case 'returned': return { returnedOn: fact.returnedOn, receivedOn: receivedOn ?? fact.returnedOn };
  }
}
