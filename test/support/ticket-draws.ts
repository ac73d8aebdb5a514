/** Random acts on a ticket, and a calendar whose open time a test can say by itself. */
import fc from 'fast-check';
import type { FrozenCalendar } from '../../domain/clock/frozen.ts';
import type { AppliedTicketPolicy, TicketPolicy } from '../../domain/ticket/ticket-policy.ts';
import { escalationReasons, impacts, importances, type TicketCommand, type TicketOpening, type TicketState } from '../../domain/ticket/ticket.ts';
import { agree, classify, confirm, diagnose, disagree, hour, minute, opening, policy, resolve, someWork, teams, waits, work } from '../unit/ticket/given.ts';
import type { OpenTime } from './ticket-laws.ts';

const dayMs = 24 * hour;

/** Open from 8:00 to 18:00 UTC, every day. */
export function daytime(fromMs: number, untilMs: number): FrozenCalendar {
  const firstDay = Math.floor(fromMs / dayMs);
  const days = Array.from({ length: Math.ceil(untilMs / dayMs) - firstDay }, (_, index) => (firstDay + index) * dayMs);
  const openIntervals = days.map((midnightMs) => [Math.max(fromMs, midnightMs + 8 * hour), Math.min(untilMs, midnightMs + 18 * hour)] as const).filter(([opensMs, closesMs]) => opensMs < closesMs);
  return { openIntervals, coversFromMs: fromMs, coversUntilMs: untilMs };
}

/** The same hours by arithmetic. */
export const openTime: OpenTime = (calendar, atMs) => (calendar === null ? atMs : Math.floor(atMs / dayMs) * 10 * hour + Math.min(10 * hour, Math.max(0, (atMs % dayMs) - 8 * hour)));

/** So much is frozen at a time, that it runs out now and then. */
export const frozenForMs = 4 * dayMs;

export function openingIn({ calendar, isLimited, startMs }: { readonly calendar: string | null; readonly isLimited: boolean; readonly startMs: number }): TicketOpening {
  const frozen = daytime(startMs - dayMs, startMs + frozenForMs);
  return {
    ...opening, policy: {
      ...policy, versions: { ...policy.versions, calendars: 1 }, calendars: { daytime: frozen }, contracts: { ...policy.contracts, pro: { ...policy.contracts.pro, calendar } }, firstLineLimitMs: isLimited ? 10 * minute : null,
    },
  };
}

const escalations: readonly TicketPolicy['escalation'][] = [
  policy.escalation, { ...policy.escalation, thresholds: [{ ratio: 0.1, acts: ['warn-assignee'] }, { ratio: 0.3, acts: ['raise-level'] }], thenEvery: { ratio: 0.3, acts: ['raise-level', 'notify-manager'] } },
  { ...policy.escalation, thresholds: [{ ratio: 0.9, acts: ['raise-level'] }, { ratio: 2, acts: ['notify-manager'] }], thenEvery: null },
];
const targets = (resolutionMs: number, calendar: string | null): TicketPolicy['contracts'] => ({ ...policy.contracts, pro: { resolutionMs, takingChargeMs: resolutionMs / 4, calendar } });
const frozenPolicies: readonly ((atMs: number, startMs: number) => Omit<AppliedTicketPolicy, 'version'>)[] = [
  ...escalations.map((escalation) => () => ({ policy: 'escalation', frozen: { escalation } })),
  ...[targets(8 * hour, null), targets(5 * hour, 'daytime'), targets(30 * hour, null)].map((contracts) => () => ({ policy: 'service-levels', frozen: { contracts } })),
  ...[true, false].map((stopsClock) => () => ({ policy: 'waiting-reasons', frozen: { waiting: Object.fromEntries(Object.entries(policy.waiting).map(([reason, terms]) => [reason, { ...terms, stopsClock }])) } })),
  ...[null, 10 * minute].map((firstLineLimitMs) => () => ({ policy: 'desks', frozen: { firstLineLimitMs } })),
  ...[['access'], ['licence-need', 'hardware-need']].flatMap((categories) => [() => ({ policy: 'classification', frozen: { salesCategories: categories, billingCategories: [] } }), () => ({ policy: 'classification', frozen: { salesCategories: [], billingCategories: categories } })]),
  (atMs, startMs) => ({ policy: 'calendars', frozen: { calendars: { daytime: daytime(startMs - dayMs, atMs + frozenForMs) } } }),
];

/** Tickets that this one belongs together with, and parts from. */
const others = ['TCK-2026-000001', 'TCK-2026-000002'] as const;

const answered = { 'sales-need': { outcome: 'declined', comment: 'x' }, 'payment-question': { outcome: 'explained', answer: 'x' }, 'billing-decision': { decision: 'included', comment: 'x' } } as const;
const isOwed = (step: string): step is keyof typeof answered => Object.hasOwn(answered, step);

/** What others answer to the first of the open tasks that keep a ticket from being closed (T-18, T-24). */
export function owedAnswer({ tasks }: TicketState): TicketCommand | undefined {
  const [owed] = Object.values(tasks.open).filter(({ step }) => isOwed(step));
  return owed && isOwed(owed.step) ? { type: 'completeTask', taskId: owed.id, input: answered[owed.step] } : undefined;
}

/** Any act of a person, the rules of attribution or an administrator of policies, on the ticket as it is. */
export const act: fc.Arbitrary<(state: TicketState, atMs: number) => TicketCommand> = fc.oneof(
  { weight: 7, arbitrary: fc.constantFrom<TicketCommand>(classify, diagnose, work, resolve, agree, disagree, confirm, { type: 'answer' }).map((command) => () => command) },
  { weight: 2, arbitrary: fc.constant(({ opening: opened }: TicketState): TicketCommand => ({ type: 'close', worksheet: `${opened?.number}-F1`, satisfaction: 5 })) },
  { weight: 4, arbitrary: fc.constantFrom('technician-n1', 'technician-n2').map((by) => (): TicketCommand => ({ type: 'take', by })) },
  { weight: 3, arbitrary: fc.constantFrom('customer-answer', 'internal', 'supplier').map((reason) => () => waits(reason)) },
  {
    weight: 3, arbitrary: fc.record({ impact: fc.constantFrom(...impacts), contract: fc.constantFrom('pro', 'contract', 'none'), importance: fc.constantFrom(...importances, null), isUrgencySaid: fc.boolean() })
      .map(({ isUrgencySaid, ...said }) => (_: TicketState, atMs: number): TicketCommand => ({ type: 'prioritise', ...said, ...(isUrgencySaid ? { urgentByMs: atMs + hour } : {}), reason: 'x' })),
  },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...teams), fc.constantFrom('warm', 'cold'), fc.constantFrom(...escalationReasons, null)).map(([to, mode, reason]) => (): TicketCommand => ({ type: 'transfer', to, mode, reason })) },
  { weight: 2, arbitrary: fc.constantFrom('acknowledgeTransfer', 'declineTransfer').map((type) => ({ offers }: TicketState) => ({ type, ordinal: Math.max(1, offers), by: 'technician-n2', reason: 'x' }) as TicketCommand) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...teams), fc.boolean(), fc.boolean()).map(([team, isNobody, isByRules]) => ({ team: present, assignee, attributedTo }: TicketState): TicketCommand => ({
    type: 'attribute', seen: isByRules ? { team: present?.team ?? null, holder: assignee ?? attributedTo } : null,
    attributed: { to: isNobody ? null : { ...team, subject: `one of ${team.team}` }, cause: 'unheld', noChoice: isNobody ? 'nobody-available' : null, reason: null, project: null, displacedBy: null, considered: [] },
  })) },
  { weight: 2, arbitrary: fc.constantFrom(...frozenPolicies).map((frozen) => ({ opening: opened, createdAtMs }: TicketState, atMs: number): TicketCommand => {
    const applied = frozen(atMs, createdAtMs);
    return { type: 'applyPolicy', applied: { ...applied, version: (opened?.policy.versions[applied.policy] ?? 0) + 1 } };
  }) },
  { weight: 1, arbitrary: fc.constant(({ opening: opened }: TicketState): TicketCommand => ({ type: 'closeWithoutAgreement', reason: 'x', worksheet: `${opened?.number}-F1` })) },
  { weight: 2, arbitrary: fc.constantFrom<TicketCommand>(
    { type: 'link', to: others[0] }, { type: 'link', to: others[0], cause: { number: others[0], broadcasts: 0 } }, { type: 'link', to: others[1], cause: { number: others[1], broadcasts: 3 } },
    { type: 'unlink', from: others[0] }, { type: 'broadcast', messageId: '0190d0c0-0000-7000-8000-000000000009', children: 1 },
  ).map((command) => () => command) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('links', 'broadcast', 'solution', 'cause-moved'), fc.constantFrom(...others), fc.nat(3)).map(([kind, other, turn]) => ({ parent }: TicketState): TicketCommand => {
    const from = parent?.number ?? other;
    if (kind === 'links') return { type: 'hear', tidings: { kind, links: [{ other, kind: 'child', turn }] } };
    if (kind === 'broadcast') return { type: 'hear', tidings: { kind, from, ordinal: (parent?.heard ?? 0) + turn, messageId: '0190d0c0-0000-7000-8000-000000000009' } };
    if (kind === 'solution') return { type: 'hear', tidings: { kind, from, ordinal: (parent?.proposed ?? 0) + turn, solution: 'Fibre réparée' } };
    return { type: 'hear', tidings: { kind, from, cause: { number: other, broadcasts: turn } } };
  }) },
  { weight: 1, arbitrary: fc.constantFrom('licence-need', 'access', null).map((category) => (): TicketCommand => ({ type: 'merge', into: 'TCK-2026-000001', category })) },
  { weight: 2, arbitrary: fc.constantFrom('licence-need', 'hardware-need').map((category) => (): TicketCommand => ({ type: 'classify', classification: { type: 'request', symptom: 'none', category } })) },
  { weight: 1, arbitrary: fc.constant((): TicketCommand => ({ type: 'recordWork', work: { ...someWork, kind: 'change' } })) },
  { weight: 2, arbitrary: fc.constant((state: TicketState): TicketCommand => owedAnswer(state) ?? { type: 'completeTask', taskId: `${state.opening?.number}.sales-need.1`, input: answered['sales-need'] }) },
);
