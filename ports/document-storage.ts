/** The port of document storage: contents by the digest of their bytes, outside workflows and database (domain.md 1.2). */

export interface DocumentStorage {
  /**
   * Keeps bytes under their SHA-256 (64 hexadecimal digits). Once it has resolved they outlive a crash; the same bytes again change nothing.
   * @throws {Error} when they cannot be kept.
   */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /**
   * The bytes, or undefined when nothing was kept under this digest.
   * @throws {Error} when they cannot be read, or are not those that were kept.
   */
  get(sha256: string): Promise<Uint8Array | undefined>;
  /**
   * Forgets the bytes; those that are not there change nothing.
   * @throws {Error} when they may still be there.
   */
  remove(sha256: string): Promise<void>;
}

/** The name of an error that says: the storage does not answer, and may later. */
export const storageAway = 'DocumentStorageAway';
