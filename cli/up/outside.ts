/** The outside systems as `up` knows them: under which variables they are set, and what stands in where nothing was given. */
import type { z } from 'zod';
import type { upSettings } from '../settings.ts';
import type { DevelopmentSecrets } from './secrets.ts';

type Settings = z.infer<typeof upSettings>;

/** The simulators that are called by HTTP. */
const simulators = {
  'obl': { variable: 'OBL', token: 'oblToken' },
  'billing': { variable: 'BILLING', token: 'billingToken' },
  'ref-tech': { variable: 'REF_TECH', token: 'refTechToken' },
  'jarvis': { variable: 'JARVIS', token: 'jarvisToken' },
  'sms': { variable: 'SMS', token: 'smsToken' },
  'support': { variable: 'SUPPORT', token: 'supportToken' },
} as const satisfies Record<string, { variable: string; token: keyof DevelopmentSecrets }>;

/** The systems, each with the simulator that stands in for it; one that stands in for several has each of them below its name. */
const systems = {
  'obl': { variable: 'OBL', simulator: 'obl' },
  'billing': { variable: 'BILLING', simulator: 'billing' },
  'ref-tech': { variable: 'REF_TECH', simulator: 'ref-tech' },
  'jarvis': { variable: 'JARVIS', simulator: 'jarvis' },
  'sms': { variable: 'SMS', simulator: 'sms' },
  'inventory': { variable: 'INVENTORY', simulator: 'support' },
  'knowledge': { variable: 'KNOWLEDGE', simulator: 'support' },
  'monitoring': { variable: 'MONITORING', simulator: 'support' },
  'hardware': { variable: 'HARDWARE', simulator: 'support' },
  'backups': { variable: 'BACKUPS', simulator: 'support' },
  'eligibility': { variable: 'ELIGIBILITY', simulator: 'support' },
} as const satisfies Record<string, { variable: string; simulator: keyof typeof simulators }>;

/** Those of them that call back, each to an address of ours of the same name. */
const callers = {
  'obl': { variable: 'OBL', secret: 'oblCallbackSecret' },
  'ref-tech': { variable: 'REF_TECH', secret: 'refTechCallbackSecret' },
  'jarvis': { variable: 'JARVIS', secret: 'jarvisCallbackSecret' },
  'inventory': { variable: 'INVENTORY', secret: 'inventoryCallbackSecret' },
  'monitoring': { variable: 'MONITORING', secret: 'monitoringCallbackSecret' },
  'hardware': { variable: 'HARDWARE', secret: 'hardwareCallbackSecret' },
  'backups': { variable: 'BACKUPS', secret: 'backupsCallbackSecret' },
} as const satisfies Record<string, { variable: string; secret: keyof DevelopmentSecrets }>;

export type OutsideName = keyof typeof systems;
export type CallerName = keyof typeof callers;
export type SimulatorName = keyof typeof simulators;
export const outsideNames = Object.keys(systems) as OutsideName[];

/** The simulators that stand in for something: a person may have given systems of his own. */
export function neededSimulators(settings: Settings): SimulatorName[] {
  return [...new Set(outsideNames.filter((name) => !isGiven(settings, name)).map((name) => systems[name].simulator))];
}

function isGiven(settings: Settings, name: OutsideName): boolean {
  return settings[`JALON_${systems[name].variable}_URL`] !== undefined;
}

/** Where a simulator listens. */
export function portOf(settings: Settings, name: SimulatorName): { readonly number: number; readonly variable: string } {
  const variable = `JALON_${simulators[name].variable}_PORT` as const;
  return { number: settings[variable], variable };
}

export function urlOf(settings: Settings, name: OutsideName): string {
  const { variable, simulator } = systems[name];
  return settings[`JALON_${variable}_URL`] ?? `http://127.0.0.1:${portOf(settings, simulator).number}${simulator === name ? '' : `/${name}`}`;
}

/** By which a system knows us. The systems of one simulator have its token in common; one that was given, its own. */
export function tokenOf(settings: Settings, secrets: DevelopmentSecrets, name: OutsideName): string {
  const { variable, simulator } = systems[name];
  const given = simulator === name || isGiven(settings, name) ? settings[`JALON_${variable}_TOKEN`] : undefined;
  return given ?? secrets[simulators[simulator].token];
}

/** The token that a simulator asks of its callers. */
export function simulatorTokenOf(settings: Settings, secrets: DevelopmentSecrets, name: SimulatorName): string {
  return name === 'support' ? secrets.supportToken : tokenOf(settings, secrets, name);
}

/** The secrets of its callbacks, the first of which it signs with. */
export function callbackSecretsOf(settings: Settings, secrets: DevelopmentSecrets, name: CallerName): string {
  return settings[`JALON_${callers[name].variable}_CALLBACK_SECRETS`] ?? secrets[callers[name].secret];
}

/** Where the callbacks of a simulator go and what it signs them with, as its process is told. */
export function callbackTarget(settings: Settings, secrets: DevelopmentSecrets, name: SimulatorName, callbacksUrl: string): Record<string, string> {
  const signing = (caller: CallerName): string => callbackSecretsOf(settings, secrets, caller).split(' ')[0] as string;
  if (name === 'support') {
    const tools = (Object.keys(callers) as CallerName[]).filter((caller) => systems[caller].simulator === 'support');
    return { JALON_SIM_CALLBACK_URL: callbacksUrl, ...Object.fromEntries(tools.map((tool) => [`JALON_SIM_${callers[tool].variable}_CALLBACK_SECRET`, signing(tool)])) };
  }
  return name === 'billing' || name === 'sms' ? {} : { JALON_SIM_CALLBACK_URL: `${callbacksUrl}/${name}`, JALON_SIM_CALLBACK_SECRET: signing(name) };
}

/** The mail server, with who we are there; the simulated one knows everybody who has its token. */
export function smtpUrlOf(settings: Settings, secrets: DevelopmentSecrets): string {
  return settings.JALON_SMTP_URL ?? `smtp://jalon:${secrets.mailToken}@127.0.0.1:${settings.JALON_SMTP_PORT}`;
}

/** What a worker needs to reach all of them. */
export function workerVariables(settings: Settings, secrets: DevelopmentSecrets): Record<string, string> {
  return {
    ...outsideVariables(settings, secrets, outsideNames.filter((name) => name !== 'eligibility')),
    JALON_SUPPORT_DESK_MAIL: settings.JALON_SUPPORT_DESK_MAIL, JALON_OBL_SUPPORT_MAIL: settings.JALON_OBL_SUPPORT_MAIL,
  };
}

/** What a worker and the relay need to write mails. */
export function mailVariables(settings: Settings, secrets: DevelopmentSecrets): Record<string, string> {
  return { JALON_SMTP_URL: smtpUrlOf(settings, secrets), JALON_MAIL_FROM: settings.JALON_MAIL_FROM };
}

/** What the API needs to ask the tools of a diagnosis (T-12), and what the 360° view shows of the outside (C-01). */
export function toolVariables(settings: Settings, secrets: DevelopmentSecrets): Record<string, string> {
  return outsideVariables(settings, secrets, ['inventory', 'knowledge', 'monitoring', 'billing', 'eligibility']);
}

function outsideVariables(settings: Settings, secrets: DevelopmentSecrets, names: readonly OutsideName[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => [
    [`JALON_${systems[name].variable}_URL`, urlOf(settings, name)], [`JALON_${systems[name].variable}_TOKEN`, tokenOf(settings, secrets, name)],
  ]));
}

/** What the API needs to know their callbacks by. */
export function callbackVariables(settings: Settings, secrets: DevelopmentSecrets): Record<string, string> {
  return Object.fromEntries((Object.keys(callers) as CallerName[]).map((name) => [`JALON_${callers[name].variable}_CALLBACK_SECRETS`, callbackSecretsOf(settings, secrets, name)]));
}
