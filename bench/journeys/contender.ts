/** One contender: its namespace, its database if it has one, its worker process. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { prepareNamespace } from '../../cli/embedded/temporal-namespace.ts';
import { inheritedEnvironment } from '../../config.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { projectRoot } from '../../project-root.ts';
import { prepareTemporal } from '../../workers/prepare-temporal.ts';
import { thrift } from '../../workers/thrift.ts';
import { countSql, noSql, type SqlCounts } from './counted-pool.ts';
import type { Ground } from './ground.ts';
import { recordedNews, type News } from './news.ts';
import type { FromWorker, ToWorker, WorkerTask } from './worker.ts';

export const contenders = {
  jalon: { label: 'Jalon', bundle: 'workflows-jalon.js', activities: 'real', idYear: 2026 },
  bare: { label: 'bare workflows, same activities', bundle: 'workflows-bare.js', activities: 'real', idYear: 2027 },
  empty: { label: 'bare workflows, empty activities', bundle: 'workflows-bare.js', activities: 'empty', idYear: 2028 },
  small: { label: 'Jalon, small cache', bundle: 'workflows-jalon.js', activities: 'real', idYear: 2029 },
  skeleton: { label: 'bare skeleton', bundle: 'workflows-skeleton.js', activities: 'empty', idYear: 2031 },
  timer: { label: 'bare timers', bundle: 'workflows-timer.js', activities: 'empty', idYear: 2030 },
} as const;

export type ContenderName = keyof typeof contenders;

export interface Contender {
  readonly name: ContenderName;
  readonly client: Client;
  readonly news: News;
  /** Absent: launches write nothing, and nobody calls back. */
  readonly pool: Pool | undefined;
  readonly workerPid: number;
  /** Of launches and of the worker together, since the start; and the worker's resident memory. */
  look(): Promise<{ launchSql: SqlCounts; workerSql: SqlCounts; workerResidentBytes: number }>;
  close(): Promise<void>;
}

export interface WorkerSettings {
  /** The default of the worker process (JALON_MAX_CACHED_WORKFLOWS) when not given; no contender replays. */
  readonly maxCachedWorkflows?: number;
  /** To each outside system (JALON_OUTSIDE_CALLS_PER_SECOND); never the limit when not given. */
  readonly outsideCallsPerSecond?: number;
}

export async function openContender(name: ContenderName, ground: Ground, { maxCachedWorkflows = 1_000, outsideCallsPerSecond = 1_000 }: WorkerSettings = {}): Promise<Contender> {
  const { bundle, activities } = contenders[name];
  const { connection, news, embedded, outside } = ground;
  const namespace = `bench-${name}`;
  await prepareNamespace(connection, namespace);
  await prepareTemporal(connection, namespace);
  const databaseUrl = activities === 'real' ? await ground.database(`bench_${name}`) : undefined;
  const pool = databaseUrl === undefined ? undefined : createPool(databaseUrl, () => undefined);
  const launchSql = pool === undefined ? noSql : countSql(pool);
  const root = projectRoot(import.meta.url);
  const folder = join(root, 'dist', 'bench');
  const worker = fork(join(folder, 'journeys', 'worker.js'), { execArgv: ['--enable-source-maps', ...thrift.nodeArguments], env: { ...inheritedEnvironment(), ...thrift.environment }, cwd: root, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const looks: ((seen: Extract<FromWorker, { type: 'seen' }>) => void)[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    worker.once('exit', (code) => reject(new Error(`the worker of ${name} ended with ${code}`)));
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'ready') resolve();
      else if (message.type === 'seen') looks.shift()?.(message);
      else for (const name of message.eventNames) news.tell(recordedNews(message.journeyId, name));
    });
  });
  send(worker, {
    type: 'start',
    task: {
      temporalAddress: embedded.temporalAddress, namespace, codePath: join(folder, bundle), maxCachedWorkflows, outsideCallsPerSecond,
      ...(databaseUrl === undefined ? {} : { world: { databaseUrl, outside } }),
    } satisfies WorkerTask,
  });
  await ready;
  return {
    name, news, pool, workerPid: worker.pid as number, client: new Client({ connection, namespace }),
    async look() {
      const seen = new Promise<Extract<FromWorker, { type: 'seen' }>>((resolve) => { looks.push(resolve); });
      send(worker, { type: 'look' });
      const { sql, residentBytes } = await seen;
      return { launchSql: { ...launchSql }, workerSql: sql, workerResidentBytes: residentBytes };
    },
    async close() {
      if (worker.exitCode === null && worker.signalCode === null) {
        const ended = once(worker, 'exit');
        send(worker, { type: 'stop' });
        const kill = setTimeout(() => worker.kill('SIGKILL'), 8_000);
        await ended;
        clearTimeout(kill);
      }
      await pool?.end();
    },
  };
}

function send(worker: ChildProcess, message: ToWorker): void {
  worker.send(message);
}
