/** What we give a browser to keep: encrypted, so that it cannot read it; authenticated, so that it cannot change it; each for one purpose and until its end. */
import { hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import type { z } from 'zod';

export type Purpose = 'session' | 'sign-in';

export interface Seal {
  seal(purpose: Purpose, content: Readonly<Record<string, unknown>>, endsAtMs: number): Promise<string>;
  /** @returns undefined for whatever was not sealed by us, for this purpose, or has ended. */
  open<T>(purpose: Purpose, sealed: string, schema: z.ZodType<T>, nowMs: number): Promise<T | undefined>;
}

const algorithms = { alg: 'dir', enc: 'A256GCM' } as const;

/** @param secrets separated by spaces: the first seals, all of them open, so that one can take another's place. */
export function createSeal(secrets: string): Seal {
  const keys = secrets.split(' ').filter((secret) => secret !== '').map((secret) => new Uint8Array(hkdfSync('sha256', secret, '', 'jalon browser session', 32)));
  const [sealing] = keys;
  if (sealing === undefined) throw new Error('No secret to seal sessions with.');
  return {
    seal: (purpose, content, endsAtMs) =>
      new EncryptJWT({ content }).setProtectedHeader(algorithms).setAudience(purpose).setExpirationTime(Math.floor(endsAtMs / 1000)).encrypt(sealing),
    async open(purpose, sealed, schema, nowMs) {
      for (const key of keys) {
        try {
          const { payload } = await jwtDecrypt(sealed, key, {
            audience: purpose, requiredClaims: ['exp'], currentDate: new Date(nowMs), keyManagementAlgorithms: [algorithms.alg], contentEncryptionAlgorithms: [algorithms.enc],
          });
          return schema.safeParse(payload['content']).data;
        } catch (error) {
          if (!(error instanceof errors.JOSEError)) throw error;
        }
      }
      return undefined;
    },
  };
}
