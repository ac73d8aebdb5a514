/** Tickets that belong together, on the real engine: linked, many with one cause, merged, reopened (T-02, T-16). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuild } from '../../../db/journey/rebuild.ts';
import { json, problemIn } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { TestTicket, TicketDesk, work, worksheetOf } from '../../support/tickets.ts';

const agreement = { by: 'customer', channel: 'phone' };
const callerOf = (name: string) => ({ name, email: `${name}@example.fr`, relation: 'self' });

let house: House;
let desk: TicketDesk;
let services = 0;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
  await house.pool.query("INSERT INTO customers (id, name, contract) VALUES ('CLI-000002', 'Autre', 'pro')");
  await house.pool.query("INSERT INTO services (rds, customer_id, access_type) SELECT 'RDS-B' || n, 'CLI-000002', 'ftth' FROM generate_series(1, 20) AS n");
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

/** Of another customer. */
const another = async (overrides: object = {}) => {
  services += 1;
  return await desk.ticket({ customerId: 'CLI-000002', rds: `RDS-B${services}`, ...overrides });
};
const post = async (path: string, body: object, as: string, key?: string) => await desk.api.request(`/api/v1/tickets/${path}`, json(body, { authorization: `Bearer ${as}`, ...(key === undefined ? {} : { 'idempotency-key': key }) }));
const readAs = async <T>(path: string, as: string) => await (await desk.api.request(`/api/v1/tickets/${path}`, { headers: { authorization: `Bearer ${as}` } })).json() as T;
const linksOf = async (ticket: TestTicket, as?: string) => await ticket.links(as);
const carry = async () => await desk.carryTidings();
const mailsOf = async ({ number }: TestTicket, kind: string) => (await mailsIn(house)).filter(({ messageKey }) => messageKey.startsWith(`${number}.${kind}`));

/** The service comes from a site that this operator supplies. */
async function suppliedBy(obl: string, site: string, rds: string): Promise<void> {
  await house.pool.query("INSERT INTO sites (deployment_id, site, access_type, phase, at_risk, jeopardies, opened_at, obl) VALUES ('AFF-2026-900001', $1, 'ftth', 'done', false, '[]', now(), $2)", [site, obl]);
  await house.pool.query("UPDATE services SET deployment_id = 'AFF-2026-900001', site = $1 WHERE rds = $2", [site, rds]);
}

/** Solved, agreed to and closed. */
async function close(ticket: TestTicket): Promise<void> {
  if ((await ticket.state()).phase === 'registered') await ticket.does('take');
  if ((await ticket.state()).phase === 'in-progress') await ticket.does('resolve', { solution: 'Fibre réparée' });
  if ((await ticket.state()).phase === 'agreement') await ticket.does('agree', agreement);
  await ticket.does('cause', { cause: 'Coupure de fibre', responsibility: 'obl', isConfirmed: true });
  await ticket.does('record-work', work);
  await ticket.does('close', { worksheet: worksheetOf(ticket.number), satisfaction: 5 });
}

/** A common cause with a child of its customer, taken, and one of another, which nobody has taken. */
async function incident(): Promise<{ parent: TestTicket; taken: TestTicket; foreign: TestTicket }> {
  const parent = await desk.ticket({ caller: callerOf('parent') });
  const taken = await desk.ticket({ caller: callerOf('taken') });
  await taken.does('take');
  await taken.does('link', { to: parent.number, kind: 'common-cause' });
  const foreign = await another({ caller: callerOf('foreign'), commonCause: parent.number });
  await carry();
  return { parent, taken, foreign };
}

describe('a link (T-02)', () => {
  it('shows on both tickets, in their states and views; undone on the one, it is undone on the other', async () => {
    const [one, other] = [await desk.ticket(), await another()];
    await one.does('link', { to: other.number, kind: 'related' });
    expect(await linksOf(other)).toEqual([`related ${one.number}`]);
    await carry();
    expect((await other.state()).links).toMatchObject([{ other: one.number, kind: 'related', turn: 1 }]);
    expect(await other.awaitEvents('ticketLinked', 1)).toMatchObject([{ other: one.number }]);
    // A customer does not hear of another's.
    expect(await linksOf(one, 'customer')).toEqual([]);
    await other.does('unlink', { from: one.number });
    await carry();
    expect([await linksOf(one), await linksOf(other)]).toEqual([[], []]);
    expect((await one.state()).links).toMatchObject([{ turn: 2 }]);
    await one.does('link', { to: other.number, kind: 'related' });
    await carry();
    expect((await other.state()).links).toMatchObject([{ turn: 3 }]);
  });

  it('is heard of after a worker that was away, once', async () => {
    const [one, other] = [await desk.ticket(), await desk.ticket()];
    await one.does('link', { to: other.number, kind: 'related' });
    await house.stopWorkers();
    const carried = carry();
    await house.startWorkers();
    await carried;
    await carry();
    expect(await other.awaitEvents('ticketLinked', 1)).toMatchObject([{ other: one.number }]);
  });

  it('to a ticket that has ended shows in its view', async () => {
    const [one, ended] = [await desk.ticket(), await desk.ticket()];
    await close(ended);
    await one.does('link', { to: ended.number, kind: 'related' });
    await carry();
    expect(await linksOf(ended)).toEqual([`related ${one.number}`]);
    expect((await house.pool.query('SELECT FROM links_to_tell')).rowCount).toBe(0);
  });

  it('is refused to what is no ticket, to itself, and where it is a second level or a second cause', async () => {
    const { parent, taken } = await incident();
    const free = await desk.ticket();
    const code = async (ticket: TestTicket, to: string, kind = 'common-cause') => (await problemIn(await desk.act(ticket.number, 'link', { to, kind }))).code;
    expect(await code(free, 'TCK-1999-000001', 'related')).toBe('T-02.unknown-ticket');
    expect(await code(free, free.number)).toBe('T-02.same-ticket');
    expect(await code(free, taken.number)).toBe('T-02.nested-cause');
    expect(await code(parent, free.number)).toBe('T-02.nested-cause');
    expect(await code(taken, free.number)).toBe('T-02.other-cause');
    expect((await problemIn(await desk.act(free.number, 'unlink', { from: parent.number }))).code).toBe('T-02.not-linked');
  });
});

describe('a mass incident (T-02)', () => {
  it('hears of all who join it at once by one message', async () => {
    const parent = await desk.ticket();
    const { rds } = await parent.read() as { rds: string };
    const children = await Promise.all(Array.from({ length: 12 }, async () => await desk.ticket({ rds, commonCause: parent.number })));
    await carry();
    expect((await parent.state()).links.map(({ other }) => other).toSorted()).toEqual(children.map(({ number }) => number).toSorted());
    const { rows } = await house.pool.query("SELECT DISTINCT command_id FROM events WHERE journey_id = $1 AND type = 'ticketLinked'", [parent.number]);
    expect(rows).toHaveLength(1);
  });

  it('names its cause to no other customer: not in a refusal, nor in what identifies a mail', async () => {
    const cause = await another();
    const own = await desk.ticket({ commonCause: cause.number, caller: callerOf('own') });
    const { rds } = await own.read() as { rds: string };
    const refused = await problemIn(await desk.register({ rds, commonCause: own.number }, 'customer'));
    expect(refused.code).toBe('T-02.nested-cause');
    expect(JSON.stringify(refused)).not.toContain(cause.number);
    await cause.does('broadcast', { text: 'Une fibre est coupée.' });
    await carry();
    const mails = await eventually(async () => {
      const found = await mailsOf(own, 'broadcast');
      expect(found).toHaveLength(1);
      return found;
    });
    expect(JSON.stringify(mails)).not.toContain(cause.number);
  });

  it('takes a new ticket as one of many from its registration on, in place of the warning of a duplicate', async () => {
    const parent = await desk.ticket();
    const { rds } = await parent.read() as { rds: string };
    expect((await problemIn(await desk.register({ rds }))).detail).toContain('commonCause');
    const child = await desk.ticket({ rds, commonCause: parent.number });
    expect(await linksOf(child)).toEqual([`parent ${parent.number}`]);
    const { items } = await readAs<{ items: { kind: string; ticket: { number: string; phase: string } }[] }>(`${parent.number}/linked?kind=child`, 'supervisor');
    expect(items).toMatchObject([{ kind: 'child', ticket: { number: child.number, phase: 'registered' } }]);
    expect((await problemIn(await desk.register({ rds, commonCause: child.number }))).code).toBe('T-02.nested-cause');
    expect((await problemIn(await desk.register({ rds, commonCause: (await another()).number }, 'customer'))).code).toBe('T-02.unknown-ticket');
  });

  it('is offered to the house on a ticket of the same local loop operator, and to no customer', async () => {
    const { parent, taken } = await incident();
    const [same, elsewhere] = [await desk.ticket(), await desk.ticket()];
    const obls = [[taken, 'obl-1'], [same, 'obl-1'], [elsewhere, 'obl-2']] as const;
    for (const [place, [ticket, obl]] of obls.entries()) await suppliedBy(obl, `S90${place}`, (await ticket.read())['rds'] as string);
    expect(await same.read()).toMatchObject({ likelyCauses: [parent.number] });
    expect(await elsewhere.read()).toMatchObject({ likelyCauses: [] });
    expect(await readAs(same.number, 'customer')).toMatchObject({ likelyCauses: [] });
  });

  it('sends one message to all, each requester once, be it carried twice or by two relays; who joins later hears the next', async () => {
    const { parent, taken, foreign } = await incident();
    expect((await post(`${parent.number}/broadcast`, { text: 'Une fibre est coupée.' }, 'technician-n1', `b-${parent.number}`)).status).toBe(200);
    expect((await post(`${parent.number}/broadcast`, { text: 'Une fibre est coupée.' }, 'technician-n1', `b-${parent.number}`)).status).toBe(200);
    await carry();
    await carry();
    const late = await another({ caller: callerOf('late'), commonCause: parent.number });
    await parent.does('broadcast', { text: 'La soudure est en cours.' });
    await carry();
    for (const [ticket, count] of [[parent, 2], [taken, 2], [foreign, 2], [late, 1]] as const) {
      await ticket.awaitEvents('messageAdded', count);
      const mails = await eventually(async () => {
        const found = await mailsOf(ticket, 'broadcast');
        expect(found).toHaveLength(count);
        return found;
      });
      expect(mails.every(({ copies }) => copies === 0)).toBe(true);
      expect(mails.at(-1)?.text).toContain('La soudure est en cours.');
      expect(mails.at(-1)?.text).not.toContain(ticket === parent ? taken.number : parent.number);
    }
    const { items } = await readAs<{ items: { text: string; direction: string }[] }>(`${foreign.number}/messages`, 'technician-n1');
    expect(items).toMatchObject([{ text: 'Une fibre est coupée.', direction: 'out' }, { text: 'La soudure est en cours.' }]);
    expect((await problemIn(await desk.act((await desk.ticket()).number, 'broadcast', { text: 'x' }))).code).toBe('T-02.no-children');
  });

  it('proposes its solution to each requester, who agrees for himself: no agreement of the parent closes a child (T-14)', async () => {
    const { parent, taken, foreign } = await incident();
    await taken.does('wait', { reason: 'customer-answer' });
    await parent.does('take');
    await parent.does('resolve', { solution: 'Fibre réparée' });
    await carry();
    await parent.does('agree', agreement);
    await carry();
    for (const child of [taken, foreign]) {
      expect(await child.read()).toMatchObject({ phase: 'agreement', solution: 'Fibre réparée', agreedAt: null });
      expect(await eventually(async () => { const found = await mailsOf(child, 'agreement'); expect(found).toHaveLength(1); return found; })).toMatchObject([{ copies: 0 }]);
    }
    await foreign.does('disagree', { ...agreement, reason: 'Toujours coupé' });
    await carry();
    expect(await foreign.read()).toMatchObject({ phase: 'registered', reopenings: 1, teams: [expect.any(String)] });
    await close(parent);
    await carry();
    await foreign.awaitEvents('solutionProposed', 1);
    await close(taken);
    expect(await taken.read()).toMatchObject({ phase: 'closed' });
  });

  it('that was closed proposes its solution to whoever joins it then, once', async () => {
    const { parent } = await incident();
    await close(parent);
    const late = await another({ commonCause: parent.number });
    await carry();
    expect(await late.read()).toMatchObject({ phase: 'agreement' });
    await late.does('disagree', { ...agreement, reason: 'Non' });
    await carry();
    await late.awaitEvents('solutionProposed', 1);
  });

  it('that is merged hands its children over to the ticket that goes on', async () => {
    const { parent, taken, foreign } = await incident();
    const survivor = await desk.ticket();
    await parent.does('merge', { into: survivor.number });
    await carry();
    await carry();
    expect(await linksOf(foreign)).toEqual([`parent ${survivor.number}`]);
    expect((await survivor.state()).links.map(({ kind, other }) => `${kind} ${other}`).toSorted()).toEqual([`child ${taken.number}`, `child ${foreign.number}`, `merged ${parent.number}`].toSorted());
    expect((await problemIn(await desk.act(foreign.number, 'link', { to: parent.number, kind: 'related' }))).detail).toContain(survivor.number);
  });
});

describe('a merged ticket (T-02)', () => {
  it('that was a common cause goes on in one of its own many, with the others', async () => {
    const { parent, taken, foreign } = await incident();
    await parent.does('merge', { into: taken.number });
    await carry();
    expect((await linksOf(taken)).toSorted()).toEqual([`child ${foreign.number}`, `merged ${parent.number}`]);
    expect([(await taken.state()).parent, (await foreign.state()).parent?.number]).toEqual([null, taken.number]);
  });

  it('shows on the one that goes on, and what is written to it joins that one', async () => {
    const [gone, survivor] = [await desk.ticket(), await desk.ticket()];
    await gone.does('merge', { into: survivor.number });
    await carry();
    expect(await survivor.awaitEvents('ticketLinked', 1)).toMatchObject([{ kind: 'merged', other: gone.number }]);
    expect(await linksOf(gone)).toEqual([`survivor ${survivor.number}`]);
    expect((await post(`${gone.number}/messages`, { to: 'house', text: 'Encore moi' }, 'customer')).status).toBe(201);
    await survivor.awaitEvents('messageAdded', 1);
  });

  it('goes into an open one only', async () => {
    const [one, closed] = [await desk.ticket(), await desk.ticket()];
    await close(closed);
    expect((await problemIn(await desk.act(one.number, 'merge', { into: closed.number }))).code).toBe('T-02.survivor-ended');
  });
});

describe('a closed ticket (T-16)', () => {
  it('is reopened as a new one by its customer, linked both ways, counted from now, once under one key', async () => {
    const closed = await desk.ticket({ caller: callerOf('jeanne') });
    await close(closed);
    const body = { reason: 'La panne est revenue' };
    const [first, second] = [await post(`${closed.number}/reopen`, body, 'customer', `r-${closed.number}`), await post(`${closed.number}/reopen`, body, 'customer', `r-${closed.number}`)];
    const view = await first.json() as { number: string; createdAt: string };
    expect([first.status, second.status, await second.json()]).toEqual([201, 201, view]);
    expect(view).toMatchObject({
      rds: (await closed.read())['rds'], contact: 'extranet', phase: 'registered', priority: 'P1', reopenings: 1, request: { description: 'La panne est revenue', caller: { name: 'jeanne' } }, links: [{ kind: 'predecessor', number: closed.number }],
    });
    expect(await closed.read()).toMatchObject({ phase: 'closed', links: [{ kind: 'successor', number: view.number }] });
    expect(Date.parse(view.createdAt)).toBeGreaterThan((await closed.state()).endedAtMs ?? Infinity);
    const again = await problemIn(await post(`${closed.number}/reopen`, body, 'service-agent'));
    expect([again.code, again.detail?.includes(view.number)]).toEqual(['T-16.reopened-already', true]);
  });

  it('is reopened once, though two do so at once', async () => {
    const closed = await desk.ticket();
    await close(closed);
    const answers = await Promise.all(['service-agent', 'service-agent', 'technician-n1'].map((as) => post(`${closed.number}/reopen`, { reason: 'Encore', despiteDuplicates: true }, as)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(await linksOf(closed)).toHaveLength(1);
  });

  it('goes on in the ticket that the reopened one was merged into', async () => {
    const [closed, survivor] = [await desk.ticket(), await desk.ticket()];
    await close(closed);
    const { number } = await (await post(`${closed.number}/reopen`, { reason: 'Encore' }, 'service-agent')).json() as { number: string };
    await new TestTicket(desk, number).does('merge', { into: survivor.number });
    const { code, detail } = await problemIn(await post(`${closed.number}/reopen`, { reason: 'Encore' }, 'service-agent'));
    expect([code, detail?.includes(survivor.number)]).toEqual(['T-16.reopened-already', true]);
  });

  it('is the only one that is reopened, by whom it concerns: an open or merged one says what to do', async () => {
    const [open, merged, foreign] = [await desk.ticket(), await desk.ticket(), await another()];
    await merged.does('merge', { into: open.number });
    const refused = async (ticket: TestTicket, as = 'service-agent', body: object = { reason: 'x' }) => { const { code, status } = await problemIn(await post(`${ticket.number}/reopen`, body, as)); return `${status} ${code}`; };
    expect(await refused(open)).toBe('409 T-16.still-open');
    expect(await refused(merged)).toBe('409 T-16.merged');
    expect(await refused(foreign, 'customer')).toBe('404 not-found');
    expect(await refused(open, 'logistics')).toBe('403 forbidden');
    expect(await refused(open, 'service-agent', {})).toBe('400 malformed-request');
  });
});

it('the books say what the events say', async () => {
  await carry();
  await desk.everybodyTold();
  await house.pool.query("DELETE FROM sites WHERE deployment_id = 'AFF-2026-900001'");
  await expectRebuildChangesNothing(house);
  await house.pool.query("INSERT INTO ticket_links (ticket, other, kind, turn, since) VALUES ('TCK-1999-000001', 'TCK-1999-000002', 'related', 1, now())");
  await rebuild(house.pool);
  expect((await house.pool.query("SELECT FROM ticket_links WHERE ticket = 'TCK-1999-000001'")).rowCount).toBe(0);
});
