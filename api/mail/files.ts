/** Files that came with a mail or a message, back to a person: always as a download, under a name that no system runs. */
import { filesOf } from '../../db/ticket/inbound-mails.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { contentDisposition, unknownMediaType } from '../documents/download.ts';
import { sniff } from '../documents/sniff.ts';
import { problem } from '../http/problem.ts';
import type { Services } from '../services.ts';

/** @throws {Problem} `not-found`. @throws {Error} where the storage has lost it. */
export async function downloadFile({ pool, documents }: Pick<Services, 'pool' | 'documents'>, messageId: string, ordinal: number) {
  const file = (await filesOf(pool, messageId)).find((one) => one.ordinal === ordinal);
  if (!file) throw problem(refuse('not-found', { id: `${messageId}/files/${ordinal}` }));
  const bytes = await documents.get(file.sha256);
  if (bytes === undefined) throw new Error(`the file ${ordinal} of ${messageId} is not where it was stored`);
  // Told by its content; whatever its sender called it, it has no power in a browser.
  const mediaType = await sniff(bytes) ?? unknownMediaType;
  return { status: 200, bytes, headers: { 'content-type': unknownMediaType, 'content-disposition': contentDisposition('attachment', { fileName: file.fileName, kind: 'piece', mediaType }) } } as const;
}
