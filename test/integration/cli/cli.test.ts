/** The command line as people and scripts use it: real processes against the real API, PostgreSQL and engine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLive, type Live } from '../../../api/live/live.ts';
import { createVerifier } from '../../../api/sign-in/verify.ts';
import { givePositions } from '../../../db/outbox/positions.ts';
import { projectRoot } from '../../../project-root.ts';
import { verifyByName } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { request, TicketDesk } from '../../support/tickets.ts';
import { startTestIdentity, type TestIdentity } from '../sign-in/identity.ts';

let house: House;
let desk: TicketDesk;
let identity: TestIdentity;
let folder: string;
let live: Live;
/** The relay's positions, by which live events are told. */
let positions: NodeJS.Timeout;

beforeAll(async () => {
  [house, identity, folder] = await Promise.all([openHouse(), startTestIdentity(), mkdtemp(join(tmpdir(), 'jalon-cli-'))]);
  live = createLive({ pool: house.pool, logger: pino({ level: 'silent' }), nowMs: () => Date.now() });
  const verify = createVerifier({ issuer: identity.issuer, audience: 'jalon-api' });
  desk = await TicketDesk.open(house, 'pro', async (header) => {
    const real = await verify(header);
    return real.outcome === 'signed-in' ? real : await verifyByName(header);
  }, true, live);
  positions = setInterval(() => void givePositions(house.pool).catch(() => undefined), 100);
});
afterAll(async () => {
  clearInterval(positions);
  await live.close();
  await desk.close();
  await Promise.all([house.close(), identity.close(), rm(folder, { recursive: true, force: true })]);
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What is undefined is not set. */
type Environment = Readonly<Record<string, string | undefined>>;

/** A process of the built command line, far from the project's folder; a technician unless said otherwise. */
function start(words: readonly string[], env: Environment = {}) {
  const { PATH = '' } = process.env;
  return spawn(process.execPath, [join(projectRoot(), 'dist', 'cli', 'main.js'), ...words], {
    cwd: folder, env: { PATH, HOME: folder, JALON_API_URL: desk.api.baseUrl, JALON_OIDC_ISSUER: identity.issuer, ...('JALON_TOKEN' in env ? {} : { JALON_TOKEN: 'technician-n1' }), ...env },
  });
}

async function jalon(words: readonly string[], { env = {}, input = '' }: { env?: Environment; input?: string } = {}): Promise<Ended> {
  const child = start(words, env);
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>]);
  return { code, out, err };
}

/** What a command that must succeed answered, as JSON. */
async function answerTo(...words: string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await jalon([...words, '--output', 'json']);
  expect(code, err).toBe(0);
  return JSON.parse(out) as Record<string, unknown>;
}

describe('A ticket from the command line', () => {
  it('is registered from a file with options on top, taken, left waiting, answered and read', async () => {
    const file = join(folder, 'ticket.json');
    await writeFile(file, JSON.stringify({ ...request, rds: 'RDS-50' }));
    const { number } = await answerTo('tickets', 'register', file, '--description', 'Coupure depuis midi', '--set', 'caller.name=Paul Martin', '--user', 'service-agent');
    expect((await answerTo('tickets', 'take', String(number)))['phase']).toBe('in-progress');
    const { code, out } = await jalon(['tickets', 'read', String(number)]);
    expect([code, out]).toEqual([0, expect.stringMatching(/^number +TCK-/m)]);
    expect(out).toContain('Paul Martin');
    expect((await answerTo('tickets', 'timeline', String(number)))['items']).toContainEqual(expect.objectContaining({ channel: 'cli' }));
  });

  it('is taken from the standard input as well', async () => {
    const { code, out } = await jalon(['tickets', 'register', '-', '--output', 'json'], { input: JSON.stringify({ ...request, rds: 'RDS-51' }), env: { JALON_TOKEN: 'service-agent' } });
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ number: expect.stringMatching(/^TCK-/) })]);
  });

  it('is done once, however often the same command is sent under the same key', async () => {
    const { number } = await desk.ticket();
    const command = ['tickets', 'take', number, '--idempotency-key', 'cli-once'];
    expect([(await jalon(command)).code, (await jalon(command)).code]).toEqual([0, 0]);
    expect((await desk.house.pool.query("SELECT count(*)::int AS n FROM events WHERE journey_id = $1 AND type = 'ticketTaken'", [number])).rows).toEqual([{ n: 1 }]);
  });
});

describe('Refusals', () => {
  it.each([
    ['nobody by that number', ['tickets', 'read', 'TCK-2026-999999'], 6, 'not-found'],
    ['nobody allowed', ['policies', 'apply', 'sla', '--user', 'customer'], 5, 'forbidden'],
    ['a field that is wrong', ['tickets', 'register', '--impact', 'outage', '--user', 'service-agent'], 8, '--customer-id'],
    ['a word that is unknown', ['tickets', 'lits'], 2, 'Did you mean list'],
    ['a resource that is unknown', ['tickest'], 2, 'Did you mean tickets'],
    ['a field that no row has', ['tickets', '--fields', 'numero'], 2, 'dueAt'],
    ['a file that is not there', ['tickets', 'register', '/nowhere.json'], 2, '/nowhere.json'],
  ])('of %s: %j ends with %i and says «%s»', async (_, words, code, sentence) => {
    const ended = await jalon(words);
    expect([ended.code, ended.out]).toEqual([code, '']);
    expect(ended.err).toContain(sentence);
  });

  it('of an act that this state does not allow end with 7 and are told in the language asked for', async () => {
    const { number } = await desk.ticket();
    await jalon(['tickets', 'take', number]);
    const [french, english] = await Promise.all(['fr', 'en'].map((lang) => jalon(['tickets', 'answer', number, '--lang', lang])));
    expect([french?.code, english?.code, french?.err === english?.err]).toEqual([7, 7, false]);
  });

  it('without a sign-in end with 5, and where nobody answers with 3', async () => {
    expect(await jalon(['tickets'], { env: { JALON_TOKEN: 'expired' } })).toMatchObject({ code: 5, err: expect.stringContaining('sign-in') });
    expect(await jalon(['tickets', '--api', 'http://127.0.0.1:1'])).toMatchObject({ code: 3, err: expect.stringContaining('--api') });
  });
});

describe('Lists', () => {
  it('follow their pages as far as wanted, and go to CSV', async () => {
    await Promise.all(Array.from({ length: 5 }, () => desk.ticket()));
    const { items } = await answerTo('tickets', '--limit', '3', '--fields', 'number,phase');
    expect(items).toEqual(Array.from({ length: 3 }, () => ({ number: expect.any(String), phase: expect.any(String) })));
    const { rows: [all] } = await house.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM tickets');
    const { out } = await jalon(['tickets', 'list', '--all', '--output', 'csv', '--fields', 'number']);
    expect(out.trimEnd().split('\r\n')).toHaveLength((all?.n ?? 0) + 1);
  });

  it('are watched: a program gets what is new, a line each, as soon as the API tells of it', async () => {
    const watching = start(['tickets', 'watch', '--every', '600', '--output', 'json', '--fields', 'number,phase', '--open', 'true']);
    let heard = '';
    watching.stdout.on('data', (chunk: Buffer) => { heard += chunk.toString(); });
    await eventually(async () => expect(heard).toContain('TCK-'));
    const { number } = await desk.ticket();
    await eventually(async () => expect(heard).toContain(`{"number":"${number}","phase":"registered"}`));
    await jalon(['tickets', 'take', number]);
    await eventually(async () => expect(heard).toContain(`{"number":"${number}","phase":"in-progress"}`));
    watching.kill('SIGINT');
    await once(watching, 'close');
  });
});

describe('Live events', () => {
  it('are printed as they come, a line each', async () => {
    const following = start(['events', 'follow', '--kind', 'ticket']);
    let heard = '';
    following.stdout.on('data', (chunk: Buffer) => { heard += chunk.toString(); });
    await eventually(async () => expect(live.connections()).toBe(1));
    const { number } = await desk.ticket();
    await eventually(async () => expect(heard).toContain(number));
    for (const line of heard.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ kind: 'ticket' });
    following.kill('SIGINT');
    await once(following, 'close');
  });
});

describe('A dry run', () => {
  it('shows the request and sends nothing; whoever signs it stays hidden', async () => {
    const { code, out } = await jalon(['tickets', 'take', 'TCK-2026-000001', '--dry-run'], { env: { JALON_TOKEN: 'a-secret-of-mine' } });
    expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`^POST ${desk.api.baseUrl}/api/v1/tickets/TCK-2026-000001/take\n`))]);
    expect(out).not.toContain('a-secret-of-mine');
  });

  it('holds what would be sent against its schema, without the API', async () => {
    const ended = await jalon(['deployments', 'launch', '--engagement-months', '36', '--dry-run', '--api', 'http://127.0.0.1:1']);
    expect(ended).toMatchObject({ code: 8, out: '', err: expect.stringContaining('--order-number') });
  });

  it('asks the API where it can say what would become of it', async () => {
    const id = 'AFF-2026-000999.assignment.1';
    const { code, out, err } = await jalon(['tasks', 'bulk', '--act', 'claim', '--ids', id, '--dry-run', '--output', 'json', '--user', 'coordinator']);
    // A bulk act whose request was understood has not succeeded for that.
    expect([code, err]).toEqual([8, expect.stringContaining('1 refused')]);
    expect(JSON.parse(out)).toMatchObject({ items: [{ id, outcome: 'refused' }] });
  });
});

describe('Editing', () => {
  it('takes the version that was read, and refuses an older one', async () => {
    const etag = (await jalon(['customers', 'read', 'CLI-000001', '--etag', '--user', 'coordinator'])).out.trim();
    const change = (version: string) => jalon(['customers', 'change', 'CLI-000001', '--set', 'name=Boulangerie Martin et fils', '--if-match', version, '--user', 'coordinator']);
    // A shell has eaten the quotes.
    expect(await change(etag.replaceAll('"', ''))).toMatchObject({ code: 0 });
    expect(await change(etag)).toMatchObject({ code: 7, err: expect.stringContaining('--if-match') });
  });
});

describe('Signing in', () => {
  it('is remembered in a file of one’s own, for that API alone, and forgotten', async () => {
    const bare = { XDG_CONFIG_HOME: join(folder, 'config'), JALON_TOKEN: undefined };
    expect(await jalon(['me'], { env: bare })).toMatchObject({ code: 5 });
    const signedIn = await jalon(['sign-in', 'coordinator'], { env: bare });
    expect(signedIn).toMatchObject({ code: 0, out: expect.stringMatching(/^Signed in at .* as coordinator until /) });
    const kept = join(folder, 'config', 'jalon', 'sessions.json');
    const { [desk.api.baseUrl]: session } = JSON.parse(await readFile(kept, 'utf8')) as Record<string, { token: string }>;
    expect(signedIn.out).not.toContain(session?.token);
    expect((await stat(kept)).mode & 0o077).toBe(0);
    expect(JSON.parse((await jalon(['me', '--output', 'json'], { env: bare })).out)).toMatchObject({ subject: 'coordinator' });
    expect(await jalon(['me', '--api', 'http://127.0.0.1:1'], { env: bare })).toMatchObject({ code: 5 });
    await jalon(['sign-out'], { env: bare });
    expect(await jalon(['me'], { env: bare })).toMatchObject({ code: 5 });
  });

  it('by a token of one’s own reads it from the standard input, where no list of processes shows it', async () => {
    const bare = { XDG_CONFIG_HOME: join(folder, 'other'), JALON_TOKEN: undefined };
    expect(await jalon(['sign-in', '--token'], { env: bare, input: 'supervisor\n' })).toMatchObject({ code: 0 });
    expect(JSON.parse((await jalon(['me', '--output', 'json'], { env: bare })).out)).toMatchObject({ subject: 'supervisor' });
  });
});

describe('Files', () => {
  it('are written where they are wanted', async () => {
    const file = join(folder, 'indicators.csv');
    expect(await jalon(['indicators', 'csv', '--from', '2026-01-01', '--until', '2026-01-31', '--save', file, '--user', 'supervisor'])).toMatchObject({ code: 0, out: '' });
    expect((await readFile(file)).length).toBeGreaterThan(0);
  });
});

describe('A pipe that closes', () => {
  it('ends the command quietly', async () => {
    const child = start(['tickets', '--help']);
    child.stdout.destroy();
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number]>]);
    expect([code, err]).toEqual([0, '']);
  });
});
