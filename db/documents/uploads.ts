/** Contents on their way into the record: one that no journey took is removed after thirty days (D-04). */
import { inTransaction, type Pool } from '../pool.ts';

/** Noted before a content is stored, and again each time it is sent: it is spared for thirty days from now. */
export async function noteUpload(pool: Pool, sha256: string): Promise<void> {
  await pool.query('INSERT INTO document_uploads (sha256) VALUES ($1) ON CONFLICT (sha256) DO UPDATE SET last_at = now()', [sha256]);
}

/**
 * Settles the oldest upload of more than thirty days ago: what a journey took is only no longer noted, the rest is removed as well. So late, because what a
 * journey took while its recorder could not write is not seen here yet.
 * Whoever sends the same content meanwhile waits, and then stores it again.
 * @returns how many were settled: 1, or 0 when none waits. @throws {Error} when it cannot be removed; it then waits for a day, so that the others come before it.
 */
export async function settleUpload(pool: Pool, remove: (sha256: string) => Promise<void>): Promise<number> {
  const settled = await inTransaction(pool, async (client) => {
    // A rebuild empties this table and fills it again in one transaction: who looks waits for it, and looks only then.
    await client.query('LOCK TABLE documents, order_documents IN ACCESS SHARE MODE');
    const { rows: [upload] } = await client.query<{ sha256: string; isTaken: boolean }>(`
      SELECT u.sha256, EXISTS (SELECT FROM documents d WHERE d.sha256 = u.sha256) OR EXISTS (SELECT FROM issued_documents i WHERE i.sha256 = u.sha256) OR EXISTS (SELECT FROM order_documents o WHERE o.sha256 = u.sha256)
        OR EXISTS (SELECT FROM inbound_mails m WHERE m.raw_sha256 = u.sha256) OR EXISTS (SELECT FROM message_files f WHERE f.sha256 = u.sha256)
        OR EXISTS (SELECT FROM inbox n WHERE n.source = 'mail' AND n.settled_at IS NULL AND n.payload ->> 'sha256' = u.sha256) AS "isTaken"
      FROM document_uploads u
      WHERE u.last_at < now() - interval '30 days' ORDER BY u.last_at LIMIT 1 FOR UPDATE OF u SKIP LOCKED`);
    if (!upload) return 0;
    const failure = upload.isTaken ? null : await failureOf(remove(upload.sha256));
    if (failure) {
      await client.query("UPDATE document_uploads SET last_at = now() - interval '29 days' WHERE sha256 = $1", [upload.sha256]);
      return failure;
    }
    await client.query('DELETE FROM document_uploads WHERE sha256 = $1', [upload.sha256]);
    return 1;
  });
  if (typeof settled !== 'number') throw settled.error;
  return settled;
}

async function failureOf(removal: Promise<void>): Promise<{ error: unknown } | null> {
  return await removal.then(() => null, (error: unknown) => ({ error }));
}
