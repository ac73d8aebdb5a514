/** What is read of tickets: one, its timeline, and the facts that a registration needs. */
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { Contact, ContractClass, Impact, Importance, TicketState } from '../../domain/ticket/ticket.ts';
import type { TimelineRead } from '../deployment/reads.ts';
import { actorName, customerName } from '../people/names.ts';
import type { Client, Pool } from '../pool.ts';
import { withoutAmountsIn } from './account.ts';

export interface TicketRead {
  readonly number: string;
  readonly customerId: string;
  /** Null of one that is not known any more. */
  readonly customerName: string | null;
  readonly desk: string;
  readonly rds: string | null;
  readonly item: string | null;
  readonly contact: Contact;
  readonly phase: TicketState['phase'];
  readonly priority: string;
  readonly contract: ContractClass;
  readonly impact: Impact;
  readonly urgentBy: Date | null;
  readonly importance: Importance | null;
  readonly category: string | null;
  readonly team: string | null;
  readonly level: number;
  readonly assignee: string | null;
  readonly attributedTo: string | null;
  readonly offeredTo: string | null;
  readonly waitingReason: string | null;
  readonly waitingSince: Date | null;
  readonly dueAt: Date | null;
  readonly nextThresholdAt: Date | null;
  readonly isBreached: boolean;
  /** What is left of the resolution's time while its clock stands (T-08). */
  readonly standingLeftMs: number | null;
  readonly takingDueAt: Date | null;
  readonly isTakingBreached: boolean;
  readonly reopenings: number;
  /** The ticket of the common cause (T-02). */
  readonly parent: string | null;
  /** How many messages it sent to all its children. */
  readonly broadcasts: number;
  readonly mergedInto: string | null;
  readonly createdAt: Date;
  readonly takenAt: Date | null;
  readonly agreedAt: Date | null;
  readonly endedAt: Date | null;
}

export const ticketColumns = `number, customer_id AS "customerId", desk, rds, item, contact, phase, priority, contract, impact, category, team, level, assignee, attributed_to AS "attributedTo", offered_to AS "offeredTo",
  waiting_reason AS "waitingReason", due_at AS "dueAt", next_threshold_at AS "nextThresholdAt", is_breached AS "isBreached", reopenings, created_at AS "createdAt", taken_at AS "takenAt",
  agreed_at AS "agreedAt", ended_at AS "endedAt", urgent_by AS "urgentBy", importance, parent, broadcasts, merged_into AS "mergedInto",
  waiting_since AS "waitingSince", standing_left_ms AS "standingLeftMs", taking_due_at AS "takingDueAt", is_taking_breached AS "isTakingBreached", ${customerName('customer_id')} AS "customerName"`;

export async function readTicket(pool: Pick<Client, 'query'>, number: string): Promise<TicketRead | undefined> {
  const { rows: [row] } = await pool.query<TicketRead>({ name: 'ticket-read', text: `SELECT ${ticketColumns} FROM tickets WHERE number = $1`, values: [number] });
  return row;
}

/** The state that its clocks and its history are shown from. */
export async function readTicketState(pool: Pool, number: string): Promise<TicketState | undefined> {
  const { rows: [row] } = await pool.query<{ state: TicketState }>({ name: 'ticket-state', text: 'SELECT state FROM journeys WHERE id = $1', values: [number] });
  return row?.state;
}

/** The states of some tickets, by number. */
export async function readTicketStates(pool: Pool, numbers: readonly string[]): Promise<ReadonlyMap<string, TicketState>> {
  const { rows } = await pool.query<{ id: string; state: TicketState }>({ name: 'ticket-states', text: 'SELECT id, state FROM journeys WHERE id = ANY ($1)', values: [numbers] });
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** The state with its version: how many events it is made of. */
export async function readTicketJourney(pool: Pool, number: string): Promise<{ readonly state: TicketState; readonly version: number } | undefined> {
  const { rows: [row] } = await pool.query<{ state: TicketState; version: number }>({ name: 'ticket-journey', text: 'SELECT state, version FROM journeys WHERE id = $1', values: [number] });
  return row;
}

const told = "CASE WHEN payload #> '{opening,policy}' IS NOT NULL THEN jsonb_set(payload, '{opening,policy}', jsonb_build_object('versions', payload #> '{opening,policy,versions}')) ELSE payload #- '{applied,frozen}' #- '{frozen}' END";

/** Oldest first; of the policies that the ticket keeps only their versions: what they say is read under `/policies`. @param readsAccount whether the reader may know what billing knows of the customer (C-05) */
export async function readTicketTimeline(pool: Pool, number: string, { after, limit, readsAccount = false }: { readonly after?: number | undefined; readonly limit: number; readonly readsAccount?: boolean }): Promise<TimelineRead[]> {
  const { rows } = await pool.query<TimelineRead>(
    `SELECT journey_id AS "journeyId", number, at, type, actor, ${actorName('events.actor')} AS "actorName", channel, request_id AS "requestId",
       ${readsAccount ? told : withoutAmountsIn(told)} AS payload
     FROM events WHERE journey_id = $1 AND number > $2 ORDER BY number LIMIT $3`, [number, after ?? 0, limit]);
  return rows;
}

/** What was recorded of some types, in order; without the policy that a ticket was opened under. */
export async function readEventsOf(pool: Pool, number: string, types: readonly string[]): Promise<RecordedEvent[]> {
  const { rows } = await pool.query<{ number: number; type: string; payload: object; actor: string; channel: RecordedEvent['meta']['channel']; commandId: string; at: Date }>({
    name: 'ticket-events-of',
    text: `SELECT number, type, payload #- '{opening,policy}' AS payload, actor, channel, command_id AS "commandId", at FROM events WHERE journey_id = $1 AND type = ANY ($2) ORDER BY number`,
    values: [number, types],
  });
  return rows.map(({ number: n, type, payload, actor, channel, commandId, at }) => ({ number: n, event: { ...payload, type }, atMs: at.getTime(), meta: { actor, channel, commandId } }));
}

export interface Registering {
  readonly isCustomer: boolean;
  /** Where the customer belongs (C-06); null: nowhere. */
  readonly centre: string | null;
  readonly contract: ContractClass;
  /** References of what the customer has in service. */
  readonly services: readonly string[];
  /** Open tickets on the same service or item: likely duplicates (T-02). */
  readonly duplicates: readonly string[];
}

/** The facts of a registration, in one round trip. */
export async function readRegistering(pool: Pool, customerId: string, subject: { readonly rds: string | null; readonly item: string | null }): Promise<Registering> {
  const { rows: [row] } = await pool.query<{ contract: ContractClass | null; centre: string | null; services: string[]; duplicates: string[] }>({
    name: 'ticket-registering',
    text: `SELECT (SELECT contract FROM customers WHERE id = survivor_of($1)) AS contract, (SELECT centre FROM customers WHERE id = survivor_of($1)) AS centre,
             ARRAY(SELECT rds FROM services WHERE customer_id = (SELECT survivor_of($1)) AND ended_on IS NULL ORDER BY rds) AS services,
             ARRAY(SELECT number FROM tickets WHERE ended_at IS NULL AND (rds = $2 OR (item = $3 AND customer_id = (SELECT survivor_of($1)))) ORDER BY number) AS duplicates`,
    values: [customerId, subject.rds, subject.item],
  });
  return { isCustomer: row?.contract != null, centre: row?.centre ?? null, contract: row?.contract ?? 'none', services: row?.services ?? [], duplicates: row?.duplicates ?? [] };
}
