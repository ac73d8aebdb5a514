/** How a termination changes by what happened (chapter 3). */
import { evolveCommon } from '../journey/common.ts';
import type { News, TerminationEvent, TerminationState } from './termination.ts';

export function evolveTermination(before: TerminationState, event: TerminationEvent, atMs: number): TerminationState {
  const state = changed(before, event, atMs);
  const news = newsOf(event);
  // of a move or a change there is no ticket to tell.
  return news === null || state.opening?.origin !== 'customer' ? state : { ...state, news: [...state.news, news] };
}

function changed(state: TerminationState, event: TerminationEvent, atMs: number): TerminationState {
  switch (event.type) {
    case 'terminationOpened':
      return { ...state, opening: event.opening, openedAtMs: atMs };
    case 'ticketOpened':
      return { ...state, ticket: event.ticket };
    case 'ticketTold':
      return { ...state, newsTold: event.upTo };
    case 'ticketClosed':
      return { ...state, isTicketClosed: true, ...(event.tellsRest ? { tellsRest: true } : {}) };
    case 'confirmationSent':
      return { ...state, isConfirmed: true };
    case 'winBackEnded':
      return { ...state, winBack: event.how, outcome: event.how === 'kept' ? 'kept' : state.outcome };
    case 'feeComputed':
      return { ...state, fee: event.fee };
    case 'feeDecided':
      return { ...state, feeCents: event.cents, exemption: event.exemption };
    case 'terminationEntered':
    case 'terminationReleased':
      return { ...state, effectiveOn: event.effectiveOn };
    case 'terminationWithdrawn':
      return { ...state, outcome: 'withdrawn' };
    case 'billingStopped':
      return { ...state, stops: [...state.stops, event.rds] };
    case 'stopUndone':
      return { ...state, undone: [...state.undone, event.rds] };
    case 'effectiveDateReached':
      return { ...state, isEffective: true };
    case 'finalInvoiceIssued':
      return { ...state, finalInvoice: event.invoice };
    case 'partEnded':
      return { ...state, parts: [...state.parts, { rds: event.rds, part: event.part, outcome: event.outcome }] };
    case 'deproductionDoneByHand':
      return { ...state, isDoneByHand: true };
    case 'servicesEnded':
      return { ...state, outcome: 'terminated' };
    case 'labelsSent':
      return { ...state, labels: { deadlineOn: event.deadlineOn } };
    case 'returnReminded':
      return { ...state, reminders: event.ordinal };
    case 'equipmentChecked':
      return { ...state, returned: event.equipment };
    case 'equipmentInvoiceIssued':
      return { ...state, equipmentInvoice: event.invoice };
    case 'terminationEnded':
      return { ...state, outcome: event.outcome, endedAtMs: atMs };
    default:
      return evolveCommon(state, event, atMs);
  }
}

/** what of it the ticket hears. */
function newsOf(event: TerminationEvent): News | null {
  switch (event.type) {
    case 'confirmationSent': return { kind: 'confirmed', facts: { document: event.document?.id ?? null, ...(event.isByPost ? { by: 'post' } : {}) } };
    case 'winBackEnded': return { kind: event.how === 'kept' ? 'kept' : 'leaving', facts: { how: event.how } };
    case 'feeDecided': return { kind: 'fee-decided', facts: { cents: event.cents, exemption: event.exemption } };
    case 'terminationEntered': return { kind: 'entered', facts: { effectiveOn: event.effectiveOn } };
    case 'terminationWithdrawn': return { kind: 'withdrawn', facts: {} };
    case 'finalInvoiceIssued': return { kind: 'invoiced', facts: { reference: event.invoice.reference, ttcCents: event.invoice.totals?.ttcCents ?? null } };
    case 'servicesEnded': return { kind: 'service-ended', facts: { endedOn: event.endedOn, services: event.services.join(', ') } };
    case 'labelsSent': return { kind: 'labels-sent', facts: { deadlineOn: event.deadlineOn, document: event.document?.id ?? null, ...(event.isByPost ? { by: 'post' } : {}) } };
    case 'equipmentChecked': return { kind: 'equipment-checked', facts: { charged: event.equipment.filter(({ condition }) => condition !== 'returned').map(({ serialNumber }) => serialNumber).join(', ') } };
    default: return null;
  }
}
