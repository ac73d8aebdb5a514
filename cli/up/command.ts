/** The command `up` in the foreground: from the environment to a running installation, until a signal ends it. */
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { readSettings, upSettings } from '../../config.ts';
import { projectRoot } from '../../project-root.ts';
import { exitCodes, sentenceOf } from '../failure.ts';
import { killRemembered } from '../processes/pid-files.ts';
import { createOutput } from './output.ts';
import { addresses } from './processes.ts';
import { summaryText } from './summary.ts';
import { up, type UpOptions } from './up.ts';

/**
 * Runs until SIGINT, SIGTERM or SIGHUP; a second signal does not wait for the children any more.
 * @returns the exit code: 0 when it was ready and was stopped, another when the start failed or was interrupted.
 */
export async function runUp(prepare: Pick<UpOptions, 'prepareDatabase'>): Promise<number> {
  const settings = readSettings(upSettings);
  const output = createOutput(process.stdout);
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
    const running = await up({ settings, root, dataFolder, output, signal: stopping.signal, ...prepare });
    output.say(`Everything is ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
    const at = addresses(settings);
    output.plain(summaryText({
      apiUrl: at.api, issuer: at.issuer, databaseUrl: running.databaseUrl, dataFolder,
      temporalUiUrl: running.hasUi ? at.temporalUi : undefined, hasDevelopmentUsers: settings.JALON_OIDC_ISSUER === undefined,
    }));
    if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
    await running.stop();
    output.say('Everything is stopped.');
    return exitCodes.ok;
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
