/** The rows of documents, made from the events of their deployment (D-04) and of its sites (D-16, D-17). */
import type { DeploymentEvent } from '../../domain/deployment/deployment.ts';
import type { SiteEvent } from '../../domain/deployment/site.ts';
import type { IssuedDocument, IssuedKind } from '../../domain/documents/issued.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { Client } from '../pool.ts';

type EventOf<Type extends (DeploymentEvent | SiteEvent)['type']> = Extract<DeploymentEvent | SiteEvent, { readonly type: Type }>;

/** What was sent to the customer is kept under the kind of its event. */
const issuedBy: Readonly<Record<string, IssuedKind>> = { deliveryNoticeSent: 'delivery-notice', invoiceSimulationSent: 'invoice-simulation' };

export async function projectDocuments(client: Client, { deploymentId, site }: { readonly deploymentId: string; readonly site: string | null }, events: readonly RecordedEvent[]): Promise<void> {
  for (const { event, atMs, meta } of events) {
    const at = new Date(atMs).toISOString();
    if (event.type === 'documentAdded') {
      const { document } = event as EventOf<'documentAdded'>;
      await client.query({
        name: 'project-document-added',
        text: `
          INSERT INTO documents (id, deployment_id, kind, media_type, size_bytes, sha256, status, added_by, added_at)
          VALUES ($1, $2, $3, $4, $5, $6, 'added', $7, $8)`,
        values: [document.id, deploymentId, document.kind, document.mediaType, document.sizeBytes, document.digest, meta.actor, at],
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
    if (document) await projectIssued(client, { deploymentId, site, kind, document, by: meta.actor, at });
  }
}

interface Issued {
  readonly deploymentId: string;
  readonly site: string | null;
  readonly kind: IssuedKind;
  readonly document: IssuedDocument;
  readonly by: string;
  readonly at: string;
}

async function projectIssued(client: Client, { deploymentId, site, kind, document: { id, digest, sizeBytes }, by, at }: Issued): Promise<void> {
  await client.query({
    name: 'project-document-issued',
    text: `
      INSERT INTO documents (id, deployment_id, site, kind, media_type, size_bytes, sha256, status, added_by, added_at)
      VALUES ($1, $2, $3, $4, 'application/pdf', $5, $6, 'issued', $7, $8)`,
    values: [id, deploymentId, site, kind, sizeBytes, digest, by, at],
  });
}
