/** The contract of the billing port, run over the adapter and the real simulator by real HTTP (D-17, D-18, D-30). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBillingPort } from '../../../activities/outside/billing.ts';
import type { BillingPort, BillingSimulationRequest, BillingStartRequest } from '../../../ports/billing.ts';
import { createBillingSimulator } from '../../../simulators/billing/simulator.ts';
import type { Simulator } from '../../../simulators/shared/simulator.ts';
import { controlOf, silent, temporaryFolder, token } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let simulator: Simulator;
let control: ReturnType<typeof controlOf>;
let billing: BillingPort;
let baseUrl: string;

const request: BillingStartRequest = {
  billingKey: 'AFF-2026-000123.S001', customerId: 'customer-1', from: '2026-11-23', engagementMonths: 36,
  lines: [{ code: 'FTTH', label: 'Accès fibre', recurringCents: 4900, oneOffCents: 10_000 }, { code: 'REMISE', label: 'Remise', recurringCents: -900, oneOffCents: 0 }],
};

const simulation: BillingSimulationRequest = {
  simulationKey: 'AFF-2026-000123.S001.1', customerId: 'customer-1', market: 'private', from: '2026-11-21', lines: request.lines,
};

beforeAll(async () => {
  folder = await temporaryFolder();
  simulator = createBillingSimulator({ file: `${folder.path}/billing.jsonl`, token, log: silent, now: Date.now, random: Math.random });
  baseUrl = `http://127.0.0.1:${await simulator.listen(0)}`;
  control = controlOf(baseUrl);
  billing = createBillingPort({ baseUrl, token });
});
afterAll(async () => {
  await simulator.close();
  await folder.remove();
});
beforeEach(() => control.reset());

const startedFacts = async () => (await control.book()).subjects[request.billingKey]?.facts.filter((fact) => fact.type === 'started') ?? [];

describe('a simulation', () => {
  it('bills one-off amounts whole and recurring ones from the MAD date to the end of the month, discounts included (D-30)', async () => {
    expect(await billing.simulate(simulation)).toEqual({
      simulationReference: expect.any(String), periodEnd: '2026-11-30',
      lines: [
        { code: 'FTTH', label: 'Accès fibre', kind: 'one-off', fullCents: 10_000, daysBilled: null, daysInPeriod: null, htCents: 10_000 },
        { code: 'FTTH', label: 'Accès fibre', kind: 'recurring', fullCents: 4900, daysBilled: 10, daysInPeriod: 30, htCents: 1633 },
        { code: 'REMISE', label: 'Remise', kind: 'recurring', fullCents: -900, daysBilled: 10, daysInPeriod: 30, htCents: -300 },
      ],
      totals: { htCents: 11_333, vatCents: 2267, ttcCents: 13_600 },
    });
  });

  it('is the same for the same key, and has a reference of its own for another', async () => {
    const [first, again] = await Promise.all([billing.simulate(simulation), billing.simulate(simulation)]);
    expect(again).toEqual(first);
    const second = await billing.simulate({ ...simulation, simulationKey: 'AFF-2026-000123.S001.2' });
    expect(second).toEqual({ ...first, simulationReference: expect.any(String) });
    expect(second.simulationReference).not.toBe(first.simulationReference);
    expect((await control.book()).subjects[simulation.simulationKey]?.calls['simulate']).toMatchObject({ asked: 2, done: 1, replayed: 1 });
  });

  it('of an order scripted so is wrong by a cent the first time, and right the next (D-31)', async () => {
    const scripted = { ...simulation, lines: [...simulation.lines, { code: 'SIM-WRONG-TOTAL', label: 'Option', recurringCents: 0, oneOffCents: 0 }] };
    expect((await billing.simulate(scripted)).totals).toEqual({ htCents: 11_334, vatCents: 2267, ttcCents: 13_601 });
    expect((await billing.simulate({ ...scripted, simulationKey: 'AFF-2026-000123.S001.2' })).totals).toEqual({ htCents: 11_333, vatCents: 2267, ttcCents: 13_600 });
  });

  it('of other lines under a used key is rejected, like one of no line at all', async () => {
    await billing.simulate(simulation);
    await expect(billing.simulate({ ...simulation, from: '2026-11-22' })).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 422 }] });
    await expect(billing.simulate({ ...simulation, simulationKey: 'AFF-2026-000123.S001.3', lines: [] })).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 400 }] });
  });
});

it('starts one subscription per key, with the same answer to each repetition', async () => {
  const answers = await Promise.all([billing.start(request), billing.start(request)]);
  expect(answers[0]).toMatchObject({ outcome: 'started' });
  expect(answers[1]).toEqual(answers[0]);
  expect(await startedFacts()).toMatchObject([{ recurringCents: 4000, oneOffCents: 10_000 }]);
});

it('bills once when the effect happens and the answer is lost', async () => {
  await control.setFaults({ failAfterEffect: 1, failAfterEffectMode: 'cut' });
  await expect(billing.start(request)).rejects.toMatchObject({ type: 'outside.unavailable', nonRetryable: false });
  expect(await billing.start(request)).toMatchObject({ outcome: 'started' });
  expect(await startedFacts()).toHaveLength(1);
});

it('refuses a negative recurring total, and goes on refusing it', async () => {
  const negative = { ...request, lines: [{ code: 'REMISE', label: 'Remise', recurringCents: -1, oneOffCents: 500 }] };
  expect(await billing.start(negative)).toEqual({ outcome: 'refused', reason: 'negative-recurring-total' });
  expect(await billing.start(negative)).toEqual({ outcome: 'refused', reason: 'negative-recurring-total' });
  expect(await startedFacts()).toHaveLength(0);
});

it('starts what it had refused once it is corrected and sent again, and never twice (D-18, D-24)', async () => {
  const negative = { ...request, lines: [{ code: 'REMISE', label: 'Remise', recurringCents: -1, oneOffCents: 500 }] };
  expect(await billing.start(negative)).toMatchObject({ outcome: 'refused' });
  const second = await billing.start(request, 2);
  expect(second).toMatchObject({ outcome: 'started' });
  expect(await billing.start(request, 3)).toEqual(second);
  await expect(billing.start(negative, 4)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 409 }] });
  expect(await startedFacts()).toHaveLength(1);
});

it('cancels a subscription as if it had never started, any number of times (D-23)', async () => {
  await billing.start(request);
  await billing.cancel(request.billingKey);
  await billing.cancel(request.billingKey);
  expect((await control.book()).subjects[request.billingKey]?.facts.map(({ type }) => type)).toEqual(['started', 'cancelled']);
});

it('refuses a start that arrives after its cancellation (D-23)', async () => {
  await billing.cancel(request.billingKey);
  await expect(billing.start(request)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 409 }] });
  expect(await startedFacts()).toHaveLength(0);
});

it('rejects other lines under a key that was used', async () => {
  await billing.start(request);
  await expect(billing.start({ ...request, lines: [] })).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 422 }] });
});

it('rejects a body that is not the contract, a missing key and an unknown token', async () => {
  expect((await control.raw('POST', '/v1/subscriptions', '{}', { 'idempotency-key': request.billingKey })).status).toBe(400);
  expect((await control.raw('POST', '/v1/subscriptions', JSON.stringify(request))).status).toBe(400);
  await expect(createBillingPort({ baseUrl, token: 'another-token-altogether' }).start(request)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 401 }] });
});
