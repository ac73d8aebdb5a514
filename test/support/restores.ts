/** Copies of databases of a running server, and putting them in the place of what is there: a backup and its restore, each of one instant. */
import pg from 'pg';

async function withAdmin(databaseUrl: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const url = new URL(databaseUrl);
  url.pathname = '/postgres';
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

/** Nobody is in it, and nobody comes in: whoever uses it waits, as for a server that is away. */
async function shut(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [name]);
}

const copyOf = (name: string): string => `${name}_backup`;

/** Keeps the databases as they are now, all of one instant. */
export async function backUp(databaseUrl: string, ...names: readonly string[]): Promise<void> {
  await withAdmin(databaseUrl, async (admin) => {
    for (const name of names) await shut(admin, name);
    for (const name of names) await admin.query(`CREATE DATABASE ${copyOf(name)} TEMPLATE ${name}`);
    for (const name of names) await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });
}

/** What was kept takes the place of what is there. @param whenShut while nobody can come in: who keeps something in memory is ended */
export async function restore(databaseUrl: string, names: readonly string[], whenShut: () => Promise<void>): Promise<void> {
  await withAdmin(databaseUrl, async (admin) => {
    for (const name of names) await shut(admin, name);
    await whenShut();
    for (const name of names) {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.query(`ALTER DATABASE ${copyOf(name)} RENAME TO ${name}`);
    }
  });
}
