/** How a complaint changes by what happened (S-08). */
import { evolveCommon } from '../journey/common.ts';
import type { ComplaintEvent, ComplaintState } from './complaint.ts';

export function evolveComplaint(state: ComplaintState, event: ComplaintEvent, atMs: number): ComplaintState {
  switch (event.type) {
    case 'complaintOpened':
      return { ...state, opening: event.opening, askedAtMs: atMs, openedAtMs: atMs };
    case 'complaintAcknowledged':
      return { ...state, acknowledgedAtMs: atMs };
    case 'complaintDueSoon':
      return { ...state, isDueSoon: true };
    case 'complaintLate':
      return { ...state, isLate: true, wasLate: true };
    case 'complaintAnswered': {
      const { number, verdict, textId } = event;
      return { ...state, isAnswered: true, isDueSoon: false, isLate: false, answers: [...state.answers, { number, verdict, textId, atMs, sentAtMs: null }] };
    }
    case 'answerSent':
      return { ...state, answers: state.answers.map((one) => (one.number === event.number ? { ...one, sentAtMs: atMs } : one)) };
    case 'answerContested':
      return { ...state, isAnswered: false, askedAtMs: atMs };
    case 'gestureGranted': {
      const { number, cents, reason, by, as } = event;
      return { ...state, gestures: [...state.gestures, { number, cents, reason, by, as, atMs, creditReference: null }] };
    }
    case 'gestureCredited':
      return { ...state, gestures: state.gestures.map((one) => (one.number === event.number ? { ...one, creditReference: event.creditReference } : one)) };
    case 'complaintSettled':
      return { ...state, outcome: event.outcome, isDueSoon: false, isLate: false };
    case 'complaintEnded':
      return { ...state, endedAtMs: atMs };
    default:
      return evolveCommon(state, event, atMs);
  }
}
