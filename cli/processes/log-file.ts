/** The log file of one child: appended to, put aside when it has grown. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface LogFile {
  readonly path: string;
  write(line: string): void;
  close(): Promise<void>;
}

const limitBytes = 10_000_000;

/** Opens `<folder>/<name>.log`; beyond 10 MB the old one is kept once as `.old`. */
export async function openLog(folder: string, name: string): Promise<LogFile> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  const size = await stat(path).then((found) => found.size, () => 0);
  if (size > limitBytes) await rename(path, `${path}.old`);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  stream.on('error', () => undefined); // A full disk must not take the supervisor down: the child's own trouble will say it.
  return {
    path,
    write: (line) => void stream.write(`${line}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
