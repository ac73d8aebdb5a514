/** Terminations: what is read of them, and what is kept beside the record before they start. */
import type { Scope } from '../../domain/people/scope.ts';
import type { TerminationState } from '../../domain/termination/termination.ts';
import { readJourneyState } from '../journey/states.ts';
import { customerName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import type { Pool } from '../pool.ts';

export interface TerminationRead {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly origin: string;
  readonly belongsTo: string | null;
  readonly phase: string;
  readonly outcome: string | null;
  readonly receivedOn: string;
  readonly letterReference: string | null;
  readonly services: string[];
  readonly ticket: string | null;
  readonly feeCents: number | null;
  readonly effectiveOn: string | null;
  readonly finalInvoice: string | null;
  readonly equipmentInvoice: string | null;
  readonly returnDeadline: string | null;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
}

const columns = `id, customer_id AS "customerId", ${customerName('customer_id')} AS "customerName", origin, belongs_to AS "belongsTo", phase, outcome, received_on AS "receivedOn", letter_reference AS "letterReference", services, ticket,
  fee_cents AS "feeCents", effective_on AS "effectiveOn", final_invoice AS "finalInvoice", equipment_invoice AS "equipmentInvoice", return_deadline AS "returnDeadline", opened_at AS "openedAt", ended_at AS "endedAt"`;

export async function readTermination(pool: Pool, id: string): Promise<TerminationRead | undefined> {
  const { rows: [row] } = await pool.query<TerminationRead>({ name: 'termination-read', text: `SELECT ${columns} FROM terminations WHERE id = $1`, values: [id] });
  return row;
}

export async function readTerminationState(pool: Pool, id: string): Promise<TerminationState | undefined> {
  return await readJourneyState<TerminationState>(pool, id);
}

export interface TerminationFilter {
  /** Of these customers only, whatever is asked. */
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  readonly phase?: string | undefined;
  readonly rds?: string | undefined;
  readonly isOpen?: boolean | undefined;
  /** The last of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listTerminations(pool: Pool, { scope, customerId, phase, rds, isOpen, after, limit }: TerminationFilter): Promise<TerminationRead[]> {
  const values: unknown[] = [limit, customerId ?? null, phase ?? null, rds ?? null, isOpen ?? null, after ?? null];
  const { rows } = await pool.query<TerminationRead>(
    `SELECT ${columns} FROM terminations
     WHERE ${inScope(scope, 'customer_id', values)} AND ($2::text IS NULL OR customer_id = (SELECT survivor_of($2))) AND ($3::text IS NULL OR phase = $3) AND ($4::text IS NULL OR $4 = ANY (services))
       AND ($5::boolean IS NULL OR (ended_at IS NULL) = $5) AND ($6::text IS NULL OR id < $6)
     ORDER BY id DESC LIMIT $1`, values);
  return rows;
}

export interface TerminationDocumentRead {
  readonly id: string;
  readonly kind: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Null once it was erased. */
  readonly fileName: string | null;
  readonly issuedAt: Date;
}

/** Oldest first. */
export async function documentsOfTermination(pool: Pool, id: string): Promise<TerminationDocumentRead[]> {
  const { rows } = await pool.query<TerminationDocumentRead>({
    name: 'termination-documents',
    text: `SELECT d.id, d.kind, d.size_bytes AS "sizeBytes", d.sha256, f.file_name AS "fileName", d.issued_at AS "issuedAt"
           FROM termination_documents AS d LEFT JOIN document_files AS f ON f.document_id = d.id WHERE d.termination = $1 ORDER BY d.issued_at, d.id`, values: [id],
  });
  return rows;
}

export interface ContactRead {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
}

/** Kept before its journey starts; the same id again changes nothing. */
export async function keepContact(pool: Pool, id: string, contact: ContactRead): Promise<void> {
  await pool.query('INSERT INTO termination_contacts (journey_id, contact) VALUES ($1, $2) ON CONFLICT DO NOTHING', [id, JSON.stringify(contact)]);
}

/** Null once it was erased. */
export async function readContact(pool: Pool, id: string): Promise<ContactRead | null> {
  const { rows: [row] } = await pool.query<{ contact: ContactRead }>('SELECT contact FROM termination_contacts WHERE journey_id = $1', [id]);
  return row?.contact ?? null;
}

/** A service that may be ended, with what the outside knows it by. */
export interface ServiceToEnd {
  readonly rds: string;
  readonly customerId: string;
  readonly deploymentId: string | null;
  readonly site: string | null;
  readonly endedOn: string | null;
  /** Of its delivery; null of what is older than the record. */
  readonly phase: string | null;
  readonly orderKey: string | null;
  readonly monthlyCents: number | null;
  readonly engagementEndsOn: string | null;
  /** of what was installed or shipped, and of his record's rented equipment, what he has to give back: not what he owns, nor what is back already. */
  readonly serialNumbers: string[];
}

export async function readServicesToEnd(pool: Pool, rds: readonly string[]): Promise<ServiceToEnd[]> {
  const { rows } = await pool.query<ServiceToEnd>({
    name: 'termination-services',
    text: `SELECT v.rds, v.customer_id AS "customerId", v.deployment_id AS "deploymentId", v.site, v.ended_on AS "endedOn", s.phase, s.order_key AS "orderKey",
             v.monthly_cents AS "monthlyCents", v.engagement_ends_on AS "engagementEndsOn",
             ARRAY(
               SELECT upper(unnest(serials)) FROM (SELECT ARRAY(SELECT jsonb_array_elements_text(e.payload -> 'serialNumbers')) AS serials FROM events AS e
                 WHERE e.journey_id = v.deployment_id || '/' || v.site AND e.type IN ('equipmentInstalled', 'equipmentShipped') AND jsonb_array_length(e.payload -> 'serialNumbers') > 0
                 ORDER BY e.type = 'equipmentInstalled' DESC, e.number DESC LIMIT 1) AS delivered
               EXCEPT SELECT upper(q.serial_number) FROM customer_equipment AS q WHERE q.customer_id = v.customer_id AND (q.ownership = 'owned' OR q.returned_on IS NOT NULL)
               UNION SELECT upper(q.serial_number) FROM customer_equipment AS q WHERE q.customer_id = v.customer_id AND q.rds = v.rds AND q.ownership = 'rented' AND q.returned_on IS NULL AND upper(q.serial_number) ~ '^[A-Z0-9][A-Z0-9-]{3,59}$'
               ORDER BY 1) AS "serialNumbers"
           FROM services AS v LEFT JOIN sites AS s ON s.deployment_id = v.deployment_id AND s.site = v.site WHERE v.rds = ANY ($1) ORDER BY v.rds`,
    values: [rds],
  });
  return rows;
}

/** The services of a customer that may be ended: what a refusal names. */
export async function servicesOf(pool: Pool, customerId: string): Promise<string[]> {
  const { rows } = await pool.query<{ rds: string }>('SELECT rds FROM services WHERE customer_id = $1 AND ended_on IS NULL ORDER BY rds', [customerId]);
  return rows.map(({ rds }) => rds);
}
