/** What a thousand who follow `GET /events` cost the API and the database, and how late they hear what many write. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { recordCustomerEvent } from '../db/customer/record.ts';
import { givePositions } from '../db/outbox/positions.ts';
import { inTransaction } from '../db/pool.ts';
import { projectRoot } from '../project-root.ts';
import { openFilled } from './lists/database.ts';
import { scaleOf } from './lists/scale.ts';
import type { Cost } from './live/api-process.ts';
import { runToEnd, say } from './run-to-end.ts';

const usage = `npm run bench -- live [--clients N] [--rate N] [--seconds N]
  --clients  (1000) connections, of people who see everything
  --rate     (20) acts a second, each of another customer
  --seconds  (30) of writing, and as many of silence before
`;

const { values: options } = parseArgs({
  options: { clients: { type: 'string', default: '1000' }, rate: { type: 'string', default: '20' }, seconds: { type: 'string', default: '30' }, help: { type: 'boolean', default: false } },
});
const [clients, rate, seconds] = [options.clients, options.rate, options.seconds].map(Number) as [number, number, number];
const customers = 200;
/** As the relay gives them. */
const positionsEveryMs = 100;
const meta = { actor: 'bench', channel: 'api', commandId: 'bench' } as const;

async function bench(closers: (() => Promise<void>)[]): Promise<string> {
  const { pool, url } = await openFilled(scaleOf(customers), undefined, say, closers);
  const { rows } = await pool.query<{ subject: string }>("SELECT subject FROM team_members WHERE profile LIKE 'technician-%' OR profile = 'coordinator' ORDER BY subject");
  const open = async (name: string, ...values: string[]): Promise<{ readonly child: ChildProcess; readonly first: unknown }> => {
    const child = fork(join(projectRoot(import.meta.url), 'dist', 'bench', 'live', `${name}-process.js`), values);
    closers.push(async () => { const ended = once(child, 'exit'); child.disconnect(); await ended; });
    const [first] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => { throw new Error(`${name} did not start`); })]) as [unknown];
    return { child, first };
  };
  const ask = async <T>(child: ChildProcess): Promise<T> => {
    const answered = once(child, 'message');
    child.send('how');
    return (await answered as [T])[0];
  };
  const api = await open('api', url);
  const empty = await ask<Cost>(api.child);
  const followers = await open('clients', String(api.first), String(clients), rows.map(({ subject }) => subject).join(','));
  const followed = await ask<Cost>(api.child);
  say(`${followed.connections} follow. Silence …`);
  await sleep(seconds * 1_000);
  const silent = await ask<Cost>(api.child);
  const loadBefore = loadavg()[0] ?? 0;
  say(`${rate} acts a second …`);
  let isWriting = true;
  const relay = (async () => { while (isWriting) { await givePositions(pool); await sleep(positionsEveryMs); } })();
  const writes: Promise<void>[] = [];
  for (let written = 0; written < rate * seconds; written += 1) {
    const id = `CLI-${String(1 + written % customers).padStart(6, '0')}`;
    writes.push(inTransaction(pool, (client) => recordCustomerEvent(client, id, { type: 'customerChanged' }, { meta, atMs: Date.now() })));
    await sleep(1_000 / rate);
  }
  await Promise.all(writes);
  await sleep(2_000);
  isWriting = false;
  await relay;
  const loud = await ask<Cost>(api.child);
  const { lateMs, ended } = await ask<{ lateMs: number[]; ended: number }>(followers.child);
  const quantile = (q: number): string => `${lateMs[Math.min(lateMs.length - 1, Math.floor(q * lateMs.length))] ?? NaN} ms`;
  const share = (before: Cost, after: Cost, forSeconds: number): string => `${((after.cpuMs - before.cpuMs) / forSeconds / 10).toFixed(0)} %`;
  return [
    `${clients} clients, ${writes.length} acts at ${rate} a second; ${availableParallelism()} cores, load ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`, '',
    '| | silence | acts |', '|---|---|---|',
    `| memory of the API, ${empty.rssMb.toFixed(0)} MB before they came | ${silent.rssMb.toFixed(0)} MB | ${loud.rssMb.toFixed(0)} MB |`,
    `| its processor, of one core | ${share(followed, silent, seconds)} | ${share(silent, loud, seconds + 2)} |`,
    `| its statements a second | ${((silent.statements - followed.statements) / seconds).toFixed(1)} | ${((loud.statements - silent.statements) / (seconds + 2)).toFixed(1)} |`, '',
    `Heard ${lateMs.length} of ${writes.length * clients}; ${ended} connections ended. From the act to the one who follows: p50 ${quantile(0.5)}, p99 ${quantile(0.99)}, at most ${quantile(1)}`, '',
  ].join('\n');
}

const isWhole = [clients, rate, seconds].every((value) => Number.isInteger(value) && value > 0);
process.exit(await runToEnd({ usage, isHelp: options.help, fault: isWhole ? null : 'Whole numbers above 0, please.', bench: async (closers) => void process.stdout.write(`\n${await bench(closers)}`) }));
