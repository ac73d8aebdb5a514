/** The configuration files of the embedded Temporal Server and its Web UI, written anew before each start. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const temporalServices = ['frontend', 'history', 'matching', 'worker'] as const;

/** Those of the services among themselves. No gRPC port may be above 32767: the SQL schema keeps it as a smallint. */
export type InternalPorts = Readonly<Record<(typeof temporalServices)[number], { readonly rpc: number; readonly membership: number }>>;

/** Further dynamic configuration by key, for one namespace or for all. */
interface DynamicValue { readonly value: unknown; readonly namespace?: string }
export type DynamicConfig = Readonly<Record<string, DynamicValue | readonly DynamicValue[]>>;

export interface TemporalConfig {
  /** Where clients come, and the services' own. */
  readonly ports: { readonly frontend: number; readonly internal: InternalPorts };
  readonly postgres: { readonly port: number; readonly user: string; readonly password: string };
  readonly databases: { readonly main: string; readonly visibility: string };
  /** Time skipping per workflow, for tests and rehearsals only. */
  readonly timeSkipping: boolean;
  readonly dynamic: DynamicConfig;
}

export const serverConfigFile = 'server.yaml';

/** Writes the server's files into `folder`, `serverConfigFile` and what it names. JSON is YAML. */
export async function writeServerConfig(folder: string, config: TemporalConfig): Promise<void> {
  await mkdir(folder, { recursive: true });
  const dynamicFile = join(folder, 'dynamic.yaml');
  const ours = { ...baseDynamic, ...(config.timeSkipping ? timeSkippingDynamic : {}) };
  const entries = {
    ...Object.fromEntries(Object.entries(ours).map(([key, value]) => [key, [{ value, constraints: {} }]])),
    ...Object.fromEntries(Object.entries(config.dynamic).map(([key, values]) => [key, [values].flat().map(({ value, namespace }) => ({ value, constraints: namespace === undefined ? {} : { namespace } }))])),
  };
  await writeFile(dynamicFile, JSON.stringify(entries, undefined, 2));
  await writeFile(join(folder, serverConfigFile), JSON.stringify(serverConfig(config, dynamicFile), undefined, 2), { mode: 0o600 }); // It holds the database's password.
}

/** Writes the Web UI's file and returns its folder. @param codecEndpoint where its pages have read what is encrypted, signed in as whoever looks */
export async function writeUiConfig(folder: string, ports: { readonly frontend: number; readonly ui: number }, namespace: string, codecEndpoint?: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'ui.yaml'), JSON.stringify({
    temporalGrpcAddress: `127.0.0.1:${ports.frontend}`, host: '127.0.0.1', port: ports.ui, enableUi: true, defaultNamespace: namespace,
    disableNewsFetch: true, ...(codecEndpoint === undefined ? {} : { codec: { endpoint: codecEndpoint, includeCredentials: true } }), cors: { cookieInsecure: true, allowOrigins: [`http://127.0.0.1:${ports.ui}`, `http://localhost:${ports.ui}`] },
  }, undefined, 2));
  return folder;
}

/** One partition: with few pollers on one machine, tasks need not be forwarded between partitions. */
const baseDynamic = { 'matching.numTaskqueueReadPartitions': 1, 'matching.numTaskqueueWritePartitions': 1 };

const timeSkippingDynamic = {
  'frontend.WorkflowTimeSkippingEnabled': true, 'history.timerProcessorMaxTimeShift': '10ms',
  // Tests make a namespace per file; they need not wait two seconds for each to be known.
  'system.namespaceCacheRefreshInterval': '200ms',
};

function serverConfig(config: TemporalConfig, dynamicFile: string): object {
  const store = (databaseName: string, maxConns: number): object => ({
    sql: {
      pluginName: 'postgres12_pgx', databaseName, connectAddr: `127.0.0.1:${config.postgres.port}`, connectProtocol: 'tcp',
      user: config.postgres.user, password: config.postgres.password, maxConns, maxIdleConns: maxConns, maxConnLifetime: '1h',
    },
  });
  const { frontend, internal } = config.ports;
  const portsOf = (name: keyof InternalPorts): object => ({ rpc: { grpcPort: name === 'frontend' ? frontend : internal[name].rpc, membershipPort: internal[name].membership, bindOnLocalHost: true } });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'main', visibilityStore: 'visibility', numHistoryShards: 4,
      datastores: { main: store(config.databases.main, 20), visibility: store(config.databases.visibility, 10) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: Object.fromEntries(temporalServices.map((name) => [name, portsOf(name)])),
    clusterMetadata: {
      enableGlobalNamespace: false, failoverVersionIncrement: 10, masterClusterName: 'active', currentClusterName: 'active',
      clusterInformation: { active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${frontend}` } },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: `127.0.0.1:${frontend}` },
    dynamicConfigClient: { filepath: dynamicFile, pollInterval: '10s' },
  };
}
