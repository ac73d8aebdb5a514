/** The 360° view when an outside system is away: what was last heard of it stays with its age, and nothing else waits for it (C-01). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { viewBlockNames } from '../../../domain/customer/view-blocks.ts';
import { json, type RunningApi } from '../../support/api.ts';
import { openViewingHouse, type ViewingHouse } from '../../support/customer-view.ts';
import type { House } from '../../support/house.ts';
import { setFaults } from '../../support/outside.ts';

let viewing: ViewingHouse;
let house: House;
let api: RunningApi;
let viewOf: ViewingHouse['viewOf'];
let stranger: ViewingHouse['stranger'];

const ofBilling = ['consumption', 'invoices', 'balance', 'revenue', 'deposits', 'payer'] as const;
const ofOutside = [...ofBilling, 'eligibility', 'inventory'] as const;

beforeAll(async () => {
  viewing = await openViewingHouse();
  ({ house, api, viewOf, stranger } = viewing);
});
afterEach(async () => { for (const system of ['billing', 'eligibility', 'inventory'] as const) await setFaults(house, system, {}); });
afterAll(async () => await viewing.close());

describe('an outside system that does not answer (C-01)', () => {
  const cases = [
    ['billing', 'refuses everything', { errorRate: 1 }, ofBilling], ['billing', 'hangs', { hang: true }, ofBilling], ['billing', 'no longer knows us', { errorRate: 1, errorStatus: 401 }, ofBilling],
    ['billing', 'is slow', { slowMs: 5_000 }, ofBilling], ['eligibility', 'refuses everything', { errorRate: 1 }, ['eligibility']], ['eligibility', 'hangs', { hang: true }, ['eligibility']],
    ['inventory', 'refuses everything', { errorRate: 1 }, ['inventory']], ['inventory', 'hangs', { hang: true }, ['inventory']],
  ] as const;

  it.each(cases)('leaves what was last heard of it, with its age, and every other block: %s, when it %s', async (system, _, faults, missing) => {
    const id = await stranger();
    const before = await viewOf(id);
    await house.pool.query("UPDATE outside_answers SET read_at = read_at - interval '2 days' WHERE customer = $1", [id]);
    await setFaults(house, system, faults);
    const { blocks } = await viewOf(id);
    for (const block of viewBlockNames) expect(blocks[block]?.status, block).toBe((missing as readonly string[]).includes(block) ? 'stale' : 'current');
    for (const block of missing) {
      expect(blocks[block]).toMatchObject({ data: before.blocks[block]?.data, reason: 'errorStatus' in faults ? 'outside.rejected' : 'outside.unavailable' });
      expect(blocks[block]?.ageSeconds).toBeGreaterThanOrEqual(2 * 86_400);
    }
  });

  it.each(cases)('leaves its blocks unknown where it was never heard: %s, when it %s', async (system, _, faults, missing) => {
    const id = await stranger();
    await setFaults(house, system, faults);
    const { blocks } = await viewOf(id);
    for (const block of viewBlockNames) expect(blocks[block]?.status, block).toBe((missing as readonly string[]).includes(block) ? 'unknown' : 'current');
    for (const block of missing) expect(blocks[block]).not.toHaveProperty('data');
  });

  it('keeps nobody waiting beyond its limit, however many hang at once', async () => {
    const id = await stranger();
    for (const system of ['billing', 'eligibility', 'inventory'] as const) await setFaults(house, system, { hang: true });
    const beganMs = Date.now();
    const { blocks } = await viewOf(id);
    // The limit is a second here; one after the other they would take five.
    expect(Date.now() - beganMs).toBeLessThan(4_500);
    for (const block of ofOutside) expect(blocks[block]?.status).toBe('unknown');
    expect(blocks.identity?.status).toBe('current');
  });

  it('is current again as soon as it answers', async () => {
    const id = await stranger();
    await setFaults(house, 'billing', { errorRate: 1 });
    expect((await viewOf(id)).blocks.invoices?.status).toBe('unknown');
    await setFaults(house, 'billing', {});
    expect((await viewOf(id)).blocks.invoices).toMatchObject({ status: 'current', ageSeconds: 0 });
  });

  it('that refuses one address only is missing for its block alone', async () => {
    const { blocks } = await viewOf(await stranger({ city: 'SIM-UNPLACED' }));
    expect(blocks.eligibility).toMatchObject({ status: 'unknown', reason: 'outside.rejected' });
    expect(blocks.invoices?.status).toBe('current');
  });

  it('is nothing that another customer’s view is mistaken for', async () => {
    const [one, other] = [await stranger(), await stranger()];
    await viewOf(one);
    await setFaults(house, 'billing', { errorRate: 1 });
    expect((await viewOf(other)).blocks.invoices?.status).toBe('unknown');
  });

  it('leaves nothing of a customer whose personal data was erased, nor is anything of him kept again', async () => {
    const id = await stranger();
    await viewOf(id);
    const erased = await api.request(`/api/v1/customers/${id}/erase-personal-data`, json({}, { authorization: 'Bearer supervisor' }));
    expect(erased.status).toBe(200);
    await viewOf(id);
    expect((await house.pool.query('SELECT FROM outside_answers WHERE customer = $1', [id])).rowCount).toBe(0);
  });

  it('that said something else under an earlier release was never heard', async () => {
    const id = await stranger();
    await viewOf(id);
    await house.pool.query("UPDATE outside_answers SET answer = '{\"old\": true}' WHERE customer = $1", [id]);
    await setFaults(house, 'billing', { errorRate: 1 });
    expect((await viewOf(id)).blocks.balance?.status).toBe('unknown');
  });
});
