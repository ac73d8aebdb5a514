/** What is kept of a document whose journey did not take it, or of which nobody knows yet. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { addDocument } from '../../../api/documents/add.ts';
import { samplePdf } from '../../support/sample-files.ts';

/** An engine that does not find the act, forced: one that is killed does so only now and then. */
async function nameKept(status: string): Promise<{ code: string; isKept: boolean }> {
  const notFound = new WorkflowNotFoundError('update not found', 'deployment/AFF-2026-000001', undefined);
  const handle = { executeUpdate: () => Promise.reject(notFound), describe: () => Promise.resolve({ status: { name: status } }) };
  let isKept = false;
  const query = (sql: string | { text: string }) => {
    const text = typeof sql === 'string' ? sql : sql.text;
    if (text.includes('document_files')) isKept = !text.includes('DELETE');
    return Promise.resolve({ rows: [{ known: true, type: null, reason: null }] });
  };
  const services = {
    client: { connection: { withDeadline: (_: number, run: () => unknown) => run() }, workflow: { getHandle: () => handle } },
    pool: { query }, documents: { put: () => Promise.resolve() },
  };
  const file = { bytes: samplePdf, fileName: 'bc.pdf', sha256: '0'.repeat(64) };
  const meta = { actor: 'a', channel: 'api' as const, commandId: 'c' };
  const code = await addDocument(services as never, { deploymentId: 'AFF-2026-000001', kind: 'purchase-order', file: file as never }, meta, (make) => make())
    .then(() => 'added', (error: unknown) => (error as { refusal?: { code: string } }).refusal?.code ?? String(error));
  return { code, isKept };
}

describe('the name of a document', () => {
  it('is forgotten when its journey is over (D-04)', async () => { expect(await nameKept('COMPLETED')).toEqual({ code: 'wrong-state', isKept: false }); });
  it('is kept while the journey may have taken the document (D-04)', async () => { expect(await nameKept('RUNNING')).toEqual({ code: 'outcome-unknown', isKept: true }); });
});
