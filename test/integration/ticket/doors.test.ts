/** Every act on a ticket, by whom it may be done and with which body: role × error × bad body, over the API. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketActInputs } from '../../../domain/ticket/acts.schema.ts';
import { statesAllowing, type TicketAct } from '../../../domain/ticket/states.ts';
import { problemIn } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { diagnosis, TicketDesk, work, type TestTicket } from '../../support/tickets.ts';

const reason = 'Parce que';
const agreement = { by: 'customer', channel: 'phone' };
/** A body that is understood, and one that is not. */
const bodies: Record<TicketAct, readonly [good: object, bad: object]> = {
  classify: [{ type: 'incident', symptom: 'no-connection', category: 'access' }, { type: 'incident' }],
  prioritise: [{ impact: 'outage', contract: 'pro', reason }, { impact: 'bad', contract: 'pro', reason }],
  diagnose: [diagnosis, { ...diagnosis, tests: [{ test: 'restart', place: 'moon', outcome: 'failed' }] }],
  recordWork: [work, { ...work, minutes: 0 }],
  take: [{}, { by: 'somebody-else' }],
  attribute: [{}, { to: '' }],
  wait: [{ reason: 'supplier', thirdParty: { party: 'Fournisseur SA', expectedOn: '2026-05-06' } }, { reason: 'supplier', thirdParty: { party: 'Fournisseur SA', expectedOn: 'soon' } }],
  answer: [{}, { text: 'yes' }],
  transfer: [{ to: 'operator-n2-reseau' }, { to: 'operator-n2-reseau', mode: 'lukewarm' }],
  acknowledgeTransfer: [{ ordinal: 1 }, { ordinal: 0 }],
  declineTransfer: [{ ordinal: 1, reason }, { ordinal: 1 }],
  resolve: [{ solution: 'Fait' }, { solution: ' ' }],
  agree: [agreement, { ...agreement, as: 'neighbour' }],
  disagree: [{ ...agreement, reason }, agreement],
  cause: [{ cause: 'Carte', responsibility: 'operator' }, { cause: 'Carte', responsibility: 'weather' }],
  close: [{ worksheet: 'F1', satisfaction: 5 }, { worksheet: 'F1', satisfaction: 6 }],
  closeWithoutAgreement: [{ worksheet: 'F1', reason }, { worksheet: 'F1' }],
  merge: [{ into: 'TCK-2026-000001' }, { into: 'AFF-2026-000001' }],
  link: [{ to: 'TCK-2026-000001', kind: 'related' }, { to: 'TCK-2026-000001', kind: 'cousin' }],
  unlink: [{ from: 'TCK-2026-000001' }, { from: '' }],
  broadcast: [{ text: 'Incident en cours' }, { text: ' ' }],
};
const acts = Object.keys(ticketActInputs) as TicketAct[];
const verbOf = (act: TicketAct): string => act.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** Who may do it at all. */
const mayDo = (act: TicketAct): string => ({ closeWithoutAgreement: 'supervisor', attribute: 'dispatcher' } as Partial<Record<TicketAct, string>>)[act] ?? 'technician-n1';

let house: House;
let desk: TicketDesk;
let ticket: TestTicket;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
  ticket = await desk.ticket();
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

describe.each(acts)('%s', (act) => {
  const [good, bad] = bodies[act];
  const code = async (body: object, as: string, number = ticket.number) => (await problemIn(await desk.act(number, verbOf(act), body, as))).code;

  it('is for who works on tickets', async () => {
    const outsiders = ['billing-admin', 'field-technician', 'admin', 'account-manager', ...(act === 'agree' || act === 'disagree' ? ['dispatcher'] : ['customer'])];
    for (const outsider of outsiders) expect(await code(good, outsider), outsider).toBe('forbidden');
  });

  it('refuses what it does not know, and what is malformed', async () => {
    expect(await code({ ...good, colour: 'red' }, mayDo(act))).toBe('malformed-request');
    expect(await code(bad, mayDo(act))).toBe('malformed-request');
  });

  it('is done on a ticket that exists', async () => { expect(await code(good, mayDo(act), 'TCK-1999-000001')).toBe('not-found'); });
});

it.each(acts.filter((act) => !statesAllowing(act).includes('registered')))('%s says in which states it is possible', async (act) => {
  const problem = await problemIn(await desk.act(ticket.number, verbOf(act), bodies[act][0], mayDo(act)));
  expect(problem).toMatchObject({ code: 'wrong-state', status: 409 });
  expect(problem.detail).toContain(statesAllowing(act).join(', '));
});

it('a customer agrees to his own only, and cannot tell another’s from none (C-05, T-14)', async () => {
  await house.pool.query("INSERT INTO customers (id, name, contract) VALUES ('CLI-000002', 'Autre', 'pro')");
  await house.pool.query("INSERT INTO services (rds, customer_id, access_type) VALUES ('RDS-AUTRE', 'CLI-000002', 'ftth')");
  const another = await desk.ticket({ customerId: 'CLI-000002', rds: 'RDS-AUTRE' });
  expect((await problemIn(await desk.act(another.number, 'agree', agreement, 'customer'))).code).toBe('not-found');
});

it('a customer does not read how his ticket is worked on; its technician does, with where it could go (C-03)', async () => {
  const read = async (path: string, as: string) => await desk.api.request(`/api/v1/tickets/${ticket.number}${path}`, { headers: { authorization: `Bearer ${as}` } });
  expect(await (await read('', 'customer')).json()).toMatchObject({ number: ticket.number, work: null });
  expect(await (await read('', 'technician-n1')).json()).toMatchObject({ work: { worksheets: [], script: { missing: expect.arrayContaining(['identity-verified']) as unknown } } });
  expect((await read('/transfer-proposals', 'customer')).status).toBe(403);
  const { items } = await (await read('/transfer-proposals', 'technician-n1')).json() as { items: { team: string; level: number }[] };
  const { team } = await ticket.read() as { team: string };
  expect(items.length).toBeGreaterThan(0);
  expect(items.map((item) => item.team)).not.toContain(team);
});
