/** The points of a command's way at which a process is killed. Each waits until the command stands there; nothing is timed, everything is held. */
import { expect } from 'vitest';
import { siteJourneyId } from '../../domain/deployment/deployment.ts';
import { workflowIdOf } from '../../workflows/journey/messages.ts';
import type { Told } from './caller.ts';
import { eventually } from './eventually.ts';
import { isRecordingOpen, isTaskInHands } from './history.ts';
import type { Installation } from './installation.ts';
import type { Doing } from './players.ts';
import { lockRow } from './row-lock.ts';

export interface Stage extends Pick<Doing, 'shown' | 'task'> {
  /** Sends the command. */
  readonly begin: () => Promise<Told | undefined>;
  readonly on: Installation;
  /** Strikes while the command stands at the point. */
  readonly kill: () => Promise<void>;
}

/** @returns the answer that whoever sent the command still waits for. */
type Point = (stage: Stage) => Promise<{ readonly answer: Promise<Told | undefined> }>;

const withinMs = 60_000;

/** The recorder has written the events and has not committed. */
const beforeCommit: Point = async ({ on, task, shown, begin, kill }) => {
  const journeyId = journeyOf({ task, shown });
  const lock = await lockRow(on, task.site === null ? 'deployments' : 'sites', journeyId);
  const before = await recordedCount(on, journeyId);
  const answer = begin();
  await lock.waitedFor();
  expect(await recordedCount(on, journeyId)).toBe(before);
  await kill();
  await lock.release();
  return { answer };
};

/** The recorder has committed, and the engine has not heard of it. */
const afterCommit: Point = async ({ on, task, shown, begin, kill }) => {
  const journeyId = journeyOf({ task, shown });
  const lock = await lockRow(on, task.site === null ? 'deployments' : 'sites', journeyId);
  const before = await recordedCount(on, journeyId);
  const answer = begin();
  await lock.waitedFor();
  on.wires.workerToTemporal.hold('to-server');
  await lock.release();
  await eventually(async () => expect(await recordedCount(on, journeyId)).toBeGreaterThan(before), withinMs, 10);
  expect(await isRecordingOpen(on.client, journeyId)).toBe(true);
  await kill();
  on.wires.workerToTemporal.release();
  return { answer };
};

/** A worker has the workflow task with the command; the engine has no answer. */
const beforeTaskCompletion: Point = async ({ on, task, shown, begin, kill }) => {
  const journeyId = journeyOf({ task, shown });
  // Held before it had found back to an engine that was just killed, the worker would never ask for the task.
  await eventually(() => on.client.workflow.getHandle(workflowIdOf(journeyId)).query('state'), withinMs);
  on.wires.workerToTemporal.hold('to-server');
  const answer = begin();
  await eventually(async () => expect(await isTaskInHands(on.client, on.client.options.namespace, journeyId)).toBe(true), withinMs, 10);
  await kill();
  on.wires.workerToTemporal.release();
  return { answer };
};

/** The decision is in the history; the recorder has begun and written nothing. */
const afterTaskCompletion: Point = async ({ on, task, shown, begin, kill }) => {
  const journeyId = journeyOf({ task, shown });
  const lock = await lockRow(on, 'journeys', journeyId);
  const answer = begin();
  await lock.waitedFor();
  expect(await isRecordingOpen(on.client, journeyId)).toBe(true);
  await kill();
  await lock.release();
  return { answer };
};

/** The relay has sent a callback on its way, and the engine has not heard of it. */
const beforeDelivery: Point = async ({ on, shown, begin, kill }) => {
  on.wires.relayToTemporal.hold('to-server');
  const since = await databaseTime(on);
  const answer = begin();
  const { source, id } = await waitingCallback(on, shown, since);
  await eventually(async () => expect(on.wires.relayToTemporal.holds(`${source}:${id}`)).toBe(true), withinMs, 10);
  await kill();
  on.wires.relayToTemporal.release();
  return { answer };
};

/** The journey has taken the callback and recorded it; the relay has not settled it. */
const afterDelivery: Point = async ({ on, shown, begin, kill }) => {
  on.wires.relayToTemporal.hold('to-server');
  const since = await databaseTime(on);
  const answer = begin();
  const { source, id } = await waitingCallback(on, shown, since);
  const lock = await lockRow(on, 'inbox', id);
  on.wires.relayToTemporal.release();
  await lock.waitedFor();
  const { rowCount } = await on.pool.query('SELECT 1 FROM events WHERE command_id = $1', [`${source}:${id}`]);
  expect(rowCount).toBeGreaterThan(0);
  await kill();
  await lock.release();
  return { answer };
};

/** On the way of any command. */
export const commandPoints = {
  'before the recorder’s commit': beforeCommit,
  'after the recorder’s commit': afterCommit,
  'before the workflow task’s completion': beforeTaskCompletion,
  'after the workflow task’s completion': afterTaskCompletion,
} as const satisfies Record<string, Point>;

/** On the way of the callback that follows a command: of an order, a slot, a shipment, or of what JARVIS is told. */
export const callbackPoints = {
  'in the relay, before the delivery': beforeDelivery,
  'in the relay, after the delivery': afterDelivery,
} as const satisfies Record<string, Point>;

export const points = { ...commandPoints, ...callbackPoints };
export type PointName = keyof typeof points;

function journeyOf({ task, shown }: Pick<Doing, 'task' | 'shown'>): string {
  return task.site === null ? shown.id : siteJourneyId(shown.id, task.site);
}

async function recordedCount({ pool }: Installation, journeyId: string): Promise<number> {
  const { rows: [row] } = await pool.query<{ count: number }>('SELECT count(*) FROM events WHERE journey_id = $1', [journeyId]);
  return row?.count ?? 0;
}

async function databaseTime({ pool }: Installation): Promise<string> {
  const { rows: [row] } = await pool.query<{ now: string }>('SELECT now()::text AS now');
  return row?.now ?? '';
}

/** The first callback about a deployment, its sites or its order that has come since and is not settled; an older one may be waiting for its next attempt. */
async function waitingCallback({ pool }: Installation, { id, orderNumber }: Doing['shown'], since: string): Promise<{ source: string; id: string }> {
  return await eventually(async () => {
    const { rows: [row] } = await pool.query<{ source: string; id: string }>(
      `SELECT source, id FROM inbox WHERE status = 'pending' AND received_at > $3 AND (payload::text LIKE $1 OR payload ->> 'orderNumber' = $2)
       ORDER BY received_at LIMIT 1`, [`%"${id}.%`, orderNumber, since]);
    if (!row) throw new Error(`no callback about ${id} waits`);
    return row;
  }, withinMs, 10);
}
