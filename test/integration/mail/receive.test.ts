/** Mails in by a real SMTP client, to a real database and folder (T-01): kept before they are answered, read by the relay, shown to those who register them. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailRoutes } from '../../../api/mail/routes.ts';
import type { Services } from '../../../api/services.ts';
import { settleUpload } from '../../../db/documents/uploads.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { mailSource } from '../../../ports/mail-in.ts';
import { createDelivery } from '../../../relay/inbox.ts';
import { createMailCarrier } from '../../../relay/mail/deliver.ts';
import { awayDatabaseUrl, json, startApi, type RunningApi } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';
import { openMailDoor, rawMail, type MailDoor } from '../../support/mail-in.ts';

let pool: Pool;
let door: MailDoor;
let api: RunningApi;
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined, 5);
  await loadDefaultPolicies(pool);
  await pool.query(`INSERT INTO launch_files (deployment_id, file) VALUES ('AFF-2026-000001', '{"customerId": "CLI-000004", "contacts": [{"role": "technical", "name": "Y. Le Goff", "email": "Y.LeGoff@transports-legoff.example"}]}')`);
  door = await openMailDoor(pool);
  api = await startApi({ pool, routes: mailRoutes({ pool, documents: door.documents } as Services) });
});
afterAll(async () => {
  await api.close();
  await door.close();
  await pool.end();
});

const delivery = () => createDelivery({ pool, client: undefined as never, logger: pino({ level: 'silent' }) }, { [mailSource]: createMailCarrier({ pool, documents: door.documents, tickets: { addMessage: () => Promise.reject(new Error('no engine')), register: async () => 'T-03.unknown-service' } }) });

/** Carries all that waits. */
async function carried(): Promise<void> {
  const relay = delivery();
  while (await relay.start() > 0) await relay.idle();
}

interface Seen { readonly id: string; readonly subject: string; readonly status: string; readonly reason: string | null; readonly customerId: string | null; readonly rds: string | null }
const as = (name: string) => ({ headers: { authorization: `Bearer ${name}` } });
async function listed(status: string): Promise<Seen[]> {
  const response = await api.request(`/api/v1/inbound-mails?status=${status}`, as('dispatcher'));
  expect(response.status).toBe(200);
  return (await response.json() as { items: Seen[] }).items;
}

const plain = (subject: string, headers = ''): string => `Message-ID: <${randomUUID()}@example.fr>\r\nFrom: Quelqu'un <somebody-${randomUUID()}@example.fr>\r\nSubject: ${subject}\r\n${headers}\r\nBonjour\r\n`;

describe('a mail is taken (T-01)', () => {
  it('once, however often it is handed over', async () => {
    expect([await door.send(rawMail('winmail')), await door.send(rawMail('winmail'))]).toEqual([250, 250]);
    const { rows } = await pool.query("SELECT payload ->> 'sender' AS sender FROM inbox WHERE source = 'mail' AND id = '<tnef-1@exchange.example>'");
    expect(rows).toEqual([{ sender: 'somebody@example.fr' }]);
  });

  it('for a mailbox of a desk only, with or without a ticket behind +, and not beyond its size', async () => {
    expect(await door.send(plain('1'), { to: ['elsewhere@jalon.invalid'] })).toBe(550);
    expect(await door.send(plain('2'), { to: ['Infogerance+TCK-2026-000009@jalon.invalid'] })).toBe(250);
    expect(await door.send(`${plain('3')}${'x'.repeat(1024 * 1024)}`)).toBe(552);
  });

  it('later, where PostgreSQL is away: the sender keeps it and is told to come again', async () => {
    const away = createPool(awayDatabaseUrl, () => undefined, 1);
    const closed = await openMailDoor(away);
    expect(await closed.send(plain('4'))).toBe(451);
    await closed.close();
    await away.end();
  });

  it('later, where its bytes cannot be kept, and no row names what is not there', async () => {
    const full = await openMailDoor(pool, { documents: { ...door.documents, put: () => Promise.reject(new Error('no space left')) } });
    const raw = plain('5');
    expect(await full.send(raw)).toBe(451);
    expect((await pool.query('SELECT 1 FROM inbox WHERE id = $1', [/<[^>]+>/.exec(raw)?.[0]])).rows).toEqual([]);
    await full.close();
  });

  it('from whoever knows the password, where one is asked for', async () => {
    const guarded = await openMailDoor(pool, { secret: 'a password of the tests' });
    expect(await guarded.send(plain('6'))).toBe(530);
    expect(await guarded.send(plain('7'), { password: 'another password' })).toBe(535);
    expect(await guarded.send(plain('8'), { password: 'a password of the tests' })).toBe(250);
    await guarded.close();
  });
});

describe('a mail that no program can place (T-01)', () => {
  it('waits for a person with what is known of it, and its files can be had', async () => {
    await door.send(rawMail('outlook-with-attachment'));
    await carried();
    const mail = (await listed('waiting')).find(({ rds }) => rds === 'RDS-000042');
    expect(mail).toMatchObject({ subject: 'Coupure complète au dépôt de Brest - RDS-000042', customerId: 'CLI-000004' });
    const detail = await (await api.request(`/api/v1/inbound-mails/${mail?.id}`, as('service-agent'))).json() as { text: string; files: { href: string; fileName: string }[] };
    expect(detail.files).toMatchObject([{ fileName: 'relevé.pdf' }]);
    const file = await api.request(detail.files[0]?.href ?? '', as('service-agent'));
    expect([file.status, file.headers.get('content-type'), file.headers.get('content-disposition')?.includes('attachment')]).toEqual([200, 'application/octet-stream', true]);
    expect(Buffer.from(await file.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await api.request(detail.files[0]?.href ?? '', as('customer'))).status).toBe(403);
  });

  it('is dismissed once, with a reason', async () => {
    await door.send(plain('à écarter'));
    await carried();
    const mail = (await listed('waiting')).find(({ subject }) => subject === 'à écarter');
    const dismiss = () => api.request(`/api/v1/inbound-mails/${mail?.id}/dismiss`, json({ reason: 'Démarchage' }, { authorization: 'Bearer dispatcher' }));
    expect((await dismiss()).status).toBe(200);
    expect((await dismiss()).status).toBe(409);
    expect((await listed('dismissed')).map(({ subject, reason }) => [subject, reason])).toEqual([['à écarter', 'Démarchage']]);
  });

  it('is kept as ignored where a machine wrote it, or one sender writes too many', async () => {
    await door.send(rawMail('out-of-office'));
    await door.send(rawMail('newsletter'));
    const from = 'From: robot@example.fr\r\n';
    for (let index = 1; index <= 32; index += 1) {
      await door.send(`Message-ID: <robot-${index}@example.fr>\r\n${from}Subject: alerte ${index}\r\n\r\nx\r\n`);
      if (index >= 30) await carried();
    }
    const ignored = await listed('ignored');
    expect(ignored.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['auto-submitted', 'bulk', 'too-many']));
    expect(ignored.filter(({ reason }) => reason === 'too-many')).toHaveLength(2);
  });

  it('keeps its bytes as long as it is there', async () => {
    await pool.query("UPDATE document_uploads SET last_at = now() - interval '31 days'");
    const removed: string[] = [];
    while (await settleUpload(pool, async (sha256) => { removed.push(sha256); }) > 0);
    expect((await pool.query('SELECT 1 FROM inbound_mails WHERE raw_sha256 = ANY ($1)', [removed])).rows).toEqual([]);
    expect((await pool.query("SELECT 1 FROM inbox WHERE payload ->> 'sha256' = ANY ($1)", [removed])).rows).toEqual([]);
  });
});
