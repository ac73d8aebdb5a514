/** Adding a document (D-04): its content is stored first, then its name, then the journey hears of it. */
import { v7 as uuidv7 } from 'uuid';
import { noteUpload } from '../../db/documents/uploads.ts';
import { forgetDocumentFile, keepDocumentFile } from '../../db/documents/files.ts';
import { documentKinds, documentMediaTypes, mayBe, type DocumentKind } from '../../domain/documents/kinds.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { addDocumentUpdate } from '../../workflows/deployment/messages.ts';
import type { UploadedFile } from '../http/multipart.ts';
import { problem } from '../http/problem.ts';
import { act, isRefusal } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { sniff, unreadable } from './sniff.ts';

export interface NewDocument {
  readonly deploymentId: string;
  readonly kind: DocumentKind;
  readonly file: UploadedFile;
}

/**
 * A content that was stored for a document that its journey then refused goes after thirty days, unless another document has the same bytes.
 * @returns the document's id.
 * @throws {Problem} `unsupported-media-type`, `D-04.wrong-file-type`, `D-04.empty-file`, `D-04.encrypted-file`, and what the journey refuses with.
 */
export async function addDocument(services: Services, { deploymentId, kind, file }: NewDocument, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>): Promise<string> {
  if (file.bytes.length === 0) throw problem(refuse('D-04.empty-file', {}, '/file'));
  const mediaType = await sniff(file.bytes);
  if (mediaType === undefined) throw problem(refuse('unsupported-media-type', { expected: documentMediaTypes.join(', ') }, '/file'));
  if (!mayBe(kind, mediaType)) throw problem(refuse('D-04.wrong-file-type', { mediaType, expected: documentKinds[kind].mediaTypes.join(', ') }, '/file'));
  const fault = unreadable(file.bytes, mediaType);
  if (fault !== undefined) throw problem(refuse(`D-04.${fault}-file`, {}, '/file'));
  const id = await allocate(async () => uuidv7());
  await noteUpload(services.pool, file.sha256);
  await services.documents.put(file.sha256, file.bytes);
  await keepDocumentFile(services.pool, id, file.fileName);
  const document = { id, kind, digest: file.sha256, sizeBytes: file.bytes.length, mediaType };
  try {
    await act(services, deploymentId, addDocumentUpdate, { document, meta });
  } catch (error) {
    // Not while the journey may have taken it: a document without its name could not be read.
    if (isRefusal(error)) await forgetDocumentFile(services.pool, id);
    throw error;
  }
  return id;
}
