/** Live events over real HTTP and a real database: what is recorded is heard, once, in order, by who may. */
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLive, type Live, type LiveParts } from '../../../api/live/live.ts';
import { eventRoutes } from '../../../api/live/routes.ts';
import { recordCustomerEvent } from '../../../db/customer/record.ts';
import { record } from '../../../db/journey/record.ts';
import { givePositions } from '../../../db/outbox/positions.ts';
import { createPool, inTransaction, type Pool } from '../../../db/pool.ts';
import { bePresent, leave } from '../../../db/ticket/presence.ts';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import { startApi, verifyByName, type RunningApi } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';
import { openEvents, type EventClient } from '../../support/event-stream.ts';
import { eventually } from '../../support/eventually.ts';
import { opening, told } from '../../unit/ticket/given.ts';

let pool: Pool;
let api: RunningApi;
let live: Live;
const open: EventClient[] = [];
const meta = { actor: 'a', channel: 'api', commandId: 'c' } as const;
/** Until when the tokens of `short-lived` are good. */
let tokenUntil = new Date(8.64e15);

/** `Bearer sophie@lille` holds what the directory says; `Bearer customer:CLI-1` is that customer. */
const verify: Verifier = async (header) => {
  const name = header?.replace(/^Bearer /, '') ?? '';
  if (name.startsWith('customer:')) return { outcome: 'signed-in', identity: { subject: name, profiles: ['customer'], customerId: name.slice(9) } };
  if (name === 'short-lived') return Date.now() < tokenUntil.getTime() ? { outcome: 'signed-in', identity: { subject: name, profiles: ['supervisor'] }, until: tokenUntil } : { outcome: 'unauthenticated', fault: 'expired' };
  return name.includes('@') ? { outcome: 'signed-in', identity: { subject: name, profiles: [] } } : await verifyByName(header);
};

async function serve(options: Partial<LiveParts> = {}): Promise<void> {
  await stop();
  live = createLive({ pool, logger: pino({ level: 'silent' }), nowMs: () => Date.now(), ...options });
  api = await startApi({ routes: eventRoutes({ live }), pool, verify });
}

async function stop(): Promise<void> {
  for (const client of open.splice(0)) client.cut();
  await live?.close();
  await api?.close();
}

async function listen(options: Parameters<typeof openEvents>[1] = {}): Promise<EventClient> {
  const client = await openEvents(api.baseUrl, options);
  open.push(client);
  await eventually(async () => expect(client.heartbeats.length + client.messages.length).toBeGreaterThan(0));
  return client;
}

/** An edit of a customer's record. */
async function edit(customerId: string, type = 'customerChanged'): Promise<void> {
  await inTransaction(pool, (client) => recordCustomerEvent(client, customerId, { type }, { meta, atMs: Date.now() }));
}

/** One that is told at once. */
async function tell(customerId: string, type?: string): Promise<void> {
  await edit(customerId, type);
  await givePositions(pool);
}

const heard = (client: EventClient): (string | undefined)[] => client.messages.flatMap(({ event, data }) => (event === 'message' ? (data.types ?? []).map((type) => `${data.id} ${type}`) : [event]));
const expectHeard = (client: EventClient, expected: readonly string[]) => eventually(async () => expect(heard(client)).toEqual(expected));

beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined, 20);
  await pool.query(`INSERT INTO centres (key, label, region) VALUES ('lille', '{"fr": "Lille", "en": "Lille"}', 'nord'), ('lyon', '{"fr": "Lyon", "en": "Lyon"}', 'sud-est')`);
  await pool.query("INSERT INTO customers (id, name, centre) VALUES ('CLI-000001', 'a', 'lille'), ('CLI-000002', 'b', 'lyon'), ('CLI-000003', 'c', NULL)");
  await pool.query("INSERT INTO team_members (subject, name, profile, team, centre) SELECT subject, subject, 'coordinator', 'production', 'lille' FROM unnest(ARRAY['sophie@lille', 'paul@lyon', 'guest@lille']) AS subject");
  await pool.query("UPDATE customers SET account_manager = 'sophie@lille' WHERE id = 'CLI-000003'");
});
beforeEach(() => serve());
afterEach(stop);
afterAll(() => pool.end());

describe('a live event', () => {
  it('says that a subject changed, whose it is and what was done, and nothing of what it holds', async () => {
    const client = await listen();
    const number = 'TCK-2026-000001';
    await record(pool, { journeyId: number, kind: 'ticket', events: told([], { ...opening, number }).events.map(({ event, atMs }, index) => ({ number: index + 1, event, atMs, meta })) });
    await givePositions(pool);
    await eventually(async () => expect(client.messages).toHaveLength(1));
    const [{ id, event, data } = { id: '', event: '', data: { position: 0 } }] = client.messages;
    expect({ event, data }).toEqual({ event: 'message', data: { position: Number(id), kind: 'ticket', id: number, customerId: 'CLI-000001', types: expect.arrayContaining(['ticketOpened']), at: '1970-01-01T00:00:00.000Z' } });
  });

  // How soon is measured (bench/live.ts).
  it('is heard while the positions are given as the relay gives them', async () => {
    const client = await listen();
    const relay = setInterval(() => void givePositions(pool), 100);
    await edit('CLI-000001', 'quick');
    await expectHeard(client, ['CLI-000001 quick']);
    clearInterval(relay);
  });

  it('is narrowed by kind, subject and customer', async () => {
    const [ofKind, ofSubject, ofCustomer] = [await listen({ query: '?kind=ticket,deployment' }), await listen({ query: '?id=CLI-000001' }), await listen({ query: '?customerId=CLI-000002' })];
    await tell('CLI-000001', 'one');
    await tell('CLI-000002', 'two');
    await expectHeard(ofSubject, ['CLI-000001 one']);
    await expectHeard(ofCustomer, ['CLI-000002 two']);
    expect(heard(ofKind)).toEqual([]);
    await expect(openEvents(api.baseUrl, { query: '?kind=invoice' })).rejects.toThrow('400');
  });

  it('ends with what there is where nobody wants to follow', async () => {
    await tell('CLI-000001', 'past');
    const client = await listen({ query: '?after=0&follow=false' });
    await client.over;
    expect(heard(client)).toContain('CLI-000001 past');
  });
});

describe('who comes back', () => {
  it('hears each event once and in order, however often he is cut, while many write at once', async () => {
    const writers = 6;
    const each = 40;
    let isWriting = true;
    const customers = await Promise.all(Array.from({ length: writers }, async (_, index) => {
      const id = `CLI-1000${index}0`;
      await pool.query('INSERT INTO customers (id, name) VALUES ($1, $1)', [id]);
      return id;
    }));
    const relay = (async () => { while (isWriting) await givePositions(pool, 7); })();
    const heardOf = new Map(customers.map((id): [string, string[]] => [id, []]));
    let lastEventId = String((await listen()).lastId);
    const wanted = writers * each;
    const reader = (async () => {
      for (let [count, cuts] = [0, 0]; count < wanted; cuts += 1) {
        const client = await openEvents(api.baseUrl, { lastEventId });
        await eventually(async () => expect(client.messages.length).toBeGreaterThan(cuts % 5));
        client.cut();
        await client.over;
        lastEventId = client.lastId ?? lastEventId;
        for (const { event, data } of client.messages) {
          expect(event).toBe('message');
          heardOf.get(data.id ?? '')?.push(...data.types ?? []);
          count += data.types?.length ?? 0;
        }
      }
    })();
    await Promise.all(customers.map(async (id) => { for (let n = 0; n < each; n += 1) await edit(id, `n${n}`); }));
    await reader;
    isWriting = false;
    await relay;
    for (const [, types] of heardOf) expect(types).toEqual(Array.from({ length: each }, (_, n) => `n${n}`));
  });

  it('is told to begin anew where what he missed is kept no more, or where he was never', async () => {
    for (let n = 0; n < 5; n += 1) { await edit('CLI-000001'); await edit('CLI-000002'); }
    await givePositions(pool);
    await serve({ keptMost: 3 });
    const { lastId } = await listen();
    for (const lastEventId of ['0', String(Number(lastId) + 1_000), 'no-position']) {
      const client = await listen({ lastEventId });
      expect([heard(client), client.lastId]).toEqual([['reset'], lastId]);
    }
    const inTime = await listen({ lastEventId: String(Number(lastId) - 2) });
    expect(inTime.messages.map(({ id }) => Number(id))).toEqual([Number(lastId) - 1, Number(lastId)]);
  });

  it('goes on after the API was started anew', async () => {
    const client = await listen();
    await stop();
    await client.over;
    await tell('CLI-000001', 'meanwhile');
    await serve();
    await expectHeard(await listen({ lastEventId: client.lastId }), ['CLI-000001 meanwhile']);
  });
});

describe('C-05: who hears it', () => {
  it('is who may see it: his own, his centre’s, those in his charge, all', async () => {
    await pool.query("INSERT INTO assignments (subject, profile, centre) VALUES ('sophie@lille', 'coordinator', 'lille')");
    await pool.query("INSERT INTO assignments (subject, profile, own_customers) VALUES ('sophie@lille', 'account-manager', true)");
    const [all, lille, own, other] = [await listen(), await listen({ as: 'sophie@lille' }), await listen({ as: 'customer:CLI-000001' }), await listen({ as: 'customer:CLI-000002' })];
    for (const n of [1, 2, 3]) await tell(`CLI-00000${n}`, 'seen');
    await expectHeard(all, ['CLI-000001 seen', 'CLI-000002 seen', 'CLI-000003 seen']);
    await expectHeard(lille, ['CLI-000001 seen', 'CLI-000003 seen']);
    await eventually(async () => expect([own.messages.length, other.messages.length]).toEqual([1, 1]));
    await expect(openEvents(api.baseUrl, { as: 'admin' })).rejects.toThrow('403');
    await expect(openEvents(api.baseUrl, { as: 'somebody' })).rejects.toThrow('401');
  });

  it('is told what was done only where he may read the timeline', async () => {
    const client = await listen({ as: 'customer:CLI-000001' });
    await tell('CLI-000001', 'taskClaimed');
    await eventually(async () => expect(client.messages.map(({ data }) => [data.id, data.types])).toEqual([['CLI-000001', []]]));
  });

  it('is, of a record that was merged, who was of it before (C-09)', async () => {
    await pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000008', 'x'), ('CLI-000009', 'y')");
    const client = await listen({ as: 'customer:CLI-000009' });
    await pool.query("UPDATE customers SET merged_into = 'CLI-000008', merged_at = now() WHERE id = 'CLI-000009'");
    await tell('CLI-000008');
    await eventually(async () => expect(client.messages.map(({ data }) => data.customerId)).toEqual(['CLI-000008']));
  });

  it('is asked anew as soon as an access is given or taken back', async () => {
    await pool.query("INSERT INTO assignments (subject, profile, centre) VALUES ('paul@lyon', 'coordinator', 'lyon')");
    const [all, client] = [await listen(), await listen({ as: 'paul@lyon' })];
    await tell('CLI-000001', 'before');
    await expectHeard(all, ['CLI-000001 before']);
    await pool.query("INSERT INTO assignments (subject, profile, centre) VALUES ('paul@lyon', 'coordinator', 'lille')");
    await eventually(async () => {
      await tell('CLI-000001', 'after');
      expect(heard(client)).toContain('CLI-000001 after');
    });
    expect(heard(client)).not.toContain('CLI-000001 before');
    await pool.query("DELETE FROM assignments WHERE subject = 'paul@lyon'");
    await client.over;
    await expect(openEvents(api.baseUrl, { as: 'paul@lyon' })).rejects.toThrow('403');
  });

  it('is nobody any more when a grant or a token has ended, though nothing else happens', async () => {
    await pool.query("INSERT INTO grants (id, subject, profile, reason, expires_at, granted_by) VALUES (gen_random_uuid(), 'guest@lille', 'supervisor', 'x', now() + interval '700 milliseconds', 'a')");
    tokenUntil = new Date(Date.now() + 700);
    const [granted, signedIn] = [await listen({ as: 'guest@lille' }), await listen({ as: 'short-lived' })];
    const beganAt = Date.now();
    await Promise.all([granted.over, signedIn.over]);
    // Long before the next heartbeat.
    expect(Date.now() - beganAt).toBeLessThan(12_000);
  });
});

describe('who is at a ticket', () => {
  it('is told at once to those who may know who does what, when he comes, writes and leaves, and not when he merely stays', async () => {
    const number = 'TCK-2026-000002';
    await record(pool, { journeyId: number, kind: 'ticket', events: told([], { ...opening, number }).events.map(({ event, atMs }, index) => ({ number: index + 1, event, atMs, meta })) });
    await givePositions(pool);
    const [follower, customer] = [await listen({ query: `?id=${number}` }), await listen({ as: 'customer:CLI-000001' })];
    const presences = (client: EventClient): unknown[] => client.messages.filter(({ event }) => event === 'presence').map(({ data, id }) => [data.kind, data.id, id]);
    await bePresent(pool, number, 'technician-n1', false);
    await eventually(async () => expect(presences(follower)).toEqual([['ticket', number, '']]));
    await bePresent(pool, number, 'technician-n1', false);
    await bePresent(pool, number, 'technician-n1', true);
    await eventually(async () => expect(presences(follower)).toHaveLength(2));
    await leave(pool, number, 'technician-n1');
    await eventually(async () => expect(presences(follower)).toHaveLength(3));
    await leave(pool, number, 'technician-n1');
    await tell('CLI-000001', 'afterwards');
    await eventually(async () => expect(customer.messages.map(({ data }) => data.id)).toContain('CLI-000001'));
    expect([presences(follower).length, presences(customer).length]).toEqual([3, 0]);
  });
});

describe('one who does not listen', () => {
  it('is let go of, holds up nobody, and comes back where he was', async () => {
    await serve({ heartbeatMs: 150 });
    const socket = connect(Number(new URL(api.baseUrl).port), '127.0.0.1');
    const closed = new Promise<void>((resolve) => { socket.once('close', () => resolve()); });
    socket.on('error', () => undefined);
    socket.write('GET /api/v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer supervisor\r\n\r\n');
    await eventually(async () => expect(live.connections()).toBe(1));
    socket.pause();
    const other = await listen();
    const before = other.messages.length;
    // More than the kernel takes for a reader who does not read.
    const types = Array.from({ length: 400 }, (_, n) => `${'x'.repeat(20_000)}${n}`);
    await inTransaction(pool, async (client) => { for (const type of types) { await recordCustomerEvent(client, 'CLI-000001', { type }, { meta, atMs: 0 }); await recordCustomerEvent(client, 'CLI-000002', { type: 'x' }, { meta, atMs: 0 }); } });
    while (await givePositions(pool) > 0);
    await eventually(async () => expect(other.messages.length - before).toBe(800));
    await eventually(async () => expect(live.connections()).toBe(1));
    socket.resume();
    await closed;
  });

  it('may not open ever more', async () => {
    await Promise.all(Array.from({ length: 20 }, () => listen()));
    await expect(openEvents(api.baseUrl)).rejects.toThrow('429');
    open[0]?.cut();
    await eventually(() => listen());
  });
});

describe('when PostgreSQL was away', () => {
  it('goes on by itself, and says nothing meanwhile that it does not know', async () => {
    const client = await listen();
    await pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").catch(() => undefined);
    await tell('CLI-000001', 'again').catch(() => tell('CLI-000001', 'again'));
    await expectHeard(client, ['CLI-000001 again']);
  });
});
