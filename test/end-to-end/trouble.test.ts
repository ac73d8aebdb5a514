/** The database away, histories that roll over, callers and callbacks at once, twice, late and out of order: real processes, one story in all four books. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../cli/processes/wait.ts';
import { readSettings, testSettings } from '../../config.ts';
import { expectOneStory, everythingEnds } from '../support/books.ts';
import { createCaller, type Caller } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import { historiesOf } from '../support/history.ts';
import { openInstallation, type Installation } from '../support/installation.ts';
import { launchFileOf } from '../support/journeys.ts';
import { lockRow } from '../support/row-lock.ts';
import { sendCallback, setFaults } from '../support/webhooks.ts';

const patientMs = 60_000;
/** Far below the recorder's own pace of five seconds between two attempts, twice over. */
const recordedAgainWithinMs = 20_000;

describe.concurrent('the database', () => {
  let on: Installation;
  let caller: Caller;
  beforeAll(async () => { on = await openInstallation(); caller = createCaller(on); });
  afterAll(async () => { await on.close(); });

  it.sequential('goes away for a while, first refusing and then silent: callers are told so, and afterwards nothing is lost and nothing doubled', async () => {
    const awayMs = readSettings(testSettings).JALON_TEST_AWAY_SECONDS * 1_000;
    const [begun, untouched] = [await caller.launch(['Lyon', 'Brest']), await caller.launch(['Nantes'])];
    const validation = (id: string): string => `/tasks/${id}.technical-validation.1/complete`;
    const keys = { begun: randomUUID(), untouched: randomUUID(), launch: randomUUID() };

    const lock = await lockRow(on, 'deployments', begun);
    const unknown = caller.attempt(validation(begun), { accepted: true }, keys.begun);
    await lock.waitedFor();
    await on.wires.toDatabase.cut();
    await lock.release();
    const sinceMs = Date.now();
    const historyLength = async (): Promise<number> => (await historiesOf(on.client, begun)).flat().length;
    await expectLater(unknown, 'outcome-unknown');
    const lengthBefore = await historyLength();

    const probe = async (): Promise<void> => {
      await expectLater(fetch(`${on.apiUrl}/deployments/${begun}`, { headers: { authorization: `Bearer ${on.token}` } }), 'dependency-away');
      await expectLater(caller.attempt(validation(untouched), { accepted: true }, keys.untouched), 'dependency-away');
      await expectLater(caller.attempt('/deployments', launchFileOf(['Lille']), keys.launch), 'dependency-away');
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
    const answers = await Promise.all([
      caller.post(validation(begun), { accepted: true }, keys.begun), caller.post(validation(untouched), { accepted: true }, keys.untouched),
      caller.post('/deployments', launchFileOf(['Lille']), keys.launch),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201]);
    const { id: late } = JSON.parse(answers[2].text) as { id: string };
    await caller.validate(late);
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
    on = await openInstallation({ dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 20 } });
    caller = createCaller(on);
    await on.pool.query(`
      INSERT INTO policies (name, version, value, author)
      SELECT name, version + 1, jsonb_set(jsonb_set(value, '{obl-acknowledgement,firstAfter}', delay), '{obl-acknowledgement,againEvery}', delay), 'test'
      FROM policies, (VALUES ('{"elapsed": "PT2S"}'::jsonb)) AS short(delay) WHERE name = 'reminders'`);
  });
  afterAll(async () => { await on.close(); });

  async function launch(...cities: string[]): Promise<string> {
    const id = await caller.launch(cities);
    launched.push(id);
    return id;
  }

  async function delivery(...cities: string[]): Promise<string> {
    const id = await launch(...cities);
    expect((await caller.validate(id)).status).toBe(200);
    return id;
  }

  async function recorded(journeyId: string): Promise<{ type: string; heard: string | null }[]> {
    const { rows } = await on.pool.query<{ type: string; heard: string | null }>("SELECT type, payload ->> 'heard' AS heard FROM events WHERE journey_id = $1 ORDER BY number", [journeyId]);
    return rows;
  }

  async function ended(id: string): Promise<void> {
    await eventually(async () => expect(await caller.get(`/deployments/${id}`)).toMatchObject({ phase: 'completed' }), patientMs);
  }

  async function inboxOf(id: string): Promise<string[]> {
    const { rows } = await on.pool.query<{ status: string }>("SELECT status FROM inbox WHERE payload ->> 'orderKey' LIKE $1 ORDER BY status", [`${id}.%`]);
    return rows.map(({ status }) => status);
  }

  it.sequential('14 launches at once are 14 deployments, and one launch sent eight times at once is one', async () => {
    const keys = Array.from({ length: 14 }, () => randomUUID());
    const answers = await Promise.all(keys.map((key) => caller.post('/deployments', launchFileOf(['Lyon']), key)));
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 201));
    const ids = answers.map(({ text }) => (JSON.parse(text) as { id: string }).id);
    expect(new Set(ids).size).toBe(14);

    const same = randomUUID();
    const repeats = await Promise.all(Array.from({ length: 8 }, () => caller.post('/deployments', launchFileOf(['Brest']), same)));
    expect(new Set(repeats.map(({ text }) => text)).size).toBe(1);
    const other = await caller.attempt('/deployments', launchFileOf(['Nantes']), same);
    expect([other.status, (await other.json() as { code: string }).code]).toEqual([422, 'idempotency-key-reused']);

    launched.push(...ids, (JSON.parse(repeats[0]?.text ?? '') as { id: string }).id);
    for (const answer of await Promise.all(launched.map((id) => caller.validate(id)))) expect(answer.status).toBe(200);
  });

  it.sequential('14 commands at once on one task: one is accepted, the others are refused by the rule, and one event says so', async () => {
    const id = await launch('Lyon');
    const answers = await Promise.all(Array.from({ length: 14 }, () => caller.validate(id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 13 }, () => 409)]);
    for (const { status, text } of answers) if (status === 409) expect(['task-closed', 'wrong-state']).toContain((JSON.parse(text) as { code: string }).code);
    expect((await recorded(id)).filter(({ type }) => type === 'taskCompleted')).toHaveLength(1);
  });

  it.sequential('a journey rolls over again and again while its worker is killed, and 14 callbacks at once come in between: each recorded once, in order', async () => {
    const id = await delivery('SIM-NEVER-ACK');
    const site = `${id}/S001`;
    const runs = async (): Promise<number> => (await historiesOf(on.client, site)).length;
    for (const wanted of [2, 4]) {
      await eventually(async () => expect(await runs()).toBeGreaterThanOrEqual(wanted), patientMs, 20);
      await on.kill('worker');
    }
    const { sites: [shown] } = await caller.get<{ sites: { orderKey: string; oblReference: string }[] }>(`/deployments/${id}`);
    const { orderKey, oblReference } = shown as { orderKey: string; oblReference: string };
    const ids = Array.from({ length: 14 }, () => `msg_${randomUUID()}`);
    const plannedDeliveryDate = '2026-01-01';
    await Promise.all(ids.map((callbackId) => sendCallback(on, 'obl', callbackId, { type: 'order.acknowledged', orderKey, oblReference, plannedDeliveryDate })));
    await on.kill('worker');
    await eventually(async () => expect(await inboxOf(id)).toEqual(['delivered', ...Array.from({ length: 13 }, () => 'ignored')]), patientMs);
    const types = (await recorded(site)).map(({ type }) => type);
    expect(types.filter((type) => type === 'accessOrderAcknowledged')).toHaveLength(1);
    expect(types.filter((type) => type === 'callbackIgnored')).toHaveLength(13);
    await sendCallback(on, 'obl', `msg_${randomUUID()}`, {
      type: 'order.delivered', orderKey, oblReference, reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: [],
    });
    await ended(id);
    expect(await runs()).toBeGreaterThanOrEqual(4);
    expect((await historiesOf(on.client, id)).length).toBeGreaterThanOrEqual(2);
  });

  it.sequential('callbacks doubled under the same id are one; doubled under a new id, one changes something and the other is kept as ignored', async () => {
    await setFaults(on.outside.obl, { duplicate: 2, duplicateAs: 'same-id' });
    const same = await delivery('Lyon');
    await ended(same);
    await eventually(async () => expect(await inboxOf(same)).toHaveLength(2), patientMs);
    await setFaults(on.outside.obl, { duplicate: 1, duplicateAs: 'new-id' });
    const anew = await delivery('Lyon');
    await ended(anew);
    // The relay carries side by side: a report may overtake its acknowledgement, and then that is ignored too.
    await eventually(async () => expect((await inboxOf(anew)).filter((status) => status === 'ignored').length).toBeGreaterThanOrEqual(2), patientMs);
    expect(await inboxOf(anew)).toHaveLength(4);
    for (const id of [same, anew]) expect((await recorded(`${id}/S001`)).filter(({ type }) => type === 'deliveryReported')).toHaveLength(1);
    await setFaults(on.outside.obl, {});
  });

  it.sequential('a delivery report that overtakes the acknowledgement stands for both, and the late one is ignored', async () => {
    const id = await delivery('SIM-NEVER-ACK');
    const order = await eventually(async () => {
      const { sites: [site] } = await caller.get<{ sites: { orderKey: string; oblReference: string | null }[] }>(`/deployments/${id}`);
      return { orderKey: String(site?.orderKey), oblReference: z.string().parse(site?.oblReference) };
    }, patientMs);
    await sendCallback(on, 'obl', `msg_${randomUUID()}`, { type: 'order.delivered', ...order, reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: [] });
    await eventually(async () => expect(await inboxOf(id)).toEqual(['delivered']), patientMs);
    await sendCallback(on, 'obl', `msg_${randomUUID()}`, { type: 'order.acknowledged', ...order, plannedDeliveryDate: '2026-01-01' });
    await eventually(async () => expect(await inboxOf(id)).toEqual(['delivered', 'ignored']), patientMs);
    expect((await recorded(`${id}/S001`)).map(({ type }) => type)).not.toContain('accessOrderAcknowledged');

    // Sent out of order by the OBL itself, one right behind the other: whichever comes first, the site is delivered once.
    await setFaults(on.outside.obl, { reorder: true });
    const reordered = await delivery('Lyon', 'Brest');
    await ended(reordered);
    await setFaults(on.outside.obl, {});
  });

  it.sequential('callbacks lost or late are found by asking (D-09); those that come after are ignored', async () => {
    await setFaults(on.outside.obl, { loseNext: 2 });
    const lost = await delivery('Lyon');
    await ended(lost);
    await setFaults(on.outside.obl, { lateMs: 3_600_000 });
    const late = await delivery('Lyon');
    await ended(late);
    await setFaults(on.outside.obl, {});
    for (const id of [lost, late]) {
      const heard = (await recorded(`${id}/S001`)).flatMap(({ type, heard: how }) => (how === null ? [] : [[type, how]]));
      expect(heard).toEqual([['accessOrderAcknowledged', 'asked'], ['deliveryReported', 'asked']]);
    }
    expect(await inboxOf(lost)).toEqual([]);
    await eventually(async () => expect(await inboxOf(late)).toEqual(['ignored', 'ignored']));
  });

  it.sequential('and callers, histories, database and simulators tell one story', async () => {
    await everythingEnds(on, launched);
    await expectOneStory(on, caller);
  });
});
