/** The four books of an installation: what callers were told, the engine's histories, our database, the simulators' own record. They tell one story. */
import { expect } from 'vitest';
import { readEvents } from '../../db/journey/rebuild.ts';
import { nextState } from '../../db/journey/record.ts';
import { workflowIdOf } from '../../workflows/deployment/messages.ts';
import type { Caller } from './caller.ts';
import { eventually } from './eventually.ts';
import { givenToRecorder } from './history.ts';
import type { Installation } from './installation.ts';
import { expectRebuildChangesNothing } from './rebuilt.ts';

const withinMs = 120_000;

/** What was done under a key of an outside system. */
export interface OutsideBook {
  readonly pendingCallbacks: number;
  readonly subjects: Readonly<Record<string, { readonly facts: readonly { readonly type: string; readonly oblReference?: string; readonly subscriptionReference?: string; readonly rds?: string }[] }>>;
}

export async function bookOf(on: Installation, system: keyof Installation['outside']): Promise<OutsideBook> {
  const { url, token } = on.outside[system];
  return await (await fetch(`${url}/sim/book`, { headers: { authorization: `Bearer ${token}` } })).json() as OutsideBook;
}

/** Waits until every deployment that was launched has ended, every callback has come and is settled; and these are all there are. */
export async function everythingEnds(on: Installation, deploymentIds: readonly string[]): Promise<void> {
  const { pool } = on;
  await eventually(async () => {
    for (const system of ['obl', 'ref-tech', 'jarvis'] as const) expect((await bookOf(on, system)).pendingCallbacks, system).toBe(0);
    const { rows } = await pool.query<{ id: string; phase: string }>("SELECT id, phase FROM deployments WHERE phase NOT IN ('completed', 'cancelled') ORDER BY id");
    expect(rows).toEqual([]);
    // A site tells its deployment before its own last event is recorded.
    const { rows: sites } = await pool.query("SELECT deployment_id, site, phase FROM sites WHERE phase NOT IN ('in-service', 'cancelled')");
    expect(sites).toEqual([]);
    const { rows: waiting } = await pool.query("SELECT id, status, reason, attempts FROM inbox WHERE status IN ('pending', 'unmatched')");
    expect(waiting).toEqual([]);
    const { rows: known } = await pool.query<{ id: string }>('SELECT id FROM deployments ORDER BY id');
    expect(known.map(({ id }) => id)).toEqual([...deploymentIds].toSorted());
  }, withinMs, 200);
}

/** Compares all four, for every journey of the installation, once everything has ended; and nothing has ended that was not killed. */
export async function expectOneStory(on: Installation, caller: Caller): Promise<void> {
  const { rows: journeys } = await on.pool.query<{ id: string; kind: 'deployment' | 'site'; version: number; state: unknown }>('SELECT id, kind, version, state FROM journeys ORDER BY id');
  for (const journey of journeys) await expectSameHistory(on, journey);
  await expectCallbacksOnce(on);
  await expectPositions(on);
  await expectRebuildChangesNothing(on);
  await expectSameOutside(on);
  await expectSameAnswers(on, caller);
  expect(on.ownDeaths()).toEqual({});
}

/** Each event once, in order, in the history and in the record; and the journey's own state is what they fold to. */
async function expectSameHistory({ pool, client }: Installation, { id, kind, version, state }: { id: string; kind: 'deployment' | 'site'; version: number; state: unknown }): Promise<void> {
  const recorded = await readEvents(pool as never, id);
  expect(recorded.map(({ number }) => number), id).toEqual(Array.from({ length: version }, (_, index) => index + 1));
  expect(await givenToRecorder(client, id), id).toEqual(recorded);
  expect(JSON.parse(JSON.stringify(nextState(kind, undefined, recorded))), id).toEqual(state);
  expect(await eventually(() => client.workflow.getHandle(workflowIdOf(id)).query<unknown>('state'), withinMs), id).toEqual(state);
  const { rows: [told] } = await pool.query<{ timeline: number[]; outbox: number[] }>(`
    SELECT (SELECT json_agg(number ORDER BY number) FROM timeline WHERE journey_id = $1) AS timeline,
           (SELECT json_agg(number ORDER BY position) FROM outbox WHERE journey_id = $1) AS outbox`, [id]);
  const numbers = recorded.map(({ number }) => number);
  expect(told, id).toEqual({ timeline: numbers, outbox: numbers });
}

/** Each callback that came is one act of its journey, however often it was sent or delivered; only one that came after the end is none. */
async function expectCallbacksOnce({ pool }: Installation): Promise<void> {
  const { rows: came } = await pool.query<{ id: string }>("SELECT source || ':' || id AS id FROM inbox WHERE reason IS DISTINCT FROM 'journey-ended' ORDER BY 1");
  const { rows: acted } = await pool.query<{ id: string }>("SELECT command_id AS id FROM events WHERE channel = 'callback' ORDER BY 1");
  expect(acted).toEqual(came);
}

async function expectPositions({ pool }: Installation): Promise<void> {
  const positions = await eventually(async () => {
    const { rows } = await pool.query<{ position: number | null }>('SELECT position FROM outbox ORDER BY position');
    expect(rows.every(({ position }) => position !== null)).toBe(true);
    return rows.map(({ position }) => position);
  });
  expect(positions).toEqual(positions.map((_, index) => index + 1));
}

/** One order per order key, one service and one billing per site, under the references that we know; and none that we don't. */
async function expectSameOutside(on: Installation): Promise<void> {
  const [obl, jarvis, billing] = [await bookOf(on, 'obl'), await bookOf(on, 'jarvis'), await bookOf(on, 'billing')];
  const { rows: sites } = await on.pool.query<{ key: string; order_key: string; phase: string; obl_reference: string; rds: string | null; subscription_reference: string }>(
    "SELECT deployment_id || '.' || site AS key, order_key, phase, obl_reference, rds, subscription_reference FROM sites ORDER BY 1");
  for (const site of sites) {
    const placed = obl.subjects[site.order_key]?.facts.filter(({ type }) => type === 'placed') ?? [];
    expect(placed.map(({ oblReference }) => oblReference), site.key).toEqual([site.obl_reference]);
    const registered = jarvis.subjects[site.key]?.facts ?? [];
    expect(registered.map(({ type, rds }) => [type, rds]), site.key).toEqual(site.rds === null ? [] : [['service-registered', site.rds]]);
    const begun = billing.subjects[site.key]?.facts ?? [];
    expect(begun.map(({ type, subscriptionReference }) => [type, subscriptionReference]), site.key)
      .toEqual(site.phase === 'in-service' ? [['started', site.subscription_reference]] : []);
  }
  expect(Object.keys(obl.subjects).toSorted()).toEqual(sites.map(({ order_key }) => order_key).toSorted());
  // An invoice may be simulated any number of times, each under a key below the site's.
  expect(Object.keys(billing.subjects).filter((key) => key.split('.').length === 2).toSorted()).toEqual(sites.filter(({ phase }) => phase === 'in-service').map(({ key }) => key));
  const { rows: deployments } = await on.pool.query<{ id: string }>("SELECT id FROM deployments WHERE phase = 'completed'");
  for (const { id } of deployments) expect(jarvis.subjects[id]?.facts.filter(({ type }) => type === 'registered'), id).toHaveLength(1);
}

/** Who sends the same again is told the same again; whoever was told "done" finds it recorded, once. */
async function expectSameAnswers({ pool }: Installation, caller: Caller): Promise<void> {
  for (const { path, key, sent, status, text } of caller.told) {
    const again = await caller.attempt(path, sent, key);
    expect([again.status, await again.text(), again.headers.get('idempotency-replayed')], path).toEqual([status, text, 'true']);
    const [, taskId] = /^\/tasks\/(.+)\/complete$/.exec(path) ?? [];
    if (status !== 200 || taskId === undefined) continue;
    const { rows } = await pool.query("SELECT 1 FROM events WHERE type = 'taskCompleted' AND payload ->> 'taskId' = $1", [taskId]);
    expect(rows, path).toHaveLength(1);
  }
}
