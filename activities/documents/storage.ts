/** Where documents lie: in a bucket when one is configured, else in a folder. */
import type { DocumentStorage } from '../../ports/document-storage.ts';
import { createDocumentBucket, type Bucket } from './bucket.ts';
import { createDocumentFolder } from './folder.ts';

export function createDocumentStorage(place: Bucket | { readonly folder: string }): DocumentStorage {
  return 'folder' in place ? createDocumentFolder(place.folder) : createDocumentBucket(place);
}
