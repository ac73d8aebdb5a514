/** An installation in the foreground, from the environment until a signal or its work ends it; and the command `up`, whose work is to run until a signal. */
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { readSettings } from '../../config.ts';
import { projectRoot } from '../../project-root.ts';
import { exitCodes, sentenceOf } from '../failure.ts';
import { killRemembered } from '../processes/pid-files.ts';
import { upSettings } from '../settings.ts';
import { createOutput, type Output } from './output.ts';
import { addresses } from './processes.ts';
import { summaryText } from './summary.ts';
import { up, type Running, type UpOptions } from './up.ts';

export type StartOptions = Pick<UpOptions, 'prepareDatabase' | 'isStack'>;

interface ForegroundOptions extends StartOptions {
  /** Where the start and the end are told. */
  readonly stream: NodeJS.WriteStream;
  /** Leaves out what the children write, which is in their logs. */
  readonly isQuiet: boolean;
}

/** What runs, for the work that wanted it. */
interface Ready {
  readonly running: Running;
  /** Aborted when a person wants an end. */
  readonly signal: AbortSignal;
  /** Absolute. */
  readonly dataFolder: string;
  readonly output: Output;
}

/**
 * Runs until SIGINT, SIGTERM or SIGHUP; a second signal does not wait for the children any more.
 * @returns the exit code: 0 when it was ready and was stopped, another when the start failed or was interrupted.
 */
export async function runUp(prepare: StartOptions): Promise<number> {
  return await inForeground({ ...prepare, stream: process.stdout, isQuiet: false }, async ({ running, signal, dataFolder, output }) => {
    const settings = readSettings(upSettings);
    const at = addresses(settings);
    output.plain(summaryText({
      apiUrl: at.api, issuer: at.issuer, databaseUrl: running.databaseUrl, dataFolder,
      temporalUiUrl: running.hasUi ? at.temporalUi : undefined, hasDevelopmentUsers: settings.JALON_OIDC_ISSUER === undefined,
    }));
    if (!signal.aborted) await once(signal, 'abort');
    return exitCodes.ok;
  });
}

/**
 * Starts everything, does the work and stops everything; a second signal does not wait for the children any more.
 * @param work ends soon after its signal, and does not throw. @returns its exit code, or that of the start that failed.
 */
export async function inForeground({ prepareDatabase, isStack, stream, isQuiet }: ForegroundOptions, work: (ready: Ready) => Promise<number>): Promise<number> {
  const settings = readSettings(upSettings);
  const output = { ...createOutput(stream), ...(isQuiet ? { line: () => undefined } : {}) };
  const stopping = new AbortController();
  const root = projectRoot();
  const dataFolder = settings.JALON_DATA === undefined ? join(root, '.jalon') : resolve(settings.JALON_DATA);
  const endAtOnce = (exitCode: number): never => {
    killRemembered(join(dataFolder, 'run'));
    process.exit(exitCode);
  };
  const onBug = (thrown: unknown): void => {
    output.say(`A fault in Jalon's own supervisor ends everything: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    endAtOnce(exitCodes.failed);
  };
  process.once('uncaughtException', onBug);
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping.signal.aborted) endAtOnce(exitCodes.interrupted);
    output.say(`${signal}: stopping everything, in reverse order. Once more to end at once.`);
    stopping.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const startedAt = Date.now();
    const running = await up({ settings, root, dataFolder, output, signal: stopping.signal, prepareDatabase, isStack });
    output.say(`Everything is ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
    const exitCode = await work({ running, signal: stopping.signal, dataFolder, output });
    await running.stop();
    output.say('Everything is stopped.');
    return exitCode;
  } catch (thrown) {
    if (stopping.signal.aborted) {
      output.say('Stopped before everything was ready.');
      return exitCodes.interrupted;
    }
    output.say(`The start failed, everything is stopped again. ${sentenceOf(thrown)}`);
    return thrown instanceof Error && 'exitCode' in thrown ? Number(thrown.exitCode) : exitCodes.failed;
  } finally {
    process.off('uncaughtException', onBug);
    for (const signal of signals) process.off(signal, onSignal);
  }
}
