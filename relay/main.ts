/** The relay process: gives positions to the outbox, carries the inbox to journeys, and keeps house. Several may run; the work is idempotent. */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { openTermination } from '../api/termination/open.ts';
import { registerTicket } from '../api/ticket/create.ts';
import { ticketNoticeSender } from '../activities/notices/ticket.ts';
import { createMailPort } from '../activities/outside/mail.ts';
import { createDocumentStorage } from '../activities/documents/storage.ts';
import { ticketDoor } from '../api/ticket/door.ts';
import { commonSettings, databaseSettings, documentPlace, readSettings, relaySettings, temporalSettings } from '../config.ts';
import { wakeCollections } from '../db/callbacks/inbox.ts';
import { settleUpload } from '../db/documents/uploads.ts';
import { deleteOldKeys } from '../db/idempotency/store.ts';
import { givePositions } from '../db/outbox/positions.ts';
import { createPool } from '../db/pool.ts';
import { sumUp } from '../db/steering/facts.ts';
import { mailSource } from '../ports/mail-in.ts';
import { serveHealth } from '../workers/health.ts';
import { temporalConnection } from '../workers/temporal-connection.ts';
import { createAttribution } from './attribution.ts';
import { carryNights, createReportCarrier, holdSchedule, openTickets, type RegisterTicket } from './backups.ts';
import { createDelivery } from './inbox.ts';
import { createMailCarrier } from './mail/deliver.ts';
import { createAlarmCarrier, monitoringSource } from './monitoring.ts';
import { createNotices } from './notices.ts';
import { createTerminationTickets } from './terminations.ts';
import { createSuccessions } from './successions.ts';
import { createTidings } from './tidings.ts';
import { enlistLatecomers, extendHorizons, movePolicies } from './policies.ts';

const idleMs = 100;
const troubledMs = 1_000;
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
const housekeepingMs = 3_600_000;

const settings = readSettings(commonSettings.extend(databaseSettings.shape).extend(temporalSettings.shape).extend(relaySettings.shape));
const documents = createDocumentStorage(documentPlace(settings));
const logger = pino({ name: 'relay', level: settings.JALON_LOG_LEVEL });
const pool = createPool(settings.DATABASE_URL, (error) => logger.warn({ reason: error.message }, 'lost an idle database connection'), 25);
const connection = await Connection.connect(await temporalConnection(settings));
const client = new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE });

const stop = new AbortController();
// Every task rests on it.
setMaxListeners(0, stop.signal);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

const metrics = new Registry();
collectDefaultMetrics({ register: metrics });
new Gauge({
  name: 'jalon_inbox_waiting', help: 'Callbacks not yet delivered to a journey', registers: [metrics],
  async collect() { this.set(await count("SELECT count(*) AS n FROM inbox WHERE status IN ('pending', 'unmatched')")); },
});
new Gauge({
  name: 'jalon_outbox_waiting', help: 'Recorded events without a position', registers: [metrics],
  async collect() { this.set(await count('SELECT count(*) AS n FROM outbox WHERE position IS NULL')); },
});
new Gauge({
  name: 'jalon_notices_waiting', help: 'Notices of tickets that are due and did not go out', registers: [metrics],
  async collect() { this.set(await count("SELECT count(*) AS n FROM ticket_notices WHERE status = 'pending' AND look_at <= now()")); },
});
const health = await serveHealth(settings.JALON_METRICS_HOST, settings.JALON_RELAY_METRICS_PORT, { healthy: () => !stop.signal.aborted, metrics: () => metrics.metrics() });
logger.info('relay ready');

// Only here, where the process is composed: the relay itself knows nothing of the API.
const register: RegisterTicket = (registration, meta, allocate) => registerTicket({ pool, client }, registration, meta, allocate, { nowMs: Date.now() });
const tickets = ticketDoor({ pool, client, nowMs: () => Date.now() });
const delivery = createDelivery({ pool, client, logger }, {
  [mailSource]: createMailCarrier({ pool, documents, tickets }), [monitoringSource]: createAlarmCarrier({ pool, tickets }), backups: createReportCarrier(pool),
});
const notices = createNotices({
  pool, client, logger, nowMs: () => Date.now(), perSecond: settings.JALON_OUTSIDE_CALLS_PER_SECOND,
  // Only here, where the process is composed: the relay itself knows no outside system.
  send: ticketNoticeSender({
    pool, mail: createMailPort({ smtpUrl: settings.JALON_SMTP_URL, from: settings.JALON_MAIL_FROM }), operatorName: settings.JALON_OPERATOR_NAME,
    customerUrl: settings.JALON_CUSTOMER_URL, linkSecret: settings.JALON_LINK_SECRET,
  }),
});
await Promise.all([
  forever('positions', async () => await givePositions(pool)),
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
  forever('termination tickets', createTerminationTickets({ pool, client, logger }, register), terminationsMs),
  forever('backup schedule', async () => { await holdSchedule({ pool, client }); return 0; }, scheduleMs),
  forever('horizons', async () => { await extendHorizons({ pool, client, logger }); return 0; }, housekeepingMs),
  forever('uploads', async () => await settleUpload(pool, (sha256) => documents.remove(sha256)), housekeepingMs),
  forever('housekeeping', async () => { await deleteOldKeys(pool); return 0; }, housekeepingMs),
]);
await Promise.all([delivery.idle(), notices.idle()]);
health.close();
await connection.close();
await pool.end();

/** Works until told to stop: at once again while there is work, later when there is none, later still when something is away. */
async function forever(name: string, work: () => Promise<number>, restMs = idleMs): Promise<void> {
  let troubled = false;
  while (!stop.signal.aborted) {
    try {
      const done = await work();
      if (troubled) logger.info({ task: name }, 'works again');
      troubled = false;
      if (done === 0) await rest(restMs);
    } catch (error) {
      if (!troubled) logger.error({ task: name, reason: (error as Error).message }, 'does not work; trying again every second');
      troubled = true;
      await rest(troubledMs);
    }
  }
}

async function rest(ms: number): Promise<void> {
  await sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined);
}

async function count(sql: string): Promise<number> {
  const { rows: [row] } = await pool.query<{ n: number }>(sql);
  return row?.n ?? 0;
}
