/** What a run is played on: an installation of its own, with a disk that can be filled and clocks that can be put wrong where this machine can have them. */
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openInstallation, type Installation } from '../../test/support/installation.ts';
import type { ClockVictim, FaultKind } from './plan.ts';

const run = promisify(execFile);
/** Where Debian's packages `faketime` and `libfaketime` put it. */
const fakeTimeLibraries = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1'];
const roomy = '4g';

export interface Stage {
  readonly on: Installation;
  /** Kinds of fault that this machine cannot have, each with why. */
  readonly leftOut: Readonly<Partial<Record<FaultKind, string>>>;
  /** Not a byte more fits beside the documents. @returns what makes room again */
  fillDisk(): Promise<() => Promise<void>>;
  /** @param bySeconds 0: right again */
  setClock(name: ClockVictim, bySeconds: number): Promise<void>;
  close(isKept?: boolean): Promise<void>;
}

export async function openStage(delayMs: number): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-chaos-'));
  const documents = join(folder, 'documents');
  await mkdir(documents);
  const hasDisk = await run('mount', ['-t', 'tmpfs', '-o', `size=${roomy}`, 'tmpfs', documents]).then(() => true, () => false);
  const library = await firstThatIsThere(fakeTimeLibraries);
  const clockOf = (name: string): string => join(folder, `clock-${name}`);
  const victims: readonly ClockVictim[] = ['worker', 'relay', 'api'];
  for (const name of victims) await writeFile(clockOf(name), '+0');
  const clockVariables = (name: string): Record<string, string> => (library === undefined || !(victims as readonly string[]).includes(name) ? {} : {
    LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clockOf(name), FAKETIME_CACHE_DURATION: '1', DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1',
  });
  const unmount = async (): Promise<void> => { if (hasDisk) await run('umount', ['-l', documents]); };
  const on = await openInstallation({ folder, delayMs, isStack: false, env: { JALON_DOCUMENTS: documents, JALON_OUTSIDE_CALLS_PER_SECOND: '200' }, envOf: clockVariables }).catch(async (thrown: unknown) => {
    await unmount();
    throw thrown;
  });

  const resize = async (size: string): Promise<void> => { await run('mount', ['-o', `remount,size=${size}`, documents]); };
  return {
    on,
    leftOut: {
      ...(hasDisk ? {} : { 'fill-disk': 'a file system of its own cannot be mounted here (that takes root on Linux)' }),
      ...(library === undefined ? { 'jump-clock': 'libfaketime is not installed (Debian: apt-get install libfaketime)' } : {}),
    },
    async fillDisk() {
      const { stdout } = await run('df', ['--block-size=1', '--output=used', documents]);
      await resize(String(Math.max(4_096, Number(stdout.split('\n')[1]))));
      return async () => { await resize(roomy); };
    },
    setClock: async (name, bySeconds) => { await writeFile(clockOf(name), `${bySeconds < 0 ? '' : '+'}${bySeconds}`); },
    async close(isKept = false) {
      await on.close(true);
      await unmount();
      if (!isKept) await run('rm', ['-rf', folder]);
    },
  };
}

async function firstThatIsThere(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (await access(file).then(() => true, () => false)) return file;
  return undefined;
}
