/** The embedded PostgreSQL and Temporal: first start, restart after kills, refusals. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, type Embedded } from '../../../cli/embedded/start.ts';
import { query } from '../../../cli/embedded/postgres.ts';
import { startMark } from '../../../cli/processes/identity.ts';
import { until } from '../../../cli/processes/wait.ts';
import { projectRoot } from '../../../project-root.ts';

let folder: string;
const sentences: string[] = [];

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'jalon-embedded-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a workflow that nobody works on: what the engine keeps of it is what we look at. */
async function startWorkflow(embedded: Embedded, workflowId: string, extra: object = {}): Promise<void> {
  const connection = await Connection.connect({ address: embedded.temporalAddress });
  await connection.workflowService.startWorkflowExecution({
    namespace: embedded.namespace, workflowId, workflowType: { name: 'survivor' }, taskQueue: { name: 'nobody' }, requestId: workflowId, ...extra,
  }).finally(() => connection.close());
}

async function isRunning(embedded: Embedded, workflowId: string): Promise<boolean> {
  const connection = await Connection.connect({ address: embedded.temporalAddress });
  const found = await connection.workflowService.describeWorkflowExecution({ namespace: embedded.namespace, execution: { workflowId } }).finally(() => connection.close());
  return found.workflowExecutionInfo?.status === 1;
}

describe('an embedded engine on one data folder', () => {
  let embedded: Embedded;
  const start = async (test = false): Promise<Embedded> => startEmbedded({ dataFolder: join(folder, 'data'), test, say: (sentence) => void sentences.push(sentence) });

  it('starts from nothing, with a password only its owner can read', async () => {
    embedded = await start();
    expect((await stat(join(folder, 'data', 'postgres', 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data', 'temporal', 'server.yaml'))).mode & 0o777).toBe(0o600);
    expect((await query(embedded.databaseUrl, 'SHOW server_version_num'))[0]).toMatchObject({ server_version_num: expect.stringMatching(/^18/) });
    expect((await fetch(embedded.temporalUiUrl as string)).status).toBe(200);
    await query(embedded.databaseUrl, 'CREATE TABLE kept (id integer)');
    await startWorkflow(embedded, 'kept');
  });

  it('does not skip time: that is for tests only', async () => {
    await expect(startWorkflow(embedded, 'skipping', { timeSkippingConfig: { enabled: true } })).rejects.toMatchObject({ code: 12 });
  });

  it('is refused a second time while it runs', async () => {
    await expect(start()).rejects.toMatchObject({ exitCode: 4 });
  });

  it('takes requests again after PostgreSQL and the server were killed', async () => {
    const before = embedded.pids();
    for (const name of ['postgres', 'temporal']) process.kill(before[name] as number, 'SIGKILL');
    const isBack = async (): Promise<boolean> => embedded.pids()['postgres'] !== before['postgres'] && embedded.pids()['temporal'] !== before['temporal'] && (await isRunning(embedded, 'kept'));
    expect(await until(isBack, 40_000, 200)).toBe(true);
    expect(await query(embedded.databaseUrl, 'SELECT * FROM kept')).toEqual([]);
  });

  it('leaves no process when it is stopped, and goes on where it was when it is started again', async () => {
    const pids = Object.values(embedded.pids());
    await embedded.stop();
    expect(pids.map((pid) => startMark(pid as number))).toEqual([undefined, undefined, undefined]);
    embedded = await start(true);
    expect(await isRunning(embedded, 'kept')).toBe(true);
    expect(await query(embedded.databaseUrl, 'SELECT * FROM kept')).toEqual([]);
  });

  it('skips time when it was started for tests', async () => {
    await startWorkflow(embedded, 'skipping', { timeSkippingConfig: { enabled: true } });
    expect(await isRunning(embedded, 'skipping')).toBe(true);
    await embedded.stop();
  });

  it('starts although a postmaster.pid names a process of somebody else', async () => {
    await writeFile(join(folder, 'data', 'postgres', 'data', 'postmaster.pid'), `${process.pid}\n`);
    embedded = await start(true);
    expect(startMark(process.pid)).toBeDefined();
    await embedded.stop();
  });
});

describe('an engine for tests', () => {
  it('ends by itself when the test run is killed', async () => {
    const root = projectRoot();
    await build({
      stdin: { contents: `import { startEmbedded } from './cli/embedded/start.ts'; const e = await startEmbedded({ dataFolder: process.argv[2], test: true }); console.log(JSON.stringify(e.pids()));`, resolveDir: root, loader: 'ts' },
      bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile: join(root, 'dist', '.embedded-test.mjs'), logLevel: 'error',
    });
    const testRun = spawn(process.execPath, [join(root, 'dist', '.embedded-test.mjs'), join(folder, 'killed')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pids = Object.values(JSON.parse(String((await once(testRun.stdout, 'data'))[0])) as Record<string, number>);
    expect(pids.map(startMark)).not.toContain(undefined);
    testRun.kill('SIGKILL');
    expect(await until(() => pids.every((pid) => startMark(pid) === undefined), 20_000)).toBe(true);
  });
});

describe('an embedded engine refuses, in a sentence', () => {
  it('a data folder of another PostgreSQL, which it leaves as it is', async () => {
    const data = join(folder, 'old', 'postgres', 'data');
    await mkdir(data, { recursive: true });
    await writeFile(join(data, 'PG_VERSION'), '16\n');
    await expect(startEmbedded({ dataFolder: join(folder, 'old'), test: true })).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(/16[^]*18/) });
    expect(await readFile(join(data, 'PG_VERSION'), 'utf8')).toBe('16\n');
  });

  it('a data folder that is not whole, whose password it leaves as it is', async () => {
    const postgres = join(folder, 'broken', 'postgres');
    await mkdir(join(postgres, 'data', 'base'), { recursive: true });
    await writeFile(join(postgres, 'password'), 'kept\n');
    await expect(startEmbedded({ dataFolder: join(folder, 'broken'), test: true })).rejects.toMatchObject({ exitCode: 3 });
    expect(await readFile(join(postgres, 'password'), 'utf8')).toBe('kept\n');
  });

  it('a data folder that cannot be written, naming its variable', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(startEmbedded({ dataFolder: join(folder, 'file', 'below'), test: true })).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('JALON_DATA') });
  });

  it('a Temporal port its database cannot keep', async () => {
    await expect(startEmbedded({ dataFolder: join(folder, 'port'), ports: { temporal: 40_000 }, test: true })).rejects.toMatchObject({ exitCode: 3 });
  });
});
