/** The rows of documents, made from the events of their deployment (D-04) and of its sites (D-16, D-17). */
import type { DeploymentEvent } from '../../domain/deployment/deployment.ts';
import type { SiteEvent } from '../../domain/deployment/site.ts';
import type { IssuedDocument, IssuedKind } from '../../domain/documents/issued.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { Client } from '../pool.ts';

type EventOf<Type extends (DeploymentEvent | SiteEvent)['type']> = Extract<DeploymentEvent | SiteEvent, { readonly type: Type }>;

interface Whose {
  readonly customerId: string;
  readonly deploymentId: string;
  readonly site: string | null;
}

/** What was sent to the customer is kept under the kind of its event. */
const issuedBy: Readonly<Record<string, IssuedKind>> = { deliveryNoticeSent: 'delivery-notice', invoiceSimulationSent: 'invoice-simulation' };

export async function projectDocuments(client: Client, { customerId, deploymentId, site }: Whose, events: readonly RecordedEvent[]): Promise<void> {
  for (const { event, atMs, meta } of events) {
    const at = new Date(atMs).toISOString();
    if (event.type === 'documentAdded') {
      const { document } = event as EventOf<'documentAdded'>;
      await client.query({
        name: 'project-document-added',
        text: `
          INSERT INTO documents (id, customer_id, deployment_id, kind, media_type, size_bytes, sha256, status, added_by, added_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, 'added', $8, $9)`,
        values: [document.id, customerId, deploymentId, document.kind, document.mediaType, document.sizeBytes, document.digest, meta.actor, at],
      });
    } else if (event.type === 'documentAccepted') {
      const { documentId } = event as EventOf<'documentAccepted'>;
      await client.query({
        name: 'project-document-accepted',
        text: `
          UPDATE documents SET status = 'accepted', accepted_by = $2, accepted_at = $3, rejected_by = NULL, rejected_at = NULL, rejection_reason = NULL WHERE id = $1`,
        values: [documentId, meta.actor, at],
      });
    } else if (event.type === 'documentRejected') {
      const { documentId, reason } = event as EventOf<'documentRejected'>;
      await client.query({
        name: 'project-document-rejected',
        text: `
          UPDATE documents SET status = 'rejected', rejected_by = $2, rejected_at = $3, rejection_reason = $4, accepted_by = NULL, accepted_at = NULL WHERE id = $1`,
        values: [documentId, meta.actor, at, reason],
      });
    }
    const kind = issuedBy[event.type];
    if (kind === undefined) continue;
    const { document } = event as EventOf<'deliveryNoticeSent' | 'invoiceSimulationSent'>;
    if (document) await projectIssued(client, { customerId, deploymentId, site, kind, document, by: meta.actor, at });
  }
}

interface Issued extends Whose {
  readonly kind: IssuedKind;
  readonly document: IssuedDocument;
  readonly by: string;
  readonly at: string;
}

async function projectIssued(client: Client, { customerId, deploymentId, site, kind, document: { id, digest, sizeBytes }, by, at }: Issued): Promise<void> {
  await client.query({
    name: 'project-document-issued',
    text: `
      INSERT INTO documents (id, customer_id, deployment_id, site, kind, media_type, size_bytes, sha256, status, added_by, added_at)
      VALUES ($1, $2, $3, $4, $5, 'application/pdf', $6, $7, 'issued', $8, $9)`,
    values: [id, customerId, deploymentId, site, kind, sizeBytes, digest, by, at],
  });
}
