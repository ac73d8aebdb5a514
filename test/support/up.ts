/** `./jalon up` and its sister commands as a person runs them: processes of their own, a data folder and free ports of their own. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { guard } from '../../cli/embedded/guardian.ts';
import { startMark } from '../../cli/processes/identity.ts';
import { freePorts } from '../../cli/processes/ports.ts';
import { until } from '../../cli/processes/wait.ts';
import type { DevelopmentSecrets } from '../../cli/up/secrets.ts';
import { environmentWith, readSettings, testSettings } from '../../config.ts';
import { projectRoot } from '../../project-root.ts';

const portVariables = [
  'JALON_API_PORT', 'JALON_TEMPORAL_PORT', 'JALON_TEMPORAL_UI_PORT', 'JALON_POSTGRES_PORT', 'JALON_IDENTITY_PORT', 'JALON_OBL_PORT', 'JALON_BILLING_PORT',
  'JALON_REF_TECH_PORT', 'JALON_JARVIS_PORT', 'JALON_MAIL_PORT', 'JALON_SMTP_PORT', 'JALON_SMS_PORT', 'JALON_SUPPORT_PORT', 'JALON_WORKER_METRICS_PORT', 'JALON_RELAY_METRICS_PORT', 'JALON_MAIL_IN_PORT',
] as const;
const readyWithinMs = 120_000;

export interface Home {
  /** Where the installation keeps its data, and the log of each process in `logs`. */
  readonly data: string;
  /** `http://127.0.0.1:<port>` by the variable that sets the port. */
  readonly at: Readonly<Record<(typeof portVariables)[number], string>>;
  /** Resolves when it says that everything is ready. */
  up(): Promise<RunningUp>;
  /** What a command prints. */
  jalon(...words: string[]): Promise<string>;
  secrets(): Promise<DevelopmentSecrets>;
  remove(): Promise<void>;
}

export interface RunningUp {
  /** Of the processes that run now, by name. */
  pids(): Promise<Record<string, number>>;
  /** SIGTERM; resolves with the exit code and the names of what still runs. */
  stop(): Promise<{ readonly code: number | null; readonly left: string[] }>;
}

/** `isStack`: as in production, each process of ours twice. */
export async function makeHome({ isStack = readSettings(testSettings).JALON_TEST_STACK } = {}): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-home-'));
  const data = join(folder, 'data');
  const ports = await freePorts(portVariables.length);
  const env = environmentWith({ JALON_DATA: data, ...Object.fromEntries(portVariables.map((variable, index) => [variable, String(ports[index])])) });
  const program = join(projectRoot(), 'jalon');
  const dismiss = guard(join(data, 'run'));

  async function pids(): Promise<Record<string, number>> {
    const files = (await readdir(join(data, 'run'))).filter((name) => name.endsWith('.json'));
    const records = await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(data, 'run', file), 'utf8')) as { name: string; pid: number }));
    return Object.fromEntries(records.map(({ name, pid }) => [name, pid]));
  }

  async function up(): Promise<RunningUp> {
    const child = spawn(program, ['up', ...(isStack ? ['--stack'] : [])], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await until(() => output.includes('Jalon is ready') || child.exitCode !== null, readyWithinMs);
    if (!output.includes('Jalon is ready')) throw new Error(output);
    return {
      pids,
      async stop() {
        const before = Object.entries(await pids());
        child.kill('SIGTERM');
        const code = await exited;
        return { code, left: before.filter(([, pid]) => startMark(pid) !== undefined).map(([name]) => name) };
      },
    };
  }

  return {
    data,
    at: Object.fromEntries(portVariables.map((variable, index) => [variable, `http://127.0.0.1:${ports[index]}`])) as Home['at'],
    up,
    jalon: async (...words) => (await promisify(execFile)(program, words, { env })).stdout.trim(),
    secrets: async () => JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8')) as DevelopmentSecrets,
    async remove() {
      dismiss();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
