/** Our own processes as the supervisor runs them: program, settings, port, readiness. */
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import {
  apiSettings, commonSettings, databaseSettings, givenSettings, identitySettings, inheritedEnvironment, jarvisSimulatorSettings, mailSimulatorSettings, relaySettings,
  simulatorSettings, supportSimulatorSettings, temporalSettings, workerSettings,
} from '../../config.ts';
import { thrift } from '../../workers/thrift.ts';
import type { PortUse } from '../processes/ports.ts';
import type { Service } from '../processes/supervise.ts';
import type { upSettings } from '../settings.ts';
import {
  callbackTarget, callbackVariables, neededSimulators, portOf, simulatorTokenOf, tokenOf, toolVariables, urlOf, mailVariables, workerVariables, type SimulatorName,
} from './outside.ts';
import type { DevelopmentSecrets } from './secrets.ts';

export interface Surroundings {
  readonly settings: z.infer<typeof upSettings>;
  readonly secrets: DevelopmentSecrets;
  /** Of the project: its `dist/` holds the programs. */
  readonly root: string;
  /** Absolute. */
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
}

const graceMs = 15_000;
const readyWithinMs = 60_000;

/** Where people and programs reach us. */
export function addresses(settings: Surroundings['settings']): Record<'api' | 'issuer' | 'temporalUi', string> {
  return {
    api: `http://127.0.0.1:${settings.JALON_API_PORT}`,
    issuer: settings.JALON_OIDC_ISSUER ?? `http://127.0.0.1:${settings.JALON_IDENTITY_PORT}`,
    temporalUi: `http://127.0.0.1:${settings.JALON_TEMPORAL_UI_PORT}`,
  };
}

/** What stands for the outside world: identity and simulators, less those that are given from outside. They need nothing. */
export function outsideServices(around: Omit<Surroundings, 'databaseUrl' | 'temporalAddress'>): Service[] {
  const { settings, secrets, dataFolder } = around;
  const services: Service[] = [];
  if (settings.JALON_OIDC_ISSUER === undefined) {
    services.push(service(around, 'identity', 'simulators/identity', [{ number: settings.JALON_IDENTITY_PORT, variable: 'JALON_IDENTITY_PORT' }], '/healthz', identitySettings, {
      JALON_IDENTITY_PORT: String(settings.JALON_IDENTITY_PORT), JALON_IDENTITY_DATA: join(dataFolder, 'identity'),
    }));
  }
  services.push(...neededSimulators(settings).map((name) => simulator(around, name)));
  if (settings.JALON_SMTP_URL === undefined) {
    const ports = [{ number: settings.JALON_MAIL_PORT, variable: 'JALON_MAIL_PORT' }, { number: settings.JALON_SMTP_PORT, variable: 'JALON_SMTP_PORT' }] as const;
    services.push(service(around, 'mail', 'simulators/mail', ports, '/healthz', mailSimulatorSettings, {
      JALON_SIM_PORT: String(settings.JALON_MAIL_PORT), JALON_SIM_SMTP_PORT: String(settings.JALON_SMTP_PORT),
      JALON_SIM_DATA: join(dataFolder, 'mail'), JALON_SIM_TOKEN: secrets.mailToken,
    }));
  }
  return services;
}

function simulator(around: Omit<Surroundings, 'databaseUrl' | 'temporalAddress'>, name: SimulatorName): Service {
  const { settings, secrets, dataFolder } = around;
  const port = portOf(settings, name);
  const schema = name === 'jarvis' ? jarvisSimulatorSettings : name === 'support' ? supportSimulatorSettings : simulatorSettings;
  return service(around, name, `simulators/${name}`, [port], '/healthz', schema, {
    JALON_SIM_PORT: String(port.number), JALON_SIM_DATA: join(dataFolder, name), JALON_SIM_TOKEN: simulatorTokenOf(settings, secrets, name),
    ...callbackTarget(settings, secrets, name, `${addresses(settings).api}/api/v1/callbacks`),
    ...(name === 'jarvis' ? { JALON_SIM_OBL_URL: urlOf(settings, 'obl'), JALON_SIM_OBL_TOKEN: tokenOf(settings, secrets, 'obl') } : {}),
  });
}

/** The application: worker, relay and API; they need database and Temporal, not each other. */
export function applicationServices(around: Surroundings): Service[] {
  const { settings, secrets } = around;
  const stores = { DATABASE_URL: around.databaseUrl, TEMPORAL_ADDRESS: around.temporalAddress };
  const both = databaseSettings.extend(temporalSettings.shape);
  const links = { JALON_LINK_SECRET: settings.JALON_LINK_SECRET ?? secrets.linkSecret };
  const mails = { ...mailVariables(settings, secrets), ...links, JALON_CUSTOMER_URL: settings.JALON_CUSTOMER_URL ?? addresses(settings).api };
  const documents = { JALON_DOCUMENTS: resolve(settings.JALON_DOCUMENTS ?? join(around.dataFolder, 'documents')) };
  return [
    thrifty(service(around, 'worker', 'workers', [{ number: settings.JALON_WORKER_METRICS_PORT, variable: 'JALON_WORKER_METRICS_PORT' }], '/healthz', both.extend(workerSettings.shape), {
      ...stores, JALON_WORKER_METRICS_PORT: String(settings.JALON_WORKER_METRICS_PORT), ...workerVariables(settings, secrets), ...mails, ...documents,
    })),
    service(around, 'relay', 'relay', [{ number: settings.JALON_RELAY_METRICS_PORT, variable: 'JALON_RELAY_METRICS_PORT' }], '/healthz', both.extend(relaySettings.shape), {
      ...stores, JALON_RELAY_METRICS_PORT: String(settings.JALON_RELAY_METRICS_PORT), JALON_WEBHOOKS_TO_LOOPBACK: settings.JALON_WEBHOOKS_TO_LOOPBACK, ...mails, ...documents,
    }),
    service(around, 'api', 'api', [{ number: settings.JALON_API_PORT, variable: 'JALON_API_PORT' }, { number: settings.JALON_MAIL_IN_PORT, variable: 'JALON_MAIL_IN_PORT' }], '/readyz', both.extend(apiSettings.shape), {
      ...stores, JALON_API_PORT: String(settings.JALON_API_PORT), JALON_MAIL_IN_PORT: String(settings.JALON_MAIL_IN_PORT), JALON_OIDC_ISSUER: addresses(settings).issuer,
      ...(settings.TEMPORAL_ADDRESS === undefined ? { JALON_TEMPORAL_UI_URL: settings.JALON_TEMPORAL_UI_URL ?? addresses(settings).temporalUi } : {}),
      JALON_OIDC_CLIENT_ID: settings.JALON_OIDC_CLIENT_ID, JALON_SESSION_SECRET: settings.JALON_SESSION_SECRET ?? secrets.sessionSecret, JALON_PUBLIC_URL: settings.JALON_PUBLIC_URL ?? addresses(settings).api,
      ...documents, ...callbackVariables(settings, secrets), ...toolVariables(settings, secrets), ...links,
    }),
  ];
}

function thrifty({ program, ...rest }: Service): Service {
  return { ...rest, program: { ...program, args: [...thrift.nodeArguments, ...program.args], env: { ...program.env, ...thrift.environment } } };
}

/** A child answers for its health on the first of its ports, and gets the settings of its own schema only: those the person gave, and those we know, which heed what was given. */
function service(
  around: { readonly root: string }, name: string, folder: string, ports: readonly [PortUse, ...PortUse[]], readyPath: string,
  schema: z.ZodObject, made: Readonly<Record<string, string>>,
): Service {
  return {
    name, ports, readyWithinMs, graceMs, stopSignal: 'SIGTERM',
    program: {
      command: process.execPath, args: ['--enable-source-maps', join(around.root, 'dist', folder, 'main.js')], cwd: around.root,
      env: { ...inheritedEnvironment(), ...givenSettings(schema.extend(commonSettings.shape)), ...made },
    },
    ready: async () => {
      const answer = await fetch(`http://127.0.0.1:${ports[0].number}${readyPath}`, { signal: AbortSignal.timeout(2_000) });
      await answer.body?.cancel();
      return answer.ok;
    },
  };
}
