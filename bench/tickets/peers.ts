/** Two job queues on the same PostgreSQL, each with as many delayed jobs that write one row; and the bare engine: a timer, one local activity, the end. */
import { Logger, run as runGraphile } from 'graphile-worker';
import PgBoss from 'pg-boss';
import { query } from '../../cli/embedded/postgres.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { taskQueues } from '../../workflows/journey/messages.ts';
import type { Contender } from '../journeys/contender.ts';
import type { Ground } from '../journeys/ground.ts';
import { recordedNews } from '../journeys/news.ts';
import { atOnce, instantsOf, type Lateness, type Plan } from './plan.ts';

/** As often as both may look, and as many at a time as our recorder. */
const lookEveryMs = 500;
const concurrency = 20;

export interface Peer {
  readonly label: string;
  schedule(plan: Plan): Promise<void>;
  /** How many of the jobs are done. */
  done(): Promise<number>;
  lateness(): Promise<Lateness>;
  close(): Promise<void>;
}

interface Job { readonly which: 'even' | 'burst'; readonly dueMs: number }

async function bookOf(ground: Ground, name: string): Promise<{ url: string; pool: Pool; write: (job: Job) => Promise<void> } & Pick<Peer, 'done' | 'lateness'>> {
  await query(ground.embedded.databaseUrl, `CREATE DATABASE ${name}`);
  const url = new URL(ground.embedded.databaseUrl);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, () => undefined);
  await pool.query('CREATE TABLE told (which text NOT NULL, due_ms double precision NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())');
  return {
    url: url.href, pool,
    async write({ which, dueMs }) { await pool.query('INSERT INTO told (which, due_ms) VALUES ($1, $2)', [which, dueMs]); },
    async done() { return (await pool.query<{ count: number }>('SELECT count(*) FROM told')).rows[0]?.count ?? 0; },
    async lateness() {
      const { rows } = await pool.query<{ which: keyof Lateness; late: number }>('SELECT which, (extract(epoch FROM at) * 1000 - due_ms)::double precision AS late FROM told');
      const of = (which: keyof Lateness): number[] => rows.filter((row) => row.which === which).map(({ late }) => late);
      return { even: of('even'), burst: of('burst') };
    },
  };
}

function jobsOf(plan: Plan): Job[] {
  return Array.from({ length: plan.tickets }, (_, index) => instantsOf(plan, index)).flatMap(({ evenAtMs, burstAtMs }) => [{ which: 'even', dueMs: evenAtMs }, { which: 'burst', dueMs: burstAtMs }] as const);
}

export async function openPgBoss(ground: Ground): Promise<Peer> {
  const { url, pool, write, done, lateness } = await bookOf(ground, 'bench_pg_boss');
  const boss = new PgBoss(url);
  boss.on('error', (error) => process.stderr.write(`pg-boss: ${error.message}\n`));
  await boss.start();
  await boss.createQueue('threshold');
  return {
    label: 'pg-boss', done, lateness,
    async schedule(plan) {
      const jobs = jobsOf(plan);
      for (let from = 0; from < jobs.length; from += 1_000) {
        await boss.insert(jobs.slice(from, from + 1_000).map((job) => ({ name: 'threshold', data: job, startAfter: new Date(job.dueMs) })));
      }
      for (let worker = 0; worker < concurrency; worker += 1) {
        await boss.work<Job>('threshold', { batchSize: 50, pollingIntervalSeconds: lookEveryMs / 1_000 }, async (batch) => { for (const { data } of batch) await write(data); });
      }
    },
    async close() {
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
}

export async function openGraphileWorker(ground: Ground): Promise<Peer> {
  const { url, pool, write, done, lateness } = await bookOf(ground, 'bench_graphile_worker');
  const runner = await runGraphile({ connectionString: url, concurrency, pollInterval: lookEveryMs, noHandleSignals: true, logger: new Logger(() => () => undefined), taskList: { threshold: async (job) => await write(job as Job) } });
  return {
    label: 'graphile-worker', done, lateness,
    async schedule(plan) {
      const jobs = jobsOf(plan).map((job) => JSON.stringify(job));
      // In one statement 20,000 take longer than a statement may.
      for (let from = 0; from < jobs.length; from += 1_000) {
        await pool.query("SELECT graphile_worker.add_job('threshold', job::json, run_at := to_timestamp((job::json ->> 'dueMs')::double precision / 1000)) FROM unnest($1::text[]) AS job", [jobs.slice(from, from + 1_000)]);
      }
    },
    async close() {
      await runner.stop();
      await pool.end();
    },
  };
}

/** The limit of whatever is built on the engine. */
export function bareEngine({ client, news }: Contender): Peer {
  const told: { even: number[]; burst: number[] } = { even: [], burst: [] };
  return {
    label: 'bare engine',
    async schedule(plan) {
      await atOnce(plan.tickets, concurrency, async (index) => {
        const id = `timer-${index}`;
        const { evenAtMs, burstAtMs } = instantsOf(plan, index);
        void news.hear(recordedNews(id, 'even')).then(() => told.even.push(Date.now() - evenAtMs));
        void news.hear(recordedNews(id, 'burst')).then(() => told.burst.push(Date.now() - burstAtMs));
        await client.workflow.start('thresholds', { workflowId: id, taskQueue: taskQueues.journeys, args: [id, evenAtMs, burstAtMs] });
      });
    },
    done: () => Promise.resolve(told.even.length + told.burst.length),
    lateness: () => Promise.resolve(told),
    close: () => Promise.resolve(),
  };
}
