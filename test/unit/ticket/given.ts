/** A ticket as tests open it, and what becomes of it by commands at instants. */
import { fold, transitions } from '../../../domain/journey/journey.ts';
import { ticketModel } from '../../../domain/ticket/evolve.ts';
import type { Attributed } from '../../../domain/ticket/attributed.ts';
import type { Work } from '../../../domain/ticket/worksheets.ts';
import type { Diagnosis } from '../../../domain/ticket/diagnosis.ts';
import { noticesMadeBy, type Notice } from '../../../domain/ticket/notices.ts';
import type { TicketPolicy } from '../../../domain/ticket/ticket-policy.ts';
import type { Team, TicketCommand, TicketEvent, TicketOpening, TicketState } from '../../../domain/ticket/ticket.ts';
import { shippedPolicy } from '../../support/delivery-policies.ts';

export const minute = 60_000;
export const hour = 60 * minute;

export const teams: readonly Team[] = [
  { team: 'n1-nord', level: 1 }, { team: 'n1-sud', level: 1 }, { team: 'n2-reseau', level: 2 }, { team: 'n2-voix', level: 2 }, { team: 'n3-experts', level: 3 },
];
export const teamOf = (name: string): Team => teams.find(({ team }) => team === name) as Team;

const quarter = (resolutionMs: number) => ({ resolutionMs, takingChargeMs: resolutionMs / 4, calendar: null });

export const policy: TicketPolicy = {
  versions: { 'service-levels': 1, 'escalation': 1 },
  priorities: shippedPolicy('service-levels').priorities,
  contracts: { pro: quarter(8 * hour), contract: quarter(24 * hour), none: { resolutionMs: null, takingChargeMs: null, calendar: null } },
  days: { firstDay: 0, business: '', midnights: [[0, 0]] },
  calendars: {},
  escalation: shippedPolicy('escalation'),
  waiting: Object.fromEntries(Object.entries(shippedPolicy('waiting-reasons').reasons).map(([reason, terms]) => [reason, { ...terms, remindAfter: { elapsedMs: 48 * hour } }])),
  firstLineLimitMs: null,
  acknowledgeWithinMs: 15 * minute,
  notices: { calendar: null, atAnyHour: ['P1'] },
  outsideCalls: { tellAfterMs: 5 * minute, againEveryMs: 15 * minute },
  scripts: { warmTransferNeeds: ['identity-verified', 'script-filled', 'tests-done'], common: { questions: ['since-when'], tests: [] }, categories: { access: { questions: [], tests: ['line-test'] } } },
  salesCategories: ['licence-need', 'hardware-need', 'software-need'],
  billingCategories: ['payment-question'],
  taskTerms: { dueAfter: { 'sales-need': { elapsedMs: 48 * hour }, 'payment-question': { elapsedMs: 36 * hour }, 'billing-decision': { elapsedMs: 24 * hour }, 'documentation': { elapsedMs: 120 * hour } }, documentationLapsesAfter: { elapsedMs: 480 * hour } },
};

export const opening: TicketOpening = {
  number: 'TCK-2026-000123', customerId: 'CLI-000001', desk: 'operator', from: 'phone', rds: 'RDS-1', item: null, contract: 'pro', impact: 'outage', classification: null, requestId: '0190d0c0-0000-7000-8000-000000000001', agreementOf: 'caller', team: teamOf('n1-nord'), policy,
};

/** A command at an instant, in milliseconds after T0. */
export type Said = readonly [atMs: number, command: TicketCommand];

export interface Told {
  readonly state: TicketState;
  readonly events: readonly { readonly event: TicketEvent; readonly atMs: number }[];
  /** All that people are to be told of it. */
  readonly notices: readonly Notice[];
}

/** @throws {Error} naming the code, when a command is refused. */
export function told(said: readonly Said[], { attributed, ...from }: TicketOpening & { readonly attributed?: Attributed } = opening): Told {
  const events: { event: TicketEvent; atMs: number }[] = [];
  for (const [atMs, command] of [[0, { type: 'open', opening: from, ...(attributed ? { attributed } : {}) }] as Said, ...said]) {
    const decision = ticketModel.decide(fold(ticketModel, events), command, atMs);
    if (!decision.accepted) throw new Error(decision.refusal.code);
    events.push(...decision.events.map((event) => ({ event, atMs })));
  }
  return { state: fold(ticketModel, events), events, notices: noticesMadeBy(transitions(ticketModel, events)) };
}

export const typesOf = ({ events }: Told): string[] => events.map(({ event }) => event.type);

/** The code that the last command is refused with; null when it is accepted. */
export function refusalOf(said: readonly Said[], from: TicketOpening = opening): string | null {
  const [atMs, last] = said.at(-1) ?? [0, { type: 'answer' } as const];
  const decision = ticketModel.decide(told(said.slice(0, -1), from).state, last, atMs);
  return decision.accepted ? null : decision.refusal.code;
}

export const take: TicketCommand = { type: 'take', by: 'technician-n1' };
export const classify: TicketCommand = { type: 'classify', classification: { type: 'incident', symptom: 'no-connection', category: 'access' } };
export const noFindings: Diagnosis = { contentId: '0190d0c0-0000-7000-8000-000000000002', isIdentityVerified: false, answered: [], tests: [], frequency: null, occurredAtMs: [], references: [], productUpdate: null };
/** All that a warm transfer needs. */
export const diagnose: TicketCommand = { type: 'diagnose', diagnosis: { ...noFindings, isIdentityVerified: true, answered: ['since-when'], tests: [{ test: 'line-test', place: 'shop', outcome: 'failed', doneAtMs: null }] } };
export const resolve: TicketCommand = { type: 'resolve', solution: 'Port remis en service' };
export const agree: TicketCommand = { type: 'agree', agreement: { by: 'customer', channel: 'phone' } };
export const disagree: TicketCommand = { type: 'disagree', agreement: { by: 'customer', channel: 'phone' }, reason: 'Toujours en panne' };
export const confirm: TicketCommand = { type: 'cause', cause: 'Port en erreur', responsibility: 'operator', isConfirmed: true };
export const close: TicketCommand = { type: 'close', worksheet: 'TCK-2026-000123-F1', satisfaction: 5 };
export const someWork: Work = {
  contentId: '0190d0c0-0000-7000-8000-000000000003', by: 'technician-n1', startedAtMs: 0, minutes: 30, place: 'remote', kind: 'help', isDuringProject: false, isUnderWarranty: false, isCustomersError: false,
  billing: null, billingReason: null, repairAgreement: null,
};
export const work: TicketCommand = { type: 'recordWork', work: someWork };
export const waits = (reason = 'customer-answer'): TicketCommand => ({ type: 'wait', reason });
export const offers = (team: string): TicketCommand => ({ type: 'transfer', to: teamOf(team), mode: 'warm', reason: 'difficulty' });
export const reached = (clock: 'taking-charge' | 'resolution', ratio: number): TicketCommand => ({ type: 'thresholdReached', clock, ratio, teams });
