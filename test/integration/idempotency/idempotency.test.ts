/** Idempotency-Key on a real PostgreSQL: a handler runs once per key, whatever is repeated, raced or killed. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { commandIdOf, digestOf } from '../../../api/http/idempotency.ts';
import { claimKey, deleteOldKeys, rememberId, type KeyedRequest } from '../../../db/idempotency/store.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { problem } from '../../../api/http/problem.ts';
import { refuse } from '../../../domain/errors/codes.ts';
import { json, problemIn, startApi, type RunningApi } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';
import { sampleRoutes, type Behaviour } from '../../support/sample-routes.ts';

let databaseUrl: string;
let pool: Pool;
let api: RunningApi;
const behaviour: Behaviour = {};
let seen: { commandId: string; id: string }[] = [];
let idsMade = 0;

beforeAll(async () => {
  databaseUrl = await freshDatabase();
  pool = createPool(databaseUrl, () => undefined, 20);
});
afterAll(() => pool.end());

beforeEach(async () => {
  seen = [];
  idsMade = 0;
  behaviour.make = async ({ commandId, allocate }) => {
    const id = await allocate(async () => `N-00${idsMade += 1}`);
    seen.push({ commandId, id });
    return { id };
  };
  await pool.query('TRUNCATE idempotency_keys');
  api = await startApi({ pool, routes: sampleRoutes({ make: async (given) => behaviour.make?.(given) ?? { id: 'none' } }) });
});
afterEach(() => api.close());

const notes = '/api/v1/notes';
const post = (body: unknown, key?: string, headers: Record<string, string> = {}): Promise<Response> =>
  api.request(notes, json(body, { ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers }));

/** The row of a request that a process took with it when it died. */
async function deadRequest(key: string, body: unknown): Promise<KeyedRequest> {
  const keyed = { principal: 'coordinator', route: 'POST /notes', key, digest: digestOf({ params: {}, query: {}, body }) };
  await claimKey(pool, keyed);
  await rememberId(pool, keyed, 'N-777');
  return keyed;
}

const endLeases = (): Promise<unknown> => pool.query("UPDATE idempotency_keys SET lease_until = now() - interval '1 millisecond' WHERE status IS NULL");

describe('the same key', () => {
  it('with the same request gives the first answer again, and says so', async () => {
    const [first, second] = [await post({ title: 'a', count: 2 }, 'k'), await post({ count: 2, title: 'a' }, 'k')];
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect([second.status, second.headers.get('idempotency-replayed'), second.headers.get('location')]).toEqual([201, 'true', `${notes}/N-001`]);
    expect(await second.json()).toEqual(await first.json());
    expect(seen).toHaveLength(1);
  });

  it('with another body is refused', async () => {
    await post({ title: 'a' }, 'k');
    const other = await post({ title: 'b' }, 'k');
    expect([other.status, (await problemIn(other)).code, seen.length]).toEqual([422, 'idempotency-key-reused', 1]);
  });

  it('of another person is another key', async () => {
    await post({ title: 'a' }, 'k');
    const keyed = { principal: 'someone-else', route: 'POST /notes', key: 'k', digest: 'd' };
    expect((await claimKey(pool, keyed)).outcome).toBe('claimed');
  });

  it('of twenty requests at once lets the handler run once', async () => {
    const handle = behaviour.make;
    behaviour.make = async (given) => {
      await pool.query('SELECT pg_sleep(0.2)');
      return await handle?.(given) ?? { id: 'none' };
    };
    const statuses = (await Promise.all(Array.from({ length: 20 }, () => post({ title: 'a' }, 'k')))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 409).length + statuses.filter((status) => status === 201).length).toBe(20);
    expect(seen).toHaveLength(1);
    expect((await post({ title: 'a' }, 'k')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('is refused while the first request runs, and told when to come back', async () => {
    await deadRequest('k', { title: 'a' });
    const response = await post({ title: 'a' }, 'k');
    expect([response.status, (await problemIn(response)).code, response.headers.get('retry-after'), seen.length]).toEqual([409, 'request-in-progress', '1', 0]);
  });

  it('takes over from a process that died, as the same command with the same id', async () => {
    const dead = await deadRequest('k', { title: 'a' });
    await endLeases();
    expect(await (await post({ title: 'a' }, 'k')).json()).toEqual({ id: 'N-777' });
    expect([seen, idsMade]).toEqual([[{ commandId: commandIdOf(dead), id: 'N-777' }], 0]);
  });

  it('is taken over by one of twenty', async () => {
    await deadRequest('k', { title: 'a' });
    await endLeases();
    const statuses = (await Promise.all(Array.from({ length: 20 }, () => post({ title: 'a' }, 'k')))).map(({ status }) => status);
    expect([seen.length, statuses.every((status) => status === 201 || status === 409)]).toEqual([1, true]);
  });

  it('gets the real answer after one that was not known, as the same command with the same id', async () => {
    const handle = behaviour.make;
    const tried: string[] = [];
    behaviour.make = async ({ commandId, allocate }) => {
      tried.push(commandId, await allocate(async () => `N-00${idsMade += 1}`));
      throw problem(refuse('outcome-unknown'));
    };
    expect((await post({ title: 'a' }, 'k')).status).toBe(503);
    if (handle !== undefined) behaviour.make = handle;
    expect((await post({ title: 'a' }, 'k')).status).toBe(201);
    expect([tried, idsMade]).toEqual([[seen[0]?.commandId, 'N-001'], 1]);
  });

  it('keeps a refusal by a rule, and forgets one by the schema', async () => {
    expect((await post({ title: 'past' }, 'k')).status).toBe(422);
    expect((await post({ title: 'past' }, 'k')).headers.get('idempotency-replayed')).toBe('true');
    expect((await post({ title: 7 }, 'new')).status).toBe(400);
    expect((await post({ title: 'a' }, 'new')).status).toBe(201);
  });

  it('is not held by a request that was not let in', async () => {
    expect((await post({ title: 'a' }, 'k', { authorization: 'Bearer nobody' })).status).toBe(403);
    expect((await pool.query('SELECT 1 FROM idempotency_keys')).rows).toEqual([]);
  });

  it('tells nobody an answer that could not be remembered, and gives it once it can', async () => {
    await pool.query(`
      CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'forgotten' USING ERRCODE = 'admin_shutdown'; END $$;
      CREATE TRIGGER forget BEFORE UPDATE ON idempotency_keys FOR EACH ROW WHEN (NEW.status IS NOT NULL) EXECUTE FUNCTION forget()`);
    const untold = await post({ title: 'a' }, 'k');
    const refusal = await post({ title: 'past' }, 'refused');
    await pool.query('DROP FUNCTION forget CASCADE');
    for (const response of [untold, refusal]) expect([response.status, (await problemIn(response)).code, response.headers.get('retry-after')]).toEqual([503, 'outcome-unknown', '2']);
    expect((await problemIn(await post({ title: 'a' }, 'k'))).code).toBe('request-in-progress');

    await endLeases();
    expect(await (await post({ title: 'a' }, 'k')).json()).toEqual({ id: 'N-001' });
    const [first, second] = seen;
    expect([second, seen.length, idsMade]).toEqual([first, 2, 1]);
    expect((await post({ title: 'a' }, 'k')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('tells nobody an answer when the database goes away under the handler', async () => {
    const own = new pg.Pool({ connectionString: databaseUrl });
    const lonely = await startApi({ pool: own, routes: sampleRoutes({ make: async () => { await own.end(); return { id: 'N-009' }; } }) });
    const response = await lonely.request(notes, json({ title: 'a' }, { 'idempotency-key': 'k' }));
    expect([response.status, (await problemIn(response)).code]).toEqual([503, 'outcome-unknown']);
    await lonely.close();
    expect((await post({ title: 'a' }, 'k')).status).toBe(409);
  });

  it('gives whoever was overtaken, because his lease ran out, the answer of who overtook him', async () => {
    const handle = behaviour.make;
    let overtaking: Response | undefined;
    behaviour.make = async () => {
      if (handle !== undefined) behaviour.make = handle;
      await endLeases();
      overtaking = await post({ title: 'a' }, 'k');
      return { id: 'N-999' };
    };
    const overtaken = await post({ title: 'a' }, 'k');
    expect([overtaken.status, await overtaken.json()]).toEqual([201, await overtaking?.json()]);
    expect(seen).toHaveLength(1);
  });
});

describe('a key', () => {
  it.each([['empty', ''], ['too long', 'k'.repeat(201)], ['not ASCII', 'clé']])('that is %s is refused', async (_title, key) => {
    const response = await post({ title: 'a' }, key);
    expect([response.status, (await problemIn(response)).errors?.[0]]).toMatchObject([400, { in: 'header', pointer: '/Idempotency-Key' }]);
  });

  it('of two hundred characters is taken', async () => {
    expect((await post({ title: 'a' }, 'k'.repeat(200))).status).toBe(201);
  });

  it('may be left out: each request is then a command of its own', async () => {
    await post({ title: 'a' });
    await post({ title: 'a' });
    expect(new Set(seen.map(({ commandId }) => commandId)).size).toBe(2);
    expect((await pool.query('SELECT 1 FROM idempotency_keys')).rows).toEqual([]);
  });

  it('makes a command id that Temporal takes, and another request makes another', async () => {
    await post({ title: 'a' }, 'k1');
    await post({ title: 'a' }, 'k2');
    const [one, other] = seen;
    expect(one?.commandId).toMatch(/^key-[0-9a-f]{64}$/);
    expect(one?.commandId).not.toBe(other?.commandId);
  });
});

describe('old keys', () => {
  it('are deleted after seven days, the others stay', async () => {
    await post({ title: 'a' }, 'old');
    await post({ title: 'a' }, 'new');
    await pool.query("UPDATE idempotency_keys SET created_at = now() - interval '7 days 1 minute' WHERE key = 'old'");
    expect(await deleteOldKeys(pool)).toBe(1);
    expect((await pool.query('SELECT key FROM idempotency_keys')).rows).toEqual([{ key: 'new' }]);
  });
});
