/** What is read of tickets. */
import { z } from 'zod';
import { noticeEnds, noticeKinds, noticeRecipients } from '../../domain/ticket/notices.ts';
import { agreementsOf, contacts, contractClasses, impacts, importances } from '../../domain/ticket/ticket.ts';
import { linkKinds } from '../../domain/ticket/links.ts';
import { ticketClassification, ticketRequest } from '../../domain/ticket/registration.schema.ts';
import { givenView } from './attribution.ts';
import { ticketActs } from '../../domain/ticket/states.ts';
import { agreementGiven, ticketWork } from './work.schema.ts';

const instant = z.iso.datetime();

export const ticketSummary = z.object({
  number: z.string(),
  customerId: z.string(),
  customerName: z.string().nullable(),
  desk: z.string(),
  rds: z.string().nullable(),
  item: z.string().nullable().meta({ description: 'Inventory item or backup job, where the desk takes that (T-03)' }),
  contact: z.enum(contacts),
  phase: z.string().meta({ description: 'registered, in-progress, waiting, agreement, resolved, closed, merged' }),
  priority: z.string(),
  contract: z.enum(contractClasses),
  impact: z.enum(impacts),
  urgentBy: instant.nullable().meta({ description: 'By when it is urgent to the customer; null: not said (T-05)' }),
  importance: z.enum(importances).nullable().meta({ description: 'What it costs him; null: not said (T-05)' }),
  category: z.string().nullable(),
  team: z.string().nullable().meta({ description: 'Null: in the dispatcher’s queue (T-10)' }),
  level: z.int(),
  assignee: z.string().nullable(),
  attributedTo: z.string().nullable().meta({ description: 'Whom it was given to and who has not taken it yet (T-11)' }),
  offeredTo: z.string().nullable().meta({ description: 'Team that a warm transfer is offered to (C-03)' }),
  waitingReason: z.string().nullable(),
  waitingSince: instant.nullable(),
  dueAt: instant.nullable().meta({ description: 'When the resolution is due as things stand; null where nothing is promised, and while the clock stands (T-08)' }),
  nextThresholdAt: instant.nullable(),
  isBreached: z.boolean(),
  standingLeftSeconds: z.int().nullable().meta({ description: 'What is left of the resolution while its clock stands, below zero: overrun; null while it runs, and where nothing is promised (T-08)' }),
  takingDueAt: instant.nullable().meta({ description: 'By when it is to be taken in charge, as things stand (T-07)' }),
  isTakingBreached: z.boolean(),
  reopenings: z.int(),
  createdAt: instant.meta({ description: 'T0 (T-02)' }),
  takenAt: instant.nullable(),
  agreedAt: instant.nullable(),
  endedAt: instant.nullable(),
}).meta({ id: 'TicketSummary' });

export const ticketView = ticketSummary.extend({
  request: ticketRequest.nullable().meta({ description: 'What was said when it was registered; null once erased' }),
  classification: ticketClassification.nullable(),
  solution: z.string().nullable(),
  cause: z.object({ cause: z.string(), responsibility: z.string(), isConfirmed: z.boolean() }).nullable(),
  teams: z.array(z.string()).meta({ description: 'Every team that had it, in order: it never returns to one (T-10)' }),
  offer: z.object({ ordinal: z.int(), to: z.string(), from: z.string().nullable(), expiresAt: instant }).nullable(),
  attribution: givenView.nullable().meta({ description: 'How it was last given to somebody, or why to nobody (T-11); for the house only' }),
  handledAt: instant.nullable().meta({ description: 'Of a retroactive ticket, when it was handled: it is on no clock (T-25)' }),
  agreementOf: z.enum(agreementsOf).meta({ description: 'Whose agreement counts (T-02, T-08)' }),
  agreement: agreementGiven.nullable().meta({ description: 'Who agreed, when, and how (T-14)' }),
  work: ticketWork.nullable().meta({ description: 'How it is worked on; null for the customer' }),
  links: z.array(z.object({
    kind: z.enum(linkKinds).meta({ description: 'What the other is to this one: parent is the ticket of the common cause, child one of those that have it, successor the one that reopens it' }),
    number: z.string(), customerId: z.string(), phase: z.string(), since: instant,
  })).meta({ description: 'The first hundred; a customer sees his own only (T-02, T-16)' }),
  likelyCauses: z.array(z.string()).meta({ description: 'Mass incidents under way on services of the same local loop operator, to link it to; for the house only (T-02)' }),
  isClosingProposed: z.boolean(),
  acts: z.array(z.enum(ticketActs as [string, ...string[]])).meta({ description: 'What can be done in this state' }),
}).meta({ id: 'Ticket' });

export const noticeView = z.object({
  key: z.string().meta({ description: 'Of this notice within its ticket' }),
  to: z.enum(noticeRecipients),
  kind: z.enum(noticeKinds),
  aroseAt: z.iso.datetime(),
  status: z.enum(['pending', ...noticeEnds]).meta({ description: 'nobody: no address is known; stale: it no longer held when it was to go out; skipped: passed over by a person, as it could not be sent. The last two may have gone out all the same where attempts is above 0' }),
  endedAt: z.iso.datetime().nullable(),
  attempts: z.int().meta({ description: 'Tries that failed, or whose outcome was lost' }),
}).meta({ id: 'TicketNotice' });
