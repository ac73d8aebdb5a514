/** Keys of the development identity provider, made at its first start and kept, so that tokens survive its restarts. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'oidc-provider';

export interface IdentityKeys {
  /** Private keys that sign tokens; the first is used, all are published. */
  readonly signingKeys: readonly JWK[];
  readonly cookieKeys: readonly string[];
}

/**
 * Reads the keys of this folder, or makes them where there are none.
 * @throws {Error} a sentence that says what to do when the file is damaged or the folder cannot be written.
 */
export function loadKeys(dataDirectory: string): IdentityKeys {
  const file = join(dataDirectory, 'identity-keys.json');
  const stored = readStored(file);
  if (stored !== undefined) return parseKeys(stored, file);
  const keys = makeKeys();
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  // Renamed into place: a process killed half-way must not leave half a file behind.
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
  renameSync(unfinished, file);
  return keys;
}

function readStored(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseKeys(stored: string, file: string): IdentityKeys {
  try {
    const keys = JSON.parse(stored) as Partial<IdentityKeys>;
    if (keys.signingKeys?.[0]?.kty === 'RSA' && typeof keys.cookieKeys?.[0] === 'string') return keys as IdentityKeys;
  } catch {
    // Neither text that is no JSON nor its parser's message, which quotes it, may reach a log.
  }
  throw new Error(`${file} is damaged: remove it and start again (tokens issued so far will be refused).`);
}

function makeKeys(): IdentityKeys {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signingKey = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' } as JWK;
  return { signingKeys: [signingKey], cookieKeys: [randomBytes(32).toString('base64url')] };
}
