/** What is read of documents: one, those of a deployment, and what its order asks for. */
import type { Pool } from 'pg';
import type { Launch } from '../../domain/deployment/deployment.ts';
import type { IssuedKind } from '../../domain/documents/issued.ts';
import type { DocumentKind } from '../../domain/documents/kinds.ts';
import type { DocumentStatus, OrderFacts } from '../../domain/documents/matrix.ts';
import { actorName } from '../people/names.ts';

export interface DocumentRead {
  readonly id: string;
  readonly deploymentId: string;
  /** Null for the whole deployment. */
  readonly site: string | null;
  readonly kind: DocumentKind | IssuedKind;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** `issued`: written by us and sent to the customer. */
  readonly status: DocumentStatus | 'issued';
  /** Null once it was erased. */
  readonly fileName: string | null;
  readonly addedBy: string;
  /** Null for whom the directory does not know. */
  readonly addedByName: string | null;
  readonly addedAt: Date;
  readonly acceptedBy: string | null;
  readonly acceptedAt: Date | null;
  readonly rejectedBy: string | null;
  readonly rejectedAt: Date | null;
  readonly rejectionReason: string | null;
}

const select = `
  SELECT d.id, d.deployment_id AS "deploymentId", d.site, d.kind, d.media_type AS "mediaType", d.size_bytes AS "sizeBytes", d.sha256, d.status, f.file_name AS "fileName",
    d.added_by AS "addedBy", ${actorName('d.added_by')} AS "addedByName", d.added_at AS "addedAt", d.accepted_by AS "acceptedBy", d.accepted_at AS "acceptedAt",
    d.rejected_by AS "rejectedBy", d.rejected_at AS "rejectedAt", d.rejection_reason AS "rejectionReason"
  FROM documents d LEFT JOIN document_files f ON f.document_id = d.id`;

export async function readDocument(pool: Pool, id: string): Promise<DocumentRead | undefined> {
  const { rows: [row] } = await pool.query<DocumentRead>({ name: 'document-read', text: `${select} WHERE d.id = $1`, values: [id] });
  return row;
}

/** Oldest first. */
export async function listDocuments(pool: Pool, deploymentId: string): Promise<DocumentRead[]> {
  const { rows } = await pool.query<DocumentRead>({ name: 'documents-of-deployment', text: `${select} WHERE d.deployment_id = $1 ORDER BY d.added_at, d.id`, values: [deploymentId] });
  return rows;
}

/** What of the order decides on its mandatory documents; undefined when there is no such deployment. */
export async function readOrderFacts(pool: Pool, deploymentId: string): Promise<OrderFacts | undefined> {
  const { rows: [row] } = await pool.query<{ launch: Pick<Launch, 'market' | 'order'> }>({
    name: 'order-facts',
    text: `SELECT jsonb_build_object('market', state #> '{launch,market}', 'order', state #> '{launch,order}') AS launch FROM journeys WHERE id = $1 AND kind = 'deployment'`,
    values: [deploymentId],
  });
  return row && { ...row.launch.order, market: row.launch.market };
}
