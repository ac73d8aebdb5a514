/** Adding a document (D-04): its content is stored first, then its name, then the journey hears of it. */
import { v7 as uuidv7 } from 'uuid';
import { forgetDocumentFile, keepDocumentFile } from '../../db/documents/files.ts';
import { documentKinds, documentMediaTypes, mayBe, type DocumentKind } from '../../domain/documents/kinds.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { addDocumentUpdate } from '../../workflows/deployment/messages.ts';
import type { UploadedFile } from '../http/multipart.ts';
import { Problem, problem } from '../http/problem.ts';
import { act } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { sniff } from './sniff.ts';

export interface NewDocument {
  readonly deploymentId: string;
  readonly kind: DocumentKind;
  readonly file: UploadedFile;
}

/**
 * A content that was stored for a document that its journey then refused stays: nothing refers to it and nobody can reach it, and another document may have the same bytes.
 * @returns the document's id.
 * @throws {Problem} `unsupported-media-type`, `D-04.wrong-file-type`, and what the journey refuses with.
 */
export async function addDocument(services: Services, { deploymentId, kind, file }: NewDocument, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>): Promise<string> {
  const mediaType = await sniff(file.bytes);
  if (mediaType === undefined) throw problem(refuse('unsupported-media-type', { expected: documentMediaTypes.join(', ') }, '/file'));
  if (!mayBe(kind, mediaType)) throw problem(refuse('D-04.wrong-file-type', { mediaType, expected: documentKinds[kind].mediaTypes.join(', ') }, '/file'));
  const id = await allocate(async () => uuidv7());
  await services.documents.put(file.sha256, file.bytes);
  await keepDocumentFile(services.pool, id, file.fileName);
  const document = { id, kind, digest: file.sha256, sizeBytes: file.bytes.length, mediaType };
  try {
    await act(services, deploymentId, addDocumentUpdate, { document, meta });
  } catch (error) {
    // Not while the journey may have taken it: a document without its name could not be read.
    if (error instanceof Problem && error.refusal.code !== 'outcome-unknown') await forgetDocumentFile(services.pool, id);
    throw error;
  }
  return id;
}
