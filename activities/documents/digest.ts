/** What every document storage checks: that a name is a digest, and that the bytes are those it names. */
import { createHash } from 'node:crypto';

/** @throws {Error} a name that is none could reach outside the storage. */
export function demandDigest(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a SHA-256 in hexadecimal');
}

/** @throws {Error} when the bytes are not those that were kept. */
export function checked<Bytes extends Uint8Array>(sha256: string, bytes: Bytes): Bytes {
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`the document ${sha256} was damaged where it is stored`);
  return bytes;
}
