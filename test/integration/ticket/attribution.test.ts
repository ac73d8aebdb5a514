/** Who gets a ticket, on the real engine: at its opening, by the dispatcher, after an escalation, an absence, the week's handover, a more urgent ticket (T-06, T-10, T-11, T-19). */
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { problemIn } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { TicketDesk, type TestTicket } from '../../support/tickets.ts';
import { rebuild } from '../../../db/journey/rebuild.ts';
import { weekAt, weekSpan } from '../../../domain/people/rota.ts';
import { createAttribution } from '../../../relay/attribution.ts';

const classification = { type: 'incident', symptom: 'no-voice', category: 'telephony' };

let house: House;
let desk: TicketDesk;
beforeAll(async () => {
  house = await openHouse();
  // Whatever day the test is run on, its people work.
  await house.pool.query("UPDATE policies SET value = jsonb_set(jsonb_set(jsonb_set(value, '{desks,operator,calendar}', 'null'), '{desks,managed-services,calendar}', 'null'), '{desks,integrator,calendar}', 'null') WHERE name = 'desks'");
  desk = await TicketDesk.open(house);
});
afterEach(async () => { await house.pool.query('DELETE FROM absences'); });
afterAll(async () => {
  await desk.close();
  await house.close();
});

/** What the relay does every few seconds. */
const relay = async (nowMs = Date.now()) => await createAttribution({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }), nowMs: () => nowMs })();
const absent = async (subject: string, days = 1) =>
  await house.pool.query("INSERT INTO absences (id, subject, starts_at, ends_at, reason, entered_by) VALUES (gen_random_uuid(), $1, now() - interval '1 hour', now() + $2 * interval '1 day', 'leave', $1)", [subject, days]);
const back = async () => await house.pool.query('DELETE FROM absences');
const quiet = async () => await house.pool.query("UPDATE tickets SET ended_at = now(), assignee = NULL, attributed_to = NULL WHERE ended_at IS NULL");
interface Seen { readonly team: string | null; readonly assignee: string | null; readonly attributedTo: string | null; readonly attribution: { to: string | null; cause: string; noChoice: { code: string } | null; displacedBy: string | null; reason: string | null; considered: { subject: string; verdict: string; reasons: { code: string; label: { fr: string } }[] }[] } | null }
const read = async (ticket: TestTicket) => await ticket.read() as unknown as Seen;

describe('T-11: at its opening a ticket', () => {
  it('goes to the least loaded of the first line, who finds it in his basket and is told why', async () => {
    await quiet();
    const [one, other] = [await desk.ticket(), await desk.ticket()];
    const first = await read(one);
    expect(first).toMatchObject({ attributedTo: 'maud-rolland', team: 'operator-n1-sud', assignee: null, attribution: { cause: 'opened', to: 'maud-rolland' } });
    expect(first.attribution?.considered.map(({ subject, verdict }) => [subject, verdict])).toEqual([['maud-rolland', 'chosen'], ['remi-castel', 'kept'], ['service-agent', 'kept'], ['technician-n1', 'kept']]);
    expect(first.attribution?.considered[1]?.reasons).toContainEqual(expect.objectContaining({ code: 'outranked', label: { fr: 'départagé par : ordre des noms', en: 'outranked by: order of names' } }));
    expect(await read(other)).toMatchObject({ attributedTo: 'remi-castel' });
    const basket = await desk.api.request('/api/v1/tickets?assignee=remi-castel', { headers: { authorization: 'Bearer dispatcher' } });
    expect((await basket.json() as { items: { number: string }[] }).items.map(({ number }) => number)).toEqual([other.number]);
    const own = await (await desk.api.request(`/api/v1/tickets/${one.number}`, { headers: { authorization: 'Bearer customer' } })).json();
    expect(own).toMatchObject({ number: one.number, attribution: null });
    expect(JSON.stringify(await one.events())).not.toContain('Maud Rolland');
  });

  it('goes to the customer’s referent, or to the technician he asks for, and is left to the first line when nobody is there', async () => {
    await quiet();
    expect(await read(await desk.ticket({ wishedTechnician: 'technician-n1' }))).toMatchObject({ attributedTo: 'technician-n1' });
    await desk.api.request('/api/v1/referents/operator/CLI-000001', { method: 'PUT', body: JSON.stringify({ subject: 'service-agent' }), headers: { 'content-type': 'application/json', 'authorization': 'Bearer dispatcher' } });
    expect(await read(await desk.ticket({ wishedTechnician: 'technician-n1' }))).toMatchObject({ attributedTo: 'service-agent' });
    await house.pool.query('DELETE FROM referents');
    for (const subject of ['maud-rolland', 'remi-castel', 'service-agent', 'technician-n1']) await absent(subject);
    const nobodys = await desk.ticket({ wishedTechnician: 'technician-n1' });
    expect(await read(nobodys)).toMatchObject({ attributedTo: null, team: 'operator-n1-nord', attribution: { to: null, noChoice: { code: 'nobody-available' } } });
    const unheld = await desk.api.request('/api/v1/tickets?held=false&open=true', { headers: { authorization: 'Bearer dispatcher' } });
    expect((await unheld.json() as { items: { number: string }[] }).items.map(({ number }) => number)).toEqual([nobodys.number]);
    await relay();
    expect((await nobodys.events()).map(({ event }) => event.type)).toEqual(['ticketOpened', 'ticketAttributed']);
    await back();
    await relay();
    expect(await read(nobodys)).toMatchObject({ attributedTo: 'technician-n1', attribution: { cause: 'unheld' } });
  });
});

describe('T-11: the dispatcher', () => {
  it('gives a ticket of his queue to whom the rules choose, or to somebody by name and with a reason', async () => {
    const ticket = await desk.ticket({ desk: 'managed-services' });
    expect(await read(ticket)).toMatchObject({ team: null, attributedTo: null, attribution: null });
    expect((await problemIn(await desk.act(ticket.number, 'take', {}, 'dispatcher'))).code).toBe('T-11.no-team');
    expect((await problemIn(await desk.act(ticket.number, 'attribute', {}, 'technician-n1'))).code).toBe('forbidden');
    await ticket.does('attribute', {}, 'dispatcher');
    expect(await read(ticket)).toMatchObject({ team: 'infogerance-n1', attributedTo: 'jade-ferrand', attribution: { cause: 'dispatched' } });
    const byName = async (to: string, reason = 'connaît le site') => await desk.act(ticket.number, 'attribute', { to, reason }, 'supervisor');
    await absent('theo-lacroix');
    const refused = [];
    for (const to of ['theo-lacroix', 'nour-belkacem', 'maud-rolland']) refused.push((await problemIn(await byName(to))).code);
    expect(refused).toEqual(['T-11.absent', 'T-11.other-level', 'T-11.unknown-person']);
    expect((await problemIn(await desk.act(ticket.number, 'attribute', { to: 'theo-lacroix' }, 'dispatcher'))).code).toBe('malformed-request');
    await back();
    expect((await byName('theo-lacroix')).status).toBe(200);
    expect(await read(ticket)).toMatchObject({ attributedTo: 'theo-lacroix', attribution: { reason: 'connaît le site', considered: [] } });
    expect((await ticket.events()).filter(({ event }) => event.type === 'ticketAttributed')).toHaveLength(2);
  });

  it('gives one that is special to a project to its technicians', async () => {
    await house.pool.query("INSERT INTO projects (key, customer_id, technicians) VALUES ('migration', 'CLI-000001', '{paul-hamon}') ON CONFLICT DO NOTHING");
    const ticket = await desk.ticket({ desk: 'managed-services', classification });
    await ticket.does('attribute', { project: 'migration' }, 'dispatcher');
    expect(await read(ticket)).toMatchObject({ attributedTo: 'paul-hamon', attribution: { project: 'migration', considered: expect.arrayContaining([expect.objectContaining({ subject: 'paul-hamon', verdict: 'chosen' })]) } });
  });

  it('is told when nobody suits', async () => {
    const ticket = await desk.ticket({ desk: 'managed-services' });
    for (const subject of ['theo-lacroix', 'jade-ferrand', 'paul-hamon']) await absent(subject);
    expect((await problemIn(await desk.act(ticket.number, 'attribute', {}, 'dispatcher'))).code).toBe('T-11.nobody');
    await back();
  });
});

describe('By itself', () => {
  it('an escalated ticket gets a technician who has the skill, in a team that never had it (T-10, T-11)', async () => {
    const ticket = await desk.ticket({ classification });
    await ticket.does('transfer', { to: 'operator-n2-reseau', mode: 'cold' }, 'technician-n1');
    expect(await read(ticket)).toMatchObject({ team: 'operator-n2-reseau', attributedTo: null });
    await relay();
    expect(await read(ticket)).toMatchObject({ team: 'operator-n2-voix', attributedTo: 'ines-carpentier', attribution: { cause: 'unheld' } });
    await relay();
    expect((await ticket.events()).filter(({ event }) => event.type === 'ticketAttributed')).toHaveLength(2);
  });

  it('a ticket whose technician is away goes to another of his team, or back to the queue (T-11)', async () => {
    await quiet();
    const ticket = await desk.ticket();
    const { attributedTo } = await read(ticket);
    expect(attributedTo).toBe('maud-rolland');
    // With him it comes to his team, and never again to hers (T-10).
    await ticket.does('take', {}, 'technician-n1');
    expect(await read(ticket)).toMatchObject({ team: 'operator-n1-nord', assignee: 'technician-n1' });
    await absent('technician-n1');
    await relay();
    expect(await read(ticket)).toMatchObject({ assignee: null, attributedTo: 'service-agent', attribution: { cause: 'absence' } });
    await absent('service-agent');
    await relay();
    expect(await read(ticket)).toMatchObject({ team: 'operator-n1-nord', assignee: null, attributedTo: null, attribution: { noChoice: { code: 'nobody-available' } } });
    await back();
  });

  it('what the first line of last week has not taken goes to this week’s, and what it has taken stays (T-19)', async () => {
    const handover = { weekday: 'mon', time: '08:30', timeZone: 'Europe/Paris' } as const;
    const week = weekAt(handover, Date.now());
    const next = weekAt(handover, weekSpan(handover, week)[1]);
    await house.pool.query("INSERT INTO rotas (desk, version, entered_by) VALUES ('integrator', 1, 'dispatcher')");
    await house.pool.query("INSERT INTO rota_weeks (desk, week, subject) VALUES ('integrator', $1, 'fanny-leduc'), ('integrator', $2, 'basile-rey')", [week, next]);
    const [untaken, taken] = [await desk.ticket({ desk: 'integrator' }), await desk.ticket({ desk: 'integrator' })];
    await taken.does('take', {}, 'supervisor');
    expect(await read(untaken)).toMatchObject({ attributedTo: 'fanny-leduc', team: 'integration' });
    const [, endsMs] = weekSpan(handover, week);
    await relay(endsMs - 1);
    expect(await read(untaken)).toMatchObject({ attributedTo: 'fanny-leduc' });
    await relay(endsMs);
    expect(await read(untaken)).toMatchObject({ attributedTo: 'basile-rey', attribution: { cause: 'handover' } });
    expect(await read(taken)).toMatchObject({ assignee: 'supervisor' });
  });

  it('the ticket that a technician leaves for a more urgent one goes to a colleague, once (T-06, T-11)', async () => {
    await quiet();
    const [slow, slower] = [await desk.ticket({ impact: 'degradation' }), await desk.ticket({ impact: 'administrative-change' })];
    for (const ticket of [slow, slower]) await ticket.does('take', {}, 'technician-n1');
    expect(await relay()).toBe(0);
    const urgent = await desk.ticket({ impact: 'outage' });
    await urgent.does('take', {}, 'technician-n1');
    await relay();
    expect(await read(slow)).toMatchObject({ assignee: null, attribution: { cause: 'displaced', displacedBy: urgent.number } });
    expect((await read(slow)).attribution?.considered.find(({ subject }) => subject === 'technician-n1')).toMatchObject({ verdict: 'dropped', reasons: [{ code: 'leaves-it' }] });
    await relay();
    expect([await read(slower), await read(urgent)]).toMatchObject([{ assignee: 'technician-n1' }, { assignee: 'technician-n1' }]);
  });

  it('two relays at once give a ticket once (T-11)', async () => {
    const ticket = await desk.ticket();
    await ticket.does('transfer', { to: 'operator-n2-reseau', mode: 'cold' }, 'technician-n1');
    await Promise.all([relay(), relay(), relay()]);
    expect((await ticket.events()).filter(({ event }) => event.type === 'ticketAttributed')).toHaveLength(2);
  });
});

it('what would be chosen is shown without being stored (T-11)', async () => {
  const ask = async (body: object) => await (await desk.api.request('/api/v1/previews/attribution', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'authorization': 'Bearer dispatcher' } })).json() as object;
  expect(await ask({ desk: 'operator', level: 2, classification })).toMatchObject({ to: 'ines-carpentier', noChoice: null, considered: [{ verdict: 'chosen' }, { reasons: [{ code: 'lacks-skill' }] }, { reasons: [{ code: 'lacks-skill' }] }] });
  expect(await ask({ desk: 'operator', level: 2, classification, teamsHad: ['operator-n2-voix', 'operator-n2-reseau'] })).toMatchObject({ to: null, noChoice: { code: 'no-team-left' } });
  expect(await ask({ desk: 'moonlight' })).toMatchObject({ code: 'not-found' });
});

it('the row of a ticket is the one that the record makes again', async () => {
  const ticket = await desk.ticket();
  const row = async () => (await house.pool.query('SELECT to_jsonb(t) AS row FROM tickets AS t WHERE number = $1', [ticket.number])).rows;
  const before = await row();
  await rebuild(house.pool);
  expect(await row()).toEqual(before);
});
