/** The rows of terminations, made from their events, and what becomes of their services. */
import { dateAt } from '../../domain/clock/frozenDays.ts';
import type { IssuedDocument } from '../../domain/documents/issued.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { TerminationEvent, TerminationOpening, TerminationState } from '../../domain/termination/termination.ts';
import { instant } from '../instant.ts';
import type { Client } from '../pool.ts';

/** Documents are kept under the kind of their event. */
export const issuedBy: Readonly<Partial<Record<TerminationEvent['type'], string>>> = { confirmationSent: 'termination-confirmation', labelsSent: 'return-labels' };

export async function projectTermination(client: Client, state: TerminationState, events: readonly RecordedEvent[]): Promise<void> {
  const { opening, phase, outcome, ticket, feeCents, effectiveOn, finalInvoice, equipmentInvoice, labels, openedAtMs, endedAtMs } = state;
  if (!opening) return;
  await client.query({
    name: 'project-termination',
    text: `INSERT INTO terminations (id, customer_id, origin, belongs_to, phase, outcome, received_on, letter_reference, services, ticket, fee_cents, effective_on, final_invoice, equipment_invoice, return_deadline, calls_relay, opened_at, ended_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
           ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, outcome = excluded.outcome, ticket = excluded.ticket, fee_cents = excluded.fee_cents, effective_on = excluded.effective_on,
             final_invoice = excluded.final_invoice, equipment_invoice = excluded.equipment_invoice, return_deadline = excluded.return_deadline, calls_relay = excluded.calls_relay, ended_at = excluded.ended_at`,
    values: [
      opening.id, opening.customerId, opening.origin, opening.belongsTo, phase, outcome, opening.receivedOn, opening.letterReference, opening.services.map(({ rds }) => rds), ticket, feeCents, effectiveOn,
      finalInvoice?.reference ?? null, equipmentInvoice?.reference ?? null, labels?.deadlineOn ?? null, callsRelay(state), instant(openedAtMs), instant(endedAtMs),
    ],
  });
  for (const { event: any, atMs } of events) {
    const event = any as TerminationEvent;
    const kind = issuedBy[event.type];
    if (kind !== undefined && 'document' in event && event.document) await projectDocument(client, { termination: opening.id, customerId: opening.customerId, kind, document: event.document, at: instant(atMs) });
    if (event.type === 'servicesEnded') await endServices(client, event);
    if (event.type === 'equipmentChecked') await takeBack(client, opening, event, atMs);
    if (event.type === 'terminationWithdrawn' || (event.type === 'winBackEnded' && event.how === 'kept')) await freeServices(client, opening.id);
  }
}

/** a ticket is to be opened, told something, or closed. */
function callsRelay({ opening, ticket, news, newsTold, phase, endedAtMs }: TerminationState): boolean {
  return opening?.origin === 'customer' && endedAtMs === null && (ticket === null || newsTold < news.length || phase === 'closing');
}

async function projectDocument(client: Client, { termination, customerId, kind, document: { id, digest, sizeBytes }, at }: { termination: string; customerId: string; kind: string; document: IssuedDocument; at: string }): Promise<void> {
  await client.query({
    name: 'project-termination-document',
    text: 'INSERT INTO termination_documents (id, termination, customer_id, kind, size_bytes, sha256, issued_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING', values: [id, termination, customerId, kind, sizeBytes, digest, at],
  });
}

async function endServices(client: Client, { endedOn, services }: Extract<TerminationEvent, { type: 'servicesEnded' }>): Promise<void> {
  await client.query({ name: 'project-services-ended', text: 'UPDATE services SET ended_on = $2 WHERE rds = ANY ($1)', values: [services, endedOn] });
}

/** in his record too, what came back, whole or damaged, is with him no more. Said again it changes nothing, of a piece that was delivered to him again since neither. */
async function takeBack(client: Client, { customerId, policy: { days } }: TerminationOpening, { equipment }: Extract<TerminationEvent, { type: 'equipmentChecked' }>, atMs: number): Promise<void> {
  const on = dateAt(days, atMs);
  await client.query({
    name: 'project-equipment-returned',
    text: 'UPDATE customer_equipment SET returned_on = $3, version = version + 1 WHERE customer_id = survivor_of($1) AND upper(serial_number) = ANY ($2) AND returned_on IS NULL AND since <= $4',
    values: [customerId, equipment.filter(({ condition }) => condition !== 'missing').map(({ serialNumber }) => serialNumber), on.outcome === 'at' ? on.value : instant(atMs).slice(0, 10), instant(atMs)],
  });
}

/** Another termination may have them. */
async function freeServices(client: Client, id: string): Promise<void> {
  await client.query({ name: 'project-services-freed', text: 'UPDATE services SET termination = NULL, termination_since = NULL WHERE termination = $1', values: [id] });
}
