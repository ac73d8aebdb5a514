/** API keys as bearer tokens: 256 random bits behind a prefix that scanners of leaked secrets find. Keys are never logged. */
import { createHash, randomBytes } from 'node:crypto';
import type { KnownKey } from '../../db/people/keys.ts';
import type { Verification, Verifier } from './verify.ts';

const prefix = 'jalon_';
const bearerKey = /^Bearer +(jalon_[\w-]{43}) *$/i;

export function newKey(): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** One round is enough: what is hashed cannot be guessed. */
export function digestOfKey(key: string): Uint8Array {
  return createHash('sha256').update(key).digest();
}

/** Takes keys beside tokens. @param readKey asked for each request: a key that is taken back is so at once */
export function acceptingKeys(verifyToken: Verifier, readKey: (digest: Uint8Array) => Promise<KnownKey | undefined>, nowMs: () => number): Verifier {
  return async (authorizationHeader) => {
    const key = bearerKey.exec(authorizationHeader ?? '')?.[1];
    return key === undefined ? await verifyToken(authorizationHeader) : verificationOf(await readKey(digestOfKey(key)), nowMs());
  };
}

function verificationOf(known: KnownKey | undefined, atMs: number): Verification {
  if (!known) return { outcome: 'unauthenticated', fault: 'unknown-key' };
  const { id, name, customerId, expiresAt, revokedAt, holdings, permissions, desk } = known;
  if (revokedAt !== null) return { outcome: 'unauthenticated', fault: 'revoked' };
  if (expiresAt.getTime() <= atMs) return { outcome: 'unauthenticated', fault: 'expired' };
  return { outcome: 'signed-in', identity: { subject: `key:${id}`, name, profiles: [], ...(customerId === null ? {} : { customerId }) }, key: { holdings, permissions, desk }, until: expiresAt };
}
