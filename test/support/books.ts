/** The four books of an installation: what callers were told, the engine's histories, our database, the simulators' own record. They tell one story. */
import { expect } from 'vitest';
import { readEvents } from '../../db/journey/rebuild.ts';
import { nextState } from '../../db/journey/record.ts';
import { workflowIdOf } from '../../workflows/journey/messages.ts';
import type { Caller } from './caller.ts';
import { eventually } from './eventually.ts';
import { givenToRecorder } from './history.ts';
import type { Installation } from './installation.ts';
import { expectSameOutside } from './outside-books.ts';
import { bookOf } from './outside-facts.ts';
import { expectRebuildChangesNothing } from './rebuilt.ts';

const withinMs = 120_000;

/** Waits until every deployment that was launched has ended, every callback has come and is settled; and these are all there are. */
export async function everythingEnds(on: Installation, deploymentIds: readonly string[]): Promise<void> {
  const { pool } = on;
  await eventually(async () => {
    for (const system of ['obl', 'ref-tech', 'jarvis'] as const) expect((await bookOf(on, system)).pendingCallbacks, system).toBe(0);
    const { rows } = await pool.query<{ id: string; phase: string }>("SELECT id, phase FROM deployments WHERE phase NOT IN ('completed', 'cancelled', 'withdrawn') ORDER BY id");
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
  await expectSameTimelines(on, caller);
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
  // An act may be several events, one behind the other.
  const { rows: acted } = await pool.query<{ id: string; broken: boolean }>(`
    SELECT command_id AS id, max(number) - min(number) + 1 <> count(*) AS broken FROM events WHERE channel = 'callback' GROUP BY journey_id, command_id ORDER BY 1`);
  expect(acted).toEqual(came.map(({ id }) => ({ id, broken: false })));
}

/** Each event of the outbox has its position, without a gap. */
export async function expectPositions({ pool }: Pick<Installation, 'pool'>): Promise<void> {
  const positions = await eventually(async () => {
    const { rows } = await pool.query<{ position: number | null }>('SELECT position FROM outbox ORDER BY position');
    expect(rows.every(({ position }) => position !== null)).toBe(true);
    return rows.map(({ position }) => position);
  });
  expect(positions).toEqual(positions.map((_, index) => index + 1));
}

/** Whoever reads a timeline page by page finds every event of every journey of the deployment, none twice (C-04). */
async function expectSameTimelines({ pool }: Installation, caller: Caller): Promise<void> {
  const { rows } = await pool.query<{ id: string; events: string[] }>(`
    SELECT deployment_id AS id, json_agg(journey_id || '#' || number ORDER BY journey_id, number) AS events FROM timeline GROUP BY 1`);
  for (const { id, events } of rows) {
    const read: string[] = [];
    for (let path: string | undefined = `/deployments/${id}/timeline?limit=100`; path !== undefined;) {
      const page: Response = await caller.request(path, {}, 'supervisor');
      const { items } = await page.json() as { items: { journeyId: string; number: number }[] };
      read.push(...items.map(({ journeyId, number }) => `${journeyId}#${number}`));
      path = /<\/api\/v1([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(read, id).toHaveLength(events.length);
    expect(new Set(read), id).toEqual(new Set(events));
  }
}

/** Who sends the same again is told the same again; whoever was told "done" finds it recorded, once. */
async function expectSameAnswers({ pool }: Installation, caller: Caller): Promise<void> {
  for (const { status, text, ...sent } of caller.told) {
    const { path } = sent;
    const again = await caller.attempt(sent);
    expect([again.status, await again.text(), again.headers.get('idempotency-replayed')], path).toEqual([status, text, 'true']);
    const [, taskId] = /^\/tasks\/(.+)\/complete$/.exec(path) ?? [];
    if (status !== 200 || taskId === undefined) continue;
    const { rows } = await pool.query("SELECT 1 FROM events WHERE type = 'taskCompleted' AND payload ->> 'taskId' = $1", [taskId]);
    expect(rows, path).toHaveLength(1);
  }
}
