/** The embedded Temporal Server and its Web UI as supervised children, on the embedded PostgreSQL. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../config.ts';
import { exitCodes, Failure } from '../failure.ts';
import { freePorts, isFree, isListening, type PortUse } from '../processes/ports.ts';
import { supervise, type Supervised, type SupervisorContext } from '../processes/supervise.ts';
import type { Engine } from './engine.ts';
import { query, type EmbeddedPostgres } from './postgres.ts';
import { type DynamicConfig, internalPortCount, writeServerConfig, writeUiConfig } from './temporal-config.ts';
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
  /** Where the Web UI's pages have read what is encrypted. */
  readonly codecEndpoint?: string;
}

/** The server keeps its gRPC port in a smallint of its SQL schema. */
const highestPort = 32_767;
const databases = { main: 'temporal', visibility: 'temporal_visibility' };

/** Starts the server: schema, four services in one process, namespace and its search attributes. */
export async function startTemporal(
  engine: Engine, postgres: EmbeddedPostgres, options: TemporalOptions, context: SupervisorContext,
): Promise<Supervised> {
  if (options.port.number > highestPort) {
    throw new Failure(`The embedded Temporal cannot use port ${options.port.number}: choose one up to ${highestPort}${options.port.variable === undefined ? '' : ` with ${options.port.variable}=<port>`}.`, exitCodes.environment);
  }
  const ports = { frontend: options.port.number, ui: options.uiPort.number, internal: [] as number[] };
  const write = (): Promise<string> => writeServerConfig(options.folder, {
    ports, postgres, databases, timeSkipping: options.timeSkipping, dynamic: options.dynamicConfig,
  });
  const configFile = await write();
  await prepareSchemas(engine.sqlTool, postgres, options.folder, databases);
  const supervised = await supervise({
    name: 'temporal',
    program: {
      command: engine.server, args: ['--config-file', configFile, '--allow-no-auth', 'start'],
      env: { ...inheritedEnvironment(), HOME: options.folder }, cwd: options.folder,
    },
    ports: [options.port],
    before: async () => {
      ports.internal = await internalPorts(join(options.folder, 'internal-ports.json'));
      await write();
      // Members of a killed server would be waited for; on this database there is never another than ours.
      await query(await postgres.database(databases.main), 'DELETE FROM cluster_membership');
    },
    ready: () => answers(`127.0.0.1:${options.port.number}`),
    readyWithinMs: 90_000,
    stopSignal: 'SIGTERM',
    graceMs: 15_000,
    quiet: true,
  }, context);
  return prepareServer(supervised, options);
}

/** Starts the Web UI; it finds the server by itself, whenever that is up. */
export async function startTemporalUi(ui: string, options: TemporalOptions, context: SupervisorContext): Promise<Supervised> {
  const folder = await writeUiConfig(options.folder, { frontend: options.port.number, ui: options.uiPort.number, internal: [] }, options.namespace, options.codecEndpoint);
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
async function internalPorts(file: string): Promise<number[]> {
  const known = await readFile(file, 'utf8').then((text) => JSON.parse(text) as number[]).catch(() => []);
  if (known.length === internalPortCount && (await Promise.all(known.map(isFree))).every(Boolean)) return known;
  const chosen = await freePorts(internalPortCount);
  await writeFile(file, JSON.stringify(chosen));
  return chosen;
}
