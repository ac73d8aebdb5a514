/** What is under way for a customer, as parts of the one statement of his view (C-01): tickets, complaints, terminations, moves and changes of offer, withdrawals. */
import { shownOf } from '../../domain/customer/view-blocks.ts';
import type { SuccessionRead } from '../deployment/successions.ts';
import { outcomesUnsold } from '../../domain/order/order.ts';
import { listed, object } from './json.ts';

/** And one beyond. */
const read = shownOf.events + 1;

export interface OpenTicketRow {
  readonly number: string;
  readonly phase: string;
  readonly priority: string;
  readonly category: string | null;
  readonly rds: string | null;
  readonly dueAt: string | null;
  readonly isBreached: boolean;
  readonly createdAt: string;
}

export interface OpenTerminationRow {
  readonly id: string;
  readonly origin: string;
  readonly belongsTo: string | null;
  readonly phase: string;
  readonly services: readonly string[];
  readonly receivedOn: string;
  /** Null until it is entered. */
  readonly effectiveOn: string | null;
  readonly ticket: string | null;
}

/** Both halves of a move or a change of offer. */
export interface SuccessionRow {
  readonly deploymentId: string;
  readonly orderNumber: string;
  readonly phase: string;
  readonly targetActivationDate: string;
  readonly origin: SuccessionRead['origin'];
  readonly halves: readonly SuccessionRead[];
}

/** Of which production has nothing yet. */
export interface OrderAheadRow {
  readonly id: string;
  readonly phase: string;
  readonly ttcCents: number;
  readonly openedAt: string;
}

/** S-07: that he goes on with nothing of what he has. */
export interface TotalDropRow {
  readonly droppedOn: string;
  readonly reason: string;
  readonly monthlyCents: number;
}

export interface WithdrawalRow {
  readonly deploymentId: string;
  readonly orderNumber: string;
  readonly declaredOn: string;
}

export interface OpportunityRow {
  readonly id: string;
  readonly purpose: string;
  readonly stage: string;
  readonly amountCents: number;
  readonly probability: number;
  readonly closesOn: string;
  readonly seller: string;
}

export interface AppointmentRow {
  readonly id: string;
  readonly form: string;
  readonly subject: string | null;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly answer: string | null;
  readonly seller: string;
}

export interface FollowUpRow {
  readonly id: string;
  readonly what: string;
  readonly note: string | null;
  readonly phase: string;
  readonly dueAt: string;
  readonly seller: string;
}

/** S-07: the latest, until something is ordered after it. */
export const totalDrop = `(SELECT ${object({ droppedOn: 'dropped_on', reason: 'reason', monthlyCents: 'monthly_cents' }, 'x')} FROM sales_drops AS x WHERE x.customer_id = c.id AND x.kind = 'total'
  AND NOT EXISTS (SELECT FROM orders AS o WHERE o.customer_id = c.id AND o.opened_at > x.entered_at AND (o.outcome IS NULL OR o.outcome NOT IN (${outcomesUnsold.map((outcome) => `'${outcome}'`).join(', ')}))) ORDER BY x.dropped_on DESC, x.id DESC LIMIT 1)`;

/** S-09: the first to close first. */
export const openOpportunities = listed(
  `SELECT * FROM opportunities WHERE customer_id = c.id AND closed_at IS NULL ORDER BY closes_on, id LIMIT ${read}`,
  object({ id: 'id', purpose: 'description', stage: 'stage', amountCents: 'amount_cents', probability: 'probability', closesOn: 'closes_on', seller: 'seller' }, 'x'), 'x.closes_on, x.id');

export const appointmentsAhead = listed(
  `SELECT a.*, d.details ->> 'subject' AS subject FROM appointments AS a LEFT JOIN appointment_details AS d ON d.journey_id = a.id AND d.version = a.details
   WHERE a.customer_id = c.id AND a.phase = 'planned' ORDER BY a.starts_at, a.id LIMIT ${read}`,
  object({ id: 'id', form: 'form', subject: 'subject', startsAt: 'starts_at', endsAt: 'ends_at', answer: 'answer', seller: 'seller' }, 'x'), 'x.starts_at, x.id');

export const openFollowUps = listed(
  `SELECT f.*, n.note FROM follow_ups AS f LEFT JOIN follow_up_notes AS n ON n.journey_id = f.id WHERE f.customer_id = c.id AND f.ended_at IS NULL ORDER BY f.due_at, f.id LIMIT ${read}`,
  object({ id: 'id', what: 'what', note: 'note', phase: 'phase', dueAt: 'due_at', seller: 'seller' }, 'x'), 'x.due_at, x.id');

export interface OpenComplaintRow {
  readonly id: string;
  readonly subject: string;
  readonly orderNumber: string;
  readonly phase: string;
  readonly dueAt: string | null;
  readonly isLate: boolean;
}

export const openTickets = listed(
  `SELECT * FROM tickets WHERE customer_id = c.id AND ended_at IS NULL ORDER BY number DESC LIMIT ${read}`,
  object({ number: 'number', phase: 'phase', priority: 'priority', category: 'category', rds: 'rds', dueAt: 'due_at', isBreached: 'is_breached', createdAt: 'created_at' }, 'x'), 'x.number DESC');

/** Until they are handed over, and their deployments tell of them (S-05). */
export const ordersAhead = listed(
  `SELECT * FROM orders WHERE customer_id = c.id AND ended_at IS NULL AND phase <> 'in-production' ORDER BY id DESC LIMIT ${read}`,
  object({ id: 'id', phase: 'phase', ttcCents: 'ttc_cents', openedAt: 'opened_at' }, 'x'), 'x.id DESC');

/** The most pressing first (S-08). */
export const openComplaints = listed(
  `SELECT * FROM complaints WHERE customer_id = c.id AND ended_at IS NULL ORDER BY due_at NULLS LAST, id LIMIT ${read}`,
  object({ id: 'id', subject: 'subject', orderNumber: 'order_number', phase: 'phase', dueAt: 'due_at', isLate: 'is_late' }, 'x'), 'x.due_at NULLS LAST, x.id');

/** The next to take effect first. */
export const openTerminations = listed(
  `SELECT * FROM terminations WHERE customer_id = c.id AND ended_at IS NULL ORDER BY effective_on NULLS LAST, id LIMIT ${read}`,
  object({ id: 'id', origin: 'origin', belongsTo: 'belongs_to', phase: 'phase', services: 'services', receivedOn: 'received_on', effectiveOn: 'effective_on', ticket: 'ticket' }, 'x'), 'x.effective_on NULLS LAST, x.id');

/** Until the new services are there and the old ones gone: either half may outlive the other (C-08). */
const underWay = `SELECT o.id FROM deployments AS o WHERE o.customer_id = c.id AND o.ended_at IS NULL AND EXISTS (SELECT FROM successions AS s WHERE s.deployment_id = o.id)
  UNION SELECT split_part(t.belongs_to, '/', 1) FROM terminations AS t WHERE t.customer_id = c.id AND t.ended_at IS NULL AND t.belongs_to IS NOT NULL`;
const halfFields = { site: 'site', origin: 'origin', services: 'services', endsOldOn: 'ends_old_on', acceptedOn: 'accepted_on', isGivenUp: 'is_given_up', termination: 'termination', stage: 'stage', oldEndsOn: 'effective_on' };
export const successionsUnderWay = listed(
  `SELECT d.* FROM (${underWay} ORDER BY 1 DESC LIMIT ${read}) AS u JOIN deployments AS d USING (id)`,
  `json_build_object('deploymentId', x.id, 'orderNumber', x.order_number, 'phase', x.phase, 'targetActivationDate', x.target_date, 'origin', (SELECT min(origin) FROM successions WHERE deployment_id = x.id),
    'halves', (SELECT json_agg(${object(halfFields, 's')} ORDER BY s.site)
      FROM (SELECT s.*, t.effective_on FROM successions AS s LEFT JOIN terminations AS t ON t.id = s.termination WHERE s.deployment_id = x.id ORDER BY s.site LIMIT ${shownOf.halves + 1}) AS s))`,
  'x.id DESC');

/** C-08: while what was done is undone. */
export const withdrawalsUnderWay = listed(
  `SELECT d.id, d.order_number, j.state #>> '{withdrawal,declaredOn}' AS declared_on FROM deployments AS d JOIN journeys AS j ON j.id = d.id
   WHERE d.customer_id = c.id AND d.ended_at IS NULL AND d.phase = 'cancelling' AND j.state #>> '{withdrawal,declaredOn}' IS NOT NULL ORDER BY d.id DESC LIMIT ${read}`,
  object({ deploymentId: 'id', orderNumber: 'order_number', declaredOn: 'declared_on' }, 'x'), 'x.id DESC');
