/** Makes the frozen policy of a ticket from the written ones, outside the workflow: calendars become open intervals, durations milliseconds. */
import { freezeCalls, freezeDelay, freezeOperatorDays, milliseconds } from '../calendar/freeze.ts';
import { freezeCalendar } from '../calendar/openIntervals.ts';
import type { FrozenCalendar } from '../clock/frozen.ts';
import type { PolicyName } from '../policy/catalogue.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { Script } from './diagnosis.ts';
import type { AppliedTicketPolicy, ClockTerms, TicketPolicy } from './ticket-policy.ts';
import { contractClasses } from './ticket.ts';

/** The policies that a ticket runs under. */
export const ticketPolicies = ['calendars', 'service-levels', 'escalation', 'waiting-reasons', 'desks', 'classification', 'scripts', 'ticket-tasks', 'notices', 'outside-calls'] as const satisfies readonly PolicyName[];
export type TicketPolicyName = (typeof ticketPolicies)[number];
type Written = Pick<Policies, TicketPolicyName>;

/** Whether tickets keep a policy of that name. */
export function isTicketPolicy(name: PolicyName): name is TicketPolicyName {
  return (ticketPolicies as readonly string[]).includes(name);
}

const dayMs = 86_400_000;
/** Before T0, for hosts whose clocks differ. */
const frozenBeforeMs = dayMs;
/** Most tickets end sooner; one that does not has more computed. */
const frozenForMs = 45 * dayMs;

/** @throws {RangeError} for a desk or a calendar that does not exist. */
export function freezeTicketPolicy(written: Written, versions: Readonly<Record<string, number>>, desk: string, nowMs: number): TicketPolicy {
  return {
    versions, ...freezeServiceLevels(written['service-levels']), ...freezeCalendars(written, nowMs, nowMs), escalation: written.escalation,
    waiting: freezeWaiting(written['waiting-reasons']), ...freezeDesk(written.desks, desk), ...freezeNotices(written.notices), ...freezeCalls(written['outside-calls']),
    ...freezeClassification(written.classification), scripts: freezeScripts(written.scripts), ...freezeTasks(written['ticket-tasks']),
  };
}

/**
 * Makes one version of one policy into what a running ticket takes over.
 * @param written with every other policy in the version that the ticket has.
 * @param openedAtMs its T0: open time is frozen from there on.
 * @throws {RangeError} as `freezeTicketPolicy` does.
 */
export function freezeAppliedTicketPolicy(written: Written, policy: TicketPolicyName, version: number, { desk, openedAtMs }: { readonly desk: string; readonly openedAtMs: number }, nowMs: number): AppliedTicketPolicy {
  switch (policy) {
    case 'calendars': return { policy, version, frozen: freezeCalendars(written, openedAtMs, nowMs) };
    // Its clocks may count in other calendars than before.
    case 'service-levels': return { policy, version, frozen: { ...freezeServiceLevels(written['service-levels']), calendars: freezeCalendars(written, openedAtMs, nowMs).calendars } };
    case 'escalation': return { policy, version, frozen: { escalation: written.escalation } };
    case 'waiting-reasons': return { policy, version, frozen: { waiting: freezeWaiting(written['waiting-reasons']) } };
    case 'desks': return { policy, version, frozen: freezeDesk(written.desks, desk) };
    case 'notices': return { policy, version, frozen: freezeNotices(written.notices) };
    case 'outside-calls': return { policy, version, frozen: freezeCalls(written['outside-calls']) };
    case 'classification': return { policy, version, frozen: freezeClassification(written.classification) };
    case 'scripts': return { policy, version, frozen: { scripts: freezeScripts(written.scripts) } };
    case 'ticket-tasks': return { policy, version, frozen: freezeTasks(written['ticket-tasks']) };
  }
}

/** Open time of one calendar after what a ticket has of it (T-06). @throws {RangeError} for a calendar that does not exist. */
export function freezeFurther(calendars: Policies['calendars'], name: string, { coversFromMs, coversUntilMs }: Pick<FrozenCalendar, 'coversFromMs' | 'coversUntilMs'>): FrozenCalendar {
  return freezeCalendar(calendarOf(calendars, name), coversFromMs, coversUntilMs + frozenForMs);
}

function freezeServiceLevels({ priorities, contracts }: Written['service-levels']): Pick<TicketPolicy, 'priorities' | 'contracts'> {
  const terms = ({ resolution, takingChargeRatio, calendar }: (typeof contracts)['pro']): ClockTerms => {
    const resolutionMs = resolution === null ? null : milliseconds(resolution);
    return { resolutionMs, takingChargeMs: resolutionMs === null || takingChargeRatio === null ? null : Math.round(resolutionMs * takingChargeRatio), calendar };
  };
  return { priorities, contracts: { pro: terms(contracts.pro), contract: terms(contracts.contract), none: terms(contracts.none) } };
}

function freezeCalendars({ calendars, 'service-levels': { contracts } }: Written, openedAtMs: number, nowMs: number): Pick<TicketPolicy, 'calendars' | 'days'> {
  const names = [...new Set(contractClasses.map((contract) => contracts[contract].calendar).filter((name) => name !== null))];
  return {
    calendars: Object.fromEntries(names.map((name) => [name, freezeCalendar(calendarOf(calendars, name), openedAtMs - frozenBeforeMs, nowMs + frozenForMs)])),
    days: freezeOperatorDays(calendars, openedAtMs, nowMs),
  };
}

function calendarOf({ calendars }: Policies['calendars'], name: string): (typeof calendars)[string] {
  const calendar = calendars[name];
  if (!calendar) throw new RangeError(`no calendar ${name}`);
  return calendar;
}

function freezeWaiting({ reasons }: Written['waiting-reasons']): TicketPolicy['waiting'] {
  return Object.fromEntries(Object.entries(reasons).map(([reason, { stopsClock, awaits, remindAfter, proposeClosingAfterReminders }]) =>
    [reason, { stopsClock, awaits, remindAfter: remindAfter && freezeDelay(remindAfter), proposeClosingAfterReminders }]));
}

function freezeDesk({ desks }: Written['desks'], name: string): Pick<TicketPolicy, 'firstLineLimitMs' | 'acknowledgeWithinMs'> {
  const desk = desks[name];
  if (!desk) throw new RangeError(`no desk ${name}`);
  return { firstLineLimitMs: desk.firstLineLimit === null ? null : milliseconds(desk.firstLineLimit), acknowledgeWithinMs: milliseconds(desk.acknowledgeTransferWithin) };
}

function freezeNotices({ goOutDuring, atAnyHour }: Written['notices']): Pick<TicketPolicy, 'notices'> {
  return { notices: { calendar: goOutDuring, atAnyHour } };
}

function freezeClassification({ categories }: Written['classification']): Pick<TicketPolicy, 'salesCategories' | 'billingCategories'> {
  const opening = (task: 'opensSalesTask' | 'opensBillingTask'): string[] => Object.keys(categories).filter((category) => categories[category]?.[task] === true);
  return { salesCategories: opening('opensSalesTask'), billingCategories: opening('opensBillingTask') };
}

function freezeTasks(terms: Written['ticket-tasks']): Pick<TicketPolicy, 'taskTerms'> {
  const { 'sales-need': need, 'payment-question': question, 'billing-decision': decision, documentation } = terms;
  return {
    taskTerms: {
      dueAfter: { 'sales-need': freezeDelay(need.dueAfter), 'payment-question': freezeDelay(question.dueAfter), 'billing-decision': freezeDelay(decision.dueAfter), 'documentation': freezeDelay(documentation.dueAfter) },
      documentationLapsesAfter: freezeDelay(documentation.lapsesAfter),
    },
  };
}

/** Keys only: the words are read where people read them. */
function freezeScripts({ warmTransferNeeds, common, categories }: Written['scripts']): TicketPolicy['scripts'] {
  const keys = ({ questions, tests }: typeof common): Script => ({ questions: Object.keys(questions), tests: Object.keys(tests) });
  return { warmTransferNeeds, common: keys(common), categories: Object.fromEntries(Object.entries(categories).map(([category, script]) => [category, keys(script)])) };
}
