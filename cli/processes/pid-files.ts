/** Remembers every child in the data folder, so that the start after a killed supervisor can end what it left. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess } from './child.ts';
import { startMark } from './identity.ts';

interface PidRecord {
  readonly name: string;
  readonly pid: number;
  readonly mark: string;
  readonly signal: NodeJS.Signals;
  readonly graceMs: number;
}

/** Writes down a running child. */
export async function remember(folder: string, record: PidRecord): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${record.name}.json`), JSON.stringify(record));
}

/** Forgets a child that has ended. */
export async function forget(folder: string, name: string): Promise<void> {
  await rm(join(folder, `${name}.json`), { force: true });
}

/**
 * Ends the children an earlier supervisor left running, and only those: a record whose pid now names a process that
 * started at another time is dropped.
 * @returns the names of those that were ended.
 */
export async function endLeftovers(folder: string): Promise<string[]> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.json'));
  const ended = await Promise.all(files.map(async (file) => {
    const record = await readFile(join(folder, file), 'utf8').then((text) => JSON.parse(text) as PidRecord).catch(() => undefined);
    const ours = record !== undefined && startMark(record.pid) === record.mark;
    if (ours) await endProcess(record.pid, record.mark, record.signal, Math.min(record.graceMs, 5_000));
    await rm(join(folder, file), { force: true });
    return ours ? [record.name] : [];
  }));
  return ended.flat();
}

/** Ends every remembered child at once, without grace and before this function returns: for when nobody wants to wait. */
export function killRemembered(folder: string): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    try {
      const record = JSON.parse(readFileSync(join(folder, file), 'utf8')) as PidRecord;
      if (startMark(record.pid) === record.mark) process.kill(-record.pid, 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
}
