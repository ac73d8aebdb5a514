/** Which deployment a pushed collection joins, by its order's number, and when one that came early goes (D-26); on a real database. */
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deploymentOfOrder, keepCallback, wakeCollections } from '../../../db/callbacks/inbox.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { createDelivery } from '../../../relay/inbox.ts';
import { freshDatabase } from '../../support/database.ts';

let pool: Pool;
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000001', 'Boulangerie Martin')");
});
beforeEach(async () => { await pool.query('DELETE FROM deployments; DELETE FROM inbox'); });
afterAll(() => pool.end());

async function launched(id: string, phase: string, launchedAt: string): Promise<void> {
  await pool.query(
    `INSERT INTO deployments (id, customer_id, order_number, market, phase, target_date, site_count, launched_at, ended_at)
     VALUES ($1, 'CLI-000001', 'BC-7', 'private', $2, '2027-01-01', 1, $3, CASE WHEN $2 IN ('completed', 'cancelled') THEN now() END)`, [id, phase, launchedAt]);
}

describe('the deployment of an order', () => {
  it('is the newest that is open, even where a newer one was completed', async () => {
    await launched('AFF-2026-000001', 'delivering', '2026-11-01');
    await launched('AFF-2026-000002', 'delivering', '2026-11-02');
    await launched('AFF-2026-000003', 'completed', '2026-11-03');
    expect(await deploymentOfOrder(pool, 'BC-7')).toBe('AFF-2026-000002');
  });

  it('is the one that was completed where none is open, so that a late repetition is ignored there', async () => {
    await launched('AFF-2026-000001', 'completed', '2026-11-01');
    expect(await deploymentOfOrder(pool, 'BC-7')).toBe('AFF-2026-000001');
  });

  it('is none before the launch, nor after a cancellation: the order may be launched again', async () => {
    expect(await deploymentOfOrder(pool, 'BC-7')).toBeNull();
    await launched('AFF-2026-000001', 'cancelled', '2026-11-01');
    expect(await deploymentOfOrder(pool, 'BC-7')).toBeNull();
  });
});

describe('a collection that comes before the launch', () => {
  const payload = { type: 'collection.pushed', orderNumber: 'BC-7', collection: { b2linktReference: 'B2L-77', existingLineToMigrate: false, numberPortability: false } };
  const waiting = async () => (await pool.query<{ status: string; reason: string; due: boolean }>('SELECT status, reason, next_attempt_at <= now() AS due FROM inbox')).rows;

  it('waits, shown with its reason, and goes as soon as its deployment is there', async () => {
    await keepCallback(pool, { source: 'jarvis', id: 'msg_early', payload });
    // Nothing is asked of the engine before the deployment is known.
    const delivery = createDelivery({ pool, client: undefined as never, logger: pino({ level: 'silent' }) });
    await delivery.start();
    await delivery.idle();
    expect(await waiting()).toEqual([{ status: 'unmatched', reason: 'unknown-order', due: false }]);
    expect(await wakeCollections(pool)).toBe(0);
    await launched('AFF-2026-000001', 'delivering', '2026-11-01');
    expect(await wakeCollections(pool)).toBe(1);
    expect(await waiting()).toMatchObject([{ due: true }]);
    expect(await wakeCollections(pool)).toBe(0);
  });
});
