/** The one reader of `process.env`: every setting of every process, checked at its start, secrets without a default. */
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);
const secret = z.string().min(16, 'at least 16 characters');
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
});

/** What every process says and how. */
export const commonSettings = z.object({
  JALON_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
});

export const apiSettings = z.object({
  JALON_API_HOST: z.string().default('127.0.0.1'),
  JALON_API_PORT: port.default(4000),
  JALON_OIDC_ISSUER: z.url(),
  JALON_OIDC_AUDIENCE: z.string().min(1).default('jalon-api'),
  /** Standard Webhooks secrets (`whsec_…`) of the OBL's callbacks; several, separated by spaces, during a rotation. */
  JALON_OBL_CALLBACK_SECRETS: secret,
});

export const workerSettings = z.object({
  JALON_OBL_URL: z.url(),
  JALON_OBL_TOKEN: secret,
  JALON_BILLING_URL: z.url(),
  JALON_BILLING_TOKEN: secret,
  /** Prometheus metrics and liveness of the worker process, loopback. */
  JALON_WORKER_METRICS_PORT: port.default(4010),
  /** Journeys kept in memory between two tasks; the rest is replayed (about 235 MB per 1,000). */
  JALON_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(10).default(1000),
});

export const relaySettings = z.object({ JALON_RELAY_METRICS_PORT: port.default(4011) });

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

/** The development identity provider. */
export const identitySettings = z.object({
  JALON_IDENTITY_PORT: port.default(4020),
  JALON_IDENTITY_DATA: z.string().min(1),
  JALON_OIDC_AUDIENCE: z.string().min(1).default('jalon-api'),
});

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
