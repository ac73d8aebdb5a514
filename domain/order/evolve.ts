/** How an order changes by what happened (chapter 5). */
import { evolveCommon } from '../journey/common.ts';
import type { OrderEvent, OrderState, Reject } from './order.ts';

export function evolveOrder(state: OrderState, event: OrderEvent, atMs: number): OrderState {
  switch (event.type) {
    case 'orderOpened':
      return { ...state, opening: event.opening, isApproved: event.opening.discount === null, openedAtMs: atMs };
    case 'discountDecided':
      return event.approved ? { ...state, isApproved: true, approvedAtMs: atMs } : { ...state, outcome: 'refused' };
    case 'partyChanged':
      // S-02, S-04: what was to be signed is no longer what is ordered: no code signs it any more.
      if (state.signed !== null) return { ...state, partyVersion: event.version };
      return { ...state, partyVersion: event.version, document: null, code: state.code && { ...state.code, sentAtMs: 0 } };
    case 'orderIssued':
      return { ...state, document: event.document };
    case 'signaturePrepared':
      return {
        ...state, signature: event.terms, code: state.code && { ...state.code, sentAtMs: 0 },
        invitation: event.terms.mode === 'electronic' ? { ordinal: (state.invitation?.ordinal ?? 0) + 1, preparedAtMs: atMs, sentAtMs: null } : state.invitation,
      };
    case 'invitationSent':
      return { ...state, invitation: state.invitation && { ...state.invitation, sentAtMs: atMs } };
    case 'mandateGiven':
      // S-04: a code that went out for another account signs nothing.
      return { ...state, signature: state.signature && { ...state.signature, mandate: 'electronic', ...(event.termsId === undefined ? {} : { termsId: event.termsId }) }, code: event.voidsCode && state.code ? { ...state.code, sentAtMs: 0 } : state.code };
    case 'codeAsked':
      return { ...state, code: { ordinal: event.ordinal, askedAtMs: atMs, sentAtMs: null, attempts: 0 } };
    case 'codeSent':
      return { ...state, code: state.code && { ...state.code, sentAtMs: atMs } };
    case 'codeRefused':
      return { ...state, code: state.code && { ...state.code, attempts: state.code.attempts + 1 } };
    case 'fileAdded':
      return { ...state, files: [...state.files, event.file] };
    case 'orderSigned':
      return { ...state, signed: { how: event.how, atMs }, isSealed: event.how === 'paper' };
    case 'signatureSealed':
      return { ...state, isSealed: true, evidence: event.evidence };
    case 'signatureExpired':
      return { ...state, outcome: 'expired' };
    case 'orderAbandoned':
      return { ...state, outcome: state.signed === null ? 'abandoned' : 'withdrawn' };
    case 'orderWithdrawn':
      return { ...state, outcome: 'withdrawn' };
    case 'withdrawalTold':
      return { ...state, isWithdrawalTold: true };
    case 'handOverAsked':
      return { ...state, handOver: { atMs }, handOverFailure: null };
    case 'handedOver':
      return { ...state, isHandedOver: true, deploymentId: event.deploymentId, terminationId: event.terminationId };
    case 'handOverFailed':
      return { ...state, handOver: null, handOverFailure: event.code };
    case 'orderRejected':
      return { ...state, rejects: [...state.rejects, { number: event.number, side: event.side, by: event.by, as: event.as, status: 'to-answer' }] };
    case 'rejectAnswered':
      return { ...state, rejects: withStatus(state.rejects, event.number, 'to-review') };
    case 'rejectReviewed':
      return { ...state, rejects: withStatus(state.rejects, event.number, event.settled ? 'settled' : 'to-answer') };
    case 'productionEnded':
      return { ...state, outcome: event.how ?? 'produced' };
    case 'orderEnded':
      return { ...state, outcome: event.outcome, endedAtMs: atMs };
    default:
      return evolveCommon(state, event, atMs);
  }
}

function withStatus(rejects: readonly Reject[], number: number, status: Reject['status']): readonly Reject[] {
  return rejects.map((one) => (one.number === number ? { ...one, status } : one));
}
