/** One open complaint on a subject (S-08), though it is entered while its customer's record is merged with another (C-09). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeSubject } from '../../../db/complaint/complaints.ts';
import { customerLock } from '../../../db/customer/record.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { freshDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

let pool: Pool;
beforeAll(async () => { pool = createPool(await freshDatabase(), () => undefined); });
afterAll(async () => { await pool.end(); });

it('is not taken of a record that is just being merged with one that has it: who enters it is told of the other (S-08, C-09)', async () => {
  await pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000071', 'Boulangeries Martin'), ('CLI-000072', 'Boulangerie Martin')");
  const about = { orderNumber: 'BC-2026-71', subject: 'billing' };
  expect(await takeSubject(pool, 'REC-2026-000071', { customerId: 'CLI-000071', ...about })).toBeNull();

  const merging = await pool.connect();
  const { rows: [backend] } = await merging.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await merging.query('BEGIN');
  await merging.query("SELECT pg_advisory_xact_lock($1, customer_slot('CLI-000072'))", [customerLock]);
  await merging.query("UPDATE customers SET merged_into = 'CLI-000071', merged_at = now() WHERE id = 'CLI-000072'");
  const taking = takeSubject(pool, 'REC-2026-000072', { customerId: 'CLI-000072', ...about });
  await eventually(async () => {
    const { rowCount } = await pool.query('SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))', [backend?.pid]);
    expect(rowCount).toBe(1);
  });
  await merging.query('COMMIT');
  merging.release();

  expect(await taking).toBe('REC-2026-000071');
});
