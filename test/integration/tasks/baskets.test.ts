/** Baskets over real HTTP, engine and database (C-07): whose list a task or a ticket is in, who takes it, gives it and takes it back, many at once, saved views. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import { isProfile } from '../../../domain/people/profiles.ts';
import { json, outcomeOf, problemIn } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { playDeployment } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { TicketDesk } from '../../support/tickets.ts';

let house: House;
let desk: TicketDesk;
let journeys: Journeys;

/** Everybody of the directory signs in by his subject, with the profile of his work. */
const verify: Verifier = async (header) => {
  const subject = header?.replace('Bearer ', '') ?? '';
  if (isProfile(subject)) return { outcome: 'signed-in', identity: { subject, profiles: [subject], customerId: 'CLI-000001' } };
  const { rows: [member] } = await house.pool.query<{ profile: string }>('SELECT profile FROM team_members WHERE subject = $1', [subject]);
  return { outcome: 'signed-in', identity: { subject, profiles: member && isProfile(member.profile) ? [member.profile] : [] } };
};

beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house, 'pro', verify);
  journeys = new Journeys(house);
  await house.pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('second-coordinator', 'Paul Girard', 'coordinator', 'production'), ('far-coordinator', 'Anne Petit', 'coordinator', 'east'), ('second-presales', 'Luc Roy', 'presales-engineer', 'production')");
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

interface Line { readonly id: string; readonly kind: string; readonly heldBy: string | null; readonly claimedBy: string | null; readonly links: Record<string, string> }
const get = async (who: string, path: string) => await desk.api.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${who}` } });
const post = async (who: string, path: string, body: unknown = {}, key?: string) => await desk.api.request(`/api/v1${path}`, json(body, { authorization: `Bearer ${who}`, ...(key === undefined ? {} : { 'idempotency-key': key }) }));
async function basket(who: string, query = ''): Promise<Line[]> {
  const response = await get(who, `/tasks?limit=200${query}`);
  expect(response.status, query).toBe(200);
  return (await response.json() as { items: Line[] }).items;
}
const has = async (who: string, id: string, query = '') => (await basket(who, query)).some((line) => line.id === id);
const approvalOf = ({ id }: TestJourney) => `${id}.techno-commercial-approval.1`;

describe('A ticket (C-07)', () => {
  it('is in the basket of its desk’s people of its level, whatever their profile, and of no other desk or level', async () => {
    const { number } = await desk.ticket();
    const seenBy = await Promise.all(['technician-n1', 'service-agent', 'maud-rolland', 'theo-lacroix', 'technician-n2', 'field-technician'].map((who) => has(who, number)));
    const [line] = (await basket('technician-n1')).filter(({ id }) => id === number);
    const isHeld = line?.heldBy !== null;
    // Attributed at its opening, it is his to whom it was given alone.
    expect(seenBy.filter(Boolean)).toHaveLength(isHeld ? 1 : 3);
    expect(await has('theo-lacroix', number, '&whose=unclaimed')).toBe(false);
    expect(await has('supervisor', number, '&whose=all')).toBe(true);
  });

  it('is in his whose it is and in his team’s, leaves it while the customer is to answer, and comes back', async () => {
    const ticket = await desk.ticket();
    // Whose team it was opened in hangs on who works at this hour (T-11).
    await ticket.does('attribute', { to: 'technician-n1', reason: 'Disponible' }, 'dispatcher');
    await ticket.does('take');
    expect([await has('technician-n1', ticket.number, '&whose=mine'), await has('service-agent', ticket.number, '&whose=team'), await has('service-agent', ticket.number), await has('maud-rolland', ticket.number, '&whose=team')]).toEqual([true, true, false, false]);
    const [line] = (await basket('technician-n1', '&whose=mine')).filter(({ id }) => id === ticket.number);
    expect(line).toMatchObject({ kind: 'ticket', heldBy: 'technician-n1', heldByName: 'Lucas Besson', links: { self: `/api/v1/tickets/${ticket.number}`, ticket: `/api/v1/tickets/${ticket.number}` } });
    await ticket.does('wait', { reason: 'customer-answer' });
    expect(await has('technician-n1', ticket.number, '&whose=mine')).toBe(false);
    await ticket.does('answer');
    expect(await has('technician-n1', ticket.number, '&whose=mine')).toBe(true);
  });
});

describe('A task of a deployment (C-07)', () => {
  it('is in the basket of the coordinator who has it, and moves with the deployment (D-03)', async () => {
    const journey = await journeys.launch(['Lyon']);
    await playDeployment(journey, 'technical-validation');
    const task = `${journey.id}.technical-validation.1`;
    expect([await has('coordinator', task, '&whose=mine'), await has('second-coordinator', task)]).toEqual([true, false]);
    expect((await post('production-manager', `/deployments/${journey.id}/reassign`, { coordinator: 'second-coordinator', reason: 'load' })).status).toBe(200);
    expect([await has('coordinator', task), await has('second-coordinator', task, '&whose=mine')]).toEqual([false, true]);
  });

  it('is free for the new coordinator where the one before had claimed it (D-03)', async () => {
    const journey = await journeys.launch(['Lyon']);
    await playDeployment(journey, 'technical-validation');
    const task = `${journey.id}.technical-validation.1`;
    expect((await post('coordinator', `/tasks/${task}/claim`)).status).toBe(200);
    expect((await post('production-manager', `/deployments/${journey.id}/reassign`, { coordinator: 'second-coordinator', reason: 'load' })).status).toBe(200);
    expect(await (await get('second-coordinator', `/tasks/${task}`)).json()).toMatchObject({ claimedBy: null });
    await expectRebuildChangesNothing(house);
    expect((await post('second-coordinator', `/tasks/${task}/claim`)).status).toBe(200);
  });

  it('is let go of by who has it, even where he may do it no more (C-05)', async () => {
    const task = approvalOf(await journeys.launch(['Lyon']));
    expect((await post('second-presales', `/tasks/${task}/claim`)).status).toBe(200);
    await house.pool.query("UPDATE team_members SET profile = 'field-technician' WHERE subject = 'second-presales'");
    expect(await outcomeOf(post('second-presales', `/tasks/${task}/complete`, { approved: true, comment: 'Conforme' }))).toEqual([403, 'not-task-owner']);
    expect((await post('second-presales', `/tasks/${task}/release`)).status).toBe(200);
    await house.pool.query("UPDATE team_members SET profile = 'presales-engineer' WHERE subject = 'second-presales'");
    expect((await post('presales-engineer', `/tasks/${task}/claim`)).status).toBe(200);
  });
});

describe('Who has a task (C-07)', () => {
  it('is told of each act, in order and by whom (C-04), and a rebuild leaves it (C-07)', async () => {
    const journey = await journeys.launch(['Lyon']);
    const id = approvalOf(journey);
    expect((await post('presales-engineer', `/tasks/${id}/claim`)).status).toBe(200);
    expect(await outcomeOf(post('second-presales', `/tasks/${id}/claim`))).toEqual([409, 'task-claimed']);
    expect(await outcomeOf(post('second-presales', `/tasks/${id}/release`))).toEqual([409, 'task-claimed']);
    expect(await outcomeOf(post('second-presales', `/tasks/${id}/assign`, { person: 'second-presales' }))).toEqual([403, 'forbidden']);
    expect((await post('supervisor', `/tasks/${id}/assign`, { person: 'second-presales' })).status).toBe(200);
    expect([await has('presales-engineer', id), await has('second-presales', id, '&whose=mine')]).toEqual([false, true]);
    await expectRebuildChangesNothing(house);
    expect((await post('supervisor', `/tasks/${id}/release`)).status).toBe(200);
    const { items } = await (await get('supervisor', `/tasks/${id}/acts`)).json() as { items: object[] };
    expect(items.map((act) => ({ ...act, at: '' }))).toEqual([
      { act: 'taskClaimed', at: '', actor: 'presales-engineer', channel: 'api', before: null, after: 'presales-engineer' },
      { act: 'taskAssigned', at: '', actor: 'supervisor', channel: 'api', before: 'presales-engineer', after: 'second-presales' },
      { act: 'taskReleased', at: '', actor: 'supervisor', channel: 'api', before: 'second-presales', after: null },
    ]);
    const { items: timeline } = await (await get('supervisor', '/customers/CLI-000001/timeline?type=taskAssigned&limit=1')).json() as { items: { payload: object }[] };
    expect(timeline).toMatchObject([{ type: 'taskAssigned', actor: 'supervisor', before: 'presales-engineer', after: 'second-presales', payload: { taskId: id, journeyId: journey.id } }]);
  });

  it('is nobody whose profile reaches other centres only: what the directory binds is not what his sign-in says (C-05)', async () => {
    await house.pool.query("INSERT INTO centres (key, label, region) VALUES ('far', '{\"fr\":\"Loin\",\"en\":\"Far\"}', 'far') ON CONFLICT DO NOTHING");
    await house.pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('bound-presales', 'Zoé Blanc', 'presales-engineer', 'production')");
    await house.pool.query("INSERT INTO assignments (subject, profile, centre) VALUES ('bound-presales', 'presales-engineer', 'far')");
    const task = approvalOf(await journeys.launch(['Lyon']));
    expect(await outcomeOf(post('supervisor', `/tasks/${task}/assign`, { person: 'bound-presales' }))).toEqual([422, 'C-07.cannot-complete']);
    await house.pool.query("DELETE FROM assignments WHERE subject = 'bound-presales'");
    expect(await outcomeOf(post('supervisor', `/tasks/${task}/assign`, { person: 'bound-presales' }))).toBe(200);
  });

  it('is somebody who could do it: given to nobody else, and by a manager within his own team only', async () => {
    const journey = await journeys.launch(['Lyon']);
    await playDeployment(journey, 'technical-validation');
    const task = `${journey.id}.technical-validation.1`;
    const give = (who: string, person: string, id = task) => outcomeOf(post(who, `/tasks/${id}/assign`, { person }));
    expect(await give('supervisor', 'second-coordinator')).toEqual([422, 'C-07.cannot-complete']);
    expect(await give('supervisor', 'field-technician')).toEqual([422, 'C-07.cannot-complete']);
    expect(await give('supervisor', 'nobody-known')).toEqual([422, 'C-07.cannot-complete']);
    const free = approvalOf(await journeys.launch(['Lyon']));
    expect(await give('production-manager', 'far-coordinator', free)).toEqual([403, 'C-07.other-team']);
    expect(await give('production-manager', 'second-presales', free)).toBe(200);
    expect(await give('supervisor', 'second-coordinator', `${journey.id}.assignment.1`)).toEqual([409, 'task-closed']);
  });
});

describe('Many tasks at once (C-07)', () => {
  const bulk = async (who: string, body: object, key?: string) => {
    const response = await post(who, '/tasks/bulk', body, key);
    const { items } = await response.json() as { items: { id: string; outcome: string; code?: string }[] };
    return { status: response.status, outcomes: items.map(({ outcome, code }) => code ?? outcome) };
  };
  const launched = async (count: number) => await Promise.all(Array.from({ length: count }, async () => approvalOf(await journeys.launch(['Lyon']))));

  it('are tried beforehand without doing anything, then done one by one, each accepted or refused', async () => {
    const [first = '', second = '', third = ''] = await launched(3);
    await post('second-presales', `/tasks/${third}/claim`);
    const ids = [first, 'AFF-2026-999999.financial-approval.1', second, third];
    expect(await bulk('presales-engineer', { act: 'claim', ids, dryRun: true })).toEqual({ status: 200, outcomes: ['would-be-done', 'not-found', 'would-be-done', 'task-claimed'] });
    expect(await has('presales-engineer', first, '&whose=mine')).toBe(false);
    expect(await bulk('presales-engineer', { act: 'claim', ids })).toEqual({ status: 200, outcomes: ['done', 'not-found', 'done', 'task-claimed'] });
    expect(await bulk('supervisor', { act: 'assign', ids: [first, third], person: 'second-presales' })).toEqual({ status: 200, outcomes: ['done', 'done'] });
    const input = { approved: true, comment: 'Architecture conforme' };
    expect(await bulk('second-presales', { act: 'complete', ids: [first, second], input, dryRun: true })).toEqual({ status: 200, outcomes: ['would-be-done', 'task-claimed'] });
    expect(await bulk('second-presales', { act: 'complete', ids: [first], input: { approved: 'yes' } })).toEqual({ status: 200, outcomes: ['malformed-request'] });
    expect(await bulk('second-presales', { act: 'complete', ids: [first, second], input })).toEqual({ status: 200, outcomes: ['done', 'task-claimed'] });
    expect(await bulk('second-presales', { act: 'complete', ids: [first], input, dryRun: true })).toEqual({ status: 200, outcomes: ['task-closed'] });
  });

  it('refuse what is no task, a ticket of the basket for instance, for itself alone', async () => {
    const [first = ''] = await launched(1);
    expect(await bulk('presales-engineer', { act: 'claim', ids: ['TCK-2026-000001', first] })).toEqual({ status: 200, outcomes: ['not-found', 'done'] });
  });

  it('say of one that met a bug of ours that it is not known, and the log says which bug', async () => {
    const [first = ''] = await launched(1);
    const broken = first.replace('.techno-commercial-approval.', '.no-such-step.');
    await house.pool.query("INSERT INTO tasks (id, journey_id, deployment_id, customer_id, step, owner, status, context, opened_at) SELECT $2, journey_id, deployment_id, customer_id, 'no-such-step', owner, 'open', '{}', now() FROM tasks WHERE id = $1", [first, broken]);
    expect(await bulk('presales-engineer', { act: 'complete', ids: [broken, first], input: { approved: true, comment: 'Conforme' } })).toEqual({ status: 207, outcomes: ['internal', 'done'] });
    expect(desk.api.lines.filter((line) => line.includes('"msg":"bug"'))).toHaveLength(1);
    await house.pool.query('DELETE FROM tasks WHERE id = $1', [broken]);
  });

  it('are bounded, each once, and for who may', async () => {
    const ids = await launched(1);
    expect((await problemIn(await post('presales-engineer', '/tasks/bulk', { act: 'claim', ids: [...ids, ...ids] }))).code).toBe('malformed-request');
    expect((await problemIn(await post('presales-engineer', '/tasks/bulk', { act: 'claim', ids: Array.from({ length: 101 }, (_, n) => `AFF-2026-${100_000 + n}.x.1`) }))).code).toBe('malformed-request');
    expect((await problemIn(await post('presales-engineer', '/tasks/bulk', { act: 'assign', ids, person: 'second-presales' }))).code).toBe('forbidden');
  });

  it('are called unknown where no answer came, and the same request under its key says what became of them, done once', async () => {
    const ids = await launched(2);
    const key = randomUUID();
    const asked = { act: 'complete', ids, input: { approved: true, comment: 'Architecture conforme' } };
    await house.stopWorkers();
    const lost = await bulk('presales-engineer', asked, key).finally(() => house.startWorkers());
    expect(lost).toEqual({ status: 207, outcomes: ['outcome-unknown', 'outcome-unknown'] });
    expect(await bulk('presales-engineer', asked, key)).toEqual({ status: 200, outcomes: ['done', 'done'] });
    const { rows } = await house.pool.query("SELECT payload ->> 'taskId' AS id FROM events WHERE type = 'taskCompleted' AND payload ->> 'taskId' = ANY ($1) ORDER BY 1", [ids]);
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(ids.toSorted());
  }, 60_000);
});

describe('A saved view (C-07)', () => {
  it('has its name alone, however two are given it at once', async () => {
    const made = async (name: string) => (await (await post('coordinator', '/basket-views', { name, filters: {} })).json() as { id: string }).id;
    const [one, other] = [await made('La une'), await made('L’autre')];
    const first = await house.pool.connect();
    try {
      await first.query('BEGIN');
      await first.query("UPDATE basket_views SET name = 'La même' WHERE id = $1", [one]);
      const second = outcomeOf(desk.api.request(`/api/v1/basket-views/${other}`, { ...json({ name: 'La même', filters: {} }, { 'authorization': 'Bearer coordinator', 'if-match': '"1"' }), method: 'PUT' }));
      await eventually(async () => expect((await house.pool.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%basket_views%'")).rowCount).toBe(1));
      await first.query('COMMIT');
      expect(await second).toEqual([409, 'C-07.view-name-taken']);
    } finally {
      first.release();
    }
  });

  it('is one’s own or one’s team’s, opens its list, and is changed by its author alone, over nobody’s change', async () => {
    const saved = await post('presales-engineer', '/basket-views', { name: 'À risque', filters: { atRisk: 'true', sort: 'due' } });
    expect(saved.status).toBe(201);
    const view = await saved.json() as { id: string; href: string };
    expect(view).toMatchObject({ shared: false, href: '/api/v1/tasks?sort=due&atRisk=true' });
    expect((await desk.api.request(view.href, { headers: { authorization: 'Bearer presales-engineer' } })).status).toBe(200);
    expect(await outcomeOf(post('presales-engineer', '/basket-views', { name: 'À risque', filters: {} }))).toEqual([409, 'C-07.view-name-taken']);
    const names = async (who: string) => (await (await get(who, '/basket-views')).json() as { items: { name: string }[] }).items.map(({ name }) => name);
    expect([await names('presales-engineer'), await names('second-presales')]).toEqual([['À risque'], []]);
    const put = async (who: string, version: number, body: object) => await outcomeOf(desk.api.request(`/api/v1/basket-views/${view.id}`, { ...json(body, { 'authorization': `Bearer ${who}`, 'if-match': `"${version}"` }), method: 'PUT' }));
    expect(await put('presales-engineer', 1, { name: 'Équipe', shared: true, filters: { whose: 'team' } })).toBe(200);
    expect([await names('second-presales'), await names('far-coordinator')]).toEqual([['Équipe'], []]);
    expect(await put('presales-engineer', 1, { name: 'Autre', filters: {} })).toEqual([412, 'stale-version']);
    expect(await put('second-presales', 2, { name: 'Autre', filters: {} })).toEqual([404, 'not-found']);
    expect((await desk.api.request(`/api/v1/basket-views/${view.id}`, { method: 'DELETE', headers: { authorization: 'Bearer presales-engineer' } })).status).toBe(204);
  });
});
