/** Tickets that are linked, let go, merged while something else happens to them, on the real engine (T-02). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../../db/pool.ts';
import { linksToHear, projectLinks, tidingsOfCauses } from '../../../db/ticket/links.ts';
import type { TicketEvent } from '../../../domain/ticket/ticket.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { ticketUpdates } from '../../../workflows/ticket/messages.ts';
import { problemIn } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { TicketDesk, type TestTicket } from '../../support/tickets.ts';

let house: House;
let desk: TicketDesk;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

/** As the API sends it where nothing speaks against it: of what happens at the same moment it knows nothing. */
async function linkAtOnce(ticket: TestTicket, to: TestTicket): Promise<void> {
  const meta = { actor: 'technician-n1', channel: 'api', commandId: randomUUID() } as const;
  await house.client.workflow.getHandle(workflowIdOf(ticket.number)).executeUpdate(ticketUpdates.link, { args: [{ to: to.number, cause: { number: to.number, broadcasts: 0 }, meta }] });
}

it('a link that is undone while its making is crossed off the list is told all the same', async () => {
  const [one, other] = [await desk.ticket(), await desk.ticket()];
  await one.does('link', { to: other.number, kind: 'related' });
  await desk.carryTidings();
  const { rows: [heard] } = await house.pool.query<{ since: Date }>('SELECT since FROM ticket_links WHERE ticket = $1', [one.number]);
  await house.pool.query("INSERT INTO links_to_tell (ticket, other, kind) VALUES ($1, $2, 'related')", [one.number, other.number]);
  const undone: TicketEvent = { type: 'ticketUnlinked', other: other.number, kind: 'related', turn: 2 };
  await inTransaction(house.pool, async (client) => {
    await projectLinks(client, one.number, [{ number: 99, event: undone, atMs: Date.now(), meta: { actor: 'x', channel: 'api', commandId: 'x' } }]);
    await linksToHear(house.pool, 20, []);
  });
  expect(await linksToHear(house.pool, 20, [])).toEqual([{ ticket: other.number, tidings: { kind: 'links', links: [{ other: one.number, kind: 'related', turn: 2 }] } }]);
  await house.pool.query('UPDATE ticket_links SET turn = 1, since = $2 WHERE ticket = $1', [one.number, heard?.since]);
});

it('a common cause has one level, also where its cause has not heard of its many yet, or both are linked at one moment', async () => {
  const [a, b, c, d, e] = [await desk.ticket(), await desk.ticket(), await desk.ticket(), await desk.ticket(), await desk.ticket()];
  await a.does('link', { to: b.number, kind: 'common-cause' });
  expect((await problemIn(await desk.act(b.number, 'link', { to: c.number, kind: 'common-cause' }))).code).toBe('T-02.nested-cause');
  await linkAtOnce(b, c);
  await Promise.all([linkAtOnce(d, e), linkAtOnce(e, d)]);
  await desk.carryTidings();
  expect([await a.links(), await b.links(), (await c.links()).toSorted()]).toEqual([[`parent ${c.number}`], [`parent ${c.number}`], [`child ${a.number}`, `child ${b.number}`]]);
  expect([(await d.state()).parent, (await e.state()).parent, await d.links()]).toEqual([null, null, []]);
});

it('a common cause writes to nobody whom it has let go, told of it or not, and to nobody where none is left', async () => {
  const parent = await desk.ticket();
  const [kept, gone] = [await desk.ticket({ commonCause: parent.number }), await desk.ticket({ commonCause: parent.number })];
  await desk.carryTidings();
  await parent.does('unlink', { from: gone.number });
  await parent.does('broadcast', { text: 'Pour les autres' });
  const told = (await tidingsOfCauses(house.pool, 100, [])).map(({ ticket }) => ticket);
  expect([told.includes(kept.number), told.includes(gone.number)]).toEqual([true, false]);
  await desk.carryTidings();
  await kept.awaitEvents('messageAdded', 1);
  await gone.awaitEvents('messageAdded', 0);
  await kept.does('merge', { into: gone.number });
  expect((await problemIn(await desk.act(parent.number, 'broadcast', { text: 'x' }))).code).toBe('T-02.no-children');
});

it('two tickets that are merged into one another at one moment do not both end', async () => {
  const [one, other] = [await desk.ticket(), await desk.ticket()];
  const answers = await Promise.all([desk.act(one.number, 'merge', { into: other.number }), desk.act(other.number, 'merge', { into: one.number })]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  expect([(await one.read())['phase'], (await other.read())['phase']].toSorted()).toEqual(['merged', 'registered']);
});
