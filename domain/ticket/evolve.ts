/** How a ticket changes by what happened; and the model that ties its rules together. */
import { pauseClock, resumeClock } from '../clock/frozen.ts';
import { evolveWork } from '../journey/common.ts';
import { accept, type Decision, type JourneyModel } from '../journey/journey.ts';
import { evolveTasks } from '../journey/task.ts';
import { promisedMs } from './clocks.ts';
import { decideTicket } from './decide.ts';
import { evolveLinks } from './links.ts';
import { newTicket, type Team, type TicketCommand, type TicketEvent, type TicketState } from './ticket.ts';
import { awaitingAgreement } from './waiting.ts';

export function evolveTicket(state: TicketState, event: TicketEvent, atMs: number): TicketState {
  switch (event.type) {
    case 'ticketOpened': {
      const { opening } = event;
      const { contract, impact, team, policy } = opening;
      const level = team?.level ?? 1;
      const opened: TicketState = {
        ...state, phase: 'registered', opening, createdAtMs: atMs, contract, impact, urgentByMs: opening.urgentByMs ?? null, importance: opening.importance ?? null, classification: opening.classification, priority: policy.priorities[impact][contract], team, level,
        // T-16: to reopen is to have been reopened, wherever that is counted.
        reopenings: opening.predecessor === undefined ? 0 : 1, teams: team ? [team.team] : [], levels: [{ level, fromMs: atMs }],
      };
      return { ...opened, promisedDueMs: promisedMs(opened) ?? null };
    }
    case 'ticketClassified':
      return { ...state, classification: event.classification };
    case 'ticketPrioritised':
      return { ...state, impact: event.impact, contract: event.contract, priority: event.priority, urgentByMs: event.urgentByMs, importance: event.importance };
    case 'dueMoved':
      return { ...state, promisedDueMs: event.afterMs };
    case 'ticketDiagnosed':
      return { ...state, diagnoses: [...state.diagnoses, event.diagnosis] };
    case 'workRecorded':
      return { ...state, worksheets: [...state.worksheets, event.worksheet] };
    case 'billingDecided':
      return { ...state, worksheets: state.worksheets.map((worksheet) => (worksheet.reference === event.worksheet ? { ...worksheet, billing: event.billing } : worksheet)) };
    case 'salesAnswered':
      return { ...state, sales: { category: event.category, outcome: event.outcome, reference: event.reference } };
    case 'paymentAnswered':
      return { ...state, payment: { category: event.category, outcome: event.outcome, reference: event.reference } };
    case 'documentationDecided':
      return { ...state, documentation: state.documentation && { ...state.documentation, ...(event.text === null ? { phase: 'dismissed' } : { phase: 'accepted', text: event.text }) } };
    case 'documentationAdded':
      return { ...state, documentation: state.documentation && { ...state.documentation, phase: 'added', reference: event.reference } };
    case 'documentationLapsed':
      return { ...state, documentation: state.documentation && { ...state.documentation, phase: 'lapsed' } };
    case 'ticketTaken':
      return { ...state, assignee: event.by, attributedTo: null, heldSinceMs: atMs, takenAtMs: state.takenAtMs ?? atMs, phase: state.phase === 'registered' ? 'in-progress' : state.phase };
    case 'ticketAttributed': {
      const { to } = event.attributed;
      return { ...state, ...queued(state), attributedTo: to?.subject ?? null, heldSinceMs: to && atMs, attribution: { ...event.attributed, atMs } };
    }
    case 'waitBegun':
      return {
        ...state, phase: 'waiting', waiting: { reason: event.reason, sinceMs: atMs, reminders: 0, remindedAtMs: null }, isClosingProposed: false,
        pauses: event.stopsClock ? pauseClock(state.pauses, atMs) : state.pauses,
      };
    case 'waitReminded':
      return { ...state, waiting: state.waiting && { ...state.waiting, reminders: event.ordinal, remindedAtMs: atMs } };
    case 'closingProposed':
      return { ...state, isClosingProposed: true };
    case 'requesterHeard':
      return { ...state, waiting: state.waiting && { ...state.waiting, sinceMs: atMs, reminders: 0, remindedAtMs: null }, isClosingProposed: false };
    case 'waitEnded':
      return goingOn(state, atMs);
    case 'transferOffered':
      return { ...state, offer: event.offer, offers: event.offer.ordinal };
    case 'transferAcknowledged':
      return { ...state, offer: null };
    case 'transferDeclined':
    case 'transferExpired':
      // T-10: the dispatcher's queue is no team, and the offer was no transfer.
      return { ...state, offer: null, team: null, ...queued(state) };
    case 'teamChanged':
      return movedTo(state, event.to, atMs);
    case 'solutionProposed': {
      const stops = state.opening?.policy.waiting[awaitingAgreement]?.stopsClock ?? false;
      return {
        ...state, phase: 'agreement', solution: { text: event.solution, proposals: event.ordinal, isRefused: false }, offer: null, isClosingProposed: false,
        waiting: { reason: awaitingAgreement, sinceMs: atMs, reminders: 0, remindedAtMs: null }, pauses: stops ? pauseClock(state.pauses, atMs) : state.pauses,
      };
    }
    case 'agreementGiven':
      // The clock ended when he was asked: the pause stays open, and nothing counts any more.
      return { ...state, phase: 'resolved', waiting: null, isClosingProposed: false, agreedAtMs: atMs, satisfaction: event.agreement.satisfaction ?? null };
    case 'agreementRefused':
      return { ...goingOn(state, atMs), reopenings: state.reopenings + 1, solution: state.solution && { ...state.solution, isRefused: true } };
    case 'causeProposed':
      return { ...state, cause: { cause: event.cause, responsibility: event.responsibility, isConfirmed: false } };
    case 'causeConfirmed':
      return { ...state, cause: { cause: event.cause, responsibility: event.responsibility, isConfirmed: true } };
    case 'thresholdPassed':
      return { ...state, fired: [...state.fired, { clock: event.clock, ratio: event.ratio }] };
    case 'messageAdded':
    case 'ticketLinked':
    case 'ticketUnlinked':
      // What belongs together is kept beside: links.ts.
      return state;
    case 'taskOpened': {
      const { step, context } = event.task;
      return { ...state, tasks: evolveTasks(state.tasks, event), ...(step === 'documentation' ? { documentation: { phase: 'proposed', text: String(context['text']), reference: null } } : {}) };
    }
    case 'policyApplied': {
      // T-05: due dates follow from T0 by what holds now; what was escalated stays.
      const { opening } = state;
      if (!opening) return state;
      const { policy, version, frozen } = event.applied;
      const now = { ...opening.policy, ...frozen, versions: { ...opening.policy.versions, [policy]: version } };
      return { ...state, opening: { ...opening, policy: now }, priority: now.priorities[state.impact][state.contract] };
    }
    case 'calendarExtended':
      return state.opening ? {
        ...state, opening: { ...state.opening, policy: { ...state.opening.policy, calendars: { ...state.opening.policy.calendars, [event.calendar]: event.frozen } } },
      } : state;
    case 'ticketClosed':
      return { ...state, phase: 'closed', waiting: null, endedAtMs: atMs };
    case 'ticketMerged':
      return { ...state, phase: 'merged', waiting: null, offer: null, endedAtMs: atMs };
    case 'noTeamLeft':
      return { ...state, exhaustedLevels: [...new Set([...state.exhaustedLevels, event.level])] };
    default:
      return evolveWork(state, event, atMs);
  }
}

/** T-08: the clock goes on by itself; whoever had the ticket has it still. */
function goingOn(state: TicketState, atMs: number): TicketState {
  return {
    ...state, phase: state.assignee === null ? 'registered' : 'in-progress', waiting: null, isClosingProposed: false, pauses: resumeClock(state.pauses, atMs),
  };
}

function movedTo(state: TicketState, to: Team, atMs: number): TicketState {
  return {
    ...state, team: to, level: to.level, offer: null, teams: [...state.teams, to.team],
    levels: to.level === state.level ? state.levels : [...state.levels, { level: to.level, fromMs: atMs }], ...queued(state),
  };
}

/** In a queue again: nobody has it; what it waits for, it waits for still. */
function queued({ phase }: TicketState): Pick<TicketState, 'assignee' | 'attributedTo' | 'heldSinceMs' | 'phase'> {
  return { assignee: null, attributedTo: null, heldSinceMs: null, phase: phase === 'in-progress' ? 'registered' : phase };
}

function evolve(state: TicketState, event: TicketEvent, atMs: number): TicketState {
  return evolveLinks(evolveTicket(state, event, atMs), event, atMs);
}

/** T-22: what moves the promised date is followed by the fact that says so, from when to when, once; a clock that stands promises what it did, until it goes on. */
function decideAndTell(state: TicketState, command: TicketCommand, nowMs: number): Decision<TicketEvent> {
  const decision = decideTicket(state, command, nowMs);
  if (!decision.accepted || decision.events.length === 0) return decision;
  const after = decision.events.reduce((soFar, event) => evolveTicket(soFar, event, nowMs), state);
  const afterMs = promisedMs(after);
  return afterMs === undefined || afterMs === after.promisedDueMs ? decision : accept<TicketEvent>(...decision.events, { type: 'dueMoved', beforeMs: after.promisedDueMs, afterMs });
}

export const ticketModel: JourneyModel<TicketState, TicketCommand, TicketEvent> = { initial: newTicket, decide: decideAndTell, evolve };
