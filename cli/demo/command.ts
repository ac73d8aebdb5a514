/** The command `demo`: plays on the Jalon that runs, or on one that it starts for the time of the play. */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readSettings } from '../../config.ts';
import { launchFile } from '../../domain/deployment/launch.schema.ts';
import { projectRoot } from '../../project-root.ts';
import { workflowIdOf } from '../../workflows/journey/messages.ts';
import { exitCodes, Failure, sentenceOf } from '../failure.ts';
import { fetchToken } from '../token.ts';
import { upSettings } from '../settings.ts';
import { inForeground, type StartOptions } from '../up/command.ts';
import { tokenOf, urlOf } from '../up/outside.ts';
import { addresses } from '../up/processes.ts';
import { developmentSecrets } from '../up/secrets.ts';
import { inventoryNames, type Book, type InventoryName } from './inventories.ts';
import { playLife, type LifeOptions } from './life.ts';
import { createDemoOutput, type demoOutputs } from './output.ts';
import { playDemo } from './play.ts';
import { roughScenario } from './rough.ts';
import { playSale } from './sale.ts';
import { straightScenario } from './straight.ts';

export interface DemoChoice {
  readonly output: (typeof demoOutputs)[number];
  readonly rough: boolean;
  readonly life: boolean;
  readonly sale: boolean;
}

const answersWithinMs = 2_000;

/**
 * Plays the demonstration once.
 * @returns the exit code: 0 when every site is billed and handed over; and, of a life, when the outside systems hold what we say.
 * @throws {Failure} when this installation has no development users to play.
 */
export async function runDemo({ output: format, rough, life, sale }: DemoChoice, prepare: StartOptions): Promise<number> {
  const settings = readSettings(upSettings);
  if (settings.JALON_OIDC_ISSUER !== undefined) {
    throw new Failure('The demonstration plays every user of the development identity provider; JALON_OIDC_ISSUER names another one. Run it without that setting.', exitCodes.environment);
  }
  const scenario = rough ? roughScenario : straightScenario;
  const at = addresses(settings);
  const output = createDemoOutput(process.stdout, format);
  const complain = (sentence: string): void => void process.stderr.write(`jalon  ${sentence}\n`);

  async function play(signal: AbortSignal, dataFolder: string): Promise<number> {
    const whereToSee = (journeyId: string): string => (settings.TEMPORAL_ADDRESS === undefined
      ? `${at.temporalUi}/namespaces/${settings.TEMPORAL_NAMESPACE}/workflows/${encodeURIComponent(workflowIdOf(journeyId))}` : `workflow ${workflowIdOf(journeyId)} at ${settings.TEMPORAL_ADDRESS}`);
    try {
      const file = launchFile.parse(JSON.parse(await readFile(join(projectRoot(), 'docs', 'examples', scenario.launchFile), 'utf8')));
      const access = { baseUrl: `${at.api}/api/v1`, tokenOf: (user: string) => fetchToken(at.issuer, user) };
      const options = { scenario, file, whereToSee, signal };
      const secrets = await developmentSecrets(dataFolder);
      const book = (system: InventoryName | 'sms'): Book => ({ system, url: urlOf(settings, system), token: tokenOf(settings, secrets, system) });
      const sold = sale ? await playSale(access, output.line, { ...options, phone: book('sms') }) : undefined;
      const played = sold?.played ?? await playDemo(access, output.line, options);
      output.summary(played, { webUi: whereToSee(played.deploymentId), mails: await mailsOf(join(dataFolder, 'mail', 'messages'), played.deploymentId) });
      if (sold) output.sale(sold);
      if (!life) return exitCodes.ok;
      const books = Object.fromEntries(inventoryNames.map((system) => [system, book(system)])) as LifeOptions['books'];
      const lived = await playLife(access, output.line, played, { ...options, books });
      output.life(lived);
      return lived.comparisons.every(({ differences }) => differences.length === 0) ? exitCodes.ok : exitCodes.failed;
    } catch (thrown) {
      complain(signal.aborted ? 'The demonstration was interrupted; its deployment waits where it is.' : sentenceOf(thrown));
      return signal.aborted ? exitCodes.interrupted : thrown instanceof Failure ? thrown.exitCode : exitCodes.failed;
    }
  }

  if (await isAnswering(at.api)) return await onTheRunning((signal) => play(signal, resolve(settings.JALON_DATA ?? join(projectRoot(), '.jalon'))));
  complain(`No Jalon answers at ${at.api}: one is started for the demonstration.`);
  const code = await inForeground({ ...prepare, stream: process.stderr, isQuiet: true }, async ({ signal, dataFolder }) => play(signal, dataFolder));
  if (code === exitCodes.ok) complain('What was played is kept: "./jalon up" shows it again, at the addresses above.');
  return code;
}

async function isAnswering(apiUrl: string): Promise<boolean> {
  return await fetch(`${apiUrl}/healthz`, { signal: AbortSignal.timeout(answersWithinMs) }).then(async (response) => { await response.body?.cancel(); return true; }, () => false);
}

/** The first signal ends the play in order, a second at once. */
async function onTheRunning(play: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) process.exit(exitCodes.interrupted);
    stopping.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    return await play(stopping.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

/** What the simulated mail server of this data folder got for the deployment. */
async function mailsOf(folder: string, deploymentId: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.startsWith(`${deploymentId}.`)).toSorted().map((name) => join(folder, name));
}
