/** Who is told what of a ticket, and when (T-07, T-08, T-10, T-22): what each event makes is written beside it, so that nothing is lost; the relay sends it. */
import type { Transition } from '../journey/journey.ts';
import { holderOf } from './attributed.ts';
import { dueAtMs, clockOf, promisedMs } from './clocks.ts';
import type { SalesAnswer } from './tasks.ts';
import type { BillingCategory } from './worksheets.ts';
import type { ClockName, TicketEvent, TicketNumber, TicketOpening, TicketState } from './ticket.ts';

/** Of whom a notice is the business; who that is, is looked up when it goes out. */
export const noticeRecipients = ['requester', 'assignee', 'supervisor', 'manager', 'account-manager'] as const;
export type NoticeRecipient = (typeof noticeRecipients)[number];

export type NoticeContent =
  /** The number, at creation (T-02). */
  | { readonly kind: 'acknowledgement' }
  /** A solution was proposed: does he agree (T-14)? */
  | { readonly kind: 'agreement'; readonly ordinal: number }
  /** An answer is waited for (T-08); `isLast`: closing is proposed with it. */
  | { readonly kind: 'reminder'; readonly reason: string; readonly ordinal: number; readonly sinceMs: number }
  | { readonly kind: 'third-party-reminder'; readonly reason: string; readonly ordinal: number; readonly sinceMs: number }
  /** T-07. */
  | { readonly kind: 'threshold'; readonly clock: ClockName; readonly ratio: number; readonly dueAtMs: number }
  /** T-10. */
  | { readonly kind: 'no-team-left'; readonly level: number }
  /** T-08: a supervisor may close it. */
  | { readonly kind: 'closing-proposed' }
  /** T-22: when he may expect it, before what he was promised has passed; `beforeMs`: what that was, where it has moved. */
  | { readonly kind: 'expectation'; readonly dueAtMs: number; readonly beforeMs?: number | null }
  /** T-22: what he was promised no longer holds, and nobody can say what will: `promisedMs`: what it was; `awaitsHim`: it is his answer that is waited for. */
  | { readonly kind: 'clock-stopped'; readonly sinceMs: number; readonly promisedMs: number; readonly awaitsHim: boolean }
  /** What one of us wrote to him. */
  | { readonly kind: 'message'; readonly messageId: string }
  /** One message to all whose tickets have a common cause (T-02). */
  | { readonly kind: 'broadcast'; readonly messageId: string }
  /** The customer has written: whoever has the ticket is told. */
  | { readonly kind: 'customer-wrote'; readonly messageId: string }
  /** T-17: what was done, for how long, and who pays. */
  | { readonly kind: 'work-report'; readonly reference: string; readonly contentId: string; readonly minutes: number; readonly billing: BillingCategory }
  /** T-18. */
  | { readonly kind: 'billing-decided'; readonly reference: string; readonly billing: 'included' | 'extra' }
  /** T-24. */
  | ({ readonly kind: 'sales-answered' } & SalesAnswer)
  /** T-23: to whom it falls to say what is added. */
  | { readonly kind: 'documentation-proposed'; readonly text: string }
  /** T-02: under which number his request goes on. */
  | { readonly kind: 'merged'; readonly into: TicketNumber }
  /** T-16. */
  | { readonly kind: 'closed' };

/** What notices are about. */
export const noticeKinds = [
  'acknowledgement', 'agreement', 'reminder', 'third-party-reminder', 'threshold', 'no-team-left', 'closing-proposed', 'expectation', 'clock-stopped', 'message', 'broadcast', 'customer-wrote', 'work-report', 'billing-decided', 'sales-answered',
  'documentation-proposed', 'merged', 'closed',
] as const satisfies readonly NoticeContent['kind'][];

export interface Notice {
  /** Of this notice within its ticket: its mail is recognised by it. */
  readonly key: string;
  readonly to: NoticeRecipient;
  /** The subject who had the ticket when it happened, be it only given to him: a raised level takes it from him. */
  readonly assignee: string | null;
  /** When it arose. */
  readonly atMs: number;
  readonly content: NoticeContent;
}

/** What becomes of a notice: `stale`: what it would have said no longer holds; `nobody`: no address is known; `skipped`: passed over by a person, as it could not be sent (D-24). */
export const noticeEnds = ['sent', 'nobody', 'stale', 'skipped'] as const;
export type NoticeEnd = (typeof noticeEnds)[number];

function noticesOf(before: TicketState, event: TicketEvent, after: TicketState, atMs: number): Notice[] {
  const notice = (to: NoticeRecipient, key: string, content: NoticeContent): Notice => ({ key, to, assignee: holderOf(before), atMs, content });
  switch (event.type) {
    case 'ticketOpened':
      return isAsked(event.opening) ? [notice('requester', 'acknowledgement', { kind: 'acknowledgement' })] : [];
    case 'solutionProposed':
      return [notice('requester', `agreement.${event.ordinal}`, { kind: 'agreement', ordinal: event.ordinal })];
    case 'waitBegun': {
      const promised = promisedMs(before);
      return event.stopsClock && typeof promised === 'number' && promised > atMs
        ? [notice('requester', `clock-stopped.${atMs}`, { kind: 'clock-stopped', sinceMs: atMs, promisedMs: promised, awaitsHim: before.opening?.policy.waiting[event.reason]?.awaits === 'customer' })] : [];
    }
    case 'waitReminded': {
      const { waiting, opening } = after;
      if (!waiting) return [];
      const facts = { reason: waiting.reason, ordinal: event.ordinal, sinceMs: waiting.sinceMs };
      return opening?.policy.waiting[waiting.reason]?.awaits === 'customer'
        ? [notice('requester', `reminder.${waiting.sinceMs}.${event.ordinal}`, { kind: 'reminder', ...facts })]
        : [notice('assignee', `reminder.${waiting.sinceMs}.${event.ordinal}`, { kind: 'third-party-reminder', ...facts })];
    }
    case 'closingProposed':
      return [notice('supervisor', `closing-proposed.${atMs}`, { kind: 'closing-proposed' })];
    case 'thresholdPassed': {
      const { clock, ratio, acts, dueAtMs: reachedAtMs } = event;
      const running = clockOf(before, clock);
      const dueMs = (running && dueAtMs(running)) ?? reachedAtMs;
      const threshold = { kind: 'threshold', clock, ratio, dueAtMs: dueMs } as const;
      const key = `threshold.${clock}.${ratio}`;
      return [
        ...(acts.includes('warn-assignee') ? [notice('assignee', `${key}.assignee`, threshold)] : []),
        ...(acts.includes('warn-supervisor') ? [notice('supervisor', `${key}.supervisor`, threshold)] : []),
        ...(acts.includes('notify-manager') ? [notice('manager', `${key}.manager`, threshold)] : []),
        ...(acts.includes('tell-customer') && clock === 'resolution' ? [notice('requester', `${key}.requester`, { kind: 'expectation', dueAtMs: dueMs })] : []),
      ];
    }
    case 'dueMoved':
      // T-22: whatever moved it; while the clock stands nobody can say.
      return event.afterMs === null ? [] : [notice('requester', `expectation.${atMs}`, { kind: 'expectation', dueAtMs: event.afterMs, beforeMs: event.beforeMs })];
    case 'noTeamLeft':
      // Told once per level, however often the clock comes round to it.
      return before.exhaustedLevels.includes(event.level) ? [] : [notice('manager', `no-team-left.${event.level}`, { kind: 'no-team-left', level: event.level })];
    case 'messageAdded': {
      const { id, direction, broadcast } = event.message;
      // The key is read by the recipient, as the mail's Message-ID: the number of the common cause, another customer's perhaps, is not for him.
      if (broadcast) return [notice('requester', `broadcast.${id}`, { kind: 'broadcast', messageId: id })];
      if (direction === 'out') return [notice('requester', `message.${id}`, { kind: 'message', messageId: id })];
      return direction === 'in' ? [notice('assignee', `customer-wrote.${id}`, { kind: 'customer-wrote', messageId: id })] : [];
    }
    case 'workRecorded': {
      const { reference, contentId, minutes, billing } = event.worksheet;
      const report = { kind: 'work-report', reference, contentId, minutes, billing } as const;
      return [notice('account-manager', `work-report.${reference}.account-manager`, report), notice('manager', `work-report.${reference}.manager`, report)];
    }
    case 'billingDecided':
      return [notice('assignee', `billing-decided.${event.worksheet}`, { kind: 'billing-decided', reference: event.worksheet, billing: event.billing })];
    case 'salesAnswered':
      return [notice('assignee', `sales-answered.${after.tasks.occurrences['sales-need'] ?? 0}`, { kind: 'sales-answered', outcome: event.outcome, reference: event.reference })];
    case 'taskOpened':
      return event.task.step === 'documentation' ? [notice('assignee', 'documentation-proposed', { kind: 'documentation-proposed', text: after.documentation?.text ?? '' })] : [];
    case 'ticketMerged':
      return after.opening && isAsked(after.opening) ? [notice('requester', 'merged', { kind: 'merged', into: event.into })] : [];
    case 'ticketClosed':
      return [notice('requester', 'closed', { kind: 'closed' })];
    default:
      return [];
  }
}

/** Machines and the house's own checks have nobody to thank, nor anybody who knows the number. */
function isAsked({ from }: TicketOpening): boolean {
  return from !== 'monitoring' && from !== 'backup-check';
}

/** What people are to be told of what happened to a ticket, in the order in which it arose. */
export function noticesMadeBy(happened: readonly Transition<TicketState, { readonly event: TicketEvent; readonly atMs: number }>[]): Notice[] {
  return happened.flatMap(({ before, recorded: { event, atMs }, after }) => noticesOf(before, event, after, atMs));
}

/** Whether what a notice says still holds: nobody is reminded at eight of what he answered at night. */
export function stillHolds({ phase, waiting, isClosingProposed, solution, documentation, promisedDueMs, endedAtMs, agreedAtMs }: TicketState, { content }: Notice): boolean {
  switch (content.kind) {
    case 'acknowledgement':
    case 'message':
    case 'broadcast':
    case 'work-report':
    case 'billing-decided':
    case 'sales-answered':
    case 'merged':
    case 'closed':
      return true;
    case 'documentation-proposed':
      return documentation?.phase === 'proposed';
    case 'agreement':
      return phase === 'agreement' && solution?.proposals === content.ordinal;
    case 'reminder':
    case 'third-party-reminder':
      return waiting?.sinceMs === content.sinceMs && waiting.reminders === content.ordinal;
    case 'clock-stopped':
      return waiting?.sinceMs === content.sinceMs;
    case 'closing-proposed':
      return isClosingProposed;
    case 'threshold':
      // A promise that was broken is, whatever came after it.
      return content.ratio >= 1 || (endedAtMs === null && agreedAtMs === null);
    case 'expectation':
      // Of what was held through the night the last promise alone goes out.
      return endedAtMs === null && agreedAtMs === null && promisedDueMs === content.dueAtMs;
    case 'no-team-left':
    case 'customer-wrote':
      return endedAtMs === null;
  }
}

/**
 * From when on a notice may go out (T-07): while people are awake, unless it is urgent, or what one of us wrote himself. Epoch milliseconds.
 * @param awakeFrom the first instant from the given one on at which the calendar of that name is open
 */
export function goesOutAt({ opening, priority }: Pick<TicketState, 'opening' | 'priority'>, { atMs, content }: Pick<Notice, 'atMs' | 'content'>, awakeFrom: (calendar: string, fromMs: number) => number): number {
  const terms = opening?.policy.notices;
  if (!terms || terms.calendar === null || terms.atAnyHour.includes(priority) || content.kind === 'message') return atMs;
  const awakeAtMs = awakeFrom(terms.calendar, atMs);
  if (content.kind === 'clock-stopped') return awakeAtMs >= content.promisedMs ? atMs : awakeAtMs;
  if (content.kind !== 'expectation') return awakeAtMs;
  // T-22: before the promised time passes, be it at night; where it has moved, before that which he knows, unless it has passed already.
  const { dueAtMs, beforeMs = null } = content;
  const promisedMs = beforeMs !== null && beforeMs > atMs ? Math.min(beforeMs, dueAtMs) : dueAtMs;
  return awakeAtMs >= promisedMs ? atMs : awakeAtMs;
}

/** What a notice says of its ticket, whatever it is about. */
export interface NoticeFacts {
  readonly number: string;
  readonly customerId: string;
  readonly priority: string;
  readonly rds: string | null;
  /** Where answers go. */
  readonly mailbox: string;
  /** Of the operator, IANA name. */
  readonly timeZone: string;
  readonly solution: string | null;
  /** What is waited for, in the customers' language. */
  readonly waitingLabel: string | null;
}

/**
 * Sends one notice. May be repeated: it is then the same mail under the same key.
 * @returns `nobody` where no address is known of whom it is for
 * @throws {ApplicationFailure} what the mail server says; and whatever PostgreSQL does while it is away
 */
export type SendNotice = (facts: NoticeFacts, notice: Notice) => Promise<'sent' | 'nobody'>;
