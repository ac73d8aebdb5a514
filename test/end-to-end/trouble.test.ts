/** The database away, histories that roll over, callers and callbacks at once, twice, late and out of order: real processes, one story in all four books. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../cli/processes/wait.ts';
import { readSettings, testSettings } from '../../config.ts';
import { everythingEnds, expectOneStory } from '../support/books.ts';
import { answers } from '../support/answers.ts';
import { createCaller, orderOf, type Caller, type Sent } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import { historiesOf } from '../../cli/check/histories.ts';
import { openInstallation, type Installation } from '../support/installation.ts';
import { launchFileOf } from '../support/launch-file.ts';
import { play, type Shown } from '../support/players.ts';
import { editPolicy, observeBriefly } from '../support/policies.ts';
import { lockRow } from '../support/row-lock.ts';
import { sendCallback, setFaults } from '../support/webhooks.ts';

const patientMs = 60_000;
/** Far below the recorder's own pace of five seconds between two attempts, twice over. */
const recordedAgainWithinMs = 20_000;
const report = { reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: [] };

/** Its one site waits for the OBL to confirm the slot, and nobody has anything to do. */
function isSlotProposed({ openTasks, sites: [site] }: Shown): boolean {
  return openTasks.length === 0 && site?.phase === 'intervention-planning';
}

describe.concurrent('the database', () => {
  let on: Installation;
  let caller: Caller;
  beforeAll(async () => {
    on = await openInstallation();
    caller = createCaller(on);
    await observeBriefly(caller);
  });
  afterAll(async () => { await on.close(); });

  it.sequential('goes away for a while, first refusing and then silent: callers are told so, and afterwards nothing is lost and nothing doubled', async () => {
    const awayMs = readSettings(testSettings).JALON_TEST_AWAY_SECONDS * 1_000;
    const [begun, untouched] = [await caller.launch(['Lyon']), await caller.launch(['Nantes'])];
    const approval = (id: string): Sent => ({
      path: `/tasks/${id}.techno-commercial-approval.1/complete`, sent: answers['techno-commercial-approval'], key: randomUUID(), as: 'presales-engineer',
    });
    const [first, second] = [approval(begun), approval(untouched)];
    const launch: Sent = { path: '/deployments', sent: orderOf(['Lille']), key: randomUUID(), as: 'coordinator' };

    const lock = await lockRow(on, 'deployments', begun);
    const unknown = caller.attempt(first);
    await lock.waitedFor();
    await on.wires.toDatabase.cut();
    await lock.release();
    const sinceMs = Date.now();
    const historyLength = async (): Promise<number> => (await historiesOf(on.client, begun)).flat().length;
    await expectLater(unknown, 'outcome-unknown');
    const lengthBefore = await historyLength();

    const probe = async (): Promise<void> => {
      await expectLater(caller.request(`/deployments/${begun}`, {}, 'coordinator'), 'dependency-away');
      await expectLater(caller.attempt(second), 'dependency-away');
      await expectLater(caller.attempt(launch), 'dependency-away');
    };
    await probe();
    expect(await until(() => Date.now() - sinceMs > awayMs / 2, awayMs)).toBe(true);
    await probe();
    on.wires.toDatabase.hold('to-server', 'to-client');
    await on.wires.toDatabase.mend();
    await probe();
    expect(await until(() => Date.now() - sinceMs > awayMs, awayMs)).toBe(true);
    expect(await historyLength()).toBe(lengthBefore);

    const backAtMs = Date.now();
    on.wires.toDatabase.release();
    await eventually(async () => {
      const { rowCount } = await on.pool.query("SELECT 1 FROM events WHERE journey_id = $1 AND type = 'taskCompleted'", [begun]);
      expect(rowCount).toBe(1);
    }, recordedAgainWithinMs);
    console.info(`database away ${Math.round((backAtMs - sinceMs) / 1000)} s; recorded ${Date.now() - backAtMs} ms after it was back`);

    // The same keys give the real answers now.
    const told = await Promise.all([first, second, launch].map(({ path, sent, ...by }) => caller.post(path, sent, by)));
    expect(told.map(({ status }) => status)).toEqual([200, 200, 201]);
    const { id: late } = JSON.parse(told[2]?.text ?? '') as { id: string };
    // What was recorded late goes all the way, the others no further than this.
    for (const id of [untouched, late]) expect((await caller.cancel(id)).status).toBe(200);
    await play(caller, [begun]);
    await everythingEnds(on, [begun, untouched, late]);
    await expectOneStory(on, caller);
  });

  async function expectLater(answer: Promise<Response>, code: string): Promise<void> {
    const response = await answer;
    const body = await response.json() as { code: string };
    expect([response.status, body.code]).toEqual([503, code]);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  }
});

describe.concurrent('with histories that roll over after 20 events and reminders every two seconds', () => {
  let on: Installation;
  let caller: Caller;
  const launched: string[] = [];
  beforeAll(async () => {
    on = await openInstallation({ dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': { value: 20 } } });
    caller = createCaller(on);
    await observeBriefly(caller);
    await editPolicy(caller, 'equipment', () => ({ askEvery: { elapsed: 'PT2S' } }));
    await editPolicy(caller, 'reminders', (value) => {
      const often = { firstAfter: { elapsed: 'PT2S' }, againEvery: { elapsed: 'PT2S' } };
      const of = (name: keyof typeof value) => ({ [name]: { ...value[name], ...often } });
      return { ...value, ...of('obl-acknowledgement'), ...of('intervention-slot'), ...of('delivery-report') };
    });
  });
  afterAll(async () => { await on.close(); });

  async function launch(...cities: string[]): Promise<string> {
    const id = await caller.launch(cities);
    launched.push(id);
    return id;
  }

  /** Its sites' orders are on their way. */
  async function delivery(...cities: string[]): Promise<string> {
    const id = await launch(...cities);
    await play(caller, [id], { until: ({ phase }) => phase === 'delivering' });
    return id;
  }

  async function recorded(journeyId: string): Promise<{ type: string; heard: string | null }[]> {
    const { rows } = await on.pool.query<{ type: string; heard: string | null }>("SELECT type, payload ->> 'heard' AS heard FROM events WHERE journey_id = $1 ORDER BY number", [journeyId]);
    return rows;
  }

  async function inboxOf(id: string): Promise<string[]> {
    const { rows } = await on.pool.query<{ status: string }>('SELECT status FROM inbox WHERE payload::text LIKE $1 ORDER BY status', [`%"${id}.%`]);
    return rows.map(({ status }) => status);
  }

  /** For a city where the OBL does nothing by itself. */
  async function tellSlot({ orderKey }: { orderKey: string }): Promise<void> {
    const slot = { startsAt: '2030-01-15T08:00:00Z', endsAt: '2030-01-15T10:00:00Z' };
    await sendCallback(on, 'obl', `msg_${randomUUID()}`, { type: 'order.slot-confirmed', orderKey, ordinal: 1, slot });
  }

  /** The order of the first site, once the OBL has it. */
  async function orderAt(id: string): Promise<{ orderKey: string; oblReference: string }> {
    return await eventually(async () => {
      const { sites: [site] } = await caller.get<Shown>(`/deployments/${id}`);
      return { orderKey: z.string().parse(site?.orderKey), oblReference: z.string().parse(site?.oblReference) };
    }, patientMs);
  }

  it.sequential('14 launches at once are 14 deployments, and one launch sent eight times at once is one', async () => {
    const keys = Array.from({ length: 14 }, () => randomUUID());
    const told = await Promise.all(keys.map((key) => caller.post('/deployments', launchFileOf(['Lyon']), { key })));
    expect(told.map(({ status }) => status)).toEqual(keys.map(() => 201));
    const ids = told.map(({ text }) => (JSON.parse(text) as { id: string }).id);
    expect(new Set(ids).size).toBe(14);

    const [same, order] = [randomUUID(), launchFileOf(['Brest'])];
    const repeats = await Promise.all(Array.from({ length: 8 }, () => caller.post('/deployments', order, { key: same })));
    expect(new Set(repeats.map(({ text }) => text)).size).toBe(1);
    const other = await caller.attempt({ path: '/deployments', sent: launchFileOf(['Nantes']), key: same, as: 'coordinator' });
    expect([other.status, (await other.json() as { code: string }).code]).toEqual([422, 'idempotency-key-reused']);

    launched.push(...ids, (JSON.parse(repeats[0]?.text ?? '') as { id: string }).id);
    for (const answer of await Promise.all(launched.map((id) => caller.approve(id)))) expect(answer.status).toBe(200);
    // The first goes all the way, below; the others no further than this.
    for (const answer of await Promise.all(launched.slice(1).map((id) => caller.cancel(id)))) expect(answer.status).toBe(200);
  });

  it.sequential('14 commands at once on one task: one is accepted, the others are refused by the rule, and one event says so', async () => {
    const id = await launch('Lyon');
    const told = await Promise.all(Array.from({ length: 14 }, () => caller.approve(id)));
    expect(told.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 13 }, () => 409)]);
    for (const { status, text } of told) if (status === 409) expect(['task-closed', 'wrong-state']).toContain((JSON.parse(text) as { code: string }).code);
    expect((await recorded(id)).filter(({ type }) => type === 'taskCompleted')).toHaveLength(1);
    expect((await caller.cancel(id)).status).toBe(200);
  });

  it.sequential('a journey rolls over again and again while its worker is killed, and 14 callbacks at once come in between: each recorded once, in order', async () => {
    const id = await delivery('SIM-NEVER-ACK');
    const site = `${id}/S001`;
    const runs = async (): Promise<number> => (await historiesOf(on.client, site)).length;
    for (const wanted of [2, 4]) {
      await eventually(async () => expect(await runs()).toBeGreaterThanOrEqual(wanted), patientMs, 100);
      await on.kill('worker');
    }
    const order = await orderAt(id);
    const ids = Array.from({ length: 14 }, () => `msg_${randomUUID()}`);
    const plannedDeliveryDate = '2026-01-01';
    await Promise.all(ids.map((callbackId) => sendCallback(on, 'obl', callbackId, { type: 'order.acknowledged', ...order, plannedDeliveryDate })));
    await on.kill('worker');
    await eventually(async () => expect(await inboxOf(id)).toEqual(['delivered', ...Array.from({ length: 13 }, () => 'ignored')]), patientMs);
    const types = (await recorded(site)).map(({ type }) => type);
    expect(types.filter((type) => type === 'accessOrderAcknowledged')).toHaveLength(1);
    expect(types.filter((type) => type === 'callbackIgnored')).toHaveLength(13);
    await play(caller, [id], { until: isSlotProposed });
    await tellSlot(order);
    await sendCallback(on, 'obl', `msg_${randomUUID()}`, { type: 'order.delivered', ...order, ...report });
    await play(caller, [id]);
    expect(await runs()).toBeGreaterThanOrEqual(4);
    expect((await historiesOf(on.client, id)).length).toBeGreaterThanOrEqual(2);
  });

  it.sequential('callbacks doubled under the same id are one; doubled under a new id, one changes something and the other is kept as ignored', async () => {
    const faulty = async (faults: Parameters<typeof setFaults>[1]): Promise<void> => {
      for (const system of ['obl', 'ref-tech'] as const) await setFaults(on.outside[system], faults);
    };
    await faulty({ duplicate: 2, duplicateAs: 'same-id' });
    const [same] = launched as [string];
    await play(caller, [same]);
    // Acknowledged, slot confirmed, delivered; equipment shipped and received.
    await eventually(async () => expect(await inboxOf(same)).toHaveLength(5), patientMs);
    await faulty({ duplicate: 1, duplicateAs: 'new-id' });
    const anew = await launch('Lyon');
    await play(caller, [anew]);
    // The relay carries side by side: a later one may overtake an earlier one, and then that is ignored too.
    await eventually(async () => expect((await inboxOf(anew)).filter((status) => status === 'ignored').length).toBeGreaterThanOrEqual(5), patientMs);
    expect(await inboxOf(anew)).toHaveLength(10);
    for (const id of [same, anew]) {
      for (const once of ['deliveryReported', 'slotAgreed', 'equipmentReceived']) expect((await recorded(`${id}/S001`)).filter(({ type }) => type === once), once).toHaveLength(1);
    }
    await faulty({});
  });

  it.sequential('a delivery report that overtakes the acknowledgement stands for both, and the late one is ignored', async () => {
    const id = await delivery('SIM-NEVER-ACK');
    const order = await orderAt(id);
    await sendCallback(on, 'obl', `msg_${randomUUID()}`, { type: 'order.delivered', ...order, ...report });
    await eventually(async () => expect(await inboxOf(id)).toEqual(['delivered']), patientMs);
    await sendCallback(on, 'obl', `msg_${randomUUID()}`, { type: 'order.acknowledged', ...order, plannedDeliveryDate: '2026-01-01' });
    await eventually(async () => expect(await inboxOf(id)).toEqual(['delivered', 'ignored']), patientMs);
    expect((await recorded(`${id}/S001`)).map(({ type }) => type)).not.toContain('accessOrderAcknowledged');

    // Sent out of order by the OBL itself, one right behind the other: whichever comes first, the site is delivered once.
    await setFaults(on.outside.obl, { reorder: true });
    const reordered = await launch('Lyon');
    // D-10: an OBL that has delivered has no part in the slot of the visit.
    await play(caller, [id, reordered]);
    await setFaults(on.outside.obl, {});
  });

  it.sequential('callbacks lost or late are found by asking (D-09); those that come after are ignored', async () => {
    for (const system of ['obl', 'ref-tech'] as const) await setFaults(on.outside[system], { lateMs: 3_600_000 });
    const id = await launch('Lyon', 'Brest');
    await play(caller, [id]);
    expect(await inboxOf(id)).toEqual([]);
    // Half of them are lost for good, the others come when all is over.
    await setFaults(on.outside.obl, { loseNext: 3 });
    await setFaults(on.outside['ref-tech'], { loseNext: 2 });
    for (const site of ['S001', 'S002']) {
      const heard = (await recorded(`${id}/${site}`)).flatMap(({ type, heard: how }) => (how === null ? [] : [`${type} ${how}`]));
      expect(heard.toSorted(), site).toEqual(['accessOrderAcknowledged asked', 'deliveryReported asked', 'equipmentReceived asked', 'slotAgreed asked']);
    }
    await eventually(async () => expect(await inboxOf(id)).toEqual(Array.from({ length: 5 }, () => 'ignored')));
  });

  it.sequential('and callers, histories, database and simulators tell one story', async () => {
    await everythingEnds(on, launched);
    await expectOneStory(on, caller);
  });
});
