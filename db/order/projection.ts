/** The rows of orders, made from their events: the order, its papers, its rejects. */
import type { IssuedDocument } from '../../domain/documents/issued.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { OrderEvent, OrderState } from '../../domain/order/order.ts';
import { instant } from '../instant.ts';
import type { Client } from '../pool.ts';

export async function projectOrder(client: Client, state: OrderState, events: readonly RecordedEvent[]): Promise<void> {
  const { opening, phase, outcome, signed, deploymentId, terminationId, openedAtMs, endedAtMs } = state;
  if (!opening) return;
  await client.query({
    name: 'project-order',
    text: `INSERT INTO orders (id, customer_id, proposal_id, emitter, phase, outcome, ttc_cents, sub_orders, signed_how, signed_at, deployment_id, termination_id, calls_relay, opened_at, ended_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, outcome = excluded.outcome, signed_how = excluded.signed_how, signed_at = excluded.signed_at, deployment_id = excluded.deployment_id,
             termination_id = excluded.termination_id, calls_relay = excluded.calls_relay, ended_at = excluded.ended_at`,
    values: [
      opening.id, opening.customerId, opening.proposalId, opening.emitter, phase, outcome, opening.ttcCents, JSON.stringify(opening.subOrders), signed?.how ?? null, instant(signed?.atMs ?? null), deploymentId, terminationId,
      phase === 'handing-over' || phase === 'in-production', instant(openedAtMs), instant(endedAtMs),
    ],
  });
  for (const { event: any, atMs } of events) await projectEvent(client, state, any as OrderEvent, new Date(atMs).toISOString());
}

async function projectEvent(client: Client, { opening }: OrderState, event: OrderEvent, at: string): Promise<void> {
  const [orderId, customerId, emitter] = [opening?.id ?? '', opening?.customerId ?? '', opening?.emitter ?? ''];
  const paper = async (kind: string, { id, digest, sizeBytes }: IssuedDocument, mediaType = 'application/pdf'): Promise<void> => {
    await client.query({
      name: 'project-order-document', text: 'INSERT INTO order_documents (id, order_id, kind, media_type, size_bytes, sha256, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING',
      values: [id, orderId, kind, mediaType, sizeBytes, digest, at],
    });
  };
  switch (event.type) {
    case 'orderIssued': return await paper('order', event.document);
    case 'fileAdded': return await paper(event.file.kind, event.file, event.file.mediaType);
    case 'signatureSealed':
      if (!event.evidence) return;
      await paper('signature-evidence', event.evidence.pdf);
      await paper('signature-evidence-data', event.evidence.json, 'application/json');
      if (event.evidence.mandate) await paper('sepa-mandate', event.evidence.mandate);
      return;
    case 'orderRejected':
      await client.query({
        name: 'project-order-rejected',
        text: `INSERT INTO order_rejects (order_id, number, customer_id, side, rejected_by, emitter, comment, status, rejected_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'to-answer', $8, $8)`,
        values: [orderId, event.number, customerId, event.side, event.by, emitter, event.comment, at],
      });
      return;
    case 'rejectAnswered': return await rejectIs(client, orderId, event.number, 'to-review', at);
    case 'rejectReviewed': return await rejectIs(client, orderId, event.number, event.settled ? 'settled' : 'to-answer', at);
    default: return;
  }
}

async function rejectIs(client: Client, orderId: string, number: number, status: string, at: string): Promise<void> {
  await client.query({ name: 'project-order-reject', text: 'UPDATE order_rejects SET status = $3, changed_at = $4 WHERE order_id = $1 AND number = $2', values: [orderId, number, status, at] });
}
