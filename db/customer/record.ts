/** A customer's own events (C-04): what was edited of his record, written with the edit, in the timeline and the outbox like those of a journey. */
import type { ActMeta } from '../../domain/journey/journey.ts';
import { countedOfCustomers, customerFacts } from '../../domain/steering/sales-facts.ts';
import type { Client } from '../pool.ts';
import { keepFacts } from '../steering/facts.ts';

/** Who edits, and when: milliseconds since the epoch. */
export interface Edit {
  readonly meta: ActMeta;
  readonly atMs: number;
}

export type Edited = { readonly outcome: 'done' } | { readonly outcome: 'unknown' } | { readonly outcome: 'stale'; readonly version: number };

/** Any number, with the slot of the customer's id: as the trigger `belongs_to_survivor` takes it. */
export const customerLock = 7_252_568;

/** Any number: one merge or erasure at a time, so that nothing is merged into, or erased of, what is just being merged. */
export const mergeLock = 7_252_570;

/**
 * The record under which the customer is kept, held until the transaction ends; undefined where there is none.
 * First of all the lock that a merge takes alone (C-09): in another order the two would wait for each other.
 */
export async function holdCustomer(client: Client, id: string): Promise<{ readonly id: string; readonly version: number } | undefined> {
  await client.query('SELECT pg_advisory_xact_lock_shared($1, customer_slot($2))', [customerLock, id]);
  const { rows: [row] } = await client.query<{ id: string; version: number }>('SELECT id, version FROM customers WHERE id = survivor_of($1) FOR NO KEY UPDATE', [id]);
  return row;
}

interface CustomerEvent {
  readonly type: string;
  readonly [fact: string]: unknown;
}

/** Writes an event of a customer that is held. Names and addresses have no place in it: they stand in `customer_changes`. */
export async function recordCustomerEvent(client: Client, customerId: string, event: CustomerEvent, { meta, atMs }: Edit): Promise<void> {
  const { type, ...payload } = countedOfCustomers.has(event.type) ? { ...event, ...await placeOf(client, customerId) } : event;
  await client.query({
    name: 'customer-event',
    text: `
      WITH counted AS (UPDATE customers SET event_number = event_number + 1 WHERE id = $1 RETURNING id, event_number AS number),
      recorded AS (
        INSERT INTO events (journey_id, number, type, payload, actor, channel, command_id, request_id, at) SELECT id, number, $2, $3, $4, $5, $6, $7, $8 FROM counted
      ), told AS (
        INSERT INTO timeline (journey_id, number, customer_id, at, type, actor, channel) SELECT id, number, id, $8, $2, $4, $5 FROM counted
      )
      INSERT INTO outbox (journey_id, number) SELECT id, number FROM counted`,
    values: [customerId, type, JSON.stringify(payload), meta.actor, meta.channel, meta.commandId, meta.requestId ?? null, new Date(atMs).toISOString()],
  });
  await keepFacts(client, customerFacts({ event: { type, ...payload }, meta }).map((fact) => ({ ...fact, atMs })));
}

/** Kept in the event: where the customer is now says nothing of where he was when it counted (C-06). */
async function placeOf(client: Client, customerId: string): Promise<{ centre?: string }> {
  const { rows: [row] } = await client.query<{ centre: string | null }>('SELECT centre FROM customers WHERE id = $1', [customerId]);
  return row?.centre == null ? {} : { centre: row.centre };
}

export interface Change {
  /** Of the contact, site … that was edited; null: the record itself. */
  readonly partId: string | null;
  /** Null: it was not there. */
  readonly before: object | null;
  readonly after: object | null;
}

/** Keeps what an edit changed, where it can be erased. @returns the id by which its event names it. */
export async function keepChange(client: Client, customerId: string, { partId, before, after }: Change): Promise<string> {
  const { rows: [row] } = await client.query<{ id: string }>(
    'INSERT INTO customer_changes (id, customer_id, part_id, before, after) VALUES (gen_random_uuid(), $1, $2, $3, $4) RETURNING id', [customerId, partId, before, after]);
  if (!row) throw new Error('a change was not kept');
  return row.id;
}
