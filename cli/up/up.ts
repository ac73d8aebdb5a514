/** `./jalon up`: starts everything in the order of its needs, what is independent side by side, and stops it in reverse. */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import type { z } from 'zod';
import { readSettings, temporalSettings } from '../../config.ts';
import { prepareTemporal } from '../../workers/prepare-temporal.ts';
import { temporalConnection } from '../../workers/temporal-connection.ts';
import { startDevServer } from '../embedded/dev-server.ts';
import { chooseEngine } from '../embedded/choose-engine.ts';
import { startPostgres, type EmbeddedPostgres } from '../embedded/postgres.ts';
import { startTemporal, startTemporalUi } from '../embedded/temporal.ts';
import { exitCodes, Failure, sentenceOf } from '../failure.ts';
import { takeDataFolder } from '../processes/data-folder.ts';
import { demandFree } from '../processes/ports.ts';
import { supervise, type Service, type Supervised, type SupervisorContext } from '../processes/supervise.ts';
import type { upSettings } from '../settings.ts';
import { copiedApplication, openFront } from './copies.ts';
import type { Output } from './output.ts';
import { addresses, applicationServices, outsideServices, type Surroundings } from './processes.ts';
import { developmentSecrets } from './secrets.ts';

export interface UpOptions {
  readonly settings: z.infer<typeof upSettings>;
  /** The project's folder. */
  readonly root: string;
  /** Absolute. */
  readonly dataFolder: string;
  readonly output: Output;
  /** Aborted: the start is given up and what runs already is stopped. */
  readonly signal: AbortSignal;
  /** Brings the application's database to this version and loads the first data set into an empty one. */
  readonly prepareDatabase: (databaseUrl: string) => Promise<void>;
  /** As in production: each of the engine's services in a process of its own, and two of each of ours. */
  readonly isStack: boolean;
}

export interface Running {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  /** True when the Web UI is ours. */
  readonly hasUi: boolean;
  stop(): Promise<void>;
}

/** Tiers of the stop, first to last. */
const tiers = ['application', 'outside', 'temporal', 'postgres'] as const;

/**
 * Starts everything; resolves when all of it is ready.
 * @throws {Failure} a sentence that says what to do; nothing is left running then.
 */
export async function up(options: UpOptions): Promise<Running> {
  const { settings, root, output } = options;
  const data = await takeDataFolder(options.dataFolder);
  if (data.endedLeftovers.length > 0) output.say(`Ended what a killed start had left running: ${data.endedLeftovers.join(', ')}.`);
  const giveUp = new AbortController();
  const signal = AbortSignal.any([options.signal, giveUp.signal]);
  // Every process that starts listens to it; more than ten are no leak.
  setMaxListeners(0, signal);
  const context: SupervisorContext = { pids: data.pids, logs: data.logs, say: output.say, line: output.line, signal };
  const started: Record<(typeof tiers)[number], Supervised[]> = { application: [], outside: [], temporal: [], postgres: [] };
  const start = async (tier: (typeof tiers)[number], services: Promise<Supervised | readonly Supervised[]>): Promise<void> => { started[tier].push(...[await services].flat()); };
  const startAll = (tier: (typeof tiers)[number], services: readonly Service[]): Promise<unknown> =>
    together(services.map((service) => start(tier, supervise(service, context))), giveUp);

  const stop = async (): Promise<void> => {
    for (const tier of tiers) await Promise.all(started[tier].splice(0).map((service) => service.stop()));
    await data.release();
  };

  async function stores(): Promise<{ databaseUrl: string; temporalAddress: string; hasUi: boolean }> {
    const wantsTemporal = settings.TEMPORAL_ADDRESS === undefined;
    const temporalFolder = join(data.path, 'temporal');
    const engine = wantsTemporal ? chooseEngine(temporalFolder, output.say, signal) : undefined;
    engine?.catch(() => undefined); // Awaited below; until then a failure must not count as unhandled.
    const wantsPostgres = settings.DATABASE_URL === undefined || (await engine) !== undefined;
    const postgres = wantsPostgres ? await startPostgres({ folder: join(data.path, 'postgres'), port: { number: settings.JALON_POSTGRES_PORT, variable: 'JALON_POSTGRES_PORT' }, durable: true }, context) : undefined;
    if (postgres !== undefined) started.postgres.push(postgres.supervised);
    const databaseUrl = settings.DATABASE_URL ?? (await (postgres as EmbeddedPostgres).database('jalon'));
    const temporal = { folder: temporalFolder, namespace: settings.TEMPORAL_NAMESPACE, timeSkipping: false, isSplit: options.isStack, dynamicConfig: {},
      ...(settings.JALON_PAYLOAD_KEYS === undefined ? {} : { codecEndpoint: `${addresses(settings).api}/api/v1/codec` }),
      port: { number: settings.JALON_TEMPORAL_PORT, variable: 'JALON_TEMPORAL_PORT' }, uiPort: { number: settings.JALON_TEMPORAL_UI_PORT, variable: 'JALON_TEMPORAL_UI_PORT' } };
    const found = await engine;
    if (wantsTemporal && options.isStack && found === undefined) throw new Failure('--stack needs the production Temporal Server: install Go 1.26.8 or newer, which builds it, or give a server with TEMPORAL_ADDRESS=host:port.', exitCodes.environment);
    await together([
      options.prepareDatabase(databaseUrl),
      ...(!wantsTemporal ? [prepareOutsideTemporal(output.say)]
        : found === undefined || postgres === undefined
          ? [start('temporal', startDevServer(temporal, context))]
          : [start('temporal', startTemporal(found, postgres, temporal, context)), start('outside', startTemporalUi(found.ui, temporal, context))]),
    ], giveUp);
    return { databaseUrl, temporalAddress: settings.TEMPORAL_ADDRESS ?? `127.0.0.1:${settings.JALON_TEMPORAL_PORT}`, hasUi: wantsTemporal };
  }

  try {
    const secrets = await developmentSecrets(data.path);
    const around = { settings, secrets, root, dataFolder: data.path };
    // All of them before anything is started: the last one's busy port would else be said after seconds of work.
    const copied = options.isStack ? await copiedApplication(around) : undefined;
    const application = copied?.services ?? ((places: Pick<Surroundings, 'databaseUrl' | 'temporalAddress'>) => applicationServices({ ...around, ...places }));
    for (const service of [...outsideServices(around), ...application({ databaseUrl: '', temporalAddress: '' })]) for (const port of service.ports) await demandFree(port, service.name);
    for (const { name, port } of copied?.fronts ?? []) await demandFree(port, name);
    const ready = stores();
    await together([ready, startAll('outside', outsideServices(around))], giveUp);
    const { databaseUrl, temporalAddress, hasUi } = await ready;
    await startAll('application', application({ databaseUrl, temporalAddress }));
    // Stopped after what is behind them: answers under way are given.
    for (const front of copied?.fronts ?? []) await start('outside', openFront(front));
    return { databaseUrl, temporalAddress, hasUi, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/**
 * Registers what the namespace of TEMPORAL_ADDRESS lacks. An outside Temporal may keep that to its administrators: then it is their work, and `refused` hears of it.
 * @throws {Failure} when nothing answers there.
 */
export async function prepareOutsideTemporal(refused: (sentence: string) => void): Promise<void> {
  const settings = readSettings(temporalSettings);
  const connection = await Connection.connect(await temporalConnection(settings)).catch((thrown: unknown) => {
    throw new Failure(`Temporal does not answer at TEMPORAL_ADDRESS=${settings.TEMPORAL_ADDRESS} (${sentenceOf(thrown)}). Check the address, TEMPORAL_TLS and the certificates, or leave it out to use the embedded one.`, exitCodes.environment);
  });
  try {
    await prepareTemporal(connection, settings.TEMPORAL_NAMESPACE);
  } catch (thrown) {
    refused(`The search attributes of namespace "${settings.TEMPORAL_NAMESPACE}" could not be registered (${sentenceOf(thrown)}): have them registered before the first journey.`);
  } finally {
    await connection.close();
  }
}

/** All of them, or the first failure: the others are then given up and awaited, so that none starts something afterwards. */
async function together(works: readonly Promise<unknown>[], giveUp: AbortController): Promise<void> {
  for (const work of works) work.catch(() => giveUp.abort());
  try {
    await Promise.all(works);
  } finally {
    await Promise.allSettled(works);
  }
}
