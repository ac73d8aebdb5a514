/** Documents that are written once, kept, and sent: what the customer got can be read again, byte for byte (D-16, D-17). */
import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { IssuedDocument } from '../../domain/documents/issued.ts';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import { fromRecord } from '../launch-file.ts';

/** The book of what was issued, by the key of the mail that carries it. */
export interface IssuedBook {
  find(messageKey: string): Promise<IssuedDocument | null>;
  /** The first one under a key stays, and is what comes back. */
  keep(messageKey: string, document: Omit<IssuedDocument, 'id'> & { readonly fileName: string }): Promise<IssuedDocument>;
}

export interface Issue {
  readonly messageKey: string;
  readonly fileName: string;
  readonly write: () => Promise<Buffer>;
}

export interface Issued {
  readonly document: IssuedDocument;
  readonly content: Buffer;
}

/**
 * The document of that key: the one that was kept, or a new one, which is kept before it can be sent. A repetition after a crash sends the same bytes,
 * whatever has changed meanwhile in what it was made from.
 * @throws {ApplicationFailure} `record-away` while PostgreSQL or the storage is; `outside.rejected` where the storage has lost what was kept.
 */
export async function issue(storage: DocumentStorage, book: IssuedBook, { messageKey, fileName, write }: Issue): Promise<Issued> {
  const known = await fromRecord(`what was issued as ${messageKey}`, () => book.find(messageKey));
  if (known) return { document: known, content: await contentOf(storage, messageKey, known) };
  const content = await write();
  const digest = createHash('sha256').update(content).digest('hex');
  await fromRecord('the document storage', () => storage.put(digest, content));
  const document = await fromRecord(`what was issued as ${messageKey}`, () => book.keep(messageKey, { digest, sizeBytes: content.length, fileName }));
  // Another attempt may have been first.
  return { document, content: document.digest === digest ? content : await contentOf(storage, messageKey, document) };
}

async function contentOf(storage: DocumentStorage, messageKey: string, { digest }: IssuedDocument): Promise<Buffer> {
  const bytes = await fromRecord('the document storage', () => storage.get(digest));
  if (bytes === undefined) throw ApplicationFailure.nonRetryable(`${messageKey}: the document ${digest} is not where it was kept`, 'outside.rejected');
  return Buffer.from(bytes);
}
