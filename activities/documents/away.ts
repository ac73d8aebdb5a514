/** A storage that cannot take or give documents now, and may later: whoever has a key to come again with is told so, and no fault of ours. */
import { storageAway } from '../../ports/document-storage.ts';

/** No room, no more of the quota, a disk that fails or that the system has made read-only for it, too many open files. */
const diskCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE']);

export function away(what: string, cause?: unknown): Error {
  const error = new Error(`the document storage is away: ${what}`, { cause });
  error.name = storageAway;
  return error;
}

/** What a disk said, as the API and the activities understand it; anything else as it is. */
export function ofDisk(error: unknown): unknown {
  return error instanceof Error && 'code' in error && diskCodes.has(error.code) ? away(error.message, error) : error;
}
