/** Mails that become tickets, or part of them: from a real SMTP client through the relay to the real engine (T-01, T-03, T-08). */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketDoor } from '../../../api/ticket/door.ts';
import { mailSource } from '../../../ports/mail-in.ts';
import { createDelivery } from '../../../relay/inbox.ts';
import { createMailCarrier } from '../../../relay/mail/deliver.ts';
import { json } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { openMailDoor, rawMail, type MailDoor } from '../../support/mail-in.ts';
import { TicketDesk, type TestTicket, work, worksheetOf } from '../../support/tickets.ts';

const address = 'jeanne@boulangerie-martin.example';
const caller = { name: 'Jeanne Martin', email: address, relation: 'self' } as const;

let house: House;
let desk: TicketDesk;
let door: MailDoor;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
  door = await openMailDoor(house.pool, { documents: house.documents });
  await house.pool.query("INSERT INTO services (rds, customer_id, access_type) VALUES ('RDS-000042', 'CLI-000001', 'ftth')");
  await house.pool.query("INSERT INTO launch_files (deployment_id, file) VALUES ('AFF-2026-900001', $1)", [{ customerId: 'CLI-000001', contacts: [{ role: 'technical', name: 'Y. Le Goff', email: 'Y.LeGoff@transports-legoff.example' }] }]);
});
afterAll(async () => {
  await door.close();
  await desk.close();
  await house.close();
});

async function carry(raw: Buffer | string, envelope: { from?: string; to?: string[] } = {}): Promise<void> {
  expect(await door.send(raw, envelope)).toBe(250);
  const tickets = ticketDoor({ pool: house.pool, client: house.client, nowMs: () => Date.now() });
  const relay = createDelivery({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) }, { [mailSource]: createMailCarrier({ pool: house.pool, documents: door.documents, tickets }) });
  while (await relay.start() > 0) await relay.idle();
}

const answer = (subject: string, { from = address, text = 'Mardi matin convient.' } = {}): string =>
  `Message-ID: <${randomUUID()}@example.fr>\r\nFrom: Jeanne <${from}>\r\nSubject: ${subject}\r\n\r\n${text}\r\n\r\nLe 23/11/2026, Jalon a =?x?= wrote\r\n> Quand ?\r\n`;
const mailOf = async (subject: string) => (await house.pool.query<{ id: string; status: string; reason: string | null; ticket: string | null }>('SELECT id, status, reason, ticket FROM inbound_mails WHERE subject LIKE $1', [`%${subject}%`])).rows[0];
const messagesOf = async ({ number }: Pick<TestTicket, 'number'>) => ((await (await desk.api.request(`/api/v1/tickets/${number}/messages`, { headers: { authorization: 'Bearer technician-n1' } })).json()) as { items: { direction: string; text: string; isKnownSender: boolean; sender: { address: string } | null; files: { href: string }[] }[] }).items;

async function waiting(): Promise<TestTicket> {
  const ticket = await desk.ticket({ caller });
  await ticket.does('take');
  await ticket.does('wait', { reason: 'customer-answer' });
  return ticket;
}

async function closedTicket(): Promise<TestTicket> {
  const ticket = await desk.ticket({ caller });
  await ticket.does('take');
  await ticket.does('resolve', { solution: 'Fait' });
  await ticket.does('agree', { by: 'customer', channel: 'phone' });
  await ticket.does('cause', { cause: 'Port', responsibility: 'operator', isConfirmed: true });
  await ticket.does('record-work', work);
  await ticket.does('close', { worksheet: worksheetOf(ticket.number), satisfaction: 5 });
  return ticket;
}

describe('a mail that cites a ticket (T-01)', () => {
  it('adds to it, and ends the wait for the customer by itself (T-08)', async () => {
    const ticket = await waiting();
    await carry(answer(`RE: [${ticket.number}] Question`));
    expect(await ticket.read()).toMatchObject({ phase: 'in-progress' });
    expect(await messagesOf(ticket)).toMatchObject([{ direction: 'in', isKnownSender: true, sender: { address } }]);
    expect(await mailOf(ticket.number)).toMatchObject({ status: 'attached', ticket: ticket.number });
    expect(JSON.stringify(await ticket.events())).not.toContain('Mardi');
  });

  it('of a stranger is marked so, and ends no wait', async () => {
    const ticket = await waiting();
    await carry(answer('bonjour', { from: 'stranger@example.fr' }), { to: [`assistance+${ticket.number}@jalon.invalid`] });
    expect(await ticket.read()).toMatchObject({ phase: 'waiting' });
    expect(await messagesOf(ticket)).toMatchObject([{ isKnownSender: false }]);
  });

  it('that was merged joins the one that goes on (T-02)', async () => {
    const [gone, other, last] = [await desk.ticket({ caller }), await desk.ticket(), await desk.ticket()];
    await gone.does('merge', { into: other.number });
    await other.does('merge', { into: last.number });
    await carry(answer(`${gone.number} toujours`));
    expect(await mailOf(`${gone.number} toujours`)).toMatchObject({ status: 'attached', ticket: last.number });
    expect(await messagesOf(last)).toMatchObject([{ direction: 'in', isKnownSender: true }]);
  });

  it('that is closed comes to a person; what he registers of it reopens that one (T-16)', async () => {
    const closed = await closedTicket();
    await carry(answer(`${closed.number} revenue`));
    const mail = await mailOf(`${closed.number} revenue`);
    expect(mail).toMatchObject({ status: 'waiting', reason: 'ticket-ended' });
    const registration = { customerId: 'CLI-000001', rds: 'RDS-47', impact: 'outage', description: 'La panne est revenue', caller };
    const { ticket } = await (await desk.api.request(`/api/v1/inbound-mails/${mail?.id}/register`, json(registration, { authorization: 'Bearer service-agent' }))).json() as { ticket: string };
    const view = await (await desk.api.request(`/api/v1/tickets/${ticket}`, { headers: { authorization: 'Bearer technician-n1' } })).json();
    expect(view).toMatchObject({ reopenings: 1, links: [{ kind: 'predecessor', number: closed.number }] });
    // It goes on in that one already: another incident is another ticket.
    await carry(answer(`${closed.number} autre chose`));
    const other = await mailOf(`${closed.number} autre chose`);
    const second = await (await desk.api.request(`/api/v1/inbound-mails/${other?.id}/register`, json({ ...registration, despiteDuplicates: true }, { authorization: 'Bearer service-agent' }))).json() as { ticket: string };
    expect(await (await desk.api.request(`/api/v1/tickets/${second.ticket}`, { headers: { authorization: 'Bearer technician-n1' } })).json()).toMatchObject({ reopenings: 0, links: [] });
  });

  it('comes to a person where the ticket is closed, who attaches it elsewhere (T-16)', async () => {
    const [ended, other] = [await closedTicket(), await desk.ticket({ caller })];
    await carry(answer(`${ended.number} encore`));
    const mail = await mailOf(`${ended.number} encore`);
    expect(mail).toMatchObject({ status: 'waiting', reason: 'ticket-ended' });
    const attach = () => desk.api.request(`/api/v1/inbound-mails/${mail?.id}/attach`, json({ ticket: other.number }, { authorization: 'Bearer dispatcher' }));
    expect([(await attach()).status, (await attach()).status]).toEqual([200, 409]);
    expect(await messagesOf(other)).toHaveLength(1);
  });

  it('that a server returned is noted for the house on the ticket that sent it', async () => {
    const ticket = await desk.ticket({ caller });
    await carry(rawMail('bounce').toString('latin1').replaceAll('TCK-2026-000123', ticket.number), { from: '' });
    expect(await messagesOf(ticket)).toMatchObject([{ direction: 'internal' }]);
  });
});

describe('a mail that cites none (T-01, T-03)', () => {
  it('is a ticket where a known contact names a service of his, with its attachments', async () => {
    await carry(rawMail('outlook-with-attachment'));
    const mail = await mailOf('Coupure complète');
    expect(mail).toMatchObject({ status: 'registered', ticket: expect.stringMatching(/^TCK-/) });
    const view = await (await desk.api.request(`/api/v1/tickets/${mail?.ticket}`, { headers: { authorization: 'Bearer technician-n1' } })).json();
    expect(view).toMatchObject({ contact: 'mail', rds: 'RDS-000042', customerId: 'CLI-000001', request: { caller: { email: 'y.legoff@transports-legoff.example' } } });
    const [message] = await messagesOf({ number: mail?.ticket ?? '' });
    const file = await desk.api.request(message?.files[0]?.href ?? '', { headers: { authorization: 'Bearer technician-n1' } });
    expect([file.status, Buffer.from(await file.arrayBuffer()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await desk.api.request(message?.files[0]?.href ?? '', { headers: { authorization: 'Bearer logistics' } })).status).toBe(403);
  });

  it('waits for a person where the incident has a ticket already (T-02)', async () => {
    await carry(rawMail('outlook-with-attachment').toString('latin1').replace('AM0PR01MB1234567890ABCDEF', randomUUID()).replace('Coupure_compl', 'Encore_compl'));
    expect(await mailOf('Encore')).toMatchObject({ status: 'waiting', reason: 'T-02.likely-duplicate' });
  });

  it('waits for a person where its sender is unknown, who registers it', async () => {
    await carry(answer('Panne au bureau', { from: 'unknown@example.fr' }));
    const mail = await mailOf('Panne au bureau');
    expect(mail).toMatchObject({ status: 'waiting', reason: 'unknown-sender' });
    const registration = { customerId: 'CLI-000001', rds: 'RDS-48', impact: 'outage', description: 'Panne au bureau', caller };
    const answered = await desk.api.request(`/api/v1/inbound-mails/${mail?.id}/register`, json(registration, { authorization: 'Bearer service-agent' }));
    const { ticket } = await answered.json() as { ticket: string };
    expect(answered.status).toBe(200);
    expect(await messagesOf({ number: ticket })).toHaveLength(1);
  });

  describe('that waits for a person', () => {
    const registration = (rds: string, description: string) => ({ customerId: 'CLI-000001', rds, impact: 'outage', description, caller, despiteDuplicates: true });
    const register = async (id: string, body: object, as = 'service-agent', key: string = randomUUID()) => {
      const response = await desk.api.request(`/api/v1/inbound-mails/${id}/register`, json(body, { 'authorization': `Bearer ${as}`, 'idempotency-key': key }));
      return { status: response.status, ticket: (await response.json() as { ticket?: string }).ticket };
    };
    const waitingMail = async (subject: string) => {
      await carry(answer(subject));
      const mail = await mailOf(subject);
      expect(mail?.status).toBe('waiting');
      return mail?.id ?? '';
    };

    it('is placed once, by whoever of two is first; and by him again whose answer was lost, in the same ticket', async () => {
      const closed = await closedTicket();
      const id = await waitingMail(`${closed.number} deux agents`);
      const keys = [randomUUID(), randomUUID()] as const;
      const both = await Promise.all(keys.map((key) => register(id, registration('RDS-47', 'Deux agents'), 'service-agent', key)));
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const [first, key] = both[0]?.status === 200 ? [both[0], keys[0]] : [both[1], keys[1]];
      await house.pool.query("UPDATE idempotency_keys SET status = NULL, headers = NULL, body = NULL, lease_until = now() - interval '1 second' WHERE key = $1", [key]);
      expect(await register(id, registration('RDS-47', 'Deux agents'), 'service-agent', key)).toEqual(first);
      expect(await messagesOf({ number: first?.ticket ?? '' })).toHaveLength(1);
    });

    it('reopens a closed ticket that another cites too only once, though both are registered at once (T-16)', async () => {
      const closed = await closedTicket();
      const mails = [await waitingMail(`${closed.number} d’une`), await waitingMail(`${closed.number} deux`)];
      const registered = await Promise.all(mails.map((id) => register(id, registration('RDS-47', 'Encore'))));
      const links = await Promise.all(registered.map(async ({ ticket }) => (await (await desk.api.request(`/api/v1/tickets/${ticket}`, { headers: { authorization: 'Bearer technician-n1' } })).json() as { links: { kind: string; number: string }[] }).links));
      expect(links.flat()).toEqual([{ kind: 'predecessor', number: closed.number }].map((link) => expect.objectContaining(link)));
    });
  });
});
