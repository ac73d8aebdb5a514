/** `./jalon up` as a person runs it: a process of its own, an empty data folder, free ports. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { environmentWith } from '../../../config.ts';
import { startMark } from '../../../cli/processes/identity.ts';
import { freePorts } from '../../../cli/processes/ports.ts';
import { until } from '../../../cli/processes/wait.ts';
import { projectRoot } from '../../../project-root.ts';
import { emptyDatabase } from '../../support/database.ts';

const portVariables = [
  'JALON_API_PORT', 'JALON_TEMPORAL_PORT', 'JALON_TEMPORAL_UI_PORT', 'JALON_POSTGRES_PORT', 'JALON_IDENTITY_PORT', 'JALON_OBL_PORT', 'JALON_BILLING_PORT',
  'JALON_REF_TECH_PORT', 'JALON_JARVIS_PORT', 'JALON_MAIL_PORT', 'JALON_SMTP_PORT', 'JALON_SMS_PORT', 'JALON_SUPPORT_PORT', 'JALON_MAIL_IN_PORT', 'JALON_WORKER_METRICS_PORT', 'JALON_RELAY_METRICS_PORT',
] as const;
const children = ['api', 'billing', 'identity', 'jarvis', 'mail', 'obl', 'postgres', 'ref-tech', 'relay', 'sms', 'support', 'temporal', 'temporal-ui', 'worker'];

let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-up-'));
  const ports = await freePorts(portVariables.length);
  env = Object.fromEntries(portVariables.map((variable, index) => [variable, String(ports[index])]));
  env['JALON_DATA'] = join(folder, 'data');
});
afterAll(async () => {
  // What a test that failed has left running.
  for (const { process, exited } of runs) {
    if (process.exitCode === null && process.signalCode === null) process.kill('SIGTERM');
    await exited;
  }
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

const runs: Run[] = [];

function run(changes: Record<string, string> = {}): Run {
  const child = spawn(join(projectRoot(), 'jalon'), ['up'], { env: environmentWith({ ...env, ...changes }), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const started: Run = { process: child, output: () => output, exited: new Promise((resolve) => child.once('exit', resolve)) };
  runs.push(started);
  return started;
}

async function untilReady(started: Run): Promise<void> {
  const ready = await until(() => started.output().includes('Jalon is ready') || started.process.exitCode !== null, 90_000);
  if (!ready || started.process.exitCode !== null) throw new Error(started.output());
}

/** The running children by name, from the supervisor's own notes. */
async function childPids(): Promise<Record<string, number>> {
  const names = (await readdir(join(folder, 'data', 'run'))).filter((name) => name.endsWith('.json'));
  const records = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, 'data', 'run', name), 'utf8')) as { name: string; pid: number }));
  return Object.fromEntries(records.map((record) => [record.name, record.pid]));
}

const apiReady = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${env['JALON_API_PORT']}/readyz`)).ok;
const allGone = (pids: Record<string, number>): boolean => Object.values(pids).every((pid) => startMark(pid) === undefined);

describe('jalon up', () => {
  let first: Run;
  let second: Run;

  it('starts everything from an empty folder', async () => {
    first = run();
    await untilReady(first);
    expect(await apiReady()).toBe(true);
    expect(Object.keys(await childPids()).sort()).toEqual(children);
  });

  it('keeps its development secrets to itself, on disk and on the screen', async () => {
    const file = join(folder, 'data', 'secrets.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const secrets = Object.values(JSON.parse(await readFile(file, 'utf8')) as Record<string, string>);
    const password = (await readFile(join(folder, 'data', 'postgres', 'password'), 'utf8')).trim();
    for (const secret of [...secrets, password]) expect(first.output()).not.toContain(secret);
  });

  it('is refused a second time on the same data folder', async () => {
    expect(await run().exited).toBe(4);
    expect(await apiReady()).toBe(true);
  });

  it('starts a killed child again', async () => {
    const before = await childPids();
    process.kill(before['api'] as number, 'SIGKILL');
    expect(await until(async () => (await childPids())['api'] !== before['api'] && (await apiReady()), 20_000)).toBe(true);
    const { api: _, ...others } = await childPids();
    expect(before).toMatchObject(others);
  });

  it('stops everything at SIGTERM and leaves no process', async () => {
    const pids = await childPids();
    first.process.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(allGone(pids)).toBe(true);
    expect(await readdir(join(folder, 'data', 'run'))).toEqual([]);
  });

  it('stops cleanly when it is interrupted while it starts', async () => {
    const started = run();
    expect(await until(async () => 'postgres' in (await childPids()), 20_000)).toBe(true);
    started.process.kill('SIGHUP');
    expect(await started.exited).toBe(130);
    expect(await childPids()).toEqual({});
  });

  it('ends with a sentence naming port and variable when a port is busy, and leaves nothing running', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(Number(env['JALON_API_PORT']), '127.0.0.1', resolve));
    const refused = run();
    expect(await refused.exited).toBe(3);
    expect(refused.output()).toMatch(new RegExp(`${env['JALON_API_PORT']}.*JALON_API_PORT`));
    expect(await childPids()).toEqual({});
    await new Promise((resolve) => holder.close(resolve));
  });

  it('starts again, and after a kill -9 of itself ends what was left and starts again', async () => {
    const killed = run();
    await untilReady(killed);
    const left = await childPids();
    killed.process.kill('SIGKILL');
    await killed.exited;
    second = run();
    await untilReady(second);
    expect(allGone(left)).toBe(true);
  });

  it('does not wait for the children when it is told twice to stop', async () => {
    const pids = await childPids();
    process.kill(pids['api'] as number, 'SIGSTOP'); // It cannot heed a polite signal.
    second.process.kill('SIGINT');
    expect(await until(() => second.output().includes('SIGINT'), 5_000)).toBe(true);
    second.process.kill('SIGINT');
    expect(await second.exited).toBe(130);
    expect(await until(() => allGone(pids), 5_000)).toBe(true);
  });

  it('uses the PostgreSQL and the Temporal it is given, and starts none of its own', async () => {
    const started = run({ DATABASE_URL: await emptyDatabase(), TEMPORAL_ADDRESS: inject('temporalAddress') });
    await untilReady(started);
    const pids = await childPids();
    expect(Object.keys(pids).sort()).toEqual(['api', 'billing', 'identity', 'jarvis', 'mail', 'obl', 'ref-tech', 'relay', 'sms', 'support', 'worker']);
    started.process.kill('SIGINT');
    expect(await started.exited).toBe(0);
    expect(allGone(pids)).toBe(true);
  });

  it('ends with a sentence when the data folder cannot be written', async () => {
    const refused = run({ JALON_DATA: '/dev/null/below' });
    expect(await refused.exited).toBe(3);
    expect(refused.output()).toContain('JALON_DATA');
  });
});
