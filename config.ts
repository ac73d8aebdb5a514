/** The one reader of `process.env`: every setting of every process, checked at its start, secrets without a default. */
import { isIP } from 'node:net';
import { z } from 'zod';

export const port = z.coerce.number().int().min(1).max(65535);
/** Networks by CIDR, or single addresses. */
const proxies = z.string().default('').transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .refine((parts) => parts.every(isAddressOrNetwork), 'IP addresses, or networks like 10.0.0.0/8, separated by commas');
export const secret = z.string().min(16, 'at least 16 characters');
/** `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte. */
export const smtpUrl = z.url({ protocol: /^smtps?$/ });
/** Signs the links by which customers do their tasks without signing in (D-06); the same for API, workers and relay. 32 characters at least, as its algorithm asks. */
export const linkSecret = z.string().min(32, 'at least 32 characters');
/** In whose name customers are written to, and the line under each document. */
const operatorSettings = {
  JALON_OPERATOR_NAME: z.string().min(1).default('Jalon'),
  JALON_OPERATOR_LEGAL_LINE: z.string().default(''),
};
/** What workers and relay need to write mails. */
const mailSettings = {
  JALON_SMTP_URL: smtpUrl,
  /** The sender of every mail: `Opérateur <contact@example.fr>`, or the address alone. */
  JALON_MAIL_FROM: z.string().min(3),
  JALON_LINK_SECRET: linkSecret,
  /** Where customers read and answer. */
  JALON_CUSTOMER_URL: z.url().default('http://127.0.0.1:4000'),
  /** Calls per second that one process makes to each outside system at most. */
  JALON_OUTSIDE_CALLS_PER_SECOND: z.coerce.number().positive().max(10_000).default(20),
};
/** A setting of a container that its `.env` leaves empty. */
const notGiven = z.literal('').transform(() => undefined);
const payloadKeysPattern = /^\s*[\w.-]{1,40}:[A-Za-z0-9+/]{43}=(?:\s+[\w.-]{1,40}:[A-Za-z0-9+/]{43}=)*\s*$/;
export const payloadKeys = z.string().regex(payloadKeysPattern, 'one or more name:base64, separated by spaces, each of 32 bytes').optional().or(notGiven);
/** Where spans go (OTLP over HTTP), and what share of the traces is kept. */
const tracingSettings = {
  /** The whole address of a collector, for example http://127.0.0.1:4318/v1/traces; not given: nothing is traced. */
  JALON_TRACES_URL: z.url({ protocol: /^https?$/ }).optional().or(notGiven),
  JALON_TRACES_RATIO: z.coerce.number().min(0).max(1).default(1),
};
const flag = z.enum(['true', 'false']).default('false').transform((value) => value === 'true');

/** PostgreSQL, for the API, the workers and the relay. */
export const databaseSettings = z.object({ DATABASE_URL: z.string().min(1) });

/** Temporal: address, and what an outside server or Temporal Cloud needs. */
export const temporalSettings = z.object({
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TLS: flag,
  /** Paths of PEM files: a client certificate and its key (mTLS), and a private CA. */
  TEMPORAL_TLS_CERT: z.string().optional(),
  TEMPORAL_TLS_KEY: z.string().optional(),
  TEMPORAL_TLS_CA: z.string().optional(),
  TEMPORAL_API_KEY: z.string().optional(),
  /** Keys under which the engine keeps what journeys are given: `name:base64` of 32 bytes, the newest first, older ones behind a space for as long as a journey of theirs is kept; not given: in clear. */
  JALON_PAYLOAD_KEYS: payloadKeys,
});

/** What every process says and how. */
export const commonSettings = z.object({
  JALON_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
});

/** Where the documents lie, for every API, worker and relay alike: a bucket where its endpoint is given, else a folder that they share. */
const documentSettings = {
  JALON_DOCUMENTS: z.string().min(1).optional(),
  /** S3 or what speaks like it; the bucket exists, and the key may put, get and delete its objects. */
  JALON_DOCUMENTS_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  JALON_DOCUMENTS_S3_BUCKET: z.string().min(1).optional(),
  JALON_DOCUMENTS_S3_REGION: z.string().min(1).optional(),
  JALON_DOCUMENTS_S3_KEY_ID: z.string().min(1).optional(),
  JALON_DOCUMENTS_S3_SECRET: secret.optional(),
};

/** @throws {Error} a sentence that names what is missing. */
export function documentPlace(settings: Partial<Record<keyof typeof documentSettings, string | undefined>>) {
  const {
    JALON_DOCUMENTS: folder, JALON_DOCUMENTS_S3_ENDPOINT: endpoint, JALON_DOCUMENTS_S3_BUCKET: bucket, JALON_DOCUMENTS_S3_REGION: region,
    JALON_DOCUMENTS_S3_KEY_ID: keyId, JALON_DOCUMENTS_S3_SECRET: key,
  } = settings;
  if (endpoint !== undefined && bucket !== undefined && region !== undefined && keyId !== undefined && key !== undefined) return { endpoint, bucket, region, keyId, secret: key };
  if (endpoint === undefined && folder !== undefined) return { folder };
  throw new Error('Configuration: set JALON_DOCUMENTS to a folder, or all of JALON_DOCUMENTS_S3_ENDPOINT, _BUCKET, _REGION, _KEY_ID and _SECRET, and start again.');
}

/** The tools that a technician diagnoses with (T-12): asked by the API as well as by the workers. */
const toolSettings = {
  JALON_INVENTORY_URL: z.url(),
  JALON_INVENTORY_TOKEN: secret,
  JALON_KNOWLEDGE_URL: z.url(),
  JALON_KNOWLEDGE_TOKEN: secret,
  JALON_MONITORING_URL: z.url(),
  JALON_MONITORING_TOKEN: secret,
};

/** Encrypts what browsers keep of their sign-in; the same for every API process; several, separated by spaces, during a rotation. */
export const sessionSecret = z.string().regex(/^\S{32,}( \S{32,})*$/, 'at least 32 characters without a space, each');

/** Browsers sign in at the issuer as this client, and come back to `/sign-in/callback` below the public address. */
const browserSettings = {
  /** Where browsers reach the API: what a request of theirs must come from, and where the issuer sends them back to. */
  JALON_PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  JALON_SESSION_SECRET: sessionSecret,
  JALON_OIDC_CLIENT_ID: z.string().min(1),
  /** Not given, or empty: a public client, whose codes PKCE alone protects. */
  JALON_OIDC_CLIENT_SECRET: secret.or(z.literal('').transform(() => undefined)).optional(),
  /** `openid` among others; `offline_access` beside it where the issuer gives refresh tokens for that only. */
  JALON_OIDC_SCOPE: z.string().min(1).default('openid'),
};

export const apiSettings = z.object({
  ...tracingSettings,
  ...operatorSettings,
  ...toolSettings,
  /** What the 360° view asks (C-01). */
  JALON_BILLING_URL: z.url(),
  JALON_BILLING_TOKEN: secret,
  JALON_ELIGIBILITY_URL: z.url(),
  JALON_ELIGIBILITY_TOKEN: secret,
  JALON_API_HOST: z.string().default('127.0.0.1'),
  JALON_API_PORT: port.default(4000),
  /** Addresses and networks (`10.0.0.5, 10.1.0.0/16`) of the proxies before the API: what they say of who is behind them counts. Not given: nobody's word does, and a proxy's visitors are one. */
  JALON_TRUSTED_PROXIES: proxies,
  /** Requests a minute that one process takes of one person or key, at any pace; and of a network whose senders it does not know: links, sign-ins, tokens that are none. */
  JALON_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(10_000_000).default(3_000),
  JALON_STRANGER_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(10_000_000).default(600),
  /** Where supervisors reach the Temporal Web UI by their browsers; not given: nothing links there. */
  JALON_TEMPORAL_UI_URL: z.url({ protocol: /^https?$/ }).optional(),
  JALON_OIDC_ISSUER: z.url(),
  JALON_OIDC_AUDIENCE: z.string().min(1).default('jalon-api'),
  ...browserSettings,
  /** Standard Webhooks secrets (`whsec_…`) of each system that calls back; several, separated by spaces, during a rotation. */
  JALON_LINK_SECRET: linkSecret,
  JALON_OBL_CALLBACK_SECRETS: secret,
  JALON_REF_TECH_CALLBACK_SECRETS: secret,
  JALON_JARVIS_CALLBACK_SECRETS: secret,
  JALON_INVENTORY_CALLBACK_SECRETS: secret,
  JALON_MONITORING_CALLBACK_SECRETS: secret,
  JALON_HARDWARE_CALLBACK_SECRETS: secret,
  JALON_BACKUPS_CALLBACK_SECRETS: secret,
  ...documentSettings,
  JALON_DOCUMENT_MAX_MIB: z.coerce.number().int().min(1).max(200).default(20),
  /** Where the operator's own mail server hands over, by SMTP, what is written to the desks (T-01); not given: nowhere. */
  JALON_MAIL_IN_PORT: port.optional(),
  /** Another than loopback only inside a network of its own, or with a certificate and a password. */
  JALON_MAIL_IN_HOST: z.string().min(1).default('127.0.0.1'),
  /** The password that it must give, under any name; not given: it is asked for none. */
  JALON_MAIL_IN_PASSWORD: secret.optional(),
  /** Paths of PEM files: with them STARTTLS is offered, and the password taken under it only. */
  JALON_MAIL_IN_TLS_CERT: z.string().min(1).optional(),
  JALON_MAIL_IN_TLS_KEY: z.string().min(1).optional(),
  JALON_MAIL_IN_MAX_MIB: z.coerce.number().int().min(1).max(100).default(25),
});

/** Where a process that serves nothing else shows its metrics and liveness; another than loopback only inside a network of its own. */
const metricsSettings = { JALON_METRICS_HOST: z.string().min(1).default('127.0.0.1') };

export const workerSettings = z.object({
  ...tracingSettings,
  ...documentSettings,
  JALON_OBL_URL: z.url(),
  JALON_OBL_TOKEN: secret,
  JALON_BILLING_URL: z.url(),
  JALON_BILLING_TOKEN: secret,
  JALON_REF_TECH_URL: z.url(),
  JALON_REF_TECH_TOKEN: secret,
  JALON_JARVIS_URL: z.url(),
  JALON_JARVIS_TOKEN: secret,
  JALON_SMS_URL: z.url(),
  JALON_SMS_TOKEN: secret,
  ...toolSettings,
  JALON_HARDWARE_URL: z.url(),
  JALON_HARDWARE_TOKEN: secret,
  JALON_BACKUPS_URL: z.url(),
  JALON_BACKUPS_TOKEN: secret,
  ...mailSettings,
  /** Who is told that a service is handed over to exploitation (D-19). */
  JALON_SUPPORT_DESK_MAIL: z.email(),
  /** Where the local loop operators' support is written to when one keeps silent (D-09). */
  JALON_OBL_SUPPORT_MAIL: z.email(),
  ...operatorSettings,
  ...metricsSettings,
  JALON_WORKER_METRICS_PORT: port.default(4010),
  /** Journeys kept in memory between two tasks; the rest is replayed (about 350 kB each while open: docs/benchmarks.md). */
  JALON_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(10).default(1000),
});

export const relaySettings = z.object({
  /** A subscription of webhooks that took nothing for so many days is disabled. */
  JALON_WEBHOOKS_GIVE_UP_DAYS: z.coerce.number().positive().max(60).default(5),
  /** On a machine that develops: webhooks may go to this machine, and by plain HTTP. */
  JALON_WEBHOOKS_TO_LOOPBACK: flag,
  ...tracingSettings, ...metricsSettings, ...documentSettings, ...mailSettings, JALON_OPERATOR_NAME: operatorSettings.JALON_OPERATOR_NAME, JALON_RELAY_METRICS_PORT: port.default(4011),
});

/** Settings of a simulator process; `JALON_SIM_CALLBACK_*` only where it calls back. */
export const simulatorSettings = z.object({
  JALON_SIM_PORT: port,
  JALON_SIM_DATA: z.string().min(1),
  JALON_SIM_TOKEN: secret,
  JALON_SIM_CALLBACK_URL: z.url().optional(),
  JALON_SIM_CALLBACK_SECRET: secret.optional(),
  /** Milliseconds between an order and its acknowledgement, and between this and the delivery report. */
  JALON_SIM_DELAY_MS: z.coerce.number().int().min(0).default(1000),
});

/** The tools of the support desk: each calls back to its own address below `JALON_SIM_CALLBACK_URL`, with its own secret. */
export const supportSimulatorSettings = simulatorSettings.extend({
  JALON_SIM_CALLBACK_URL: z.url(),
  JALON_SIM_INVENTORY_CALLBACK_SECRET: secret,
  JALON_SIM_MONITORING_CALLBACK_SECRET: secret,
  JALON_SIM_HARDWARE_CALLBACK_SECRET: secret,
  JALON_SIM_BACKUPS_CALLBACK_SECRET: secret,
});

/** JARVIS relays orders to the OBL: where that is, and how JARVIS is known there. */
export const jarvisSimulatorSettings = simulatorSettings.extend({ JALON_SIM_OBL_URL: z.url(), JALON_SIM_OBL_TOKEN: secret });

/** The mail server takes mails by SMTP; `JALON_SIM_PORT` is where it is read and controlled. */
export const mailSimulatorSettings = simulatorSettings.extend({ JALON_SIM_SMTP_PORT: port });

/** The development identity provider; it listens on loopback only, by no setting. */
export const identitySettings = z.object({
  JALON_IDENTITY_PORT: port.default(4020),
  JALON_IDENTITY_DATA: z.string().min(1),
  JALON_OIDC_AUDIENCE: z.string().min(1).default('jalon-api'),
  NODE_ENV: z.string().optional().refine((value) => value !== 'production',
    'not "production": this identity provider signs anybody in without a password. Set JALON_OIDC_ISSUER to a real one instead'),
});

/** Of the tests: how long the database stays away, so that a long run is one variable away from the short one of every day. */
export const testSettings = z.object({
  JALON_TEST_AWAY_SECONDS: z.coerce.number().int().min(10).default(40),
  /** A folder: every page of the console is photographed into it, in every look. */
  JALON_TEST_SHOTS: z.string().optional(),
  /** The end-to-end tests run on what `./jalon up --stack` starts. */
  JALON_TEST_STACK: flag,
});

/** What every child of the supervisor inherits: where programs are found, language, zone; no setting and no secret. */
export function inheritedEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const names = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_ENV', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'SystemRoot'];
  return pick(env, names);
}

/** The settings of one child that the person gave in our own environment; a child gets no others. */
export function givenSettings(schema: z.ZodObject, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return pick(env, Object.keys(schema.shape));
}

/** Our whole environment with additions, for a tool run on the person's behalf (Go and its proxy settings). */
export function environmentWith(additions: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...additions };
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  return version !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)));
}

function pick(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/**
 * Reads and checks the settings of one process.
 * @throws {Error} one sentence per wrong or missing variable, by name; never its value.
 */
export function readSettings<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv = process.env): z.infer<T> {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Configuration: set these environment variables and start again.\n${faults.join('\n')}`);
}
