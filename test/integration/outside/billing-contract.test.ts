/** The contract of the billing port, run over the adapter and the real simulator by real HTTP (D-18). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createBillingPort } from '../../../activities/outside/billing.ts';
import type { BillingPort, BillingStartRequest } from '../../../ports/billing.ts';
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

it('rejects other lines under a key that was used', async () => {
  await billing.start(request);
  await expect(billing.start({ ...request, lines: [] })).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 422 }] });
});

it('rejects a body that is not the contract, a missing key and an unknown token', async () => {
  expect((await control.raw('POST', '/v1/subscriptions', '{}', { 'idempotency-key': request.billingKey })).status).toBe(400);
  expect((await control.raw('POST', '/v1/subscriptions', JSON.stringify(request))).status).toBe(400);
  await expect(createBillingPort({ baseUrl, token: 'another-token-altogether' }).start(request)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 401 }] });
});
