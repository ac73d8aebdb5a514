/** Applying a policy to running journeys on the real engine: each is moved once, its waits follow, and no death of the relay or of the workers loses one. */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyRoutes } from '../../../api/policy/routes.ts';
import { readEvents } from '../../../db/journey/rebuild.ts';
import { currentPolicies, loadDefaultPolicies } from '../../../db/policy/store.ts';
import { deliveryPolicies, freezeAppliedPolicy, freezeDeliveryPolicy } from '../../../domain/deployment/freeze-policy.ts';
import type { DeliveryPolicy } from '../../../domain/deployment/policy.ts';
import type { Policies } from '../../../domain/policy/policies.schema.ts';
import type { PolicyName } from '../../../domain/policy/catalogue.ts';
import { enlistLatecomers, extendHorizons, movePolicies } from '../../../relay/policies.ts';
import { applyPolicyUpdate } from '../../../workflows/deployment/messages.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { json, startApi, type RunningApi } from '../../support/api.ts';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { factsOf } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

const hour = 3_600_000;
const asAdmin = { authorization: 'Bearer admin' };
const logger = pino({ level: 'silent' });

let house: House;
let journeys: Journeys;
let api: RunningApi;
beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  await loadDefaultPolicies(house.pool);
  api = await startApi({ routes: policyRoutes(house), pool: house.pool });
});
afterAll(async () => { await api.close(); await house.close(); });

/** As the API freezes it at a launch: the current versions. */
async function currentPolicy(): Promise<DeliveryPolicy> {
  const { values, versions } = await currentPolicies(house.pool, deliveryPolicies);
  return freezeDeliveryPolicy(values, versions, Date.now());
}

/** Launched as the API does it. */
async function launched(...cities: string[]): Promise<TestJourney> {
  return await journeys.launch(cities, { policy: await currentPolicy() });
}

/** Waiting for an acknowledgement that never comes. */
async function waiting(): Promise<TestJourney> {
  const journey = await journeys.begin(['SIM-NEVER-ACK'], { policy: await currentPolicy() });
  await journey.awaitSitePhase('S001', 'acknowledgement');
  return journey;
}

async function edit<Name extends PolicyName>(name: Name, change: (value: Policies[Name]) => unknown): Promise<number> {
  const response = await api.request(`/api/v1/policies/${name}`, { headers: asAdmin });
  const { value } = await response.json() as { value: Policies[Name] };
  const edited = await api.request(`/api/v1/policies/${name}`, { ...json({ value: change(value) }, { ...asAdmin, 'if-match': response.headers.get('etag') ?? '' }), method: 'PUT' });
  expect(edited.status).toBe(200);
  return (await edited.json() as { version: number }).version;
}

function acknowledgementAfter(elapsed: string): Promise<number> {
  return edit('reminders', (value) => ({ ...value, 'obl-acknowledgement': { ...value['obl-acknowledgement'], firstAfter: { elapsed } } }));
}

interface Progress { readonly version: number; readonly journeys: number; readonly waiting: number; readonly moved: number; readonly unneeded: number; readonly troubled: number; readonly finishedAt: string | null }

async function apply(name: PolicyName): Promise<Progress> {
  const response = await api.request(`/api/v1/policies/${name}/apply`, { method: 'POST', headers: asAdmin });
  expect(response.status).toBe(202);
  return await response.json() as Progress;
}

async function progress(name: PolicyName): Promise<Progress> {
  const { items } = await (await api.request(`/api/v1/policies/${name}/applications`, { headers: asAdmin })).json() as { items: Progress[] };
  return items[0] as Progress;
}

/** What the relay process does in its loop, until nothing waits. */
async function relayAll(name: PolicyName): Promise<Progress> {
  return await eventually(async () => {
    await movePolicies({ ...house, logger });
    const now = await progress(name);
    expect(now.waiting).toBe(0);
    return now;
  }, 60_000);
}

async function applied(journey: TestJourney, site?: string): Promise<unknown[]> {
  return (await readEvents(house.pool, journey.journeyId(site))).flatMap(({ event, meta }) => (event.type === 'policyApplied' ? [{ ...event, by: meta.actor }] : []));
}

async function nextReminderAtMs(journey: TestJourney): Promise<number> {
  const { rows: [row] } = await house.pool.query<{ at: Date }>("SELECT next_reminder_at AS at FROM sites WHERE deployment_id = $1 AND site = 'S001'", [journey.id]);
  return row?.at.getTime() ?? NaN;
}

const reminded = async (journey: TestJourney) => (await factsOf(house, 'obl', `${journey.id}.S001.1`)).filter((fact) => fact === 'reminded').length;

async function cancelled(journey: TestJourney): Promise<void> {
  await journey.cancel();
  await expect(journey.result()).resolves.toBe('cancelled');
  await journey.expectOneStory();
}

describe('a running journey', () => {
  it('keeps its version when a policy is edited, and moves by the explicit command only; its timer is armed anew', async () => {
    const journey = await waiting();
    const beforeMs = await nextReminderAtMs(journey);
    const version = await acknowledgementAfter('PT10H');
    expect(await nextReminderAtMs(journey)).toBe(beforeMs);
    expect(await apply('reminders')).toMatchObject({ version, journeys: 2, waiting: 2, finishedAt: null });
    expect(await relayAll('reminders')).toMatchObject({ version, moved: 2, waiting: 0, troubled: 0, finishedAt: expect.any(String) });
    expect(await nextReminderAtMs(journey)).toBeLessThan(beforeMs);
    expect(await applied(journey, 'S001')).toEqual([{ type: 'policyApplied', by: 'admin', applied: expect.objectContaining({ policy: 'reminders', version }) }]);
    await skipTime(house, journey.journeyId('S001'), 9 * hour);
    expect(await reminded(journey)).toBe(0);
    await skipTime(house, journey.journeyId('S001'), hour + 60_000);
    await eventually(async () => expect(await reminded(journey)).toBe(1));
    await cancelled(journey);
  });

  it('is reminded later, not at the old instant, when the new version says so', async () => {
    const journey = await waiting();
    await acknowledgementAfter('PT100H');
    await apply('reminders');
    await relayAll('reminders');
    await skipTime(house, journey.journeyId('S001'), 90 * hour);
    expect(await reminded(journey)).toBe(0);
    await skipTime(house, journey.journeyId('S001'), 11 * hour);
    await eventually(async () => expect(await reminded(journey)).toBe(1));
    await cancelled(journey);
  });

  it('is reminded at once when the new instant has passed', async () => {
    const journey = await waiting();
    await skipTime(house, journey.journeyId('S001'), 20 * hour);
    expect(await reminded(journey)).toBe(0);
    await acknowledgementAfter('PT15H');
    await apply('reminders');
    await relayAll('reminders');
    await eventually(async () => expect(await reminded(journey)).toBe(1));
    await cancelled(journey);
  });

  it('counts business days by the calendar that was applied, days before the command included', async () => {
    await edit('reminders', (value) => ({ ...value, 'obl-acknowledgement': { ...value['obl-acknowledgement'], firstAfter: { businessDays: 3 } } }));
    const journey = await waiting();
    const beforeMs = await nextReminderAtMs(journey);
    const nextTwoWeeks = Array.from({ length: 14 }, (_, index) => new Date(Date.now() + (index + 1) * 24 * hour).toISOString().slice(0, 10));
    await edit('calendars', (value) => ({ ...value, calendars: { ...value.calendars, operator: { ...value.calendars.operator, holidays: nextTwoWeeks } } }));
    await apply('calendars');
    await relayAll('calendars');
    expect(await nextReminderAtMs(journey) - beforeMs).toBeGreaterThanOrEqual(12 * 24 * hour);
    await cancelled(journey);
  });

  it('gives the version it was moved to to the sites that it starts afterwards', async () => {
    const journey = await journeys.begin(['Lyon'], { policy: await currentPolicy(), at: 'customer-launch' });
    const version = await acknowledgementAfter('PT30H');
    expect(await apply('reminders')).toMatchObject({ journeys: 1 });
    await relayAll('reminders');
    await journey.completeTask('customer-launch', answers['customer-launch']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    expect((await journey.siteState('S001')).opening?.policy.versions).toMatchObject({ reminders: version });
    expect(await applied(journey, 'S001')).toEqual([]);
    await cancelled(journey);
  });

  it('that was recorded only after the command is found and moved', async () => {
    const version = await acknowledgementAfter('PT31H');
    const { values, versions } = await currentPolicies(house.pool, deliveryPolicies);
    expect(await apply('reminders')).toMatchObject({ journeys: 0 });
    const late = await journeys.launch(['Lyon'], { policy: freezeDeliveryPolicy(values, { ...versions, reminders: version - 1 }, Date.now()) });
    expect(await enlistLatecomers(house)).toBe(1);
    expect(await relayAll('reminders')).toMatchObject({ version, journeys: 1, moved: 1 });
    expect(await enlistLatecomers(house)).toBe(0);
    await cancelled(late);
  });

  it('that has ended meanwhile needs no move; one that had ended before is not counted', async () => {
    const [ended, ending] = [await waiting(), await waiting()];
    await cancelled(ended);
    await ended.handle('S001').result();
    await acknowledgementAfter('PT32H');
    expect(await apply('reminders')).toMatchObject({ journeys: 2 });
    await cancelled(ending);
    await ending.handle('S001').result();
    expect(await relayAll('reminders')).toMatchObject({ moved: 0, unneeded: 2 });
  });
});

it('the impact preview says how many running journeys run under which version', async () => {
  const older = await waiting();
  const [from, to] = [(await currentPolicies(house.pool, deliveryPolicies)).versions['outside-calls'], await edit('outside-calls', (value) => ({ ...value, tellAfter: 'PT7M' }))];
  const newer = await launched('Lyon');
  const response = await api.request('/api/v1/policies/outside-calls/impact', json({ value: { tellAfter: 'PT9M', againEvery: 'PT15M' } }, asAdmin));
  expect(await response.json()).toEqual({
    currentVersion: to, changes: [{ pointer: '/tellAfter', change: 'changed', before: 'PT7M', after: 'PT9M' }],
    running: [
      { version: from, deployments: 1, sites: 1, tickets: 0, changes: [{ pointer: '/tellAfter', change: 'changed', before: 'PT5M', after: 'PT9M' }] },
      { version: to, deployments: 1, sites: 0, tickets: 0, changes: [{ pointer: '/tellAfter', change: 'changed', before: 'PT7M', after: 'PT9M' }] },
    ],
  });
  await cancelled(older);
  await cancelled(newer);
});

describe('an application under way', () => {
  it('survives the relay’s death between the Update and its own note, and several relays at once: each journey is moved once', async () => {
    const running = await Promise.all([waiting(), waiting(), waiting(), waiting()]);
    const version = await acknowledgementAfter('PT33H');
    expect(await apply('reminders')).toMatchObject({ journeys: 8 });
    const value = (await currentPolicies(house.pool, deliveryPolicies)).values.reminders;
    // A relay that died just here: the journey has the Update, the table does not know.
    const first = running[0];
    const commandId = `policy:reminders:${version}:${first.id}`;
    await house.client.workflow.getHandle(workflowIdOf(first.id)).executeUpdate(applyPolicyUpdate, {
      updateId: commandId,
      args: [{ applied: freezeAppliedPolicy({ policy: 'reminders', version, value }, Date.now(), Date.now()), meta: { actor: 'admin', channel: 'api', commandId } }],
    });
    await Promise.all(Array.from({ length: 3 }, () => movePolicies({ ...house, logger })));
    expect(await relayAll('reminders')).toMatchObject({ version, moved: 8, waiting: 0 });
    for (const journey of running) {
      expect(await applied(journey)).toHaveLength(1);
      expect(await applied(journey, 'S001')).toHaveLength(1);
    }
    await Promise.all(running.map(cancelled));
  });

  it('waits for workers that are away, shows it, and goes on when they are back', async () => {
    const journey = await launched('Lyon');
    await acknowledgementAfter('PT34H');
    await house.stopWorkers();
    await apply('reminders');
    await movePolicies({ ...house, logger });
    expect(await progress('reminders')).toMatchObject({ waiting: 1, troubled: 1, finishedAt: null });
    await house.startWorkers();
    expect(await relayAll('reminders')).toMatchObject({ moved: 1, troubled: 0 });
    expect(await applied(journey)).toHaveLength(1);
    await cancelled(journey);
  });

  it('of an older version that comes after a newer one changes nothing', async () => {
    const journey = await launched('Lyon');
    const older = await acknowledgementAfter('PT35H');
    await apply('reminders');
    const newer = await acknowledgementAfter('PT36H');
    await apply('reminders');
    await relayAll('reminders');
    await eventually(async () => expect((await progress('reminders')).waiting).toBe(0));
    const { rows } = await house.pool.query<{ version: number; status: string }>('SELECT version, status FROM policy_moves WHERE journey_id = $1 ORDER BY version', [journey.id]);
    expect(rows.map(({ version }) => version)).toEqual([older, newer]);
    expect((await journey.handle().query<{ launch: { policy: { versions: unknown } } }>('state')).launch.policy.versions).toMatchObject({ reminders: newer });
    await cancelled(journey);
  });
});

it('a journey that lives long has its frozen days extended before they run out, under the version it has', async () => {
  const day = 24 * hour;
  const { values, versions } = await currentPolicies(house.pool, deliveryPolicies);
  const old = await journeys.launch(['Lyon'], { policy: freezeDeliveryPolicy(values, versions, Date.now() - 700 * day) });
  const young = await launched('Lyon');
  expect(await extendHorizons({ ...house, logger })).toBe(1);
  expect(await extendHorizons({ ...house, logger })).toBe(0);
  expect(await applied(old)).toEqual([{ type: 'policyApplied', by: 'system:calendar', applied: expect.objectContaining({ policy: 'calendars', version: versions['calendars'] }) }]);
  expect(await applied(young)).toEqual([]);
  await cancelled(old);
  await cancelled(young);
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
