/** What was written to customers, by the key of its mail: kept before it is sent, so that a repetition sends the same (D-16, D-17). */
import type { Pool } from 'pg';
import type { IssuedDocument } from '../../domain/documents/issued.ts';
import { keepDocumentFile } from './files.ts';

export async function findIssued(pool: Pool, messageKey: string): Promise<IssuedDocument | null> {
  const { rows: [row] } = await pool.query<IssuedDocument>({
    name: 'issued-find', text: 'SELECT document_id AS id, sha256 AS digest, size_bytes AS "sizeBytes" FROM issued_documents WHERE message_key = $1', values: [messageKey],
  });
  return row ?? null;
}

/** The first one under a key stays, and is what comes back. */
export async function keepIssued(pool: Pool, messageKey: string, { digest, sizeBytes, fileName }: Omit<IssuedDocument, 'id'> & { readonly fileName: string }): Promise<IssuedDocument> {
  await pool.query('INSERT INTO issued_documents (message_key, sha256, size_bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [messageKey, digest, sizeBytes]);
  const kept = await findIssued(pool, messageKey);
  if (!kept) throw new Error(`what was issued as ${messageKey} was not kept`);
  await keepDocumentFile(pool, kept.id, fileName);
  return kept;
}
