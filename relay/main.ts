/** The relay process: gives positions to the outbox, carries the inbox to journeys, and keeps house. Several may run; the work is idempotent. */
import { setMaxListeners } from 'node:events';
import { Connection } from '@temporalio/client';
import { launchDeployment } from '../api/deployment/launch.ts';
import { Problem } from '../api/http/problem.ts';
import { openTermination } from '../api/termination/open.ts';
import { registerTicket } from '../api/ticket/create.ts';
import { tracedMail } from '../activities/notices/sent.ts';
import { ticketNoticeSender } from '../activities/notices/ticket.ts';
import { createMailPort } from '../activities/outside/mail.ts';
import { createWebhookSender } from '../activities/webhooks/send.ts';
import { createDocumentStorage } from '../activities/documents/storage.ts';
import { ticketDoor } from '../api/ticket/door.ts';
import { commonSettings, databaseSettings, documentPlace, readSettings, relaySettings, temporalSettings } from '../config.ts';
import { wakeCollections } from '../db/callbacks/inbox.ts';
import { keepSent } from '../db/customer/sent.ts';
import { settleUpload } from '../db/documents/uploads.ts';
import { deleteOldKeys } from '../db/idempotency/store.ts';
import { awaitSchema } from '../db/migrate.ts';
import { givePositions } from '../db/outbox/positions.ts';
import { createPool } from '../db/pool.ts';
import { sumUp } from '../db/steering/facts.ts';
import { everything } from '../domain/people/scope.ts';
import { mailSource } from '../ports/mail-in.ts';
import { serveHealth } from '../workers/health.ts';
import { createLogger } from '../workers/logger.ts';
import { processMetrics } from '../workers/metrics/process.ts';
import { recordMetrics } from '../workers/metrics/record.ts';
import { createTemporalClient, payloadCodecOf } from '../workers/temporal-client.ts';
import { temporalConnection } from '../workers/temporal-connection.ts';
import { startTracing } from '../workers/tracing/start.ts';
import { createAttribution } from './attribution.ts';
import { carryNights, createReportCarrier, holdSchedule, openTickets, type RegisterTicket } from './backups.ts';
import { createDelivery } from './inbox.ts';
import { createMailCarrier } from './mail/deliver.ts';
import { createAlarmCarrier, monitoringSource } from './monitoring.ts';
import { createNotices } from './notices.ts';
import { createRounds } from './rounds.ts';
import { createTerminationTickets } from './terminations.ts';
import { createSuccessions } from './successions.ts';
import { followOrders } from './opportunities.ts';
import { createOrderHandOvers } from './orders.ts';
import { createWebhooks } from './webhooks.ts';
import { createTidings } from './tidings.ts';
import { enlistLatecomers, extendHorizons, movePolicies } from './policies.ts';

/** Policies are applied a few times a year. */
const policiesMs = 1_000;
/** A ticket that its team has and nobody of it has another technician within this time. */
const attributionMs = 2_000;
/** What one ticket has to tell another is heard within this time (T-02). */
const tidingsMs = 500;
/** What keeps tickets' notices from going out is shown, and no longer shown, within this time (D-24). */
const unstickMs = 2_000;
/** One half of a change or a move hears of the other within this time (C-08). */
const successionsMs = 500;
/** The ticket of a termination is opened, told and closed within this time. */
const terminationsMs = 500;
/** A signed order is handed over within this time (S-05). */
const ordersMs = 500;
/** The opportunity of a signed order is won within this time (S-09). */
const opportunitiesMs = 2_000;
/** A journey that was being launched while its policy was applied keeps the older version for this long at most. */
const latecomersMs = 30_000;
/** A collection that came before its launch joins it within this time (D-26). */
const collectionsMs = 2_000;
/** A failure of our own backups is told within this time (T-21). */
const nightsMs = 1_000;
/** Indicators are exact at any time; the fewer of their facts are not summed up, the sooner they are answered (C-06). */
const indicatorsMs = 5_000;
/** An edited policy moves the schedule within this time. */
const scheduleMs = 60_000;
/** A program outside is told within this time and its own. */
const webhooksMs = 250;
const housekeepingMs = 3_600_000;

const settings = readSettings(commonSettings.extend(databaseSettings.shape).extend(temporalSettings.shape).extend(relaySettings.shape));
const documents = createDocumentStorage(documentPlace(settings));
const endTracing = await startTracing('relay', settings);
const logger = createLogger('relay', settings.JALON_LOG_LEVEL);
const pool = createPool(settings.DATABASE_URL, (error) => logger.warn({ reason: error.message }, 'lost an idle database connection'), 25);
await awaitSchema(pool, (error) => logger.warn({ reason: error.message }, 'the database is awaited'));
const connection = await Connection.connect(await temporalConnection(settings));
const client = createTemporalClient(connection, settings.TEMPORAL_NAMESPACE, payloadCodecOf(settings), settings.JALON_CUSTOMER_URL);

const stop = new AbortController();
// Every task rests on it.
setMaxListeners(0, stop.signal);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

const metrics = processMetrics(pool);
recordMetrics(metrics, pool, (error) => logger.warn({ reason: error.message }, 'the gauges of the record cannot be read'));
const { forever } = createRounds({ signal: stop.signal, logger, registry: metrics });
const health = await serveHealth(settings.JALON_METRICS_HOST, settings.JALON_RELAY_METRICS_PORT, { healthy: () => !stop.signal.aborted, metrics: () => metrics.metrics() });
logger.info('relay ready');

// Only here, where the process is composed: the relay itself knows nothing of the API.
const register: RegisterTicket = (registration, meta, allocate) => registerTicket({ pool, client }, registration, meta, allocate, { nowMs: Date.now() });
const tickets = ticketDoor({ pool, client, nowMs: () => Date.now() });
const delivery = createDelivery({ pool, client, logger }, {
  [mailSource]: createMailCarrier({ pool, documents, tickets }), [monitoringSource]: createAlarmCarrier({ pool, tickets }), backups: createReportCarrier(pool),
});
const mail = createMailPort({ smtpUrl: settings.JALON_SMTP_URL, from: settings.JALON_MAIL_FROM });
const webhooks = createWebhooks({
  pool, logger, mail, nowMs: () => Date.now(), giveUpAfterMs: settings.JALON_WEBHOOKS_GIVE_UP_DAYS * 86_400_000, send: createWebhookSender({ allowsLoopback: settings.JALON_WEBHOOKS_TO_LOOPBACK }),
});
const notices = createNotices({
  pool, client, logger, nowMs: () => Date.now(), perSecond: settings.JALON_OUTSIDE_CALLS_PER_SECOND,
  // Only here, where the process is composed: the relay itself knows no outside system.
  send: ticketNoticeSender({
    pool, mail, operatorName: settings.JALON_OPERATOR_NAME,
    customerUrl: settings.JALON_CUSTOMER_URL, linkSecret: settings.JALON_LINK_SECRET,
  }),
});
await Promise.all([
  forever('positions', async () => await givePositions(pool)),
  forever('webhooks', async () => await webhooks.start(), webhooksMs),
  forever('disabled webhooks', async () => await webhooks.tellContacts(), scheduleMs),
  forever('old deliveries', async () => await webhooks.forget(), housekeepingMs),
  forever('inbox', async () => await delivery.start()),
  forever('collections', async () => await wakeCollections(pool), collectionsMs),
  forever('policies', async () => await movePolicies({ pool, client, logger }), policiesMs),
  forever('attribution', createAttribution({ pool, client, logger, nowMs: () => Date.now() }), attributionMs),
  forever('tidings', createTidings({ pool, client, logger }), tidingsMs),
  forever('notices', async () => await notices.start()),
  forever('stuck notices', async () => await notices.unstick(), unstickMs),
  forever('indicators', async () => await sumUp(pool), indicatorsMs),
  forever('latecomers', async () => await enlistLatecomers({ pool }), latecomersMs),
  forever('nights', async () => await carryNights({ pool, client, logger }), nightsMs),
  forever('backup tickets', async () => await openTickets({ pool, client, logger }, register), nightsMs),
  forever('successions', createSuccessions({ pool, client, logger }, (request, meta, allocate) => openTermination({ pool, client }, { letterReference: null, wishedOn: null, claimedExemption: null, equipment: null, ...request }, meta, allocate, { nowMs: Date.now() })), successionsMs),
  forever('termination tickets', createTerminationTickets({ pool, client, logger, mail: tracedMail(mail, (messageKey, channel, of) => keepSent(pool, messageKey, channel, of)) }, register), terminationsMs),
  forever('orders', createOrderHandOvers({ pool, client, logger }, {
    launch: (file, meta, allocate) => launchDeployment({ pool, client }, file, meta, allocate, { nowMs: Date.now(), scope: everything, handsOver: true }),
    terminate: (request, meta, allocate) => openTermination({ pool, client }, { origin: 'customer', belongsTo: null, wishedOn: null, claimedExemption: null, equipment: null, ...request }, meta, allocate, { nowMs: Date.now() }),
    refusalOf: (thrown) => (thrown instanceof Problem && thrown.refusal.code !== 'outcome-unknown' ? thrown.refusal.code : null),
  }), ordersMs),
  forever('opportunities', async () => await followOrders(pool, () => Date.now()), opportunitiesMs),
  forever('backup schedule', async () => { await holdSchedule({ pool, client }); return 0; }, scheduleMs),
  forever('horizons', async () => { await extendHorizons({ pool, client, logger }); return 0; }, housekeepingMs),
  forever('uploads', async () => await settleUpload(pool, (sha256) => documents.remove(sha256)), housekeepingMs),
  forever('housekeeping', async () => { await deleteOldKeys(pool); return 0; }, housekeepingMs),
]);
await Promise.all([delivery.idle(), notices.idle(), webhooks.idle()]);
health.close();
await connection.close();
await pool.end();
await endTracing();
