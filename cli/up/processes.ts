/** Our own processes as the supervisor runs them: program, settings, port, readiness. */
import { join } from 'node:path';
import type { z } from 'zod';
import {
  apiSettings, commonSettings, databaseSettings, givenSettings, identitySettings, inheritedEnvironment, relaySettings, simulatorSettings, temporalSettings, type upSettings, workerSettings,
} from '../../config.ts';
import type { Service } from '../processes/supervise.ts';
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
export function addresses(settings: Surroundings['settings']): Record<'api' | 'issuer' | 'obl' | 'billing' | 'temporalUi', string> {
  return {
    api: `http://127.0.0.1:${settings.JALON_API_PORT}`,
    issuer: settings.JALON_OIDC_ISSUER ?? `http://127.0.0.1:${settings.JALON_IDENTITY_PORT}`,
    obl: settings.JALON_OBL_URL ?? `http://127.0.0.1:${settings.JALON_OBL_PORT}`,
    billing: settings.JALON_BILLING_URL ?? `http://127.0.0.1:${settings.JALON_BILLING_PORT}`,
    temporalUi: `http://127.0.0.1:${settings.JALON_TEMPORAL_UI_PORT}`,
  };
}

/** What stands for the outside world: identity and simulators, less those that are given from outside. They need nothing. */
export function outsideServices(around: Omit<Surroundings, 'databaseUrl' | 'temporalAddress'>): Service[] {
  const { settings, secrets, dataFolder } = around;
  const data = (name: string): string => join(dataFolder, name);
  const services: Service[] = [];
  if (settings.JALON_OIDC_ISSUER === undefined) {
    services.push(service(around, 'identity', 'simulators/identity', { number: settings.JALON_IDENTITY_PORT, variable: 'JALON_IDENTITY_PORT' }, '/healthz', identitySettings, {
      JALON_IDENTITY_PORT: String(settings.JALON_IDENTITY_PORT), JALON_IDENTITY_DATA: data('identity'),
    }));
  }
  if (settings.JALON_OBL_URL === undefined) {
    services.push(service(around, 'obl', 'simulators/obl', { number: settings.JALON_OBL_PORT, variable: 'JALON_OBL_PORT' }, '/healthz', simulatorSettings, {
      JALON_SIM_PORT: String(settings.JALON_OBL_PORT), JALON_SIM_DATA: data('obl'), JALON_SIM_TOKEN: settings.JALON_OBL_TOKEN ?? secrets.oblToken,
      JALON_SIM_CALLBACK_URL: `${addresses(settings).api}/api/v1/callbacks/obl`,
      JALON_SIM_CALLBACK_SECRET: settings.JALON_OBL_CALLBACK_SECRETS?.split(' ')[0] ?? secrets.oblCallbackSecret,
    }));
  }
  if (settings.JALON_BILLING_URL === undefined) {
    services.push(service(around, 'billing', 'simulators/billing', { number: settings.JALON_BILLING_PORT, variable: 'JALON_BILLING_PORT' }, '/healthz', simulatorSettings, {
      JALON_SIM_PORT: String(settings.JALON_BILLING_PORT), JALON_SIM_DATA: data('billing'), JALON_SIM_TOKEN: settings.JALON_BILLING_TOKEN ?? secrets.billingToken,
    }));
  }
  return services;
}

/** The application: worker, relay and API; they need database and Temporal, not each other. */
export function applicationServices(around: Surroundings): Service[] {
  const { settings, secrets } = around;
  const stores = { DATABASE_URL: around.databaseUrl, TEMPORAL_ADDRESS: around.temporalAddress };
  const both = databaseSettings.extend(temporalSettings.shape);
  const at = addresses(settings);
  return [
    service(around, 'worker', 'workers', { number: settings.JALON_WORKER_METRICS_PORT, variable: 'JALON_WORKER_METRICS_PORT' }, '/healthz', both.extend(workerSettings.shape), {
      ...stores, JALON_WORKER_METRICS_PORT: String(settings.JALON_WORKER_METRICS_PORT), JALON_OBL_URL: at.obl, JALON_BILLING_URL: at.billing,
      JALON_OBL_TOKEN: settings.JALON_OBL_TOKEN ?? secrets.oblToken, JALON_BILLING_TOKEN: settings.JALON_BILLING_TOKEN ?? secrets.billingToken,
    }),
    service(around, 'relay', 'relay', { number: settings.JALON_RELAY_METRICS_PORT, variable: 'JALON_RELAY_METRICS_PORT' }, '/healthz', both.extend(relaySettings.shape), {
      ...stores, JALON_RELAY_METRICS_PORT: String(settings.JALON_RELAY_METRICS_PORT),
    }),
    service(around, 'api', 'api', { number: settings.JALON_API_PORT, variable: 'JALON_API_PORT' }, '/readyz', both.extend(apiSettings.shape), {
      ...stores, JALON_API_PORT: String(settings.JALON_API_PORT), JALON_OIDC_ISSUER: at.issuer,
      JALON_OBL_CALLBACK_SECRETS: settings.JALON_OBL_CALLBACK_SECRETS ?? secrets.oblCallbackSecret,
    }),
  ];
}

/** A child gets the settings of its own schema only: those the person gave, and those we know, which heed what was given. */
function service(
  around: { readonly root: string }, name: string, folder: string, port: { readonly number: number; readonly variable: string }, readyPath: string,
  schema: z.ZodObject, made: Readonly<Record<string, string>>,
): Service {
  return {
    name, ports: [port], readyWithinMs, graceMs, stopSignal: 'SIGTERM',
    program: {
      command: process.execPath, args: ['--enable-source-maps', join(around.root, 'dist', folder, 'main.js')], cwd: around.root,
      env: { ...inheritedEnvironment(), ...givenSettings(schema.extend(commonSettings.shape)), ...made },
    },
    ready: async () => {
      const answer = await fetch(`http://127.0.0.1:${port.number}${readyPath}`, { signal: AbortSignal.timeout(2_000) });
      await answer.body?.cancel();
      return answer.ok;
    },
  };
}
