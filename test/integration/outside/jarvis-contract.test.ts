/** The contract of the JARVIS port, run over the adapter and the real simulator, with the simulated OBL behind it, by real HTTP (D-03, D-08, D-16, D-26). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createJarvisPort } from '../../../activities/outside/jarvis.ts';
import { jarvisCallback, type DeploymentRegistration, type JarvisCallback, type JarvisPort, type ServiceRegistration } from '../../../ports/jarvis.ts';
import { createJarvisSimulator } from '../../../simulators/jarvis/simulator.ts';
import { createOblSimulator } from '../../../simulators/obl/simulator.ts';
import type { Simulator } from '../../../simulators/shared/simulator.ts';
import { callbackSecret, controlOf, eventually, newOrder, silent, startReceiver, temporaryFolder, token } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let receiver: Awaited<ReturnType<typeof startReceiver<JarvisCallback>>>;
let obl: Simulator;
let simulator: Simulator;
let control: ReturnType<typeof controlOf>;
let oblControl: ReturnType<typeof controlOf>;
let jarvis: JarvisPort;
let baseUrl: string;

const shared = { token, log: silent, now: Date.now, random: Math.random };
const makeJarvis = (oblUrl: string, oblToken: string) => createJarvisSimulator({
  ...shared, file: `${folder.path}/jarvis.jsonl`, callbackTarget: { url: receiver.url, secret: callbackSecret }, obl: { url: oblUrl, token: oblToken, timeoutMs: 1_000 },
});

beforeAll(async () => {
  folder = await temporaryFolder();
  receiver = await startReceiver(jarvisCallback);
  obl = createOblSimulator({ ...shared, file: `${folder.path}/obl.jsonl`, delayMs: 5, callbackTarget: { url: 'http://127.0.0.1:9/', secret: callbackSecret } });
  const oblUrl = `http://127.0.0.1:${await obl.listen(0)}`;
  oblControl = controlOf(oblUrl);
  simulator = makeJarvis(oblUrl, token);
  baseUrl = `http://127.0.0.1:${await simulator.listen(0)}`;
  control = controlOf(baseUrl);
  jarvis = createJarvisPort({ baseUrl, token, timeoutMs: 3_000 });
});
afterAll(async () => {
  await simulator.close();
  await obl.close();
  await receiver.close();
  await folder.remove();
});
beforeEach(async () => { await Promise.all([control.reset(), oblControl.reset()]); });

const unavailable = { type: 'outside.unavailable', nonRetryable: false };
const rejected = { type: 'outside.rejected', nonRetryable: true };
const deployment: DeploymentRegistration = { deploymentId: 'AFF-2026-000123', orderNumber: 'BC-2026-7', customerId: 'CLI-000001', market: 'private', siteCount: 2 };
const service: ServiceRegistration = { deploymentId: 'AFF-2026-000123', site: 'S001', customerId: 'CLI-000001', accessType: 'ftth', oblReference: 'OBL-000001', deliveredOn: '2026-11-23' };
const factsOf = async (subject: string) => (await control.book()).subjects[subject]?.facts.map((fact) => fact.type) ?? [];
const placedAtObl = async (orderKey: string) => (await oblControl.book()).subjects[orderKey]?.facts.filter((fact) => fact.type === 'placed').length ?? 0;

describe('a deployment', () => {
  it('is registered once under its number, and its assignments follow in order (D-03)', async () => {
    const answers = await Promise.all([jarvis.registerDeployment(deployment), jarvis.registerDeployment(deployment)]);
    expect(answers[0]).toEqual({ jarvisReference: expect.any(String) });
    expect(answers[1]).toEqual(answers[0]);
    await jarvis.tellAssignment({ deploymentId: deployment.deploymentId, coordinator: 'coordinator-1', ordinal: 1 });
    await jarvis.tellAssignment({ deploymentId: deployment.deploymentId, coordinator: 'coordinator-1', ordinal: 1 });
    await jarvis.tellAssignment({ deploymentId: deployment.deploymentId, coordinator: 'coordinator-2', ordinal: 2 });
    expect(await factsOf(deployment.deploymentId)).toEqual(['registered', 'assigned', 'assigned']);
  });

  it('that JARVIS does not know cannot be assigned', async () => {
    await expect(jarvis.tellAssignment({ deploymentId: 'AFF-2026-000999', coordinator: 'coordinator-1', ordinal: 1 }))
      .rejects.toMatchObject({ ...rejected, details: [{ status: 404, code: 'deployment-unknown' }] });
  });

  it('of another content under a used key is rejected', async () => {
    await jarvis.registerDeployment(deployment);
    await expect(jarvis.registerDeployment({ ...deployment, siteCount: 3 })).rejects.toMatchObject({ ...rejected, details: [{ status: 422, code: 'idempotency-key-reused' }] });
  });
});

describe('an order for the OBL (D-08)', () => {
  it('is placed once however often it comes, and answered as the OBL answers', async () => {
    const order = newOrder();
    const answers = await Promise.all([jarvis.relayAccessOrder(order), jarvis.relayAccessOrder(order), jarvis.relayAccessOrder(order)]);
    expect(answers[0]).toEqual({ outcome: 'received', oblReference: expect.stringMatching(/^OBL-/) });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await placedAtObl(order.orderKey)).toBe(1);
    expect(await factsOf(order.orderKey)).toEqual(['relayed']);
  });

  it('is refused where the OBL refuses it', async () => {
    expect(await jarvis.relayAccessOrder(newOrder('SIM-REFUSE-AT-ONCE'))).toEqual({ outcome: 'refused', reason: 'ineligible-address' });
  });

  it.each([{ failNext: 1 }, { failNext: 1, errorStatus: 429 }, { hang: true }, { failAfterEffect: 1, failAfterEffectMode: 'cut' as const }])('is worth a retry, and placed once, when the OBL fails with %o', async (faults) => {
    const order = newOrder();
    await oblControl.setFaults(faults);
    await expect(jarvis.relayAccessOrder(order)).rejects.toMatchObject({ ...unavailable, details: [{ status: 502, code: 'obl-unavailable' }] });
    expect(await factsOf(order.orderKey)).toEqual([]);
    await oblControl.setFaults({});
    expect(await jarvis.relayAccessOrder(order)).toMatchObject({ outcome: 'received' });
    expect(await placedAtObl(order.orderKey)).toBe(1);
  });

  it('is rejected when the OBL wants none of it', async () => {
    await oblControl.setFaults({ failNext: 1, errorStatus: 409 });
    await expect(jarvis.relayAccessOrder(newOrder())).rejects.toMatchObject({ ...rejected, details: [{ status: 422, code: 'obl-rejected' }] });
  });

  it.each(['error', 'cut', 'hang'] as const)('is placed once when the answer of JARVIS itself is lost (%s)', async (failAfterEffectMode) => {
    const order = newOrder();
    await control.setFaults({ failAfterEffect: 1, failAfterEffectMode });
    await expect(jarvis.relayAccessOrder(order)).rejects.toMatchObject(unavailable);
    expect(await jarvis.relayAccessOrder(order)).toMatchObject({ outcome: 'received' });
    expect(await placedAtObl(order.orderKey)).toBe(1);
  });

  it('that is not the contract never reaches the OBL', async () => {
    const order = newOrder();
    expect((await control.raw('POST', '/v1/access-orders', JSON.stringify({ ...order, surprise: 1 }), { 'idempotency-key': order.orderKey })).status).toBe(400);
    expect((await control.raw('POST', '/v1/access-orders', JSON.stringify(order), { 'idempotency-key': 'another' })).status).toBe(400);
    expect((await oblControl.book()).calls).toEqual({});
  });
});

describe('a service', () => {
  it('gets one service reference (RDS) per site, the same to each repetition (D-16)', async () => {
    const answers = await Promise.all([jarvis.registerService(service), jarvis.registerService(service)]);
    expect(answers[0]).toEqual({ rds: expect.stringMatching(/^RDS-\d{6}$/) });
    expect(answers[1]).toEqual(answers[0]);
    const other = await jarvis.registerService({ ...service, site: 'S002', oblReference: null });
    expect(other.rds).not.toBe(answers[0].rds);
    expect(await factsOf('AFF-2026-000123.S001')).toEqual(['service-registered']);
  });

  it('is registered once when the effect happens and the answer is lost', async () => {
    await control.setFaults({ failAfterEffect: 1, failAfterEffectMode: 'cut' });
    await expect(jarvis.registerService(service)).rejects.toMatchObject(unavailable);
    expect(await jarvis.registerService(service)).toEqual({ rds: 'RDS-000001' });
    expect(await factsOf('AFF-2026-000123.S001')).toEqual(['service-registered']);
  });
});

describe('a deployment that is withdrawn (D-23)', () => {
  it('is, any number of times', async () => {
    await jarvis.registerDeployment(deployment);
    await jarvis.withdrawDeployment(deployment.deploymentId);
    await jarvis.withdrawDeployment(deployment.deploymentId);
    expect(await factsOf(deployment.deploymentId)).toEqual(['registered', 'withdrawn']);
  });
  it('before its registration came is refused when that arrives', async () => {
    await jarvis.withdrawDeployment(deployment.deploymentId);
    await expect(jarvis.registerDeployment(deployment)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 409 }] });
    expect(await factsOf(deployment.deploymentId)).toEqual(['barred']);
  });
});

describe('a service that is deproduced (D-23)', () => {
  const key = 'AFF-2026-000123.S001';
  it('leaves the inventory, any number of times', async () => {
    await jarvis.registerService(service);
    await jarvis.deproduceService(key);
    await jarvis.deproduceService(key);
    expect(await factsOf(key)).toEqual(['service-registered', 'service-deproduced']);
  });
  it('before its registration came is refused when that arrives', async () => {
    await jarvis.deproduceService(key);
    await expect(jarvis.registerService(service)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 409 }] });
    expect(await factsOf(key)).toEqual(['barred']);
  });
});

describe('the collection of a BC web (D-26)', () => {
  const collection = { b2linktReference: 'B2L-77', existingLineToMigrate: false, numberPortability: true };
  const type = (body: object) => control.raw('POST', '/sim/bc-web', JSON.stringify(body));

  it('is pushed by order number, signed, once per time that it is typed', async () => {
    expect((await type({ orderNumber: 'BC-2026-7', collection })).status).toBe(202);
    expect((await type({ orderNumber: 'BC-2026-7', collection })).status).toBe(202);
    await eventually(() => expect(receiver.received.map((each) => each.callback)).toEqual(Array.from({ length: 2 }, () => ({ type: 'collection.pushed', orderNumber: 'BC-2026-7', collection }))));
    expect(new Set(receiver.received.map((each) => each.id)).size).toBe(2);
    expect(receiver.failures).toEqual([]);
  });

  it('that is incomplete cannot be typed', async () => {
    expect((await type({ orderNumber: 'BC-2026-8', collection: { b2linktReference: 'B2L-77' } })).status).toBe(400);
    expect(await factsOf('BC-2026-8')).toEqual([]);
  });
});

it('keeps what it registered over a restart', async () => {
  const [{ rds }, { jarvisReference }] = [await jarvis.registerService(service), await jarvis.registerDeployment(deployment)];
  await simulator.close();
  simulator = makeJarvis('http://127.0.0.1:9', token);
  const again = createJarvisPort({ baseUrl: `http://127.0.0.1:${await simulator.listen(0)}`, token });
  expect(await again.registerService(service)).toEqual({ rds });
  expect(await again.registerDeployment(deployment)).toEqual({ jarvisReference });
  await expect(again.relayAccessOrder(newOrder())).rejects.toMatchObject({ ...unavailable, details: [{ status: 502 }] });
});
