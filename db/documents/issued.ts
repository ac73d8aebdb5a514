/** What was written to customers, by the key of its mail: kept before it is sent, so that a repetition sends the same (D-16, D-17). */
import type { Pool } from 'pg';
import type { IssuedDocument } from '../../domain/documents/issued.ts';

export async function findIssued(pool: Pool, messageKey: string): Promise<IssuedDocument | null> {
  const { rows: [row] } = await pool.query<IssuedDocument>({
    name: 'issued-find', text: 'SELECT document_id AS id, sha256 AS digest, size_bytes AS "sizeBytes" FROM issued_documents WHERE message_key = $1', values: [messageKey],
  });
  return row ?? null;
}

/** The first one under a key stays, and is what comes back; its name is kept with it or not at all. */
export async function keepIssued(pool: Pool, messageKey: string, { digest, sizeBytes, fileName }: Omit<IssuedDocument, 'id'> & { readonly fileName: string }): Promise<IssuedDocument> {
  await pool.query(
    `WITH issued AS (INSERT INTO issued_documents (message_key, sha256, size_bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING document_id)
     INSERT INTO document_files (document_id, file_name) SELECT document_id, $4 FROM issued`, [messageKey, digest, sizeBytes, fileName]);
  const kept = await findIssued(pool, messageKey);
  if (!kept) throw new Error(`what was issued as ${messageKey} was not kept`);
  return kept;
}
