/** What is kept of a document's file beside the record: its name, which may be personal data. */
import type { Pool } from 'pg';

/** Kept before the journey hears of the document; the same document again changes nothing. */
export async function keepDocumentFile(pool: Pool, documentId: string, fileName: string): Promise<void> {
  await pool.query('INSERT INTO document_files (document_id, file_name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [documentId, fileName]);
}

/** Of a document that its journey refused; one that is recorded keeps its name. */
export async function forgetDocumentFile(pool: Pool, documentId: string): Promise<void> {
  await pool.query('DELETE FROM document_files WHERE document_id = $1 AND NOT EXISTS (SELECT 1 FROM documents WHERE id = $1)', [documentId]);
}
