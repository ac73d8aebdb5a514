/** The embedded PostgreSQL: its data folder, made once, and the server on it as a supervised child. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { inheritedEnvironment } from '../../config.ts';
import { exitCodes, Failure, sentenceOf } from '../failure.ts';
import { endProcess } from '../processes/child.ts';
import { commandOf, startMark } from '../processes/identity.ts';
import type { PortUse } from '../processes/ports.ts';
import { supervise, type Supervised, type SupervisorContext } from '../processes/supervise.ts';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { asUser, postgresUser, type SystemUser } from './postgres-user.ts';

export interface PostgresOptions {
  /** Absolute; made if missing. Holds `data/` and `password`. */
  readonly folder: string;
  readonly port: PortUse;
  /** False only for tests: a crash of the machine may lose or break the data, in exchange for speed. */
  readonly durable: boolean;
}

export interface EmbeddedPostgres {
  /** `postgres://…` of a database of this server; the database is made if it does not exist. */
  database(name: string): Promise<string>;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly supervised: Supervised;
}

const superuser = 'jalon';
const passwordBytes = 24;

/**
 * Starts PostgreSQL on 127.0.0.1, making its data folder at the first start; as root it runs as a system user.
 * @throws {Failure} when the folder is of another major version, lost its password, or the server does not start.
 */
export async function startPostgres(options: PostgresOptions, context: SupervisorContext): Promise<EmbeddedPostgres> {
  const binaries = await postgresBinaries();
  const user = postgresUser();
  const data = join(options.folder, 'data');
  await mkdir(options.folder, { recursive: true });
  const password = await prepareData(options.folder, data, binaries, user, options.durable);
  const url = (database: string): string => `postgres://${superuser}:${password}@127.0.0.1:${options.port.number}/${database}`;

  const supervised = await supervise({
    name: 'postgres',
    program: asUser({ command: binaries.postgres, args: serverArguments(data, options), env: serverEnvironment, cwd: data }, user, [binaries.postgres, data]),
    ports: [options.port],
    before: () => clearStaleServer(data),
    ready: async () => { await query(url('postgres'), 'SELECT 1'); return true; },
    readyWithinMs: 60_000,
    stopSignal: 'SIGINT', // The fast shutdown: ends sessions, writes a checkpoint.
    graceMs: 20_000,
    quiet: true,
  }, context);

  return {
    database: async (name) => {
      const found = await query(url('postgres'), 'SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (found.length === 0) await query(url('postgres'), `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      return url(name);
    },
    port: options.port.number, user: superuser, password, supervised,
  };
}

/** One statement on a connection of its own. */
export async function query(databaseUrl: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // The rejected call below says it already.
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const serverEnvironment = { ...inheritedEnvironment(), LC_ALL: 'C', TZ: 'UTC' };

function serverArguments(data: string, options: PostgresOptions): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1', port: options.port.number, unix_socket_directories: '',
    // Memory is taken as it is used: 20,000 open journeys with their visibility are some 700 MB.
    max_connections: 300, shared_buffers: options.durable ? '512MB' : '128MB', timezone: 'UTC', log_timezone: 'UTC', jit: 'off',
    wal_level: 'replica', max_wal_size: '2GB', log_checkpoints: 'off', log_line_prefix: '%m [%p] %d ',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: 0, autovacuum: 'off' }),
  };
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** Makes the data folder if there is none; returns its password. */
async function prepareData(folder: string, data: string, binaries: PostgresBinaries, user: SystemUser | undefined, durable: boolean): Promise<string> {
  const passwordFile = join(folder, 'password');
  const version = await versionOf(data);
  if (version !== undefined && version !== String(binaries.major)) {
    throw new Failure(
      `The data in ${data} was written by PostgreSQL ${version}, this Jalon brings PostgreSQL ${binaries.major}. `
      + `Start the Jalon that wrote it, or a PostgreSQL ${version} server with DATABASE_URL, to carry the data over; or move the folder away to begin anew: mv ${folder} ${folder}-${version}`,
      exitCodes.environment,
    );
  }
  if (version !== undefined) {
    return readFile(passwordFile, 'utf8').then((text) => text.trim(), (thrown: unknown) => {
      throw new Failure(`The password of the embedded PostgreSQL cannot be read (${sentenceOf(thrown)}). Put ${passwordFile} back, or move ${folder} away to begin anew.`, exitCodes.environment);
    });
  }
  const password = randomBytes(passwordBytes).toString('hex');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await makeCluster(folder, data, password, binaries, user, durable);
  return password;
}

/** The major version that wrote a data folder; undefined when there is no such folder. */
async function versionOf(data: string): Promise<string | undefined> {
  try {
    return (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  } catch (thrown) {
    if (!existsSync(data)) return undefined;
    const isDenied = (thrown as NodeJS.ErrnoException).code === 'EACCES';
    throw new Failure(isDenied
      ? `The data in ${data} belongs to another user. Start as the user who began it, or begin another data folder with JALON_DATA=<folder>.`
      : `The data in ${data} is not whole (${sentenceOf(thrown)}). Restore it from a backup, or move it away to begin anew.`, exitCodes.environment);
  }
}

/** Runs initdb beside the final place and renames, so that a killed first start leaves nothing half made. */
async function makeCluster(folder: string, data: string, password: string, binaries: PostgresBinaries, user: SystemUser | undefined, durable: boolean): Promise<void> {
  for (const entry of await readdir(folder)) if (entry.startsWith('making-')) await rm(join(folder, entry), { recursive: true, force: true });
  const making = join(folder, `making-${process.pid}`);
  const [cluster, passwordFile] = [join(making, 'data'), join(making, 'password')];
  await mkdir(cluster, { recursive: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  await chmod(making, 0o755);
  if (user !== undefined) for (const path of [cluster, passwordFile]) await chown(path, user.uid, user.gid);
  const initdb = asUser({
    command: binaries.initdb, cwd: cluster, env: serverEnvironment,
    args: ['-D', cluster, '-U', superuser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', ...(durable ? [] : ['--no-sync', '-c', 'scram_iterations=1'])],
  }, user, [binaries.initdb, cluster]);
  await promisify(execFile)(initdb.command, [...initdb.args], {
    cwd: cluster, env: { ...initdb.env }, ...(initdb.uid === undefined ? {} : { uid: initdb.uid }), ...(initdb.gid === undefined ? {} : { gid: initdb.gid }),
  }).catch((thrown: unknown) => { throw new Failure(`PostgreSQL could not make its data folder ${data}: ${sentenceOf(thrown)}`); });
  await rename(cluster, data);
  await rm(making, { recursive: true, force: true });
}

/**
 * After a kill -9, `postmaster.pid` stays. PostgreSQL believes it when its pid lives, be it somebody else's by now:
 * so a server of this very folder is ended, anything else is left alone and the stale file removed.
 */
async function clearStaleServer(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (!(pid > 1)) return;
  const mark = startMark(pid);
  const command = commandOf(pid) ?? '';
  if (mark !== undefined && command.includes('postgres') && command.includes(data)) await endProcess(pid, mark, 'SIGINT', 10_000);
  else await rm(file, { force: true });
}
