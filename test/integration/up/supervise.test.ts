/** The supervisor's promises about one child, with real processes. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startChild } from '../../../cli/processes/child.ts';
import { startMark } from '../../../cli/processes/identity.ts';
import { endLeftovers, remember } from '../../../cli/processes/pid-files.ts';
import { freePorts, isListening } from '../../../cli/processes/ports.ts';
import { supervise, type Service, type SupervisorContext } from '../../../cli/processes/supervise.ts';
import { until } from '../../../cli/processes/wait.ts';

let folder: string;
let context: SupervisorContext;
let sentences: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-supervise-'));
  sentences = [];
  context = { pids: join(folder, 'run'), logs: join(folder, 'logs'), say: (sentence) => void sentences.push(sentence), line: () => undefined };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const listens = (port: number, more = ''): string => `require('node:net').createServer().listen(${port}, '127.0.0.1'); ${more}`;

function nodeService(script: string, port: number, changes: Partial<Service> = {}): Service {
  return {
    name: 'child', program: { command: process.execPath, args: ['-e', script], env: {} }, ports: [{ number: port, variable: 'JALON_CHILD_PORT' }],
    ready: () => isListening(port), readyWithinMs: 5_000, stopSignal: 'SIGTERM', graceMs: 500, ...changes,
  };
}

describe('a supervised child', () => {
  it('is started again when it is killed, and that is said', async () => {
    const [port] = await freePorts(1) as [number];
    const child = await supervise(nodeService(listens(port), port), context);
    const first = child.pid() as number;
    process.kill(first, 'SIGKILL');
    expect(await until(async () => child.pid() !== undefined && child.pid() !== first && (await isListening(port)), 10_000)).toBe(true);
    expect(child.restarts()).toBe(1);
    expect(sentences.filter((sentence) => sentence.includes('SIGKILL'))).toHaveLength(1);
    await child.stop();
    expect(await isListening(port)).toBe(false);
    expect(await readdir(context.pids)).toEqual([]);
  });

  it('that does not heed the polite signal is killed after its grace, with all it started', async () => {
    const [port] = await freePorts(1) as [number];
    const grandchild = `console.log(require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }).pid);`;
    const lines: string[] = [];
    const child = await supervise(nodeService(listens(port, `process.on('SIGTERM', () => {}); ${grandchild}`), port), { ...context, line: (_, line) => void lines.push(line) });
    expect(await until(() => lines.length === 1, 5_000)).toBe(true);
    const pids = [child.pid() as number, Number(lines[0])];
    expect(pids.map(startMark)).not.toContain(undefined);
    await child.stop();
    expect(await until(() => pids.every((pid) => startMark(pid) === undefined), 2_000)).toBe(true);
  });

  it('that dies five times before it was ever ready fails the start, with its last words', async () => {
    const [port] = await freePorts(1) as [number];
    const start = supervise(nodeService(`console.error('no licence'); process.exit(7)`, port), { ...context });
    await expect(start).rejects.toThrow(/7[^]*no licence/);
    expect(sentences).toHaveLength(4);
  }, 20_000);

  it('that dies five times in a row once everything runs is tried again at a slow pace, which is said, and can be stopped meanwhile', async () => {
    const [port] = await freePorts(1) as [number];
    const child = await supervise(nodeService(listens(port, 'setTimeout(() => process.exit(1), 100);'), port), context);
    expect(await until(() => sentences.some((sentence) => sentence.includes('5 times')), 25_000)).toBe(true);
    expect(child.restarts()).toBe(4);
    const stoppedAt = Date.now();
    await child.stop();
    // Not when it would have been tried again.
    expect(Date.now() - stoppedAt).toBeLessThan(20_000);
  }, 60_000);

  it('that is never ready fails the start and is not left running', async () => {
    const [port, other] = await freePorts(2) as [number, number];
    const start = supervise(nodeService(listens(other), port, { readyWithinMs: 400 }), context);
    await expect(start).rejects.toMatchObject({ name: 'Failure' });
    expect(await isListening(other)).toBe(false);
  });

  it('is not started on a busy port: the port, its variable and its holder are named', async () => {
    const [port] = await freePorts(1) as [number];
    const holder = createServer().listen(port, '127.0.0.1');
    await expect(supervise(nodeService(listens(port), port), context)).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(new RegExp(`${port}.*JALON_CHILD_PORT`)) });
    if (process.platform === 'linux') await expect(supervise(nodeService(listens(port), port), context)).rejects.toThrow(String(process.pid));
    await new Promise((resolve) => holder.close(resolve));
  });

  it('is given up while it starts when the start is called off', async () => {
    const [port, other] = await freePorts(2) as [number, number];
    const off = new AbortController();
    const start = supervise(nodeService(listens(other), port, { readyWithinMs: 60_000 }), { ...context, signal: off.signal });
    start.catch(() => undefined);
    expect(await until(() => isListening(other), 5_000)).toBe(true);
    off.abort();
    await expect(start).rejects.toMatchObject({ name: 'Failure' });
    expect(await isListening(other)).toBe(false);
  });
});

describe('what a killed supervisor left', () => {
  it('is ended when it is truly ours, and left alone when the pid now belongs to another', async () => {
    const start = (): ReturnType<typeof startChild> => startChild({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], env: {} }, () => undefined);
    const [ours, another] = await Promise.all([start(), start()]);
    const common = { signal: 'SIGTERM', graceMs: 2_000 } as const;
    await remember(context.pids, { ...common, name: 'ours', pid: ours.pid, mark: ours.mark as string });
    await remember(context.pids, { ...common, name: 'another', pid: another.pid, mark: 'an earlier process of that number' });
    expect(await endLeftovers(context.pids)).toEqual(['ours']);
    expect(startMark(ours.pid)).toBeUndefined();
    expect(startMark(another.pid)).toBe(another.mark);
    expect(await readdir(context.pids)).toEqual([]);
    process.kill(another.pid, 'SIGKILL');
    await another.exited;
  });
});
