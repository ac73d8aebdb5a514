/** PostgreSQL refuses to run as root: finds or makes the system user it runs as then. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodes, Failure } from '../failure.ts';
import type { Program } from '../processes/child.ts';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const ownUser = 'jalon-postgres';

/**
 * The user PostgreSQL must run as: undefined when we are not root.
 * Takes the system's `postgres`, else our own `jalon-postgres`, made now if need be, else `nobody`.
 */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = lookUp('postgres') ?? lookUp(ownUser);
  if (known !== undefined) return known;
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ownUser], { stdio: 'ignore' });
  } catch {
    // No useradd here, or a read-only /etc: `nobody` is there on every system.
  }
  const found = lookUp(ownUser) ?? lookUp('nobody');
  if (found === undefined) {
    throw new Failure('PostgreSQL does not run as root, and no system user could be made for it. Start as an ordinary user, or give a server with DATABASE_URL.', exitCodes.environment);
  }
  return found;
}

function lookUp(name: string): SystemUser | undefined {
  const fields = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':')).find((line) => line[0] === name);
  return fields?.[2] === undefined || fields[3] === undefined ? undefined : { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/**
 * The same program run as that user. Where a folder above `paths` is closed to it (a project below /root), the program
 * keeps the one capability of walking through, else it could not even be loaded.
 * @throws {Failure} when a folder is closed and this system has no `setpriv`.
 */
export function asUser(program: Program, user: SystemUser | undefined, paths: readonly string[]): Program {
  if (user === undefined) return program;
  const closed = paths.flatMap(foldersAbove).find((folder) => !canEnter(folder, user));
  if (closed === undefined) return { ...program, uid: user.uid, gid: user.gid };
  try {
    execFileSync('setpriv', ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Failure(`PostgreSQL cannot run as root, and its system user may not enter ${closed}. Start as an ordinary user, or put the project and JALON_DATA in a folder everybody may enter.`, exitCodes.environment);
  }
  const capability = '+dac_override';
  return {
    ...program,
    command: 'setpriv',
    args: [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', `--inh-caps=${capability}`, `--ambient-caps=${capability}`, '--', program.command, ...program.args],
  };
}

function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [...foldersAbove(above), above];
}

function canEnter(folder: string, user: SystemUser): boolean {
  const found = statSync(folder);
  if (found.uid === user.uid) return (found.mode & 0o100) !== 0;
  if (found.gid === user.gid) return (found.mode & 0o010) !== 0;
  return (found.mode & 0o001) !== 0;
}
