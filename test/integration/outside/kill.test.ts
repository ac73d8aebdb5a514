/** A simulator's process that is killed (-9) keeps every acknowledged answer and every callback it owes. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOblPort } from '../../../activities/outside/obl.ts';
import { oblCallback } from '../../../ports/obl.ts';
import type { OblCallback, OblOrderAnswer, OblOrderRequest } from '../../../ports/obl.ts';
import { placeAtObl } from '../../../simulators/jarvis/obl-client.ts';
import { Problem } from '../../../simulators/shared/problem.ts';
import { callbackSecret, controlOf, eventually, newOrder, slot, startReceiver, temporaryFolder, token, type SimulatorBook } from './support.ts';

// Inside the repository, so that the bundle finds the installed packages.
const outdir = join(process.cwd(), 'dist', `test-simulators-${process.pid}`);
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let receiver: Awaited<ReturnType<typeof startReceiver<OblCallback>>>;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  await mkdir(outdir, { recursive: true });
  await build({ entryPoints: ['simulators/obl/main.ts'], outfile: join(outdir, 'obl.mjs'), bundle: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'error' });
  folder = await temporaryFolder();
  receiver = await startReceiver(oblCallback);
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await receiver.close();
  await folder.remove();
  await rm(outdir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function startProcess(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(outdir, 'obl.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'], JALON_LOG_LEVEL: 'warn', JALON_SIM_PORT: String(port), JALON_SIM_DATA: folder.path, JALON_SIM_TOKEN: token,
      JALON_SIM_CALLBACK_URL: receiver.url, JALON_SIM_CALLBACK_SECRET: callbackSecret, JALON_SIM_DELAY_MS: '100',
    },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).ok).toBe(true));
  return child;
}

/** Retries as the engine does: for ever, while it is worth it. */
async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isPassing = error instanceof Problem ? error.status === 502 : error instanceof ApplicationFailure && !error.nonRetryable;
      if (!isPassing) throw error;
      await wait(20);
    }
  }
}

/** Less the proposal, which may come before the acknowledgement or after it. */
function factsOf(book: SimulatorBook, orderKey: string): string[] {
  return (book.subjects[orderKey]?.facts ?? []).map((fact) => fact.type).filter((type) => type !== 'slot-proposed');
}

async function killHard(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

it('keeps its orders, answers, fault mode and owed callbacks, and drops a torn last line', async () => {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const obl = createOblPort({ baseUrl, token });
  const place = (order: OblOrderRequest) => placeAtObl({ url: baseUrl, token, timeoutMs: 5_000 }, order);
  const control = controlOf(baseUrl);
  let child = await startProcess(port);

  await control.setFaults({ lateMs: 3_600_000 });
  const orders = Array.from({ length: 20 }, () => newOrder());
  const barred = newOrder();
  const before = await Promise.all(orders.map(place));
  await Promise.all(orders.map(({ orderKey }) => obl.proposeSlot({ orderKey, ordinal: 1, slot })));
  await obl.cancelOrder(barred.orderKey);
  await killHard(child);
  await appendFile(join(folder.path, 'obl.jsonl'), '[{"kind":"fact","fact":{"type":"pla');

  child = await startProcess(port);
  expect((await control.faults()).lateMs).toBe(3_600_000);
  expect(await Promise.all(orders.map(place))).toEqual(before);
  expect(await place(barred)).toEqual({ outcome: 'refused', reason: 'cancelled-before-arrival' });
  await eventually(async () => expect((await control.book()).pendingCallbacks).toBe(60));
  expect(receiver.received).toEqual([]);
  await killHard(child);

  child = await startProcess(port);
  await control.setFaults({});
  await eventually(async () => expect((await control.book()).pendingCallbacks).toBe(0));
  const book = await control.book();
  for (const order of orders) {
    expect(receiver.typesOf(order.orderKey)).toEqual(['order.acknowledged', 'order.slot-confirmed', 'order.delivered']);
    expect(factsOf(book, order.orderKey)).toEqual(['placed', 'acknowledged', 'slot-confirmed', 'delivered']);
    expect(book.subjects[order.orderKey]?.calls['place']).toMatchObject({ asked: 2, done: 1, replayed: 1 });
  }

  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

it('has placed each order once, and tells of each, when it is killed again and again under load', async () => {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const obl = createOblPort({ baseUrl, token, timeoutMs: 2_000 });
  const place = (order: OblOrderRequest) => placeAtObl({ url: baseUrl, token, timeoutMs: 2_000 }, order);
  const control = controlOf(baseUrl);
  let child = await startProcess(port);
  const answers = new Map<string, OblOrderAnswer>();
  const orders = Array.from({ length: 150 }, () => newOrder());
  const toPlace = orders.values();
  const placing = Array.from({ length: 8 }, async () => {
    for (const order of toPlace) {
      const answer = await untilAnswered(() => place(order));
      await untilAnswered(() => obl.proposeSlot({ orderKey: order.orderKey, ordinal: 1, slot }));
      answers.set(order.orderKey, answer);
    }
  });

  for (const answeredAtKill of [10, 40, 80, 120]) {
    await eventually(() => expect(answers.size).toBeGreaterThanOrEqual(answeredAtKill));
    await killHard(child);
    child = await startProcess(port);
  }
  await Promise.all(placing);
  await eventually(async () => {
    const book = await control.book();
    expect(orders.every((order) => book.subjects[order.orderKey]?.facts.at(-1)?.type === 'delivered')).toBe(true);
    expect(book.pendingCallbacks).toBe(0);
  });

  const book = await control.book();
  for (const order of orders) {
    expect(factsOf(book, order.orderKey)).toEqual(['placed', 'acknowledged', 'slot-confirmed', 'delivered']);
    expect(answers.get(order.orderKey)).toEqual({ outcome: 'received', oblReference: (await obl.orderState(order.orderKey)).oblReference });
    expect(new Set(receiver.typesOf(order.orderKey))).toEqual(new Set(['order.acknowledged', 'order.slot-confirmed', 'order.delivered']));
  }
  await killHard(child);
});
