/** Whose a deployment and its tasks are, over real HTTP, engine and database: a customer's own (C-05), a manager's team, the assigned coordinator (D-03). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import { json, outcomeOf, problemIn, verifyByName, type RunningApi } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { playDeployment } from '../../support/people.ts';
import { samplePdf } from '../../support/sample-files.ts';

let house: House;
let journeys: Journeys;
let api: RunningApi;

/** Beside one person per profile: a second coordinator, the user of another customer, a technician who is a customer as well. */
const verify: Verifier = async (header) => {
  switch (header) {
    case 'Bearer other-coordinator': return { outcome: 'signed-in', identity: { subject: 'other-coordinator', profiles: ['coordinator'] } };
    case 'Bearer other-customer': return { outcome: 'signed-in', identity: { subject: 'other-customer', profiles: ['customer'], customerId: 'CLI-000002' } };
    case 'Bearer technician-at-home': return { outcome: 'signed-in', identity: { subject: 'technician-at-home', profiles: ['technician-n1', 'customer'], customerId: 'CLI-000002' } };
    default: return await verifyByName(header);
  }
};

beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  await house.pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('other-coordinator', 'Paul Girard', 'coordinator', 'east')");
  api = await startHouseApi(house, { verify });
});
afterAll(async () => {
  await api.close();
  await house.close();
});

const as = (who: string) => ({ authorization: `Bearer ${who}` });
const get = (who: string, path: string) => api.request(`/api/v1${path}`, { headers: as(who) });
const post = (who: string, path: string, body: unknown = {}) => api.request(`/api/v1${path}`, json(body, as(who)));

async function basketOf(who: string, query = ''): Promise<string[]> {
  const response = await get(who, `/tasks?limit=200${query}`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
}

describe('a customer', () => {
  const collection = { lanAddressing: 'dhcp', firewall: 'customer', publicAddresses: 1 };
  let journey: TestJourney;
  let his: string;
  let ours: string;
  beforeAll(async () => {
    journey = await journeys.launch(['Lyon']);
    await playDeployment(journey, 'customer-launch');
    [his, ours] = [`${journey.id}.technical-collection.1`, `${journey.id}.customer-launch.1`];
  });

  it('has in his basket what waits for him, whichever he asks for', async () => {
    expect(await basketOf('customer')).toEqual([his]);
    expect(await basketOf('customer', '&owner=customer')).toEqual([his]);
    expect(await basketOf('customer', '&owner=coordinator')).toEqual([]);
    expect(await basketOf('coordinator', '&owner=customer')).toContain(his);
  });

  it('knows of no task of the house, and of none of another customer', async () => {
    for (const [who, id] of [['customer', ours], ['other-customer', his]] as const) {
      for (const answer of [get(who, `/tasks/${id}`), post(who, `/tasks/${id}/claim`), post(who, `/tasks/${id}/release`), post(who, `/tasks/${id}/complete`, collection)]) {
        expect(await outcomeOf(answer)).toEqual([404, 'not-found']);
      }
    }
    expect(await basketOf('other-customer')).toEqual([]);
  });

  it('is not answered for by who works here and is the customer of another deployment', async () => {
    expect(await outcomeOf(get('technician-at-home', `/tasks/${his}`))).toBe(200);
    expect(await outcomeOf(post('technician-at-home', `/tasks/${his}/complete`, collection))).toEqual([403, 'not-task-owner']);
  });

  it('reads, claims and completes his own (D-06)', async () => {
    expect(await (await get('customer', `/tasks/${his}`)).json()).toMatchObject({ id: his, inputSchema: { required: ['lanAddressing', 'firewall', 'publicAddresses'] } });
    expect(await outcomeOf(post('customer', `/tasks/${his}/claim`))).toBe(200);
    expect(await outcomeOf(post('customer', `/tasks/${his}/complete`, collection))).toBe(200);
    expect(await basketOf('customer')).toEqual([]);
    expect((await journey.eventTypes()).at(-1)).toBe('taskCompleted');
  });
});

describe('of his deployment a customer reads', () => {
  interface Read { readonly phase: string; readonly coordinator: string | null; readonly coordinatorName: string | null; readonly sites: readonly object[] }
  const read = async (who: string, { id }: TestJourney) => await (await get(who, `/deployments/${id}`)).json() as Read;
  const listed = async (who: string, phase: string) => ((await (await get(who, `/deployments?limit=100&phase=${phase}`)).json()) as { items: { id: string; phase: string }[] }).items;

  it('the step that concerns him next, and none of the house’s own (D-22)', async () => {
    const journey = await journeys.launch(['Lyon']);
    expect([(await read('coordinator', journey)).phase, (await read('customer', journey)).phase]).toEqual(['techno-commercial-approval', 'welcome-call']);
    expect(await listed('customer', 'welcome-call')).toContainEqual(expect.objectContaining({ id: journey.id, phase: 'welcome-call' }));
    expect(await listed('customer', 'techno-commercial-approval')).toEqual([]);
    expect((await listed('coordinator', 'techno-commercial-approval')).map(({ id }) => id)).toContain(journey.id);
  });

  it('nothing of what goes on between us and the OBL (D-22)', async () => {
    const journey = await journeys.begin(['SIM-NEVER-ACK']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    expect(await read('coordinator', journey)).toMatchObject({ coordinator: 'coordinator', sites: [{ phase: 'acknowledgement', orderKey: `${journey.id}.S001.1`, obl: expect.any(String), nextReminderAt: expect.any(String) }] });
    expect(await read('customer', journey)).toMatchObject({
      phase: 'delivering', coordinator: null, coordinatorName: 'Camille Moreau', sites: [{ phase: 'intervention-planning', orderKey: null, oblReference: null, obl: null, oblName: null, nextReminderAt: null }],
    });
  });
});

describe('D-03: a deployment', () => {
  it('is assigned to a coordinator of the manager’s own team, and to nobody else', async () => {
    const journey = await journeys.launch(['Lyon']);
    await playDeployment(journey, 'assignment');
    const assign = (coordinator: string) => post('production-manager', `/tasks/${journey.id}.assignment.1/complete`, { coordinator });
    for (const stranger of ['other-coordinator', 'field-technician', 'production-manager', 'nobody-known']) {
      expect(await problemIn(await assign(stranger))).toMatchObject({ status: 422, code: 'D-03.not-of-the-team', errors: [{ pointer: '/coordinator' }] });
    }
    expect(await outcomeOf(assign('coordinator'))).toBe(200);
    expect(await outcomeOf(assign('other-coordinator'))).toEqual([409, 'task-closed']);
  });

  it('that is assigned is driven by its coordinator alone: tasks, documents, cancellation', async () => {
    const journey = await journeys.launch(['Lyon']);
    const form = new FormData();
    form.append('kind', 'purchase-order');
    form.append('file', new File([new Uint8Array(samplePdf)], 'bon-de-commande.pdf'));
    const added = await api.request(`/api/v1/deployments/${journey.id}/documents`, { method: 'POST', body: form, headers: as('sales-engineer') });
    const { id: document } = await added.json() as { id: string };
    await playDeployment(journey, 'technical-validation');
    const task = `${journey.id}.technical-validation.1`;
    const acts = [
      (who: string) => post(who, `/tasks/${task}/claim`), (who: string) => post(who, `/tasks/${task}/complete`, { accepted: true }),
      (who: string) => post(who, `/documents/${document}/accept`), (who: string) => post(who, `/deployments/${journey.id}/cancel`, { reason: 'client-renonce' }),
    ];
    for (const act of acts) expect(await outcomeOf(act('other-coordinator'))).toEqual([403, 'D-03.other-coordinator']);
    const own = [];
    for (const act of acts) own.push(await outcomeOf(act('coordinator')));
    expect(own).toEqual([200, [422, 'D-04.missing-document'], 200, 200]);
  });

  it('that is not assigned yet may be cancelled by any coordinator', async () => {
    const journey = await journeys.launch(['Lyon']);
    expect(await outcomeOf(post('other-coordinator', `/deployments/${journey.id}/cancel`, { reason: 'client-renonce' }))).toBe(200);
  });
});
