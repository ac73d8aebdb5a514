/** The points of a command's way at which a process is killed. Each plays a fresh journey up to its point; nothing is timed, everything is held. */
import { expect } from 'vitest';
import type { Caller, Told } from './caller.ts';
import { eventually } from './eventually.ts';
import { isRecordingOpen, isTaskInHands } from './history.ts';
import type { Installation } from './installation.ts';
import { lockRow } from './row-lock.ts';

export interface Stage {
  readonly on: Installation;
  readonly caller: Caller;
  /** Strikes while the journey stands at the point. */
  readonly kill: () => Promise<void>;
}

/** @returns the journey, and the answer that its caller still waits for. */
type Point = (stage: Stage) => Promise<{ readonly deploymentId: string; readonly answer: Promise<Told> }>;

const withinMs = 60_000;

/** The recorder has written everything and has not committed. */
const beforeCommit: Point = async ({ on, caller, kill }) => {
  const deploymentId = await caller.launch(['Lyon']);
  const lock = await lockRow(on, 'deployments', deploymentId);
  const answer = caller.validate(deploymentId);
  await lock.waitedFor();
  expect(await recordedCount(on, deploymentId)).toBe(2);
  await kill();
  await lock.release();
  return { deploymentId, answer };
};

/** The recorder has committed, and the engine has not heard of it. */
const afterCommit: Point = async ({ on, caller, kill }) => {
  const deploymentId = await caller.launch(['Lyon']);
  const lock = await lockRow(on, 'deployments', deploymentId);
  const answer = caller.validate(deploymentId);
  await lock.waitedFor();
  on.wires.workerToTemporal.hold('to-server');
  await lock.release();
  await eventually(async () => expect(await recordedCount(on, deploymentId)).toBeGreaterThan(2), withinMs, 10);
  expect(await isRecordingOpen(on.client, deploymentId)).toBe(true);
  await kill();
  on.wires.workerToTemporal.release();
  return { deploymentId, answer };
};

/** A worker has the workflow task with the command; the engine has no answer. */
const beforeTaskCompletion: Point = async ({ on, caller, kill }) => {
  const deploymentId = await caller.launch(['Lyon']);
  on.wires.workerToTemporal.hold('to-server');
  const answer = caller.validate(deploymentId);
  await eventually(async () => expect(await isTaskInHands(on.client, on.client.options.namespace, deploymentId)).toBe(true), withinMs, 10);
  await kill();
  on.wires.workerToTemporal.release();
  return { deploymentId, answer };
};

/** The decision is in the history; the recorder has begun and written nothing. */
const afterTaskCompletion: Point = async ({ on, caller, kill }) => {
  const deploymentId = await caller.launch(['Lyon']);
  const lock = await lockRow(on, 'journeys', deploymentId);
  const answer = caller.validate(deploymentId);
  await lock.waitedFor();
  expect(await isRecordingOpen(on.client, deploymentId)).toBe(true);
  await kill();
  await lock.release();
  return { deploymentId, answer };
};

/** The relay has sent a callback on its way, and the engine has not heard of it. */
const beforeDelivery: Point = async ({ on, caller, kill }) => {
  const deploymentId = await caller.launch(['Lyon']);
  on.wires.relayToTemporal.hold('to-server');
  const answer = caller.validate(deploymentId);
  const callback = await waitingCallback(on, deploymentId);
  await eventually(async () => expect(on.wires.relayToTemporal.holds(`obl:${callback}`)).toBe(true), withinMs, 10);
  await kill();
  on.wires.relayToTemporal.release();
  return { deploymentId, answer };
};

/** The journey has taken the callback and recorded it; the relay has not settled it. */
const afterDelivery: Point = async ({ on, caller, kill }) => {
  const deploymentId = await caller.launch(['Lyon']);
  on.wires.relayToTemporal.hold('to-server');
  const answer = caller.validate(deploymentId);
  const callback = await waitingCallback(on, deploymentId);
  const lock = await lockRow(on, 'inbox', callback);
  on.wires.relayToTemporal.release();
  await lock.waitedFor();
  const { rowCount } = await on.pool.query('SELECT 1 FROM events WHERE command_id = $1', [`obl:${callback}`]);
  expect(rowCount).toBe(1);
  await kill();
  await lock.release();
  return { deploymentId, answer };
};

export const points = {
  'before the recorder’s commit': beforeCommit,
  'after the recorder’s commit': afterCommit,
  'before the workflow task’s completion': beforeTaskCompletion,
  'after the workflow task’s completion': afterTaskCompletion,
  'in the relay, before the delivery': beforeDelivery,
  'in the relay, after the delivery': afterDelivery,
} as const satisfies Record<string, Point>;

export type PointName = keyof typeof points;

async function recordedCount({ pool }: Installation, journeyId: string): Promise<number> {
  const { rows: [row] } = await pool.query<{ count: number }>('SELECT count(*) FROM events WHERE journey_id = $1', [journeyId]);
  return row?.count ?? 0;
}

/** The id of the first callback about a deployment that is in the inbox and not settled. */
async function waitingCallback({ pool }: Installation, deploymentId: string): Promise<string> {
  return await eventually(async () => {
    const { rows: [row] } = await pool.query<{ id: string }>("SELECT id FROM inbox WHERE payload ->> 'orderKey' LIKE $1 AND status = 'pending'", [`${deploymentId}.%`]);
    if (!row) throw new Error(`no callback about ${deploymentId} waits`);
    return row.id;
  }, withinMs, 10);
}
