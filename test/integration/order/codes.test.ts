/** One-time codes against a real database (S-04): what is kept of one says nothing of it to who has not the key, and no code is likelier than another. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRightCode, issueCode, readProof } from '../../../db/order/codes.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { freshDatabase } from '../../support/database.ts';

const key = 'the key of one installation, of forty letters';
const of = (n: number, ordinal = 1) => ({ orderId: `CMD-2026-${String(n).padStart(6, '0')}`, ordinal });
let pool: Pool;
beforeAll(async () => { pool = createPool(await freshDatabase(), () => undefined); });
afterAll(() => pool.end());

it('is the same asked again, right for its own order and ordinal alone, and another under another key (S-04)', async () => {
  const code = await issueCode(pool, key, of(1));
  expect(code).toMatch(/^\d{6}$/);
  expect(await issueCode(pool, key, of(1))).toBe(code);
  // Of the salt alone it could be made by whoever reads the database: with the same salt, each key makes another.
  const others = await Promise.all(['another key', 'a third one', ''].map((other) => issueCode(pool, other, of(1))));
  expect(new Set([code, ...others]).size).toBe(4);
  expect(await isRightCode(pool, key, of(1), code)).toBe(true);
  await Promise.all([issueCode(pool, key, of(1, 2)), issueCode(pool, key, of(2))]);
  expect([await isRightCode(pool, 'another key', of(1), code), await isRightCode(pool, key, of(3), code), await isRightCode(pool, key, of(1), ''), await isRightCode(pool, key, of(1), `${code} `)]).toEqual([false, false, false, false]);
});

it('is not read from the database: who has salt and proof, and tries every code, finds none without the key (S-04)', async () => {
  const code = await issueCode(pool, key, of(10));
  const { rows: [row] } = await pool.query<{ salt: Buffer }>('SELECT salt FROM order_codes WHERE order_id = $1', [of(10).orderId]);
  const proof = await readProof(pool, of(10));
  const guesses = ['', 'jalon', of(10).orderId, row?.salt.toString('hex') ?? ''];
  for (const guess of guesses) {
    const made = createHmac('sha256', guess).update(`jalon order signature\n${of(10).orderId}\n1\nproof ${code}\n`).update(row?.salt ?? Buffer.alloc(0)).digest('hex');
    expect(made).not.toBe(proof);
  }
  // With it, it is: the check is of what it says.
  expect(createHmac('sha256', key).update(`jalon order signature\n${of(10).orderId}\n1\nproof ${code}\n`).update(row?.salt ?? Buffer.alloc(0)).digest('hex')).toBe(proof);
});

it('is no likelier than another: of a thousand, each digit comes at each place about as often (S-04)', async () => {
  const codes: string[] = [];
  for (let index = 0; index < 1_000; index += 1) codes.push(await issueCode(pool, key, of(1_000 + index)));
  // A hundred are expected of each; six standard deviations are fifty-seven.
  for (let place = 0; place < 6; place += 1) {
    for (const digit of '0123456789') expect(Math.abs(codes.filter((code) => code[place] === digit).length - 100), `${digit} at ${place}`).toBeLessThan(58);
  }
  expect(new Set(codes).size).toBeGreaterThan(980);
});
