/** The worker process of one contender: the workers of workers/main.ts with a counted pool, or the same with activities that do nothing. */
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { createBillingPort } from '../../activities/outside/billing.ts';
import { createOblPort } from '../../activities/outside/obl.ts';
import type { BillingActivities, OblActivities } from '../../activities/deployment.ts';
import type { RecorderActivities } from '../../activities/recorder/batch.ts';
import { createPool } from '../../db/pool.ts';
import { createWorkers } from '../../workers/workers.ts';
import { taskQueues } from '../../workflows/journey/messages.ts';
import { countSql, noSql, type Recorded, type SqlCounts } from './counted-pool.ts';

export interface WorkerTask {
  readonly temporalAddress: string;
  readonly namespace: string;
  /** The prebuilt workflow bundle. */
  readonly codePath: string;
  readonly maxCachedWorkflows: number;
  /** Absent: activities that do nothing. */
  readonly world?: { readonly databaseUrl: string; readonly oblUrl: string; readonly billingUrl: string; readonly token: string };
}

export type ToWorker = { readonly type: 'start'; readonly task: WorkerTask } | { readonly type: 'look' } | { readonly type: 'stop' };
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'recorded'; readonly journeyId: string; readonly eventTypes: readonly string[] }
  /** `residentBytes`: of the whole process, its workflow threads and the SDK's core included. */
  | { readonly type: 'seen'; readonly sql: SqlCounts; readonly residentBytes: number };

Runtime.install({ logger: new DefaultLogger('ERROR') });
const tell = (message: FromWorker): void => { process.send?.(message); };
const onRecorded: Recorded = (journeyId, eventTypes) => tell({ type: 'recorded', journeyId, eventTypes });
let sql: Readonly<SqlCounts> = noSql;
let stop = (): void => process.exit(0);

process.on('message', (message: ToWorker) => {
  if (message.type === 'start') void run(message.task);
  else if (message.type === 'look') tell({ type: 'seen', sql, residentBytes: process.memoryUsage.rss() });
  else stop();
});
process.on('disconnect', () => process.exit(1));
// A Ctrl-C in the terminal is for the benchmark, which stops us.
process.on('SIGINT', () => undefined);

async function run(task: WorkerTask): Promise<void> {
  const connection = await NativeConnection.connect({ address: task.temporalAddress });
  const workers = task.world === undefined ? await emptyWorkers(connection, task) : await realWorkers(connection, task, task.world);
  const running = Promise.all(workers.map((worker) => worker.run()));
  stop = () => { for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown(); };
  tell({ type: 'ready' });
  await running;
  process.exit(0);
}

async function realWorkers(connection: NativeConnection, task: WorkerTask, { databaseUrl, oblUrl, billingUrl, token }: NonNullable<WorkerTask['world']>): Promise<Worker[]> {
  const pool = createPool(databaseUrl, () => undefined);
  sql = countSql(pool, onRecorded);
  return await createWorkers({
    connection, namespace: task.namespace, workflows: { codePath: task.codePath }, pool, maxCachedWorkflows: task.maxCachedWorkflows,
    outsideCallsPerSecond, onRecordTrouble: (_journeyId, error) => { throw error; },
    obl: createOblPort({ baseUrl: oblUrl, token }), billing: createBillingPort({ baseUrl: billingUrl, token }),
  });
}

/** Never the limit here. */
const outsideCallsPerSecond = 1_000;

/** As many queues, slots and calls per second as `createWorkers` gives. */
async function emptyWorkers(connection: NativeConnection, { namespace, codePath, maxCachedWorkflows }: WorkerTask): Promise<Worker[]> {
  const common = { connection, namespace, shutdownGraceTime: '5 seconds' } as const;
  const recorder: RecorderActivities = {
    recordEvents: async ({ journeyId, events }) => onRecorded(journeyId, events.map(({ event }) => event.type)),
  };
  const obl: Pick<OblActivities, 'placeAccessOrder'> = { placeAccessOrder: async ({ orderKey }) => ({ outcome: 'received', oblReference: `OBL-${orderKey}` }) };
  const billing: BillingActivities = { startBilling: async ({ deploymentId, site }) => ({ subscriptionReference: `SUB-${deploymentId}-${site}` }) };
  const outside = (taskQueue: string, activities: object): WorkerOptions => ({ ...common, taskQueue, activities, maxConcurrentActivityTaskExecutions: 20, maxActivitiesPerSecond: outsideCallsPerSecond });
  return await Promise.all([
    Worker.create({
      ...common, taskQueue: taskQueues.journeys, maxCachedWorkflows, workflowBundle: { codePath }, activities: { ...recorder }, maxConcurrentActivityTaskExecutions: 20,
    }),
    Worker.create(outside(taskQueues.obl, obl)),
    Worker.create(outside(taskQueues.billing, billing)),
  ]);
}
