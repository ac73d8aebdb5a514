/** Temporal for people without Go: the Temporal CLI's server from the PATH, else the one the SDK downloads. */
import { execFile } from 'node:child_process';
import { access, constants, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '../../config.ts';
import { exitCodes, Failure, sentenceOf } from '../failure.ts';
import { supervise, type Supervised, type SupervisorContext } from '../processes/supervise.ts';
import { cacheFolder } from './engine.ts';
import type { TemporalOptions } from './temporal.ts';
import { answers, prepareServer } from './temporal-namespace.ts';

/** Its data, in Temporal's folder. */
export const devServerFile = 'dev-server.sqlite';

/**
 * Starts the CLI's server, its data in a file of the data folder, its Web UI in the same process.
 * @throws {Failure} when there is none and it cannot be downloaded: what was tried, what to do.
 */
export async function startDevServer(options: TemporalOptions, context: SupervisorContext): Promise<Supervised[]> {
  const command = (await fromPath()) ?? (await downloaded(context.say));
  await mkdir(options.folder, { recursive: true });
  const supervised = await supervise({
    name: 'temporal',
    program: {
      command, cwd: options.folder, env: { ...inheritedEnvironment(), HOME: options.folder },
      args: ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port.number), '--ui-port', String(options.uiPort.number),
        '--db-filename', join(options.folder, devServerFile), '--log-level', 'warn'],
    },
    ports: [options.port, options.uiPort],
    ready: () => answers(`127.0.0.1:${options.port.number}`),
    readyWithinMs: 60_000, stopSignal: 'SIGINT', graceMs: 10_000, quiet: true,
  }, context);
  return prepareServer([supervised], options);
}

async function fromPath(): Promise<string | undefined> {
  return promisify(execFile)('temporal', ['--version']).then(() => 'temporal', () => undefined);
}

/** The SDK downloads by starting a server once; it is ended at once, and the program it left is used like that of the PATH. */
async function downloaded(say: (sentence: string) => void): Promise<string> {
  const folder = join(cacheFolder(), 'temporal-cli');
  const known = await programIn(folder);
  if (known !== undefined) return known;
  say('There is no Go to build the Temporal engine and no Temporal CLI in the PATH: downloading its development server …');
  await mkdir(folder, { recursive: true });
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const environment = await TestWorkflowEnvironment.createLocal({ server: { ip: '127.0.0.1', executable: { type: 'cached-download', downloadDir: folder } } });
    await environment.teardown();
  } catch (thrown) {
    throw new Failure(
      `No Temporal could be found. Tried: the cached engine (${cacheFolder()}), Go to build it, "temporal" in the PATH, and the SDK's download (${sentenceOf(thrown).slice(0, 160)}). `
      + 'Install Go 1.26.8 or newer, or the Temporal CLI, or give a server with TEMPORAL_ADDRESS=host:port.',
      exitCodes.environment,
    );
  }
  const found = await programIn(folder);
  if (found === undefined) throw new Failure(`The SDK's download left no program in ${folder}. Install the Temporal CLI, or give a server with TEMPORAL_ADDRESS=host:port.`, exitCodes.environment);
  return found;
}

async function programIn(folder: string): Promise<string | undefined> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    if (name.startsWith('temporal') && await access(file, constants.X_OK).then(() => true, () => false)) return file;
  }
  return undefined;
}
