/** The worker process of one contender: the workers of workers/main.ts with a counted pool, or the same with activities that do nothing. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { pino } from 'pino';
import { createDocumentFolder } from '../../activities/documents/folder.ts';
import { ticketNoticeSender } from '../../activities/notices/ticket.ts';
import { createBackupsPort } from '../../activities/outside/backups.ts';
import { createBillingPort } from '../../activities/outside/billing.ts';
import { createHardwarePort } from '../../activities/outside/hardware.ts';
import { createInventoryPort } from '../../activities/outside/inventory.ts';
import { createJarvisPort } from '../../activities/outside/jarvis.ts';
import { createKnowledgePort } from '../../activities/outside/knowledge.ts';
import { createMailPort } from '../../activities/outside/mail.ts';
import { createOblPort } from '../../activities/outside/obl.ts';
import { createRefTechPort } from '../../activities/outside/ref-tech.ts';
import { createSmsPort } from '../../activities/outside/sms.ts';
import type { RecorderActivities } from '../../activities/recorder/batch.ts';
import { createPool } from '../../db/pool.ts';
import { siteJourneyId } from '../../domain/deployment/deployment.ts';
import type { MailPort } from '../../ports/mail.ts';
import { createNotices } from '../../relay/notices.ts';
import { createWorkers, journeyWorkers, type OutsidePorts } from '../../workers/workers.ts';
import { taskQueues } from '../../workflows/journey/messages.ts';
import { countSql, noSql, type Recorded, type SqlCounts } from './counted-pool.ts';
import { emptyActivities } from './invented.ts';
import { eventName, slotAnnounced } from './news.ts';
import type { OutsideUrls } from './simulators.ts';

export interface WorkerTask {
  readonly temporalAddress: string;
  readonly namespace: string;
  /** The prebuilt workflow bundle. */
  readonly codePath: string;
  readonly maxCachedWorkflows: number;
  readonly outsideCallsPerSecond: number;
  /** Absent: activities that do nothing. */
  readonly world?: { readonly databaseUrl: string; readonly outside: OutsideUrls };
}

export type ToWorker = { readonly type: 'start'; readonly task: WorkerTask } | { readonly type: 'look' } | { readonly type: 'stop' };
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'recorded'; readonly journeyId: string; readonly eventNames: readonly string[] }
  /** `residentBytes`: of the whole process, its workflow threads and the SDK's core included. */
  | { readonly type: 'seen'; readonly sql: SqlCounts; readonly residentBytes: number };

Runtime.install({ logger: new DefaultLogger('ERROR') });
const tell = (message: FromWorker): void => { process.send?.(message); };
const onRecorded: Recorded = (journeyId, eventNames) => tell({ type: 'recorded', journeyId, eventNames });
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
  if (task.world) void tellPeople(task, task.world);
  const connect = (): Promise<NativeConnection> => NativeConnection.connect({ address: task.temporalAddress, grpcCompression: { codec: 'none' } });
  const workers = task.world === undefined ? await emptyWorkers(connect, task) : await realWorkers(connect, task, task.world);
  const running = Promise.all(workers.map((worker) => worker.run()));
  stop = () => { for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown(); };
  tell({ type: 'ready' });
  await running;
  process.exit(0);
}

async function realWorkers(connect: () => Promise<NativeConnection>, task: WorkerTask, { databaseUrl, outside }: NonNullable<WorkerTask['world']>): Promise<readonly Worker[]> {
  const pool = createPool(databaseUrl, () => undefined);
  sql = countSql(pool, onRecorded);
  return (await createWorkers({
    connect, namespace: task.namespace, workflows: { codePath: task.codePath }, pool, maxCachedWorkflows: task.maxCachedWorkflows,
    outsideCallsPerSecond: task.outsideCallsPerSecond, onRecordTrouble: (journeyId, error) => { process.stderr.write(`${journeyId} cannot be recorded: ${error.message}\n`); }, outside: portsOf(outside),
  })).workers;
}

/** By this clock nobody sleeps: a benchmark at night measures what one by day does. */
const awakeAheadMs = 365 * 86_400_000;

/** What the relay does for tickets, in this process: it counts as the worker's. */
async function tellPeople({ temporalAddress, namespace, outsideCallsPerSecond }: WorkerTask, { databaseUrl, outside: { smtp } }: NonNullable<WorkerTask['world']>): Promise<void> {
  const pool = createPool(databaseUrl, () => undefined);
  const client = new Client({ connection: await Connection.connect({ address: temporalAddress }), namespace });
  const mail = createMailPort({ smtpUrl: smtp, from: 'Jalon <jalon@jalon.invalid>' });
  const notices = createNotices({
    pool, client, logger: pino({ level: 'warn' }, process.stderr), nowMs: () => Date.now() + awakeAheadMs, perSecond: outsideCallsPerSecond,
    send: ticketNoticeSender({ pool, mail, operatorName: 'Jalon', customerUrl: 'https://client.jalon.invalid', linkSecret: 'secret of the links of this house, of chance' }),
  });
  for (;;) if (await notices.start().catch((error: unknown) => { process.stderr.write(`notices: ${(error as Error).message}\n`); return 0; }) === 0) await sleep(100);
}

const nowhere = { baseUrl: 'http://127.0.0.1:9', token: 'token-of-nothing-at-all' };

function portsOf({ obl, jarvis, refTech, billing, smtp, sms, token }: OutsideUrls): OutsidePorts {
  return {
    obl: createOblPort({ baseUrl: obl, token }), jarvis: createJarvisPort({ baseUrl: jarvis, token }), refTech: createRefTechPort({ baseUrl: refTech, token }),
    billing: createBillingPort({ baseUrl: billing, token }), mail: tellingOfSlots(createMailPort({ smtpUrl: smtp, from: 'Jalon <jalon@jalon.invalid>' })), sms: createSmsPort({ baseUrl: sms, token }),
    // A deployment asks nothing of the support desk's tools.
    inventory: createInventoryPort(nowhere), hardware: createHardwarePort(nowhere), backups: createBackupsPort(nowhere), knowledge: createKnowledgePort(nowhere),
    documents: createDocumentFolder(join(tmpdir(), `jalon-bench-${process.pid}`)),
    operator: { name: 'Jalon', legalLine: 'Jalon SAS', customerUrl: 'https://client.jalon.invalid', email: 'jalon@jalon.invalid' },
    linkSecret: 'secret of the links of this house, of chance', supportDesk: 'exploitation@jalon.invalid', oblSupport: 'support-obl@jalon.invalid',
  };
}

/** The visit comes after its announcement, as in life: what of it is still under way would be called off. */
function tellingOfSlots(mail: MailPort): MailPort {
  return {
    async send(notice) {
      await mail.send(notice);
      const [deploymentId = '', kind, site = ''] = notice.messageKey.split('.');
      if (kind === 'slot') onRecorded(siteJourneyId(deploymentId, site), [slotAnnounced]);
    },
  };
}

/** As many queues, slots and calls per second as `createWorkers` gives. */
async function emptyWorkers(connect: () => Promise<NativeConnection>, { namespace, codePath, maxCachedWorkflows, outsideCallsPerSecond }: WorkerTask): Promise<Worker[]> {
  const [connection, ...ofJourneys] = await Promise.all([connect(), ...journeyWorkers(maxCachedWorkflows).map(async (share) => ({ ...share, connection: await connect() }))]);
  const common = { connection, namespace, shutdownGraceTime: '5 seconds' } as const;
  const recorder: RecorderActivities = {
    recordEvents: async ({ journeyId, events }) => onRecorded(journeyId, events.map(({ event }) => eventName(event))),
  };
  const outside = (taskQueue: string, activities: object): WorkerOptions => ({ ...common, taskQueue, activities, maxConcurrentActivityTaskExecutions: 20, maxActivitiesPerSecond: outsideCallsPerSecond });
  return await Promise.all([
    ...ofJourneys.map((own) => Worker.create({
      ...common, ...own, taskQueue: taskQueues.journeys, workflowBundle: { codePath }, activities: { ...recorder },
    })),
    Worker.create(outside(taskQueues.jarvis, emptyActivities.jarvis)),
    Worker.create(outside(taskQueues.obl, emptyActivities.obl)),
    Worker.create(outside(taskQueues.refTech, emptyActivities.refTech)),
    Worker.create(outside(taskQueues.billing, emptyActivities.billing)),
    Worker.create(outside(taskQueues.mail, { ...emptyActivities.notices, sendSlot: async ({ deploymentId, site }: { deploymentId: string; site: string }) => onRecorded(siteJourneyId(deploymentId, site), [slotAnnounced]) })),
  ]);
}
