/** The rules of a ticket: which act is possible when, and what it makes happen (T-02 to T-16, C-03). */
import { refuse, type Refusal } from '../errors/codes.ts';
import { wrongState } from '../journey/common.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { callEnded, callFailed } from '../journey/stuck-call.ts';
import { evolveTasks } from '../journey/task.ts';
import type { EscalationAct } from '../policy/support.schema.ts';
import { attributed } from './attributed.ts';
import { clockEndMs, dueBy, firstLineLimitAtMs, nextRatio, thresholdOf, watchedClocks, type Due } from './clocks.ts';
import { broadcast, heard, link, unlink } from './links.ts';
import { completeTask, stillOwed } from './complete-task.ts';
import { documentationAsked, documentationLapsed } from './documentation.ts';
import { messageAdded } from './messages.ts';
import { missingForTransfer, productUpdateOf, unknownQuestions } from './diagnosis.ts';
import { needChanged, needMerged } from './sales.ts';
import { statesAllowing, ticketStates, type TicketAct } from './states.ts';
import type { TicketPolicy } from './ticket-policy.ts';
import { highestLevel, type Agreement, type ClockName, type Ending, type Level, type Team, type TicketCommand, type TicketEvent, type TicketOpening, type TicketState } from './ticket.ts';
import { reasonsToWait } from './waiting.ts';
import { billingAsked, unknownWorksheet, worksheetOf } from './worksheets.ts';

/** A timer that fires within this of its instant is on time (T-07). */
const onTimeWithinMs = 1_000;

export function decideTicket(state: TicketState, command: TicketCommand, nowMs: number): Decision<TicketEvent> {
  switch (command.type) {
    case 'open':
      return state.phase === 'new'
        ? accept<TicketEvent>(
          { type: 'ticketOpened', opening: command.opening }, ...(command.attributed ? [{ type: 'ticketAttributed', attributed: command.attributed } as const] : []), ...needChanged(state, command.opening, command.opening.classification, nowMs, command.opening.account),
        )
        : wrongState(state.phase, ['new']);
    case 'thresholdReached':
      return accept<TicketEvent>(...thresholdReached(state, command.clock, command.ratio, command.teams, nowMs));
    case 'firstLineLimitReached': {
      const atMs = firstLineLimitAtMs(state);
      return atMs !== null && atMs <= nowMs ? accept<TicketEvent>(...raised(state, 2, command.teams, 'first-line-limit')) : accept();
    }
    case 'transferExpired':
      // C-03: nobody acknowledged: to the dispatcher's queue, not back to the sender.
      return state.offer?.ordinal === command.ordinal && state.offer.expiresAtMs <= nowMs ? accept<TicketEvent>({ type: 'transferExpired', ordinal: command.ordinal }) : accept();
    case 'callFailed':
      return accept<TicketEvent>(...callFailed(state, openingOf(state).number, command));
    case 'callEnded':
      if (command.taskId !== undefined && command.taskId !== state.stuck[command.call]?.taskId) return accept();
      return accept<TicketEvent>(...callEnded(state, command.call, command.how));
    case 'completeTask':
      return completeTask(state, command);
    case 'documentationAdded':
      return accept<TicketEvent>({ type: 'documentationAdded', reference: command.reference });
    case 'documentationLapsed':
      return accept<TicketEvent>(...documentationLapsed(state, nowMs));
    case 'applyPolicy': {
      const { applied } = command;
      const opening = openingOf(state);
      if (state.endedAtMs !== null || applied.version <= (opening.policy.versions[applied.policy] ?? 0)) return accept();
      // T-24: a category may have become a need by it, or be none any more.
      const needs = applied.policy === 'classification' ? needChanged(state, { ...opening, policy: { ...opening.policy, ...applied.frozen } }, state.classification, nowMs) : [];
      return accept<TicketEvent>({ type: 'policyApplied', applied }, ...needs);
    }
    case 'addMessage':
      return messageAdded(state, command);
    case 'hear':
      return heard(state, openingOf(state).number, command.tidings);
    case 'reminded':
      return accept<TicketEvent>(...reminded(state));
    case 'calendarExtended': {
      const { calendars, versions } = openingOf(state).policy;
      const known = calendars[command.calendar];
      // Asked for before another version was applied, it would bring the hours of the old one back.
      return state.endedAtMs === null && known && command.version === versions['calendars'] && command.frozen.coversUntilMs > known.coversUntilMs ? accept<TicketEvent>({ type: 'calendarExtended', calendar: command.calendar, frozen: command.frozen }) : accept();
    }
    default:
      return ticketStates[state.phase].acts.includes(command.type) ? decideAct(state, command, nowMs) : wrongState(state.phase, statesAllowing(command.type));
  }
}

function decideAct(state: TicketState, command: Extract<TicketCommand, { type: TicketAct }>, nowMs: number): Decision<TicketEvent> {
  switch (command.type) {
    case 'classify':
      return accept<TicketEvent>({ type: 'ticketClassified', classification: command.classification }, ...needChanged(state, openingOf(state), command.classification, nowMs, command.account));
    case 'prioritise': {
      // T-05: due dates are recomputed from T0 by what this changes; what was escalated stays.
      const { impact, contract, urgentByMs = state.urgentByMs, importance = state.importance, reason } = command;
      return accept<TicketEvent>({ type: 'ticketPrioritised', impact, contract, priority: openingOf(state).policy.priorities[impact][contract], urgentByMs, importance, reason });
    }
    case 'take': {
      // T-11: out of the dispatcher's queue it is given, not taken.
      if (state.team === null) return reject(refuse('T-11.no-team', { number: openingOf(state).number }));
      const { by, own, team = own?.team } = command;
      // T-09: another level comes by a transfer, which has rules of its own.
      if (own && own.level !== state.level) return reject(refuse('T-11.other-level', { subject: by, level: own.level, ticketLevel: state.level }));
      // T-10: with one of its people it would be back at a team that had it before.
      if (team !== undefined && team !== state.team.team && state.teams.includes(team)) return reject(hadIt(state, team));
      if (state.assignee === by) return accept();
      return accept<TicketEvent>(...(own && own.team !== state.team.team ? [{ type: 'teamChanged', to: own, how: 'taken' } as const] : []), { type: 'ticketTaken', by });
    }
    case 'attribute':
      return attributed(state, command);
    case 'wait': {
      const terms = openingOf(state).policy.waiting[command.reason];
      if (!terms) return reject(refuse('T-08.unknown-reason', { reason: command.reason, reasons: reasonsToWait(openingOf(state).policy).join(', ') }, '/reason'));
      const { thirdParty } = command;
      if (thirdParty && terms.awaits !== 'third-party') return reject(refuse('T-13.no-third-party', { reason: command.reason }, '/thirdParty'));
      return accept<TicketEvent>({ type: 'waitBegun', reason: command.reason, stopsClock: terms.stopsClock, ...(thirdParty ? { thirdParty } : {}) });
    }
    case 'diagnose': {
      const [unknown] = unknownQuestions(openingOf(state).policy.scripts, command.diagnosis.answered);
      if (unknown !== undefined) return reject(refuse('T-12.unknown-question', { question: unknown }, `/answers/${unknown}`));
      return accept<TicketEvent>({ type: 'ticketDiagnosed', diagnosis: command.diagnosis });
    }
    case 'recordWork': {
      const made = worksheetOf(state, command.work);
      return 'code' in made ? reject(made) : accept<TicketEvent>({ type: 'workRecorded', worksheet: made }, ...billingAsked(state, made, nowMs));
    }
    case 'answer':
      return accept<TicketEvent>(...waitEnded(state));
    case 'transfer':
      return transfer(state, command, nowMs);
    case 'acknowledgeTransfer': {
      const { offer } = state;
      if (offer?.ordinal !== command.ordinal) return reject(refuse('C-03.no-such-offer', { ordinal: command.ordinal }));
      return accept<TicketEvent>(
        { type: 'transferAcknowledged', ordinal: command.ordinal, by: command.by }, { type: 'teamChanged', to: offer.to, how: 'acknowledged' }, { type: 'ticketTaken', by: command.by },
      );
    }
    case 'declineTransfer':
      return state.offer?.ordinal === command.ordinal
        ? accept<TicketEvent>({ type: 'transferDeclined', ordinal: command.ordinal, reason: command.reason }) : reject(refuse('C-03.no-such-offer', { ordinal: command.ordinal }));
    case 'resolve':
      return resolve(state, command);
    case 'agree':
      return anothers(state, command.agreement) ?? accept<TicketEvent>({ type: 'agreementGiven', agreement: command.agreement });
    case 'disagree':
      return anothers(state, command.agreement) ?? accept<TicketEvent>({ type: 'agreementRefused', agreement: command.agreement, reason: command.reason });
    case 'cause': {
      // T-15: proposed from the diagnosis, confirmed with the requester.
      const { cause, responsibility } = command;
      return accept<TicketEvent>({ type: command.isConfirmed ? 'causeConfirmed' : 'causeProposed', cause, responsibility });
    }
    case 'close':
      // T-16: the text of the solution and the agreement are there in this state; the cause may not be.
      if (state.cause?.isConfirmed !== true) return reject(refuse('T-16.cause-not-confirmed', { number: openingOf(state).number }));
      return closed(state, command, { type: 'ticketClosed', worksheet: command.worksheet, satisfaction: command.satisfaction ?? state.satisfaction, withAgreement: true, reason: null }, nowMs);
    case 'closeWithoutAgreement':
      if (!state.isClosingProposed) return reject(refuse('T-08.not-proposed-for-closing', { number: openingOf(state).number }));
      return closed(state, command, { type: 'ticketClosed', worksheet: command.worksheet, satisfaction: null, withAgreement: false, reason: command.reason }, nowMs);
    case 'merge':
      if (command.into === openingOf(state).number) return reject(refuse('T-02.same-ticket', { number: command.into }, '/into'));
      return merged(state, command, nowMs);
    case 'link':
      return link(state, openingOf(state).number, command);
    case 'unlink':
      return unlink(state, openingOf(state).number, command);
    case 'broadcast':
      return broadcast(state, openingOf(state).number, command);
  }
}

/** T-16: by a worksheet that exists, and with nothing owed. T-23: what it taught is proposed to the customer's documentation. */
function closed(state: TicketState, command: Ending, event: Extract<TicketEvent, { type: 'ticketClosed' }>, nowMs: number): Decision<TicketEvent> {
  const fault = unknownWorksheet(state, event.worksheet) ?? stillOwed(state);
  return fault ? reject(fault) : accept<TicketEvent>(...stillToTell(state, command, nowMs), ...documentationAsked(state, nowMs), event);
}

/** T-24: the same need goes on in the other ticket, and any other is answered first. T-18: so is who pays for what was done in this one. */
function merged(state: TicketState, command: Extract<TicketCommand, { type: 'merge' }>, nowMs: number): Decision<TicketEvent> {
  const { into, category = null } = command;
  const withdrawn = needMerged(state, category);
  const fault = stillOwed({ ...state, tasks: withdrawn.reduce(evolveTasks, state.tasks) });
  return fault ? reject(fault) : accept<TicketEvent>(...stillToTell(state, command, nowMs), ...withdrawn, { type: 'ticketMerged', into });
}

/** T-14: proposed; resolved only with the requester's agreement. T-13: an update of the product goes first where one exists. */
function resolve(state: TicketState, { solution, productUpdate }: Extract<TicketCommand, { type: 'resolve' }>): Decision<TicketEvent> {
  if ((productUpdate ?? productUpdateOf(state)) === 'available') return reject(refuse('T-13.update-first', { number: openingOf(state).number }, '/productUpdate'));
  return accept<TicketEvent>({ type: 'solutionProposed', solution, ordinal: (state.solution?.proposals ?? 0) + 1, ...(productUpdate ? { productUpdate } : {}) });
}

/** T-02, T-08: his counts whom the registration says; of a ticket of monitoring or backups, the service owner's. */
function anothers(state: TicketState, { as }: Agreement): Decision<TicketEvent> | null {
  const { agreementOf } = openingOf(state);
  return as === undefined || as === agreementOf ? null : reject(refuse('T-14.not-his-to-agree', { as, agreementOf }, '/as'));
}

/** T-10: through every door, a team that had the ticket never has it again. */
function transfer(state: TicketState, { to, mode, reason }: Extract<TicketCommand, { type: 'transfer' }>, nowMs: number): Decision<TicketEvent> {
  const { number, policy } = openingOf(state);
  if (state.teams.includes(to.team)) return reject(hadIt(state, to.team, '/to'));
  if (to.level > state.level + 1 && reason === null) return reject(refuse('T-09.reason-missing', { level: to.level }, '/reason'));
  if (mode === 'cold') return accept<TicketEvent>({ type: 'teamChanged', to, how: 'cold', ...(reason === null ? {} : { reason }) });
  // C-03: the receiver sees what was told and tried; without it the transfer can only be cold.
  if (state.classification === null) return reject(refuse('C-03.not-classified', { number }));
  // Out of the dispatcher's queue it is given, not handed over: nobody has diagnosed it there.
  const missing = state.team === null ? [] : missingForTransfer(state);
  if (missing.length > 0) return reject(refuse('C-03.not-prepared', { number, missing: missing.join(', ') }));
  if (state.offer !== null) return reject(refuse('C-03.offer-pending', { team: state.offer.to.team }));
  const offer = { ordinal: state.offers + 1, to, from: state.team, expiresAtMs: nowMs + policy.acknowledgeWithinMs };
  return accept<TicketEvent>({ type: 'transferOffered', offer, reason });
}

/** T-07: once, in order, late ones marked; nothing for a clock that stood still or ended before, or was given more time. */
function thresholdReached(state: TicketState, name: ClockName, ratio: number, teams: readonly Team[], nowMs: number): TicketEvent[] {
  const running = watchedClocks(state).find((clock) => clock.name === name);
  const { escalation } = openingOf(state).policy;
  const fired = state.fired.flatMap((one) => (one.clock === name ? [one.ratio] : []));
  if (!running || nextRatio(escalation, fired) !== ratio) return [];
  const reached = thresholdOf(running, ratio);
  if (reached.outcome !== 'at' || reached.atMs > nowMs) return [];
  const acts = thresholdActs(state, name, ratio);
  return [passed({ clock: name, ratio, atMs: reached.atMs }, acts, nowMs), ...(acts.includes('raise-level') ? raised(state, (state.level + 1) as Level, teams, 'escalated') : [])];
}

/** T-07: what fell due and still had its turn to come, after an outage, is told before the end, for nothing is told after it; nobody is raised by it any more. */
function stillToTell(state: TicketState, { forgetsDue }: Ending, nowMs: number): TicketEvent[] {
  const ended = { ...state, endedAtMs: nowMs };
  return forgetsDue === true ? [] : dueBy(state, nowMs).map((due) => passed(due, thresholdActs(ended, due.clock, due.ratio), nowMs));
}

function passed({ clock, ratio, atMs }: Due, acts: readonly EscalationAct[], nowMs: number): TicketEvent {
  return { type: 'thresholdPassed', clock, ratio, dueAtMs: atMs, isLate: nowMs - atMs > onTimeWithinMs, acts };
}

function hadIt({ teams }: TicketState, team: string, at?: string): Refusal {
  return refuse('T-10.team-had-it', { team, teams: teams.join(', ') }, at);
}

function actsAt({ thresholds, thenEvery }: TicketPolicy['escalation'], ratio: number): readonly EscalationAct[] {
  return thresholds.find((threshold) => threshold.ratio === ratio)?.acts ?? thenEvery?.acts ?? [];
}

/** What a threshold does as things stand: where there is no higher level, and once its clock has ended, nothing is raised (T-07). */
export function thresholdActs(state: TicketState, name: ClockName, ratio: number): readonly EscalationAct[] {
  const { escalation } = openingOf(state).policy;
  const listed = actsAt(escalation, ratio);
  const mayRaise = state.level < highestLevel && clockEndMs(state, name) === null;
  return mayRaise || !listed.includes('raise-level') ? listed : without(listed, escalation.atHighestLevel);
}

/** What replaces the raising of the level where there is no higher one. */
function without(acts: readonly EscalationAct[], instead: readonly EscalationAct[]): EscalationAct[] {
  return [...new Set([...acts.filter((act) => act !== 'raise-level'), ...instead])];
}

/** T-09, T-10: to the first team of the level that never had it; where none is left it stays, and the manager is told. */
function raised(state: TicketState, level: Level, teams: readonly Team[], how: 'escalated' | 'first-line-limit'): TicketEvent[] {
  const to = teams.find((team) => team.level === level && !state.teams.includes(team.team));
  return [to ? { type: 'teamChanged', to, how } : { type: 'noTeamLeft', level }];
}

/** T-08: after so many reminders without an answer, closing is proposed, once in a wait. */
function reminded(state: TicketState): TicketEvent[] {
  const { waiting, isClosingProposed } = state;
  if (!waiting) return [];
  const ordinal = waiting.reminders + 1;
  const after = openingOf(state).policy.waiting[waiting.reason]?.proposeClosingAfterReminders ?? null;
  return [{ type: 'waitReminded', ordinal }, ...(after !== null && ordinal >= after && !isClosingProposed ? [{ type: 'closingProposed' } as const] : [])];
}

function waitEnded({ waiting }: TicketState): TicketEvent[] {
  return waiting ? [{ type: 'waitEnded', reason: waiting.reason }] : [];
}

function openingOf({ opening }: TicketState): TicketOpening {
  if (!opening) throw new Error('a ticket decides before it was opened');
  return opening;
}
