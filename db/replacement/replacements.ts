/** Replacements of hardware (T-20): their rows, made from events, and what is read of them. */
import type { Scope } from '../../domain/people/scope.ts';
import type { ReplacementState } from '../../domain/replacement/replacement.ts';
import { inScope } from '../people/scope.ts';
import type { Client, Pool } from '../pool.ts';

export async function projectReplacement(client: Client, state: ReplacementState): Promise<void> {
  const { opening, phase, serialNumber, fault, model, partNumber, isBilled, order, openedAtMs, endedAtMs } = state;
  if (!opening) return;
  await client.query({
    name: 'project-replacement',
    text: `INSERT INTO replacements (id, ticket, customer_id, phase, serial_number, fault, model, part_number, is_billed, order_reference, ordered_on, received_on, replaced_on, returned_on, opened_at, ended_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
           ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, serial_number = excluded.serial_number, fault = excluded.fault, model = excluded.model, part_number = excluded.part_number,
             is_billed = excluded.is_billed, order_reference = excluded.order_reference, ordered_on = excluded.ordered_on, received_on = excluded.received_on,
             replaced_on = excluded.replaced_on, returned_on = excluded.returned_on, ended_at = excluded.ended_at`,
    values: [
      opening.id, opening.ticket, opening.customerId, phase, serialNumber, fault, model, partNumber, isBilled, order?.reference ?? null, order?.orderedOn ?? null, order?.receivedOn ?? null,
      order?.replacedOn ?? null, order?.returnedOn ?? null, new Date(openedAtMs).toISOString(), endedAtMs === null ? null : new Date(endedAtMs).toISOString(),
    ],
  });
}

export interface ReplacementRead {
  readonly id: string;
  readonly ticket: string;
  readonly customerId: string;
  readonly phase: string;
  readonly serialNumber: string | null;
  readonly fault: string | null;
  readonly model: string | null;
  readonly partNumber: string | null;
  readonly isBilled: boolean;
  readonly orderReference: string | null;
  readonly orderedOn: string | null;
  readonly receivedOn: string | null;
  readonly replacedOn: string | null;
  readonly returnedOn: string | null;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
}

const columns = `id, ticket, customer_id AS "customerId", phase, serial_number AS "serialNumber", fault, model, part_number AS "partNumber", is_billed AS "isBilled",
  order_reference AS "orderReference", ordered_on AS "orderedOn", received_on AS "receivedOn", replaced_on AS "replacedOn", returned_on AS "returnedOn", opened_at AS "openedAt", ended_at AS "endedAt"`;

export async function readReplacement(pool: Pool, id: string): Promise<ReplacementRead | undefined> {
  const { rows: [row] } = await pool.query<ReplacementRead>(`SELECT ${columns} FROM replacements WHERE id = $1`, [id]);
  return row;
}

export async function replacementsOf(pool: Pool, ticket: string): Promise<ReplacementRead[]> {
  const { rows } = await pool.query<ReplacementRead>(`SELECT ${columns} FROM replacements WHERE ticket = $1 ORDER BY id`, [ticket]);
  return rows;
}

/** What was ordered at CSDP in a year, oldest first: the lines of its sheet. */
export async function orderedIn(pool: Pool, year: number, scope: Scope): Promise<ReplacementRead[]> {
  const values: unknown[] = [year];
  const { rows } = await pool.query<ReplacementRead>(
    `SELECT ${columns} FROM replacements WHERE ordered_on >= make_date($1, 1, 1) AND ordered_on < make_date($1 + 1, 1, 1) AND ${inScope(scope, 'customer_id', values)} ORDER BY ordered_on, id`, values);
  return rows;
}
