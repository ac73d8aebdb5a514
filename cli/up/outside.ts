/** The outside systems as `up` knows them: under which variables they are set, and what stands in where nothing was given. */
import type { z } from 'zod';
import type { upSettings } from '../../config.ts';
import type { DevelopmentSecrets } from './secrets.ts';

type Settings = z.infer<typeof upSettings>;

/** Those that are called by HTTP. */
const systems = {
  'obl': { variable: 'OBL', token: 'oblToken' },
  'billing': { variable: 'BILLING', token: 'billingToken' },
  'ref-tech': { variable: 'REF_TECH', token: 'refTechToken' },
  'jarvis': { variable: 'JARVIS', token: 'jarvisToken' },
  'sms': { variable: 'SMS', token: 'smsToken' },
} as const satisfies Record<string, { variable: string; token: keyof DevelopmentSecrets }>;

/** Those of them that call back, each to an address of ours of the same name. */
const callers = {
  'obl': { variable: 'OBL', secret: 'oblCallbackSecret' },
  'ref-tech': { variable: 'REF_TECH', secret: 'refTechCallbackSecret' },
  'jarvis': { variable: 'JARVIS', secret: 'jarvisCallbackSecret' },
} as const satisfies Record<string, { variable: string; secret: keyof DevelopmentSecrets }>;

export type OutsideName = keyof typeof systems;
export type CallerName = keyof typeof callers;
export const outsideNames = Object.keys(systems) as OutsideName[];

/** Whether a person gave a system of his own, so that no simulator is needed. */
export function isGiven(settings: Settings, name: OutsideName): boolean {
  return settings[`JALON_${systems[name].variable}_URL`] !== undefined;
}

/** Where its simulator listens. */
export function portOf(settings: Settings, name: OutsideName): { readonly number: number; readonly variable: string } {
  const variable = `JALON_${systems[name].variable}_PORT` as const;
  return { number: settings[variable], variable };
}

export function urlOf(settings: Settings, name: OutsideName): string {
  return settings[`JALON_${systems[name].variable}_URL`] ?? `http://127.0.0.1:${portOf(settings, name).number}`;
}

export function tokenOf(settings: Settings, secrets: DevelopmentSecrets, name: OutsideName): string {
  return settings[`JALON_${systems[name].variable}_TOKEN`] ?? secrets[systems[name].token];
}

/** The secrets of its callbacks, the first of which it signs with. */
export function callbackSecretsOf(settings: Settings, secrets: DevelopmentSecrets, name: CallerName): string {
  return settings[`JALON_${callers[name].variable}_CALLBACK_SECRETS`] ?? secrets[callers[name].secret];
}

export function callsBack(name: OutsideName): name is CallerName {
  return name in callers;
}

/** The mail server, with who we are there; the simulated one knows everybody who has its token. */
export function smtpUrlOf(settings: Settings, secrets: DevelopmentSecrets): string {
  return settings.JALON_SMTP_URL ?? `smtp://jalon:${secrets.mailToken}@127.0.0.1:${settings.JALON_SMTP_PORT}`;
}

/** What a worker needs to reach all of them. */
export function workerVariables(settings: Settings, secrets: DevelopmentSecrets): Record<string, string> {
  return {
    ...Object.fromEntries(outsideNames.flatMap((name) => [
      [`JALON_${systems[name].variable}_URL`, urlOf(settings, name)], [`JALON_${systems[name].variable}_TOKEN`, tokenOf(settings, secrets, name)],
    ])),
    JALON_SMTP_URL: smtpUrlOf(settings, secrets), JALON_MAIL_FROM: settings.JALON_MAIL_FROM, JALON_SUPPORT_DESK_MAIL: settings.JALON_SUPPORT_DESK_MAIL,
    JALON_OBL_SUPPORT_MAIL: settings.JALON_OBL_SUPPORT_MAIL,
  };
}

/** What the API needs to know their callbacks by. */
export function callbackVariables(settings: Settings, secrets: DevelopmentSecrets): Record<string, string> {
  return Object.fromEntries((Object.keys(callers) as CallerName[]).map((name) => [`JALON_${callers[name].variable}_CALLBACK_SECRETS`, callbackSecretsOf(settings, secrets, name)]));
}
