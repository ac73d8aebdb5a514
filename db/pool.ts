/** The connection pool of a process. */
import pg from 'pg';

// Dates stay ISO strings and counts stay numbers: no value changes its meaning on the way through the driver.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Pool = pg.Pool;
export type Client = pg.PoolClient;

/** A connection that is made in the middle of a rush pays for its sign-in, its catalogue and its plans: some 50 ms of whoever waits for it. Those that a rush made are kept until the next one. */
const idleMs = 600_000;

/** What we ask is answered from a few pages: to start processes beside it, or to compile it, takes longer than that. */
const settings = 'SET max_parallel_workers_per_gather = 0; SET jit = off';

/** A server that vanished without a word must not hold a request for minutes. */
const answerWithinMs = 15_000;

/**
 * `onError` hears of connections lost while idle; they are replaced by themselves.
 * @param queryTimeoutMs 0 for work that takes what it takes (rebuild).
 */
export function createPool(databaseUrl: string, onError: (error: Error) => void, max = 10, queryTimeoutMs = answerWithinMs): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl, max, connectionTimeoutMillis: 5_000, keepAlive: true, idleTimeoutMillis: idleMs,
    // The pool waits for it, whatever its types say.
    onConnect: (client) => client.query(settings) as unknown as void,
    query_timeout: queryTimeoutMs,
  });
  pool.on('error', onError);
  // The pool listens to its idle connections only: the 'error' event of one that is just being handed over would end the process.
  // The failed query says it all.
  pool.on('connect', (client) => { client.on('error', () => undefined); });
  return pool;
}

/** Runs `work` in one transaction; rolled back when it throws. */
export async function inTransaction<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  return await between('BEGIN', pool, work);
}

/** Runs `work`, which only reads, as of one instant: what one statement sees and what the next sees belong together. */
export async function inSnapshot<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  return await between('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', pool, work);
}

async function between<T>(begin: string, pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = error as Error;
    await client.query('ROLLBACK').then(() => { broken = undefined; }, () => undefined);
    throw error;
  } finally {
    client.release(broken);
  }
}
