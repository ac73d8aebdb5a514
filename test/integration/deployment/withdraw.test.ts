/** The customer who goes back on his order, over real HTTP and engine (C-08): who may, until when, what is undone, what he is told, and what stands when the engine's people die in between. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import { readEvents } from '../../../db/journey/rebuild.ts';
import { json, problemIn, verifyByName, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { factsOf, setFaults, stillBooked } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';

let house: House;
let journeys: Journeys;
let api: RunningApi;
const verify: Verifier = async (header) => (header === 'Bearer stranger'
  ? { outcome: 'signed-in', identity: { subject: 'stranger', profiles: ['customer'], customerId: 'CLI-000002' } } : await verifyByName(header));
beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  api = await startHouseApi(house, { verify });
});
afterAll(async () => {
  await api.close();
  await house.close();
});

const withdraw = (who: string, { id }: TestJourney, body: unknown = {}, headers: Record<string, string> = {}) => api.request(`/api/v1/deployments/${id}/withdraw`, json(body, { authorization: `Bearer ${who}`, ...headers }));
async function expectRefused(asked: Promise<Response>, status: number, code: string): Promise<void> {
  const refused = await problemIn(await asked);
  expect([refused.status, refused.code]).toEqual([status, code]);
}

describe('a customer who withdraws before the activation (C-08)', () => {
  it('does so himself: everything outside is undone, he has it confirmed, and the deployment ends as withdrawn', async () => {
    const journey = await journeys.begin(['SIM-NEVER-DELIVER', 'Brest']);
    await playSite(journey, 'S001', 'delivery-report');
    await journey.awaitSitePhase('S002', 'acknowledgement');
    const answered = await withdraw('customer', journey, { reason: 'J’ai changé d’avis.' }, { 'idempotency-key': `once-${journey.id}` });
    expect([answered.status, (await answered.json() as { phase: string }).phase]).toEqual([200, 'cancelling']);
    // The same request again is the same withdrawal.
    expect((await withdraw('customer', journey, { reason: 'J’ai changé d’avis.' }, { 'idempotency-key': `once-${journey.id}` })).status).toBe(200);
    await eventually(async () => expect((await journey.eventTypes('S001')).at(-1)).toMatch(/siteCancelled|effectHandedOver/), 20_000);
    await eventually(async () => expect(await journey.eventTypes()).toContain('deploymentWithdrawn'), 20_000);
    expect((await journey.eventTypes()).filter((type) => type === 'orderWithdrawn')).toHaveLength(1);
    expect(await factsOf(house, 'mail', `${journey.id}.withdrawal`)).toEqual(['delivered']);
    expect(await factsOf(house, 'mail', `${journey.id}.withdrawal.coordinator`)).toEqual(['delivered']);
    const withdrawn = (await readEvents(house.pool, journey.id)).find(({ event }) => event.type === 'orderWithdrawn');
    expect(withdrawn?.meta).toMatchObject({ actor: 'customer', channel: 'api' });
    await journey.expectOneStory();
    // What was installed is a person's to take back (D-23); nothing else is left.
    const handed = (await house.pool.query<{ key: string }>("SELECT context ->> 'key' AS key FROM tasks WHERE deployment_id = $1 AND step = 'undo-by-hand' AND status = 'open'", [journey.id])).rows.map(({ key }) => key);
    expect((await stillBooked(house, journey.id)).filter((key) => !handed.includes(key))).toEqual([]);
    await expectRebuildChangesNothing(house);
  });

  it('is told by mail however long the mail server is away, and the deployment ends no earlier', async () => {
    await setFaults(house, 'mail', { errorRate: 1 });
    const journey = await journeys.begin(['SIM-NEVER-ACK'], { policy: { ...testPolicy, outsideCalls: { tellAfterMs: 500, againEveryMs: 2_000 } } });
    await journey.awaitSitePhase('S001', 'acknowledgement');
    expect((await withdraw('service-agent', journey, { declaredOn: new Date().toISOString().slice(0, 10) })).status).toBe(200);
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    await eventually(async () => expect(await journey.eventTypes()).toContain('callStuck'), 20_000);
    expect(await journey.eventTypes()).not.toContain('deploymentWithdrawn');
    await house.stopWorkers();
    await setFaults(house, 'mail', {});
    await house.startWorkers();
    await expect(journey.result()).resolves.toBe('withdrawn');
    expect(await factsOf(house, 'mail', `${journey.id}.withdrawal`)).toEqual(['delivered']);
  });

  it('may be past what a cancellation stops at: what the outside no longer undoes becomes a task', async () => {
    const journey = await journeys.begin(['Lyon']);
    await playSite(journey, 'S001', 'activation');
    await expectRefused(api.request(`/api/v1/deployments/${journey.id}/cancel`, json({ reason: 'renonce' }, { authorization: 'Bearer coordinator' })), 422, 'D-23.point-of-no-return');
    expect((await withdraw('coordinator', journey)).status).toBe(200);
    await eventually(async () => expect(await journey.eventTypes()).toContain('deploymentWithdrawn'), 20_000);
    expect(await journey.eventTypes('S001')).toContain('effectHandedOver');
  });
});

describe('a withdrawal that is not possible any more', () => {
  it('says what is possible instead: after the activation a termination, after the period a cancellation (C-08)', async () => {
    const activated = await journeys.begin(['Lyon']);
    await playSite(activated, 'S001', 'invoice-validation');
    await expectRefused(withdraw('customer', activated), 409, 'C-08.activated');
    const late = await journeys.launch(['Lyon'], { policy: { ...testPolicy, withdrawalDays: 0 }, signedOn: '2026-01-05' });
    await expectRefused(withdraw('customer', late), 409, 'C-08.period-over');
    await expectRefused(withdraw('service-agent', late, { declaredOn: '2026-01-04' }), 422, 'C-08.declared-on');
    expect((await withdraw('service-agent', late, { declaredOn: '2026-01-05' })).status).toBe(200);
  });

  it('is nobody else’s act: strangers do not find it, other profiles may not, and the customer does not date it back', async () => {
    const journey = await journeys.launch(['Lyon']);
    await expectRefused(withdraw('stranger', journey), 404, 'not-found');
    await expectRefused(withdraw('field-technician', journey), 403, 'forbidden');
    await expectRefused(withdraw('customer', journey, { declaredOn: '2026-01-05' }), 422, 'C-08.declared-on');
    await expectRefused(withdraw('customer', journey, { because: 'rien' }), 400, 'malformed-request');
    expect(await journey.eventTypes()).not.toContain('orderWithdrawn');
  });
});
