/** Whom an appointment is with, where, and what about (S-09): kept beside the record, where it can be erased; each version as it was when the customer was told. */
import type { Client, Pool } from '../pool.ts';

export interface AppointmentDetails {
  readonly subject: string;
  /** In words; null: it is where the form says. */
  readonly place: string | null;
  readonly invitee: { readonly role: 'invitee'; readonly name: string; readonly email: string };
}

/** The first one under a version stays. */
export async function keepDetails(pool: Pick<Client, 'query'>, id: string, version: number, details: AppointmentDetails): Promise<void> {
  await pool.query('INSERT INTO appointment_details (journey_id, version, details) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [id, version, JSON.stringify(details)]);
}

/** @returns its number: the next. */
export async function addDetails(pool: Pool, id: string, details: AppointmentDetails): Promise<number> {
  const { rows: [row] } = await pool.query<{ version: number }>(
    'INSERT INTO appointment_details (journey_id, version, details) SELECT $1, coalesce(max(version), 0) + 1, $2 FROM appointment_details WHERE journey_id = $1 RETURNING version', [id, JSON.stringify(details)]);
  return row?.version ?? 1;
}

export async function readDetails(pool: Pick<Client, 'query'>, id: string, version: number): Promise<AppointmentDetails | undefined> {
  const { rows: [row] } = await pool.query<{ details: AppointmentDetails }>({ name: 'appointment-details', text: 'SELECT details FROM appointment_details WHERE journey_id = $1 AND version = $2', values: [id, version] });
  return row?.details;
}
