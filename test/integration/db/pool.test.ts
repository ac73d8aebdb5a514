/** What a lost connection does: the work on it fails, and nothing else does. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, inTransaction, type Pool } from '../../../db/pool.ts';
import { freshDatabase } from '../../support/database.ts';

let pool: Pool;
beforeAll(async () => { pool = createPool(await freshDatabase(), () => undefined); });
afterAll(async () => { await pool.end(); });

it('a connection lost in the middle of a transaction fails the transaction, not the process, and the pool goes on', async () => {
  const transaction = inTransaction(pool, async (client) => {
    const { rows: [me] } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const lost = new Promise((resolve) => { client.once('end', resolve); });
    await pool.query('SELECT pg_terminate_backend($1)', [me?.pid]);
    await lost;
    await client.query('SELECT 1');
  });
  await expect(transaction).rejects.toThrow();
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

it('a connection lost before the work on it has begun ends nothing', async () => {
  const client = await pool.connect();
  const { rows: [me] } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const lost = new Promise((resolve) => { client.once('end', resolve); });
  await pool.query('SELECT pg_terminate_backend($1)', [me?.pid]);
  await lost;
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release(true);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
