/** The messages of a ticket: workflow name, one update per act, query, search attributes. */
import { defineSearchAttributeKey, SearchAttributeType, type UpdateDefinition } from '@temporalio/common';
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Tidings } from '../../domain/ticket/links.ts';
import type { TicketMessage } from '../../domain/ticket/messages.ts';
import { ticketActs, type TicketAct } from '../../domain/ticket/states.ts';
import type { AppliedTicketPolicy } from '../../domain/ticket/ticket-policy.ts';
import type { TicketCommand, TicketState } from '../../domain/ticket/ticket.ts';
import type { JourneyStart } from '../journey/journey.ts';
import type { Act, Recorded } from '../journey/messages.ts';

export const ticketWorkflowType = 'ticket';

export type TicketStart = JourneyStart<TicketState, TicketCommand>;

/** What an act carries beside who does it. */
export type ActFields<Type extends TicketAct = TicketAct> = Omit<Extract<TicketCommand, { readonly type: Type }>, 'type'>;

/** Answers once the opening is recorded; sent with the start. */
export const openTicketUpdate = defineUpdate<Recorded, [Act<object>]>('open');
/** One update per act of the table of states, by the act's name. */
export const ticketUpdates = Object.fromEntries(ticketActs.map((act) => [act, defineUpdate(act)])) as { readonly [Type in TicketAct]: UpdateDefinition<Recorded, [Act<ActFields<Type>>]> };
/** Something was written: its text is in PostgreSQL (T-01). */
export const addMessageUpdate = defineUpdate<Recorded, [Act<{ message: TicketMessage }>]>('addMessage');
/** Another ticket has something to tell (T-02); what comes twice changes nothing. */
export const hearTidingsUpdate = defineUpdate<Recorded, [Act<{ tidings: Tidings }>]>('hear');
export const completeTicketTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: Extract<TicketCommand, { type: 'completeTask' }>['input'] }>]>('completeTask');
/** Moves a running ticket to a version of a policy; one that has it already, or a later one, ignores it. */
export const applyTicketPolicyUpdate = defineUpdate<Recorded, [Act<{ applied: AppliedTicketPolicy }>]>('applyPolicy');

/** What becomes of the notices that cannot be sent (D-24). */
export type NoticeCall = Extract<TicketCommand, { type: 'callFailed' | 'callEnded' }> & { readonly call: 'send-notice' };
export const noticeCallUpdate = defineUpdate<Recorded, [Act<{ noticeCall: NoticeCall }>]>('noticeCall');

export const ticketStateQuery = defineQuery<TicketState>('state');

export const ticketSearchAttributes = {
  priority: defineSearchAttributeKey('JalonPriority', SearchAttributeType.KEYWORD),
  level: defineSearchAttributeKey('JalonLevel', SearchAttributeType.INT),
  /** When the resolution is due as things stand; absent where nothing is promised, and while the clock stands. */
  dueAt: defineSearchAttributeKey('JalonDueAt', SearchAttributeType.DATETIME),
} as const;
