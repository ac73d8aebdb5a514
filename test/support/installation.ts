/** A whole installation of real processes from `dist/`, as `./jalon up` runs it, on wires that a test can hold and with processes that it can kill. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { guard } from '../../cli/embedded/guardian.ts';
import { startEmbedded } from '../../cli/embedded/start.ts';
import { freePorts } from '../../cli/processes/ports.ts';
import type { Service } from '../../cli/processes/supervise.ts';
import { until } from '../../cli/processes/wait.ts';
import { fetchToken } from '../../cli/token.ts';
import { applicationServices, outsideServices, type Surroundings } from '../../cli/up/processes.ts';
import { readSettings, upSettings } from '../../config.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { prepareDatabase } from '../../db/prepare.ts';
import { projectRoot } from '../../project-root.ts';
import { runKillable, type KillableProcess } from './processes.ts';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

export const ourProcesses = ['identity', 'obl', 'billing', 'worker', 'relay', 'api'] as const;
const engineProcesses = ['temporal', 'postgres'] as const;
export type ProcessName = (typeof ourProcesses)[number] | (typeof engineProcesses)[number];

export interface Installation {
  /** Straight to the database and to the engine, past the wires. */
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly client: Client;
  readonly apiUrl: string;
  /** Of a coordinator. */
  readonly token: string;
  /** Of a network administrator, who sees the inbox. */
  readonly inboxToken: string;
  readonly oblUrl: string;
  readonly billingUrl: string;
  readonly oblToken: string;
  readonly billingToken: string;
  readonly callbackSecret: string;
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
  close(): Promise<void>;
}

const engineBackMs = 120_000;

/**
 * Starts everything. Durable, for what a killed PostgreSQL had confirmed must still be there.
 * @param dynamicConfig of the Temporal Server.
 * @param oblDelayMs from an order to its acknowledgement, and from there to the delivery report.
 */
export async function openInstallation({ dynamicConfig = {}, oblDelayMs = 100 }: { dynamicConfig?: Readonly<Record<string, unknown>>; oblDelayMs?: number } = {}): Promise<Installation> {
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

  const [api, identity, obl, billing, worker, relay] = (await freePorts(6)) as [number, number, number, number, number, number];
  const settings = readSettings(upSettings, {
    JALON_API_PORT: String(api), JALON_IDENTITY_PORT: String(identity), JALON_OBL_PORT: String(obl), JALON_BILLING_PORT: String(billing),
    JALON_WORKER_METRICS_PORT: String(worker), JALON_RELAY_METRICS_PORT: String(relay),
  });
  const secrets = { oblToken: secret(), billingToken: secret(), oblCallbackSecret: `whsec_${randomBytes(32).toString('base64')}` };
  const around: Surroundings = { settings, secrets, root: projectRoot(), dataFolder: folder, databaseUrl: databaseUrl.href, temporalAddress: embedded.temporalAddress };
  const through = (temporal: TcpProxy): Service[] => applicationServices({ ...around, temporalAddress: `127.0.0.1:${temporal.port}` });
  const services = [
    ...outsideServices(around), only('api', applicationServices(around)),
    only('worker', through(wires.workerToTemporal)), only('relay', through(wires.relayToTemporal)),
  ].map((service) => withEnvironment(service, { JALON_LOG_LEVEL: 'info', JALON_SIM_DELAY_MS: String(oblDelayMs) }));
  const running = new Map<string, KillableProcess>(services.map((service) => [service.name, runKillable(service, { pids, logs })]));

  async function killEngine(name: (typeof engineProcesses)[number]): Promise<void> {
    const pid = embedded.pids()[name];
    if (pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, 'SIGKILL');
    await until(() => embedded.pids()[name] !== pid, engineBackMs, 25);
  }
  const pool = createPool(embedded.databaseUrl, () => undefined);
  const connection = Connection.lazy({ address: embedded.temporalAddress });
  const client = new Client({ connection, namespace: embedded.namespace });

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
    const issuer = `http://127.0.0.1:${identity}`;
    return {
      pool, client, wires, ready, databaseUrl: embedded.databaseUrl,
      apiUrl: `http://127.0.0.1:${api}/api/v1`, oblUrl: `http://127.0.0.1:${obl}`, billingUrl: `http://127.0.0.1:${billing}`,
      token: await fetchToken(issuer, 'coordinator'), inboxToken: await fetchToken(issuer, 'network-admin'),
      oblToken: secrets.oblToken, billingToken: secrets.billingToken, callbackSecret: secrets.oblCallbackSecret,
      kill: async (name) => await (name === 'temporal' || name === 'postgres' ? killEngine(name) : running.get(name)?.kill()),
      ownDeaths: () => Object.fromEntries([...running].map(([name, each]) => [name, each.ownDeaths()] as const).filter(([, deaths]) => deaths.length > 0)),
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

function secret(): string {
  return randomBytes(24).toString('hex');
}

function only(name: string, services: readonly Service[]): Service {
  const found = services.find((service) => service.name === name);
  if (!found) throw new Error(`no service ${name}`);
  return found;
}

function withEnvironment(service: Service, env: Readonly<Record<string, string>>): Service {
  return { ...service, program: { ...service.program, env: { ...service.program.env, ...env } } };
}
