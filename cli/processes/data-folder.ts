/** The data folder: made, checked for writing, and held by one supervisor at a time. */
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exitCodes, Failure, sentenceOf } from '../failure.ts';
import { startMark } from './identity.ts';
import { endLeftovers } from './pid-files.ts';

export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  readonly pids: string;
  readonly logs: string;
  /** Names of the children of a killed supervisor that were ended. */
  readonly endedLeftovers: readonly string[];
  release(): Promise<void>;
}

/**
 * Takes the data folder for this process and ends what a killed supervisor left running on it.
 * @throws {Failure} when it cannot be written, or another supervisor runs on it.
 */
export async function takeDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  const [pids, logs, lock] = [join(path, 'run'), join(path, 'logs'), join(path, 'run', 'supervisor.lock')];
  const mine = `${lock}.${process.pid}`;
  try {
    await mkdir(pids, { recursive: true });
    await mkdir(logs, { recursive: true });
    await writeFile(mine, JSON.stringify({ pid: process.pid, mark: startMark(process.pid) }));
  } catch (thrown) {
    throw new Failure(
      `The data folder ${path} cannot be written (${sentenceOf(thrown)}). Give yourself the right to write there, or choose another folder with JALON_DATA=<folder>.`,
      exitCodes.environment,
    );
  }
  try {
    await lockOrFail(path, lock, mine);
  } finally {
    await rm(mine, { force: true });
  }
  return { path, pids, logs, endedLeftovers: await endLeftovers(pids), release: () => rm(lock, { force: true }) };
}

async function lockOrFail(path: string, lock: string, mine: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    // A link appears whole or not at all: nobody can read a half-written lock.
    if (await link(mine, lock).then(() => true, () => false)) return;
    const holder = await readFile(lock, 'utf8').then((text) => JSON.parse(text) as { pid: number; mark: string }).catch(() => undefined);
    if (attempt > 3 || (holder !== undefined && startMark(holder.pid) === holder.mark)) {
      throw new Failure(
        `Jalon already runs on the data folder ${path} (process ${holder?.pid ?? 'unknown'}). Use that one, stop it first, or start this one on another folder with JALON_DATA=<folder> and other ports.`,
        exitCodes.busy,
      );
    }
    await rm(lock, { force: true });
  }
}
