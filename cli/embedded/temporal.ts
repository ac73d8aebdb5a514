/** The embedded Temporal Server, in one process or one for each of its services, and its Web UI as supervised children, on the embedded PostgreSQL. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../config.ts';
import { exitCodes, Failure } from '../failure.ts';
import { freePorts, isFree, isListening, type PortUse } from '../processes/ports.ts';
import { supervise, type Service, type Supervised, type SupervisorContext } from '../processes/supervise.ts';
import type { Engine } from './engine.ts';
import { query, type EmbeddedPostgres } from './postgres.ts';
import { type DynamicConfig, type InternalPorts, serverConfigFile, temporalServices, writeServerConfig, writeUiConfig } from './temporal-config.ts';
import { answers, prepareServer } from './temporal-namespace.ts';
import { prepareSchemas } from './temporal-schema.ts';

export interface TemporalOptions {
  /** Absolute; made if missing. */
  readonly folder: string;
  readonly port: PortUse;
  readonly uiPort: PortUse;
  readonly namespace: string;
  readonly timeSkipping: boolean;
  readonly dynamicConfig: DynamicConfig;
  /** As in production: each of the four services in a process of its own. */
  readonly isSplit: boolean;
  /** Where the Web UI's pages have read what is encrypted. */
  readonly codecEndpoint?: string;
}

/** The server keeps its gRPC port in a smallint of its SQL schema. */
const highestPort = 32_767;
const databases = { main: 'temporal', visibility: 'temporal_visibility' };

/** Starts the server: schema, its services, namespace and its search attributes. */
export async function startTemporal(
  engine: Engine, postgres: EmbeddedPostgres, options: TemporalOptions, context: SupervisorContext,
): Promise<Supervised[]> {
  if (options.port.number > highestPort) {
    throw new Failure(`The embedded Temporal cannot use port ${options.port.number}: choose one up to ${highestPort}${options.port.variable === undefined ? '' : ` with ${options.port.variable}=<port>`}.`, exitCodes.environment);
  }
  await mkdir(options.folder, { recursive: true });
  await prepareSchemas(engine.sqlTool, postgres, options.folder, databases);
  const prepare = async (): Promise<InternalPorts> => {
    const internal = await internalPorts(join(options.folder, 'internal-ports.json'));
    await writeServerConfig(options.folder, { ports: { frontend: options.port.number, internal }, postgres, databases, timeSkipping: options.timeSkipping, dynamic: options.dynamicConfig });
    // Members of a killed server would be waited for; on this database there is never another than ours.
    await query(await postgres.database(databases.main), 'DELETE FROM cluster_membership');
    return internal;
  };
  const service = (name: string, ...args: string[]): Service => ({
    name,
    program: { command: engine.server, args: ['--config-file', join(options.folder, serverConfigFile), '--allow-no-auth', 'start', ...args], env: { ...inheritedEnvironment(), HOME: options.folder }, cwd: options.folder },
    ports: [], ready: async () => true, readyWithinMs: 90_000, stopSignal: 'SIGTERM', graceMs: 15_000, quiet: true,
  });
  const frontend = { ports: [options.port], ready: () => answers(`127.0.0.1:${options.port.number}`) };
  if (!options.isSplit) return await prepareServer([await supervise({ ...service('temporal'), ...frontend, before: async () => void await prepare() }, context)], options);
  // Once for all four, which find each other by these.
  const internal = await prepare();
  const services = temporalServices.map((name): Service => {
    const own = service(`temporal-${name}`, '--service', name);
    return name === 'frontend' ? { ...own, ...frontend } : { ...own, ports: [{ number: internal[name].membership }], ready: () => isListening(internal[name].membership) };
  });
  const started = await Promise.allSettled(services.map((each) => supervise(each, context)));
  const supervised = started.flatMap((each) => each.status === 'fulfilled' ? [each.value] : []);
  const failed = started.find((each) => each.status === 'rejected');
  if (failed === undefined) return await prepareServer(supervised, options);
  await Promise.all(supervised.map((each) => each.stop()));
  throw failed.reason;
}

/** Starts the Web UI; it finds the server by itself, whenever that is up. */
export async function startTemporalUi(ui: string, options: TemporalOptions, context: SupervisorContext): Promise<Supervised> {
  const folder = await writeUiConfig(options.folder, { frontend: options.port.number, ui: options.uiPort.number }, options.namespace, options.codecEndpoint);
  return supervise({
    name: 'temporal-ui',
    program: { command: ui, args: ['--root', folder, '--config', '.', '--env', 'ui', 'start'], env: { ...inheritedEnvironment(), HOME: folder }, cwd: folder },
    ports: [options.uiPort],
    ready: () => isListening(options.uiPort.number),
    readyWithinMs: 30_000,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    quiet: true,
  }, context);
}

/** The same internal ports at every start, so that the server finds itself again; others when one is taken meanwhile. */
async function internalPorts(file: string): Promise<InternalPorts> {
  const known = await readFile(file, 'utf8').then((text) => JSON.parse(text) as Partial<InternalPorts>).catch((): Partial<InternalPorts> => ({}));
  if (isWhole(known) && (await Promise.all(Object.values(known).flatMap(({ rpc, membership }) => [rpc, membership]).map(isFree))).every(Boolean)) return known;
  const free = await freePorts(2 * temporalServices.length);
  const chosen = Object.fromEntries(temporalServices.map((name, index) => [name, { rpc: free[2 * index], membership: free[2 * index + 1] }])) as unknown as InternalPorts;
  await writeFile(file, JSON.stringify(chosen));
  return chosen;
}

/** An earlier version wrote another file of that name. */
function isWhole(ports: Partial<InternalPorts>): ports is InternalPorts {
  return temporalServices.every((name) => ports[name] !== undefined);
}
