/** PostgreSQL and Temporal together on one data folder: what `./jalon up` and the tests start. */
import { join } from 'node:path';
import { exitCodes, Failure } from '../failure.ts';
import { takeDataFolder } from '../processes/data-folder.ts';
import { freePorts } from '../processes/ports.ts';
import { findOrBuildEngine } from './engine.ts';
import { guard } from './guardian.ts';
import { startPostgres } from './postgres.ts';
import { startTemporal, startTemporalUi } from './temporal.ts';
import type { DynamicConfig } from './temporal-config.ts';

export interface EmbeddedOptions {
  /** Made if missing; one at a time may run on it. */
  readonly dataFolder: string;
  /** Those not given are chosen free. */
  readonly ports?: { readonly postgres?: number; readonly temporal?: number; readonly temporalUi?: number };
  /** Time skipping per workflow, no fsync, no Web UI; and when this process is killed, the engine ends too. */
  readonly test?: boolean;
  readonly namespace?: string;
  /** Each of the engine's services in a process of its own, as in production. */
  readonly isSplit?: boolean;
  /** Of Temporal, such as `limit.historyCount.suggestContinueAsNew`. */
  readonly dynamicConfig?: DynamicConfig;
  readonly say?: (sentence: string) => void;
}

export interface Embedded {
  /** Of the database `jalon`, empty at the first start; its user may make other databases. */
  readonly databaseUrl: string;
  /** `127.0.0.1:<port>`. */
  readonly temporalAddress: string;
  readonly namespace: string;
  /** `http://…` of the Web UI, when it was started. */
  readonly temporalUiUrl: string | undefined;
  /** Pids of the running children by name: `postgres`, `temporal` or one for each of its services, `temporal-ui`. */
  pids(): Record<string, number | undefined>;
  stop(): Promise<void>;
}

/**
 * Starts an own PostgreSQL and the production Temporal Server on it, both supervised; resolves when both take requests.
 * @throws {Failure} with a sentence that says what to do; nothing is left running then.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { test = false, namespace = 'default', isSplit = false, dynamicConfig = {}, say = () => undefined } = options;
  const [postgresPort, temporalPort, uiPort] = await freePorts(3) as [number, number, number];
  const data = await takeDataFolder(options.dataFolder);
  const dismiss = test ? guard(data.pids) : () => undefined;
  const started: { name: string; pid(): number | undefined; stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const service of started.splice(0).reverse()) await service.stop();
    dismiss();
    await data.release();
  };
  try {
    const context = { pids: data.pids, logs: data.logs, say, line: () => undefined };
    const temporalOptions = {
      folder: join(data.path, 'temporal'), namespace, timeSkipping: test, isSplit, dynamicConfig,
      port: { number: options.ports?.temporal ?? temporalPort }, uiPort: { number: options.ports?.temporalUi ?? uiPort },
    };
    const [postgres, engine] = await Promise.all([
      startPostgres({ folder: join(data.path, 'postgres'), port: { number: options.ports?.postgres ?? postgresPort }, durable: !test }, context)
        .then((server) => { started.push(server.supervised); return server; }),
      findOrBuildEngine(say),
    ]);
    if (engine === undefined) throw new Failure('The Temporal engine is not in the cache and Go, which builds it, is not installed. Install Go 1.26.8 or newer.', exitCodes.environment);
    const databaseUrl = await postgres.database('jalon');
    started.push(...await startTemporal(engine, postgres, temporalOptions, context));
    if (!test) started.push(await startTemporalUi(engine.ui, temporalOptions, context));
    return {
      databaseUrl, namespace,
      temporalAddress: `127.0.0.1:${temporalOptions.port.number}`,
      temporalUiUrl: test ? undefined : `http://127.0.0.1:${temporalOptions.uiPort.number}`,
      pids: () => Object.fromEntries(started.map((service) => [service.name, service.pid()])),
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
