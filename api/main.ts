/** The API process: reads its settings, connects lazily, serves until it is told to stop. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { createDocumentStorage } from '../activities/documents/storage.ts';
import { createBillingAccountPort } from '../activities/outside/billing-account.ts';
import { createEligibilityPort } from '../activities/outside/eligibility.ts';
import { createInventoryPort } from '../activities/outside/inventory.ts';
import { createKnowledgePort } from '../activities/outside/knowledge.ts';
import { createMonitoringPort } from '../activities/outside/monitoring.ts';
import { saleFiles } from '../activities/notices/sale-files.ts';
import { scheduleFiles } from '../activities/notices/schedule-files.ts';
import { apiSettings, commonSettings, databaseSettings, documentPlace, readSettings, temporalSettings } from '../config.ts';
import { demandSchema, readMigrations } from '../db/migrate.ts';
import { readHoldings, readHoldingsOfMany } from '../db/people/holdings.ts';
import { readKeyByDigest } from '../db/people/keys.ts';
import { createPool } from '../db/pool.ts';
import { projectRoot } from '../project-root.ts';
import { createLogger } from '../workers/logger.ts';
import { liveConnections, processMetrics } from '../workers/metrics/process.ts';
import { createTemporalClient, payloadCodecOf } from '../workers/temporal-client.ts';
import { temporalConnection, temporalUiUrl } from '../workers/temporal-connection.ts';
import { startTracing } from '../workers/tracing/start.ts';
import { createApp, keepAliveMs } from './app.ts';
import { createLimits } from './http/rate-limit.ts';
import { createSignatureVerifier } from './callbacks/signature.ts';
import { createLive } from './live/live.ts';
import { createMailReceiver } from './mail/receiver.ts';
import { allRoutes } from './routes.ts';
import { createCookies } from './sign-in/cookies.ts';
import { gathered } from './sign-in/gathered.ts';
import { acceptingKeys } from './sign-in/keys.ts';
import { createSignInProvider } from './sign-in/provider.ts';
import { createSeal } from './sign-in/seal.ts';
import { createVerifier } from './sign-in/verify.ts';

const settings = readSettings(commonSettings.extend(databaseSettings.shape).extend(temporalSettings.shape).extend(apiSettings.shape));
const endTracing = await startTracing('api', settings);
const logger = createLogger('api', settings.JALON_LOG_LEVEL);
const pool = createPool(settings.DATABASE_URL, (error) => logger.warn({ reason: error.message }, 'lost an idle database connection'), 20);
// Lazy: the API starts without Temporal and says so on /readyz, instead of failing to start.
const connection = Connection.lazy(await temporalConnection(settings));
const codec = payloadCodecOf(settings);
const client = createTemporalClient(connection, settings.TEMPORAL_NAMESPACE, codec, settings.JALON_PUBLIC_URL);
const registry = processMetrics(pool);

const nowMs = () => Date.now();
const documents = createDocumentStorage(documentPlace(settings));
/** A technician waits for the answer: what is slower is missing from it. */
const timeoutMs = 2_000;
const tools = {
  inventory: createInventoryPort({ baseUrl: settings.JALON_INVENTORY_URL, token: settings.JALON_INVENTORY_TOKEN, timeoutMs }),
  knowledge: createKnowledgePort({ baseUrl: settings.JALON_KNOWLEDGE_URL, token: settings.JALON_KNOWLEDGE_TOKEN, timeoutMs }),
  monitoring: createMonitoringPort({ baseUrl: settings.JALON_MONITORING_URL, token: settings.JALON_MONITORING_TOKEN, timeoutMs }),
};
/** The 360° view waits so long for each of its outside blocks, side by side, and then shows what it last heard (C-01). */
const viewTimeoutMs = 1_500;
const outside = {
  accounts: createBillingAccountPort({ baseUrl: settings.JALON_BILLING_URL, token: settings.JALON_BILLING_TOKEN, timeoutMs: viewTimeoutMs }),
  eligibility: createEligibilityPort({ baseUrl: settings.JALON_ELIGIBILITY_URL, token: settings.JALON_ELIGIBILITY_TOKEN, timeoutMs: viewTimeoutMs }),
  inventory: createInventoryPort({ baseUrl: settings.JALON_INVENTORY_URL, token: settings.JALON_INVENTORY_TOKEN, timeoutMs: viewTimeoutMs }),
};
const live = createLive({ pool, logger, nowMs });
liveConnections(registry, () => live.connections());
const publicUrl = new URL(settings.JALON_PUBLIC_URL);
// Of the version that runs: asked of again and again, and an upgrade may lay newer files beside it.
const migrations = await readMigrations();
const letterhead = { operator: settings.JALON_OPERATOR_NAME, legalLine: settings.JALON_OPERATOR_LEGAL_LINE };
const app = createApp({
  routes: allRoutes({ pool, client, nowMs, live, tools, outside, codec: codec ?? null, temporalUiUrl: temporalUiUrl(settings), linkSecret: settings.JALON_LINK_SECRET, documents, scheduleFiles: scheduleFiles(letterhead), saleFiles: saleFiles(letterhead) }), pool, logger, registry, nowMs, uploadMaxBytes: settings.JALON_DOCUMENT_MAX_MIB * 1024 * 1024,
  trustedProxies: settings.JALON_TRUSTED_PROXIES,
  limits: createLimits({ personPerMinute: settings.JALON_REQUESTS_PER_MINUTE, strangerPerMinute: settings.JALON_STRANGER_REQUESTS_PER_MINUTE, clockMs: () => performance.now() }),
  holdingsOf: (subject, atMs) => readHoldings(pool, subject, atMs), followersHoldingsOf: gathered((subjects, atMs) => readHoldingsOfMany(pool, subjects, atMs), nowMs),
  verify: acceptingKeys(createVerifier({ issuer: settings.JALON_OIDC_ISSUER, audience: settings.JALON_OIDC_AUDIENCE }), (digest) => readKeyByDigest(pool, digest), nowMs),
  verifyCallback: {
    'obl': createSignatureVerifier(settings.JALON_OBL_CALLBACK_SECRETS),
    'ref-tech': createSignatureVerifier(settings.JALON_REF_TECH_CALLBACK_SECRETS),
    'jarvis': createSignatureVerifier(settings.JALON_JARVIS_CALLBACK_SECRETS),
    'inventory': createSignatureVerifier(settings.JALON_INVENTORY_CALLBACK_SECRETS),
    'monitoring': createSignatureVerifier(settings.JALON_MONITORING_CALLBACK_SECRETS),
    'hardware': createSignatureVerifier(settings.JALON_HARDWARE_CALLBACK_SECRETS),
    'backups': createSignatureVerifier(settings.JALON_BACKUPS_CALLBACK_SECRETS),
  },
  browsers: {
    webUiOrigin: settings.JALON_TEMPORAL_UI_URL === undefined ? null : new URL(settings.JALON_TEMPORAL_UI_URL).origin,
    seal: createSeal(settings.JALON_SESSION_SECRET), cookies: createCookies(publicUrl), publicUrl, operatorName: settings.JALON_OPERATOR_NAME, consoleFolder: join(projectRoot(), 'dist', 'console'),
    provider: createSignInProvider({
      issuer: settings.JALON_OIDC_ISSUER, clientId: settings.JALON_OIDC_CLIENT_ID, clientSecret: settings.JALON_OIDC_CLIENT_SECRET, scope: settings.JALON_OIDC_SCOPE, publicUrl, nowMs,
    }),
  },
  health: {
    postgresql: () => pool.query('SELECT 1'),
    migrations: () => demandSchema(pool, migrations),
    temporal: () => client.connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.describeNamespace({ namespace: settings.TEMPORAL_NAMESPACE })),
  },
});

const server = createServer(app);
server.keepAliveTimeout = keepAliveMs;
server.on('error', (error) => {
  logger.fatal({ reason: error.message }, 'cannot listen');
  process.exit(1);
});
server.listen(settings.JALON_API_PORT, settings.JALON_API_HOST, () => logger.info({ port: settings.JALON_API_PORT }, 'api ready'));

const { JALON_MAIL_IN_PORT: mailPort, JALON_MAIL_IN_TLS_CERT: cert, JALON_MAIL_IN_TLS_KEY: key } = settings;
const receiver = createMailReceiver({
  pool, documents, logger, maxBytes: settings.JALON_MAIL_IN_MAX_MIB * 1024 * 1024, secret: settings.JALON_MAIL_IN_PASSWORD ?? null,
  tls: cert === undefined || key === undefined ? null : { cert: await readFile(cert), key: await readFile(key) },
});
if (mailPort !== undefined) {
  receiver.server.on('error', (error) => {
    logger.fatal({ reason: error.message }, 'cannot listen for mails');
    process.exit(1);
  });
  receiver.listen(mailPort, settings.JALON_MAIL_IN_HOST, () => logger.info({ port: mailPort }, 'mails are taken'));
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    // Requests under way are answered; connections kept alive by clients are closed.
    const mailsAreIn = new Promise<void>((resolve) => { if (mailPort === undefined) resolve(); else receiver.close(resolve); });
    const streamsAreOver = live.close();
    server.close(() => void Promise.all([mailsAreIn, streamsAreOver]).then(() => Promise.all([connection.close(), pool.end(), endTracing()])));
    server.closeIdleConnections();
  });
}
