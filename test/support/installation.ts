/** A whole installation of real processes from `dist/`, as `./jalon up` runs it, on wires that a test can hold and with processes that it can kill. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, Connection } from '@temporalio/client';
import { guard } from '../../cli/embedded/guardian.ts';
import { startEmbedded } from '../../cli/embedded/start.ts';
import type { DynamicConfig } from '../../cli/embedded/temporal-config.ts';
import { freePorts } from '../../cli/processes/ports.ts';
import type { Service } from '../../cli/processes/supervise.ts';
import { until } from '../../cli/processes/wait.ts';
import { fetchToken } from '../../cli/token.ts';
import { callbackSecretsOf, outsideNames, tokenOf, urlOf, type CallerName, type OutsideName } from '../../cli/up/outside.ts';
import { addresses, applicationServices, outsideServices, type Surroundings } from '../../cli/up/processes.ts';
import { makeSecrets } from '../../cli/up/secrets.ts';
import { upSettings } from '../../cli/settings.ts';
import { readSettings } from '../../config.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { prepareDatabase } from '../../db/prepare.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { projectRoot } from '../../project-root.ts';
import { createPayloadCodec, readKeys } from '../../workers/payload-codec.ts';
import { createTemporalClient } from '../../workers/temporal-client.ts';
import { eventually } from './eventually.ts';
import { runKillable, type KillableProcess } from './processes.ts';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

export const ourProcesses = ['identity', 'obl', 'billing', 'ref-tech', 'jarvis', 'sms', 'support', 'mail', 'worker', 'relay', 'api'] as const;
const engineProcesses = ['temporal', 'postgres'] as const;
export type ProcessName = (typeof ourProcesses)[number] | (typeof engineProcesses)[number];

/** A simulator's own address and token: its book and its fault mode. */
export interface OutsideAccess {
  readonly url: string;
  readonly token: string;
}

export interface Installation {
  /** Straight to the database and to the engine, past the wires. */
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly client: Client;
  readonly apiUrl: string;
  /** Where API, worker and relay show their metrics. */
  readonly metricsUrls: readonly string[];
  /** Of the development identity provider. */
  readonly issuer: string;
  /** An access token of the user who has this profile. */
  tokenOf(profile: Profile): Promise<string>;
  /** The simulators, where they are read and controlled. */
  readonly outside: Readonly<Record<OutsideName | 'mail', OutsideAccess>>;
  callbackSecret(sender: CallerName): string;
  /** That the links of customers are signed with. */
  readonly linkSecret: string;
  readonly wires: {
    readonly workerToTemporal: TcpProxy;
    readonly relayToTemporal: TcpProxy;
    /** Of worker, relay and API; Temporal keeps its own way to the same server. */
    readonly toDatabase: TcpProxy;
  };
  /** SIGKILL; the process is started again at once. Resolves when it is dead. */
  kill(name: ProcessName): Promise<void>;
  /** The last words of each of our processes that ended without being told to; those that never did are left out. */
  ownDeaths(): Record<string, readonly string[]>;
  /** Every process serves. */
  ready(): Promise<void>;
  /** What our processes have said so far, line by line, by process. */
  logs(): Promise<Record<string, readonly string[]>>;
  close(): Promise<void>;
}

const engineBackMs = 120_000;
const portVariables = [
  'JALON_API_PORT', 'JALON_IDENTITY_PORT', 'JALON_OBL_PORT', 'JALON_BILLING_PORT', 'JALON_REF_TECH_PORT', 'JALON_JARVIS_PORT', 'JALON_MAIL_PORT', 'JALON_SMTP_PORT',
  'JALON_SMS_PORT', 'JALON_SUPPORT_PORT', 'JALON_WORKER_METRICS_PORT', 'JALON_RELAY_METRICS_PORT', 'JALON_MAIL_IN_PORT',
] as const;

/**
 * Starts everything. Durable, for what a killed PostgreSQL had confirmed must still be there.
 * @param dynamicConfig of the Temporal Server.
 * @param delayMs from one thing that an outside system does by itself to the next.
 * @param env further settings of every process.
 */
export async function openInstallation(
  { dynamicConfig = {}, delayMs = 100, env = {} }: { dynamicConfig?: DynamicConfig; delayMs?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-installation-'));
  const [pids, logs] = [join(folder, 'processes'), join(folder, 'logs')];
  const dismiss = [guard(join(folder, 'engine', 'run')), guard(pids)];
  const embedded = await startEmbedded({ dataFolder: join(folder, 'engine'), dynamicConfig });
  const portOf = (address: string): number => Number(new URL(address.includes('://') ? address : `tcp://${address}`).port);
  await prepareDatabase(embedded.databaseUrl, { samples: true });
  const wires = {
    workerToTemporal: await openTcpProxy(portOf(embedded.temporalAddress)),
    relayToTemporal: await openTcpProxy(portOf(embedded.temporalAddress)),
    toDatabase: await openTcpProxy(portOf(embedded.databaseUrl)),
  };
  const databaseUrl = new URL(embedded.databaseUrl);
  databaseUrl.port = String(wires.toDatabase.port);

  const ports = await freePorts(portVariables.length);
  const settings = readSettings(upSettings, Object.fromEntries(portVariables.map((variable, index) => [variable, String(ports[index])])));
  const secrets = makeSecrets();
  const around: Surroundings = { settings, secrets, root: projectRoot(), dataFolder: folder, databaseUrl: databaseUrl.href, temporalAddress: embedded.temporalAddress };
  const through = (temporal: TcpProxy): Service[] => applicationServices({ ...around, temporalAddress: `127.0.0.1:${temporal.port}` });
  const services = [
    ...outsideServices(around), only('api', applicationServices(around)),
    only('worker', through(wires.workerToTemporal)), only('relay', through(wires.relayToTemporal)),
  ].map((service) => withEnvironment(service, { JALON_LOG_LEVEL: 'info', JALON_SIM_DELAY_MS: String(delayMs), ...env }));
  const running = new Map<string, KillableProcess>(services.map((service) => [service.name, runKillable(service, { pids, logs })]));

  async function killEngine(name: (typeof engineProcesses)[number]): Promise<void> {
    const pid = embedded.pids()[name];
    if (pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, 'SIGKILL');
    await until(() => embedded.pids()[name] !== pid, engineBackMs, 25);
  }
  const pool = createPool(embedded.databaseUrl, () => undefined);
  const connection = Connection.lazy({ address: embedded.temporalAddress });
  const keys = env['JALON_PAYLOAD_KEYS'];
  const client = createTemporalClient(connection, embedded.namespace, keys === undefined ? undefined : createPayloadCodec(readKeys(keys)));

  async function ready(): Promise<void> {
    await Promise.all([...running.values()].map((each) => each.ready()));
    const engineServes = await until(async () => {
      await pool.query('SELECT 1');
      await connection.workflowService.describeNamespace({ namespace: embedded.namespace });
      return true;
    }, engineBackMs, 25);
    if (!engineServes) throw new Error('PostgreSQL or Temporal did not come back');
  }

  try {
    await ready();
    const { issuer, api } = addresses(settings);
    return {
      pool, client, wires, ready, databaseUrl: embedded.databaseUrl,
      apiUrl: `${api}/api/v1`, issuer, metricsUrls: [settings.JALON_API_PORT, settings.JALON_WORKER_METRICS_PORT, settings.JALON_RELAY_METRICS_PORT].map((port) => `http://127.0.0.1:${port}/metrics`),
      tokenOf: createTokens(issuer),
      outside: {
        ...Object.fromEntries(outsideNames.map((name) => [name, { url: urlOf(settings, name), token: tokenOf(settings, secrets, name) }])) as Record<OutsideName, OutsideAccess>,
        mail: { url: `http://127.0.0.1:${settings.JALON_MAIL_PORT}`, token: secrets.mailToken },
      },
      callbackSecret: (sender) => callbackSecretsOf(settings, secrets, sender), linkSecret: secrets.linkSecret,
      kill: async (name) => await (name === 'temporal' || name === 'postgres' ? killEngine(name) : running.get(name)?.kill()),
      ownDeaths: () => Object.fromEntries([...running].map(([name, each]) => [name, each.ownDeaths()] as const).filter(([, deaths]) => deaths.length > 0)),
      logs: async () => Object.fromEntries(await Promise.all(ourProcesses.map(async (name) => [name, (await readFile(join(logs, `${name}.log`), 'utf8').catch(() => '')).split('\n')] as const))),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }

  async function close(): Promise<void> {
    for (const wire of Object.values(wires)) wire.release();
    await Promise.all([...running.values()].map((each) => each.stop()));
    await connection.close();
    await pool.end();
    await embedded.stop();
    for (const wire of Object.values(wires)) await wire.close();
    for (const each of dismiss) each();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Signs each user in once; a sign-in that fails, e.g. because the identity provider was just killed, is tried again. */
export function createTokens(issuer: string): (profile: Profile) => Promise<string> {
  const known = new Map<Profile, Promise<string>>();
  return (profile) => {
    const token = known.get(profile) ?? eventually(() => fetchToken(issuer, profile), engineBackMs, 200);
    known.set(profile, token);
    return token;
  };
}

function only(name: string, services: readonly Service[]): Service {
  const found = services.find((service) => service.name === name);
  if (!found) throw new Error(`no service ${name}`);
  return found;
}

function withEnvironment(service: Service, env: Readonly<Record<string, string>>): Service {
  return { ...service, program: { ...service.program, env: { ...service.program.env, ...env } } };
}
