/** The worker process: reads its settings, connects, runs until it is told to stop. */
import { join } from 'node:path';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createDocumentStorage } from '../activities/documents/storage.ts';
import { createBackupsPort } from '../activities/outside/backups.ts';
import { createBillingPort } from '../activities/outside/billing.ts';
import { createHardwarePort } from '../activities/outside/hardware.ts';
import { createInventoryPort } from '../activities/outside/inventory.ts';
import { createJarvisPort } from '../activities/outside/jarvis.ts';
import { createKnowledgePort } from '../activities/outside/knowledge.ts';
import { createMailPort } from '../activities/outside/mail.ts';
import { createOblPort } from '../activities/outside/obl.ts';
import { createRefTechPort } from '../activities/outside/ref-tech.ts';
import { createSmsPort } from '../activities/outside/sms.ts';
import { commonSettings, databaseSettings, documentPlace, readSettings, temporalSettings, workerSettings } from '../config.ts';
import { awaitSchema } from '../db/migrate.ts';
import { createPool } from '../db/pool.ts';
import { addressOf } from '../ports/mail.ts';
import { freePort, serveHealth } from './health.ts';
import { createLogger } from './logger.ts';
import { thresholdLateness } from './metrics/lateness.ts';
import { processMetrics } from './metrics/process.ts';
import { dataConverterOf } from './payload-codec.ts';
import { projectRoot } from '../project-root.ts';
import { payloadCodecOf } from './temporal-client.ts';
import { temporalConnection } from './temporal-connection.ts';
import { startTracing } from './tracing/start.ts';
import { createWorkers } from './workers.ts';

const settings = readSettings(commonSettings.extend(databaseSettings.shape).extend(temporalSettings.shape).extend(workerSettings.shape));
const endTracing = await startTracing('worker', settings);
const logger = createLogger('worker', settings.JALON_LOG_LEVEL);

const sdkMetricsPort = await freePort();
const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
Runtime.install({
  logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
    // The coming and going of the SDK's pollers tells an operator nothing.
    const shown = meta?.['sdkComponent'] === 'worker' && level !== 'ERROR' ? 'debug' : levels[level];
    logger[shown]({ ...meta }, message);
  }),
  telemetryOptions: { metrics: { prometheus: { bindAddress: `127.0.0.1:${sdkMetricsPort}` } } },
});

const troubleEveryMs = 10_000;
let troubleToldAtMs = 0;
/** At most once in ten seconds: when PostgreSQL is away every journey says so. */
function onRecordTrouble(journeyId: string, error: Error): void {
  if (Date.now() - troubleToldAtMs < troubleEveryMs) return;
  troubleToldAtMs = Date.now();
  logger.error({ journeyId, reason: error.message }, 'a journey cannot be recorded; it waits, and tries again');
}

const pool = createPool(settings.DATABASE_URL, (error) => logger.warn({ reason: error.message }, 'lost an idle database connection'));
await awaitSchema(pool, (error) => logger.warn({ reason: error.message }, 'the database is awaited'));
const registry = processMetrics(pool);
const { workers, disconnect } = await createWorkers({
  connect: async () => {
    const options = await temporalConnection(settings);
    // Far away the engine is reached by TLS; in one network, packing what is said takes more than it saves: some 4 % of the engine's processor time.
    return await NativeConnection.connect({ ...options, grpcCompression: { codec: options.tls ? 'gzip' : 'none' } });
  },
  namespace: settings.TEMPORAL_NAMESPACE,
  workflows: { codePath: join(projectRoot(import.meta.url), 'dist', 'workflows.js') },
  pool,
  outside: {
    jarvis: createJarvisPort({ baseUrl: settings.JALON_JARVIS_URL, token: settings.JALON_JARVIS_TOKEN }),
    obl: createOblPort({ baseUrl: settings.JALON_OBL_URL, token: settings.JALON_OBL_TOKEN }),
    refTech: createRefTechPort({ baseUrl: settings.JALON_REF_TECH_URL, token: settings.JALON_REF_TECH_TOKEN }),
    billing: createBillingPort({ baseUrl: settings.JALON_BILLING_URL, token: settings.JALON_BILLING_TOKEN }),
    mail: createMailPort({ smtpUrl: settings.JALON_SMTP_URL, from: settings.JALON_MAIL_FROM }),
    inventory: createInventoryPort({ baseUrl: settings.JALON_INVENTORY_URL, token: settings.JALON_INVENTORY_TOKEN }),
    hardware: createHardwarePort({ baseUrl: settings.JALON_HARDWARE_URL, token: settings.JALON_HARDWARE_TOKEN }),
    backups: createBackupsPort({ baseUrl: settings.JALON_BACKUPS_URL, token: settings.JALON_BACKUPS_TOKEN }),
    knowledge: createKnowledgePort({ baseUrl: settings.JALON_KNOWLEDGE_URL, token: settings.JALON_KNOWLEDGE_TOKEN }),
    sms: createSmsPort({ baseUrl: settings.JALON_SMS_URL, token: settings.JALON_SMS_TOKEN }),
    documents: createDocumentStorage(documentPlace(settings)),
    operator: { name: settings.JALON_OPERATOR_NAME, legalLine: settings.JALON_OPERATOR_LEGAL_LINE, customerUrl: settings.JALON_CUSTOMER_URL, email: addressOf(settings.JALON_MAIL_FROM) },
    linkSecret: settings.JALON_LINK_SECRET,
    supportDesk: settings.JALON_SUPPORT_DESK_MAIL,
    oblSupport: settings.JALON_OBL_SUPPORT_MAIL,
  },
  maxCachedWorkflows: settings.JALON_MAX_CACHED_WORKFLOWS,
  outsideCallsPerSecond: settings.JALON_OUTSIDE_CALLS_PER_SECOND,
  onRecordTrouble,
  onRecorded: thresholdLateness(registry),
  dataConverter: dataConverterOf(payloadCodecOf(settings)),
});
const health = await serveHealth(settings.JALON_METRICS_HOST, settings.JALON_WORKER_METRICS_PORT, {
  healthy: () => workers.every((worker) => worker.getState() === 'RUNNING'),
  metrics: async () => (await Promise.all([registry.metrics(), fetch(`http://127.0.0.1:${sdkMetricsPort}/metrics`).then((answer) => answer.text())])).join('\n'),
});
logger.info({ queues: workers.length }, 'worker ready');
// One that ends by itself takes the others along: the supervisor starts the process again.
await Promise.all(workers.map((worker) => worker.run())).finally(async () => {
  health.close();
  await disconnect();
  await pool.end();
  await endTracing();
});
