/** One-time codes (S-04): made of a salt by a key that is not in the database, checked by a keyed hash; the code itself is kept nowhere, and asked for again it is the same. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Pool } from '../pool.ts';

const digits = 6;

interface OfCode {
  readonly orderId: string;
  readonly ordinal: number;
}

/** @param key of the installation; it signs other things too, each under a name of its own */
export async function issueCode(pool: Pool, key: string, of: OfCode): Promise<string> {
  const salt = randomBytes(16);
  await pool.query('INSERT INTO order_codes (order_id, ordinal, salt, proof) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [of.orderId, of.ordinal, salt, proofOf(key, of, salt, codeOf(key, of, salt))]);
  const { rows: [row] } = await pool.query<{ salt: Buffer }>('SELECT salt FROM order_codes WHERE order_id = $1 AND ordinal = $2', [of.orderId, of.ordinal]);
  if (!row) throw new Error(`no code ${of.ordinal} of ${of.orderId} was kept`);
  return codeOf(key, of, row.salt);
}

/** In the same time, however near it is. */
export async function isRightCode(pool: Pool, key: string, of: OfCode, code: string): Promise<boolean> {
  const { rows: [row] } = await pool.query<{ salt: Buffer; proof: Buffer }>('SELECT salt, proof FROM order_codes WHERE order_id = $1 AND ordinal = $2', [of.orderId, of.ordinal]);
  return row !== undefined && timingSafeEqual(row.proof, proofOf(key, of, row.salt, code));
}

/** What the evidence says of the code: the keyed hash, hexadecimal. */
export async function readProof(pool: Pool, { orderId, ordinal }: OfCode): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ proof: Buffer }>('SELECT proof FROM order_codes WHERE order_id = $1 AND ordinal = $2', [orderId, ordinal]);
  return row?.proof.toString('hex') ?? null;
}

function codeOf(key: string, of: OfCode, salt: Buffer): string {
  // Sixty-four bits over a million: no code is likelier than another by more than a hundred-billionth.
  return String(mac(key, 'code', of, salt).readBigUInt64BE() % 10n ** BigInt(digits)).padStart(digits, '0');
}

function proofOf(key: string, of: OfCode, salt: Buffer, code: string): Buffer {
  return mac(key, `proof ${code}`, of, salt);
}

function mac(key: string, what: string, { orderId, ordinal }: OfCode, salt: Buffer): Buffer {
  return createHmac('sha256', key).update(`jalon order signature\n${orderId}\n${ordinal}\n${what}\n`).update(salt).digest();
}
