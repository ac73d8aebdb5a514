/** What it costs to keep a journey durable, whatever is done in it: a site's updates, steps and timers, all empty, on the bare engine and on DBOS, on one PostgreSQL. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { query } from '../cli/embedded/postgres.ts';
import { projectRoot } from '../project-root.ts';
import { taskQueues } from '../workflows/journey/messages.ts';
import { openContender } from './journeys/contender.ts';
import { openGround, type Ground } from './journeys/ground.ts';
import { cpuSeconds, postgresCpu } from './journeys/usage.ts';
import { shape } from './peers/shape.ts';
import type { DbosTask } from './peers/dbos-process.ts';
import { runToEnd, say } from './run-to-end.ts';
import { atOnce } from './tickets/plan.ts';

const usage = `npm run bench -- peers [--journeys N] [--together N] [--json]
  --journeys  (100), and then ten times as many
  --together  how many are under way at once (20)
`;

const { values: options } = parseArgs({ options: { journeys: { type: 'string', default: '100' }, together: { type: 'string', default: '20' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
const [journeys, together] = [options.journeys, options.together].map(Number) as [number, number];

interface Line { readonly who: string; readonly journeys: number; readonly perSecond: number; /** Milliseconds of CPU of one journey. */ readonly ownCpuMs: number; readonly engineCpuMs: number; readonly postgresCpuMs: number }

async function measured(ground: Ground, who: string, count: number, pid: number, run: () => Promise<number>): Promise<Line> {
  const pids = ground.embedded.pids();
  const look = () => ({ own: cpuSeconds(pid), engine: cpuSeconds(pids['temporal'] ?? 0), postgres: postgresCpu(pids['postgres'] ?? 0).total });
  const before = look();
  const tookMs = await run();
  const after = look();
  const each = (what: keyof typeof before): number => ((after[what] - before[what]) * 1_000) / count;
  const line = { who, journeys: count, perSecond: count / (tookMs / 1_000), ownCpuMs: each('own'), engineCpuMs: each('engine'), postgresCpuMs: each('postgres') };
  say(lineOf(line));
  return line;
}

async function bareEngine(ground: Ground, closers: (() => Promise<void>)[]): Promise<Line[]> {
  const contender = await openContender('skeleton', ground);
  closers.push(() => contender.close());
  const play = async (name: string): Promise<void> => {
    const handle = await contender.client.workflow.start('skeleton', { workflowId: name, taskQueue: taskQueues.journeys });
    for (let message = 0; message < shape.messages; message += 1) await handle.executeUpdate('tell');
    await handle.result();
  };
  await atOnce(together, together, (index) => play(`warm-${index}`));
  const lines: Line[] = [];
  for (const count of [journeys, 10 * journeys]) {
    lines.push(await measured(ground, 'bare engine', count, contender.workerPid, async () => {
      const beganMs = performance.now();
      await atOnce(count, together, (index) => play(`journey-${count}-${index}`));
      return performance.now() - beganMs;
    }));
  }
  return lines;
}

async function dbos(ground: Ground, count: number): Promise<Line> {
  const name = `bench_dbos_${count}`;
  await query(ground.embedded.databaseUrl, `CREATE DATABASE ${name}`);
  const url = new URL(ground.embedded.databaseUrl);
  url.pathname = `/${name}`;
  const child = fork(join(projectRoot(import.meta.url), 'dist', 'bench', 'peers', 'dbos-process.js'));
  try {
    child.send({ databaseUrl: url.href, journeys: count, together } satisfies DbosTask);
    await said(child);
    return await measured(ground, 'DBOS', count, child.pid ?? 0, async () => {
      child.send('go');
      return (await said(child) as { tookMs: number }).tookMs;
    });
  } finally {
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  }
}

async function said(child: ChildProcess): Promise<unknown> {
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => { throw new Error('DBOS ended'); })]) as [unknown];
  return message;
}

async function bench(closers: (() => Promise<void>)[]): Promise<string> {
  const loadBefore = loadavg()[0] ?? 0;
  const ground = await openGround(say);
  closers.push(ground.close);
  const lines = [...await bareEngine(ground, closers), await dbos(ground, journeys), await dbos(ground, 10 * journeys)];
  if (options.json) return `${JSON.stringify({ shape, together, loadBefore, lines }, undefined, 2)}\n`;
  return [
    `${shape.messages} messages, ${shape.recordings + shape.outsideCalls} empty steps and ${shape.timers} timers each, ${together} journeys at once; load ${loadBefore.toFixed(1)} before`, '',
    '| | journeys | a second | own CPU ms | engine | PostgreSQL | together |', '|---|---|---|---|---|---|---|', ...lines.map(lineOf), '',
  ].join('\n');
}

function lineOf({ who, journeys: count, perSecond, ownCpuMs, engineCpuMs, postgresCpuMs }: Line): string {
  return `| ${who} | ${count} | ${perSecond.toFixed(1)} | ${ownCpuMs.toFixed(0)} | ${engineCpuMs.toFixed(0)} | ${postgresCpuMs.toFixed(0)} | ${(ownCpuMs + engineCpuMs + postgresCpuMs).toFixed(0)} |`;
}

const isWhole = [journeys, together].every((value) => Number.isInteger(value) && value > 0);
process.exit(await runToEnd({ usage, isHelp: options.help, fault: isWhole ? null : 'Whole numbers above 0, please.', bench: async (closers) => void process.stdout.write(`\n${await bench(closers)}`) }));
