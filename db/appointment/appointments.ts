/** Appointments (S-09): the rows made from their events, their lists, and whose times overlap. */
import type { AppointmentAnswer, AppointmentForm, AppointmentPhase, AppointmentState } from '../../domain/appointment/appointment.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import { instant } from '../instant.ts';
import type { Client, Pool } from '../pool.ts';
import type { AppointmentDetails } from './details.ts';

export async function projectAppointment(client: Client, { phase, opening, plan, sequence, toldSequence, confirmAtMs, answer, openedAtMs, endedAtMs }: AppointmentState): Promise<void> {
  if (!opening) return;
  await client.query({
    name: 'project-appointment',
    text: `INSERT INTO appointments (id, customer_id, opportunity_id, form, seller, phase, answer, starts_at, ends_at, details, sequence, told_sequence, confirm_at, opened_at, ended_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, answer = excluded.answer, starts_at = excluded.starts_at, ends_at = excluded.ends_at, details = excluded.details, sequence = excluded.sequence,
             told_sequence = excluded.told_sequence, confirm_at = excluded.confirm_at, ended_at = excluded.ended_at`,
    values: [
      opening.id, opening.customerId, opening.opportunityId, opening.form, opening.seller.person, phase, answer, instant(plan.startsAtMs), instant(plan.endsAtMs), plan.details, sequence, toldSequence,
      instant(confirmAtMs), instant(openedAtMs), instant(endedAtMs),
    ],
  });
}

export interface AppointmentRead {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly opportunityId: string | null;
  readonly form: AppointmentForm;
  readonly seller: string;
  readonly sellerName: string | null;
  readonly phase: AppointmentPhase;
  readonly answer: AppointmentAnswer | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly sequence: number;
  readonly toldSequence: number | null;
  readonly confirmAt: Date | null;
  readonly details: AppointmentDetails | null;
  readonly detailsVersion: number;
}

const columns = `a.id, a.customer_id AS "customerId", c.name AS "customerName", a.opportunity_id AS "opportunityId", a.form, a.seller, ${personName('a.seller')} AS "sellerName", a.phase, a.answer, a.starts_at AS "startsAt", a.ends_at AS "endsAt",
  a.sequence, a.told_sequence AS "toldSequence", a.confirm_at AS "confirmAt", d.details, a.details AS "detailsVersion"`;
const source = 'appointments AS a JOIN customers AS c ON c.id = a.customer_id LEFT JOIN appointment_details AS d ON d.journey_id = a.id AND d.version = a.details';

export async function readAppointment(pool: Pick<Client, 'query'>, id: string): Promise<AppointmentRead | undefined> {
  const { rows: [row] } = await pool.query<AppointmentRead>({ name: 'appointment-read', text: `SELECT ${columns} FROM ${source} WHERE a.id = $1`, values: [id] });
  return row;
}

export interface AppointmentFilter {
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  readonly opportunityId?: string | undefined;
  readonly seller?: string | undefined;
  readonly phase?: AppointmentPhase | undefined;
  /** Those that end after the one and begin before the other. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly after?: readonly [startsAt: string, id: string] | undefined;
  readonly limit: number;
}

/** The first to begin first. */
export async function listAppointments(pool: Pool, { scope, customerId, opportunityId, seller, phase, from, until, after, limit }: AppointmentFilter): Promise<AppointmentRead[]> {
  const values: unknown[] = [limit, customerId ?? null, opportunityId ?? null, seller ?? null, phase ?? null, from ?? null, until ?? null, after?.[0] ?? null, after?.[1] ?? null];
  const { rows } = await pool.query<AppointmentRead>(
    `SELECT ${columns} FROM ${source}
     WHERE ${inScope(scope, 'a.customer_id', values)} AND ($2::text IS NULL OR a.customer_id = (SELECT survivor_of($2))) AND ($3::text IS NULL OR a.opportunity_id = $3) AND ($4::text IS NULL OR a.seller = $4)
       AND ($5::text IS NULL OR a.phase = $5) AND ($6::timestamptz IS NULL OR a.ends_at > $6) AND ($7::timestamptz IS NULL OR a.starts_at < $7) AND ($8::timestamptz IS NULL OR (a.starts_at, a.id) > ($8, $9))
     ORDER BY a.starts_at, a.id LIMIT $1`, values);
  return rows;
}

/** What a seller has at that time already (S-09). @param except the appointment that is moved */
export async function overlapping(pool: Pool, { seller, startsAtMs, endsAtMs }: { readonly seller: string; readonly startsAtMs: number; readonly endsAtMs: number }, except: string | null): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'appointments-overlapping',
    text: "SELECT id FROM appointments WHERE seller = $1 AND phase = 'planned' AND starts_at < $3 AND ends_at > $2 AND id IS DISTINCT FROM $4 ORDER BY starts_at, id LIMIT 5",
    values: [seller, new Date(startsAtMs), new Date(endsAtMs), except],
  });
  return rows.map(({ id }) => id);
}
