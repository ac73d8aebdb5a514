/** What the command line is told by its environment: as a client of the API, and as what starts a whole installation; the settings of the processes themselves are in `config.ts`. */
import { z } from 'zod';
import { linkSecret, payloadKeys, port, secret, sessionSecret, smtpUrl } from '../config.ts';

/** Where `./jalon token` signs in: the development identity provider of this machine. */
export const tokenSettings = z.object({ JALON_IDENTITY_PORT: port.default(4020) })
  .transform(({ JALON_IDENTITY_PORT }) => ({ issuer: `http://127.0.0.1:${JALON_IDENTITY_PORT}` }));

/** The command line as a client of the API: where that is, who one is there, and in which language it answers. */
export const clientSettings = z.object({
  JALON_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  JALON_API_PORT: port.default(4000),
  /** A bearer token or an API key; without it, as one signed in with `./jalon sign-in`. */
  JALON_TOKEN: z.string().min(1).optional(),
  JALON_OIDC_ISSUER: z.url().optional(),
  JALON_IDENTITY_PORT: port.default(4020),
  XDG_CONFIG_HOME: z.string().min(1).optional(),
  HOME: z.string().optional(),
  LC_ALL: z.string().optional(),
  LANG: z.string().optional(),
}).transform(({ JALON_API_URL, JALON_API_PORT, JALON_TOKEN, JALON_OIDC_ISSUER, JALON_IDENTITY_PORT, XDG_CONFIG_HOME, HOME, LC_ALL, LANG }) => ({
  baseUrl: (JALON_API_URL ?? `http://127.0.0.1:${JALON_API_PORT}`).replace(/\/+$/, ''),
  token: JALON_TOKEN,
  issuer: JALON_OIDC_ISSUER ?? `http://127.0.0.1:${JALON_IDENTITY_PORT}`,
  folder: `${XDG_CONFIG_HOME ?? `${HOME ?? '.'}/.config`}/jalon`,
  language: /^fr/i.test((LC_ALL ?? '') || (LANG ?? '')) ? 'fr' as const : 'en' as const,
}));

/** `./jalon up`: where the embedded default lies and listens, and what is given from outside instead of it. */
export const upSettings = z.object({
  /** Relative to the current folder; `.jalon` of the project when not given. */
  JALON_DATA: z.string().min(1).optional(),
  /** Where the engine's programs are kept between projects. */
  JALON_CACHE: z.string().min(1).optional(),
  XDG_CACHE_HOME: z.string().min(1).optional(),
  JALON_API_PORT: port.default(4000),
  JALON_TEMPORAL_PORT: port.default(7233),
  JALON_TEMPORAL_UI_PORT: port.default(8233),
  JALON_POSTGRES_PORT: port.default(54329),
  JALON_IDENTITY_PORT: port.default(4020),
  JALON_OBL_PORT: port.default(4021),
  JALON_BILLING_PORT: port.default(4022),
  JALON_REF_TECH_PORT: port.default(4023),
  JALON_JARVIS_PORT: port.default(4024),
  JALON_MAIL_PORT: port.default(4025),
  JALON_SMTP_PORT: port.default(4026),
  JALON_SMS_PORT: port.default(4027),
  /** Of the simulators of inventory, knowledge, monitoring, hardware, backups and eligibility together. */
  JALON_SUPPORT_PORT: port.default(4028),
  JALON_MAIL_IN_PORT: port.default(4030),
  JALON_WORKER_METRICS_PORT: port.default(4010),
  JALON_RELAY_METRICS_PORT: port.default(4011),
  /** Here somebody develops: his receivers are on this machine. */
  JALON_WEBHOOKS_TO_LOOPBACK: z.enum(['true', 'false']).default('true'),
  /** Given: no PostgreSQL of ours for the application. */
  DATABASE_URL: z.string().min(1).optional(),
  /** Given: no Temporal of ours. */
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** As the processes have them: the Web UI is told where they are read. */
  JALON_PAYLOAD_KEYS: payloadKeys,
  /** Our own Web UI when not given and Temporal is ours. */
  JALON_TEMPORAL_UI_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Given: no development identity provider. */
  JALON_OIDC_ISSUER: z.url().optional(),
  /** Given: no simulator of that system. */
  JALON_OBL_URL: z.url().optional(),
  JALON_BILLING_URL: z.url().optional(),
  JALON_REF_TECH_URL: z.url().optional(),
  JALON_JARVIS_URL: z.url().optional(),
  JALON_SMS_URL: z.url().optional(),
  JALON_INVENTORY_URL: z.url().optional(),
  JALON_KNOWLEDGE_URL: z.url().optional(),
  JALON_MONITORING_URL: z.url().optional(),
  JALON_HARDWARE_URL: z.url().optional(),
  JALON_BACKUPS_URL: z.url().optional(),
  JALON_ELIGIBILITY_URL: z.url().optional(),
  JALON_SMTP_URL: smtpUrl.optional(),
  JALON_OBL_TOKEN: secret.optional(),
  JALON_BILLING_TOKEN: secret.optional(),
  JALON_REF_TECH_TOKEN: secret.optional(),
  JALON_JARVIS_TOKEN: secret.optional(),
  JALON_SMS_TOKEN: secret.optional(),
  JALON_INVENTORY_TOKEN: secret.optional(),
  JALON_KNOWLEDGE_TOKEN: secret.optional(),
  JALON_MONITORING_TOKEN: secret.optional(),
  JALON_HARDWARE_TOKEN: secret.optional(),
  JALON_BACKUPS_TOKEN: secret.optional(),
  JALON_ELIGIBILITY_TOKEN: secret.optional(),
  JALON_OBL_CALLBACK_SECRETS: secret.optional(),
  JALON_REF_TECH_CALLBACK_SECRETS: secret.optional(),
  JALON_JARVIS_CALLBACK_SECRETS: secret.optional(),
  JALON_INVENTORY_CALLBACK_SECRETS: secret.optional(),
  JALON_MONITORING_CALLBACK_SECRETS: secret.optional(),
  JALON_HARDWARE_CALLBACK_SECRETS: secret.optional(),
  JALON_BACKUPS_CALLBACK_SECRETS: secret.optional(),
  /** Relative to the current folder; below the data folder when not given. */
  JALON_DOCUMENTS: z.string().min(1).optional(),
  JALON_MAIL_FROM: z.string().min(3).default('Jalon <ne-pas-repondre@jalon.invalid>'),
  JALON_SUPPORT_DESK_MAIL: z.email().default('exploitation@jalon.invalid'),
  JALON_OBL_SUPPORT_MAIL: z.email().default('support-obl@jalon.invalid'),
  /** Given with an issuer of one's own; else the development provider's. */
  JALON_OIDC_CLIENT_ID: z.string().min(1).default('jalon-console'),
  /** One of our own when not given. */
  JALON_SESSION_SECRET: sessionSecret.optional(),
  /** Where our API listens when not given. */
  JALON_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** One of our own when not given. */
  JALON_LINK_SECRET: linkSecret.optional(),
  /** Our own API when not given. */
  JALON_CUSTOMER_URL: z.url().optional(),
});
