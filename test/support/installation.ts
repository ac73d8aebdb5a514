/** A whole installation of real processes from `dist/`, as `./jalon up` or `./jalon up --stack` runs it, on wires that a test can hold and with processes that it can kill. */
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
import { copiedApplication, openFront } from '../../cli/up/copies.ts';
import { addresses, applicationServices, outsideServices, type Surroundings } from '../../cli/up/processes.ts';
import { makeSecrets } from '../../cli/up/secrets.ts';
import { upSettings } from '../../cli/settings.ts';
import { readSettings, testSettings } from '../../config.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { prepareDatabase } from '../../db/prepare.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { projectRoot } from '../../project-root.ts';
import { createPayloadCodec, readKeys } from '../../workers/payload-codec.ts';
import { createTemporalClient } from '../../workers/temporal-client.ts';
import { eventually } from './eventually.ts';
import { runKillable, signalTree, type KillableProcess } from './processes.ts';
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
  /** Where every API, worker and relay shows its metrics. */
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
  /** SIGKILL; the process is started again at once. Resolves when it is dead. Of several that do the same, each has its turn. */
  kill(name: ProcessName): Promise<void>;
  /** Ends a process in order; it is started again at once. Resolves when it has ended. */
  restart(name: ProcessName): Promise<void>;
  /** SIGSTOP, to the process and all that it has started. @returns what lets them go on. */
  freeze(name: ProcessName): () => void;
  /** SIGKILL to one of those that do the same, which is not started again. */
  lose(name: 'worker' | 'relay' | 'api'): Promise<void>;
  /** SIGKILL to every API, worker and relay; they stay away until they are released. */
  hold(): Promise<void>;
  release(): void;
  /** The last words of each of our processes that ended without being told to; those that never did are left out. */
  ownDeaths(): Record<string, readonly string[]>;
  /** Every process serves. */
  ready(): Promise<void>;
  /** What our processes have said so far, line by line, by what they do. */
  logs(): Promise<Record<string, readonly string[]>>;
  /** What it keeps: data, logs. */
  readonly folder: string;
  /** @param isKept its folder stays, for who wants to know what happened */
  close(isKept?: boolean): Promise<void>;
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
 * @param env further settings of every process; `envOf` of one of ours.
 * @param folder new and empty; one of its own when not given.
 * @param isStack as in production: each of the engine's services in a process of its own, and two of each of ours.
 */
export async function openInstallation(
  { dynamicConfig = {}, delayMs = 100, env = {}, envOf = () => ({}), folder: given, isStack = readSettings(testSettings).JALON_TEST_STACK }:
  { dynamicConfig?: DynamicConfig; delayMs?: number; env?: Readonly<Record<string, string>>; envOf?: (name: string) => Readonly<Record<string, string>>; folder?: string; isStack?: boolean } = {},
): Promise<Installation> {
  const folder = given ?? await mkdtemp(join(tmpdir(), 'jalon-installation-'));
  const [pids, logs] = [join(folder, 'processes'), join(folder, 'logs')];
  const dismiss = [guard(join(folder, 'engine', 'run')), guard(pids)];
  const embedded = await startEmbedded({ dataFolder: join(folder, 'engine'), dynamicConfig, isSplit: isStack });
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
  const copied = isStack ? await copiedApplication(around) : undefined;
  const through = (temporalAddress: string): Service[] => copied?.services({ ...around, temporalAddress }) ?? applicationServices({ ...around, temporalAddress });
  const services = [
    ...outsideServices(around), ...all('api', through(embedded.temporalAddress)),
    ...all('worker', through(`127.0.0.1:${wires.workerToTemporal.port}`)), ...all('relay', through(`127.0.0.1:${wires.relayToTemporal.port}`)),
  ].map((service) => withEnvironment(service, { JALON_LOG_LEVEL: 'info', JALON_SIM_DELAY_MS: String(delayMs), ...env, ...envOf(service.name) }));
  const running = new Map<string, KillableProcess>(services.map((service) => [service.name, runKillable(service, { pids, logs })]));
  const application = (): KillableProcess[] => [...running.values()].filter(({ name }) => isOfApplication(name));
  const fronts = await Promise.all(copied?.fronts.map(openFront) ?? []);

  const turns = new Map<ProcessName, number>();
  /** The name of a process, of several that do the same the one whose turn it is. */
  function inTurn(name: ProcessName): string {
    const doingTheSame = [...Object.keys(embedded.pids()).filter((each) => each !== 'temporal-ui'), ...running.keys()].filter((each) => each === name || each.startsWith(`${name}-`));
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const found = doingTheSame[turn % doingTheSame.length];
    if (found === undefined) throw new Error(`no process ${name}`);
    return found;
  }

  function pidOf(name: string): number {
    const pid = running.get(name)?.pid() ?? embedded.pids()[name];
    if (pid === undefined) throw new Error(`${name} does not run`);
    return pid;
  }

  async function endEngine(name: string, signal: NodeJS.Signals): Promise<void> {
    const pid = pidOf(name);
    process.kill(pid, signal);
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
      apiUrl: `${api}/api/v1`, issuer, metricsUrls: services.filter(({ name }) => isOfApplication(name)).map(({ ports: [port] }) => `http://127.0.0.1:${port?.number}/metrics`),
      tokenOf: createTokens(issuer),
      outside: {
        ...Object.fromEntries(outsideNames.map((name) => [name, { url: urlOf(settings, name), token: tokenOf(settings, secrets, name) }])) as Record<OutsideName, OutsideAccess>,
        mail: { url: `http://127.0.0.1:${settings.JALON_MAIL_PORT}`, token: secrets.mailToken },
      },
      callbackSecret: (sender) => callbackSecretsOf(settings, secrets, sender), linkSecret: secrets.linkSecret,
      async kill(name) {
        const victim = inTurn(name);
        await (running.get(victim)?.kill() ?? endEngine(victim, 'SIGKILL'));
      },
      async restart(name) {
        const victim = inTurn(name);
        // As `./jalon up` ends them.
        await (running.get(victim)?.restart() ?? endEngine(victim, name === 'postgres' ? 'SIGINT' : 'SIGTERM'));
      },
      freeze(name) {
        const pid = pidOf(inTurn(name));
        signalTree(pid, 'SIGSTOP');
        return () => signalTree(pid, 'SIGCONT');
      },
      async hold() { await Promise.all(application().map((each) => each.hold())); },
      release() { for (const each of application()) each.release(); },
      async lose(name) {
        const victim = inTurn(name);
        await running.get(victim)?.lose();
        running.delete(victim);
      },
      ownDeaths: () => Object.fromEntries([...running].map(([name, each]) => [name, each.ownDeaths()] as const).filter(([, deaths]) => deaths.length > 0)),
      async logs() {
        const said: Record<string, string[]> = {};
        for (const { name } of services) (said[name.replace(/-\d$/, '')] ??= []).push(...(await readFile(join(logs, `${name}.log`), 'utf8').catch(() => '')).split('\n'));
        return said;
      },
      folder, close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }

  async function close(isKept = false): Promise<void> {
    for (const wire of Object.values(wires)) wire.release();
    await Promise.all([...running.values()].map((each) => each.stop()));
    await Promise.all(fronts.map((front) => front.stop()));
    await connection.close();
    await pool.end();
    await embedded.stop();
    for (const wire of Object.values(wires)) await wire.close();
    for (const each of dismiss) each();
    if (!isKept) await rm(folder, { recursive: true, force: true });
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

function isOfApplication(name: string): boolean {
  return /^(?:api|worker|relay)(?:-\d)?$/.test(name);
}

function all(name: string, services: readonly Service[]): Service[] {
  return services.filter((service) => service.name === name || service.name.startsWith(`${name}-`));
}

function withEnvironment(service: Service, env: Readonly<Record<string, string>>): Service {
  return { ...service, program: { ...service.program, env: { ...service.program.env, ...env } } };
}
