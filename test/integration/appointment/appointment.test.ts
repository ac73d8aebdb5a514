/** Appointments on the real engine, over the API, with the simulated mail server (S-09). */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { inventedPeople } from '../../../domain/people/invented-people.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { json, outcomeOf, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { versionNow, writeHistory } from '../../support/histories.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let api: RunningApi;
const hour = 3_600_000;

beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house);
});
afterAll(async () => {
  await api.close();
  await house.close();
});

interface View {
  readonly id: string; readonly phase: string; readonly answer: string | null; readonly sequence: number; readonly isTold: boolean; readonly confirmAt: string | null; readonly startsAt: string; readonly seller: string;
  readonly place: string | null; readonly subject: string | null;
}
const as = (user: string) => ({ authorization: `Bearer ${user}` });
const send = (method: string, path: string, body?: unknown, user = 'sales-engineer'): Promise<Response> =>
  api.request(`/api/v1${path}`, { ...(body === undefined ? { method } : { ...json(body), method }), headers: { ...as(user), ...(body === undefined ? {} : { 'content-type': 'application/json' }) } });
async function done<T = View>(method: string, path: string, body?: unknown, user?: string): Promise<T> {
  const response = await send(method, path, body, user);
  const answer = await response.json() as T;
  expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
  return answer;
}
/** Each test has days of its own, so that only who means to overlaps. */
let days = 10;
const span = (inHours: number) => { const startsAtMs = Math.ceil(Date.now() / hour) * hour + inHours * hour; return { startsAt: new Date(startsAtMs).toISOString(), endsAt: new Date(startsAtMs + hour).toISOString() }; };
const nextSpan = () => span((days += 5) * 24);
const body = { customerId: 'CLI-000001', form: 'visit', subject: 'Votre fibre', place: '1 rue de la Gare, Lyon', invitee: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' } };
const plan = (times = nextSpan(), more: object = {}) => done('POST', '/appointments', { ...body, ...times, ...more });
const read = (id: string) => done('GET', `/appointments/${id}`);
const mailsOf = async (id: string) => (await mailsIn(house)).filter(({ messageKey }) => messageKey.startsWith(id) && !messageKey.includes('.seller-'));
const sellersOf = async (id: string) => (await mailsIn(house)).filter(({ messageKey }) => messageKey.startsWith(`${id}.seller-`));
const keysOf = async (id: string) => (await mailsOf(id)).map(({ messageKey }) => messageKey.slice(id.length + 1));
const told = (id: string) => eventually(async () => { const now = await read(id); expect(now.isTold).toBe(true); return now; });
async function linkIn(id: string, key: string): Promise<string> {
  const mail = await eventually(async () => { const found = (await mailsOf(id)).find(({ messageKey }) => messageKey === `${id}.${key}`); expect(found).toBeDefined(); return found; });
  return /\/f\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
}
const atLink = (token: string, answer?: object): Promise<Response> => api.request(`/api/v1/links/${token}`, answer === undefined ? {} : { ...json(answer), headers: { 'content-type': 'application/json' } });
const reached = (id: string, phase: string) => eventually(async () => { const { rows: [row] } = await house.pool.query<{ phase: string; ended: boolean }>('SELECT phase, ended_at IS NOT NULL AS ended FROM appointments WHERE id = $1', [id]); expect(row).toEqual({ phase, ended: true }); });

it('invites the customer, hears his answer by the link, moves with its mails, is declined and settled, and is confirmed a day before; no mail comes twice, be the workers killed (S-09)', async () => {
  const first = nextSpan();
  const { id } = await plan(first);
  expect(await told(id)).toMatchObject({ phase: 'planned', seller: 'sales-engineer', sellerName: inventedPeople['sales-engineer'], sequence: 0, answer: null, confirmAt: new Date(Date.parse(first.startsAt) - 24 * hour).toISOString() });
  const token = await linkIn(id, 'invitation.0');
  expect((await mailsOf(id))[0]).toMatchObject({ to: ['jeanne@martin.invalid'], attachments: [{ mediaType: 'text/calendar' }, { filename: 'invitation.ics' }] });
  const shown = await (await atLink(token)).json() as { state: string; step: string; context: object };
  expect(shown).toMatchObject({ state: 'open', step: 'appointment', context: { subject: 'Votre fibre', place: '1 rue de la Gare, Lyon', startsAt: first.startsAt } });
  expect(await (await atLink(token, { answer: 'accepted' })).json()).toMatchObject({ state: 'open', context: { answer: 'accepted' } });
  expect((await atLink(token, { answer: 'accepted' })).status).toBe(200);
  expect((await atLink(token, { answer: 'perhaps' })).status).toBe(400);
  expect((await read(id)).answer).toBe('accepted');

  // Moved: told anew, asked anew; the link of before says no more than that.
  const second = nextSpan();
  expect(await done('POST', `/appointments/${id}/move`, { ...second, place: 'En ligne' })).toMatchObject({ sequence: 1, answer: null, place: 'En ligne' });
  await told(id);
  expect(await (await atLink(token)).json()).toMatchObject({ state: 'withdrawn', context: { appointment: id } });
  expect(await outcomeOf(atLink(token, { answer: 'declined' }))).toEqual([409, 'wrong-state']);
  const again = await linkIn(id, 'invitation.1');
  await atLink(again, { answer: 'declined' });
  const { items } = await done<{ items: { id: string; step: string }[] }>('GET', '/tasks?whose=open&step=appointment-declined');
  const [task] = items;
  expect(items).toHaveLength(1);
  await done('POST', `/tasks/${task?.id}/complete`, { choice: 'keep', comment: 'Joint par téléphone' });
  expect(await done('POST', `/appointments/${id}/answer`, { answer: 'accepted' })).toMatchObject({ answer: 'accepted' });

  // The timer outlives the workers; whoever comes after them replays all of it.
  await house.stopWorkers();
  await house.startWorkers({ maxCachedWorkflows: 0 });
  await skipTime(house, id, Date.parse(second.startsAt) - 24 * hour - Date.now() + 60_000);
  await eventually(async () => expect(await keysOf(id)).toEqual(['invitation.0', 'invitation.1', 'confirmation.1']));
  await house.stopWorkers();
  await house.startWorkers();
  await skipTime(house, id, 26 * hour);
  await reached(id, 'held');
  expect((await mailsOf(id)).map(({ messageKey, copies }) => [messageKey.slice(id.length + 1), copies])).toEqual([['invitation.0', 0], ['invitation.1', 0], ['confirmation.1', 0]]);
  await expectRebuildChangesNothing(house);
  // After a change on purpose, `vitest run appointment.test.ts --update` writes what every later version replays.
  if (inject('isUpdating')) await writeHistory(await versionNow(), 'held-appointment', house.client.workflow.getHandle(workflowIdOf(id)));
});

it('takes back what it told: a cancellation under the same UID, and no confirmation after it (S-09)', async () => {
  const { id, startsAt } = await plan();
  await told(id);
  await done('POST', `/appointments/${id}/cancel`, { reason: 'Le client reporte' });
  await reached(id, 'cancelled');
  expect(await keysOf(id)).toEqual(['invitation.0', 'cancellation.1']);
  expect((await mailsOf(id))[1]?.text).not.toContain('/f/');
  // His seller's calendar hears of both.
  expect((await sellersOf(id)).map(({ messageKey, to }) => [messageKey.slice(id.length + 1), to])).toEqual([['seller-invitation.0', ['sales-engineer@jalon.invalid']], ['seller-cancellation.1', ['sales-engineer@jalon.invalid']]]);
  expect(await outcomeOf(send('POST', `/appointments/${id}/move`, { ...nextSpan() }))).toEqual([409, 'wrong-state']);
  expect(startsAt).toBeDefined();
  if (inject('isUpdating')) await writeHistory(await versionNow(), 'cancelled-appointment', house.client.workflow.getHandle(workflowIdOf(id)));
});

it('is confirmed by its invitation where it is nearer than a day, and by nothing else (S-09)', async () => {
  const { id } = await plan(span(5));
  expect((await told(id)).confirmAt).toBeNull();
  expect((await mailsOf(id))[0]?.text).toContain('tient lieu de confirmation');
  await skipTime(house, id, 8 * hour);
  await reached(id, 'held');
  expect(await keysOf(id)).toEqual(['invitation.0']);
});

it('is not planned in the past, nor moved there, nor for longer than a day (S-09)', async () => {
  const past = { startsAt: '2026-01-05T09:00:00Z', endsAt: '2026-01-05T10:00:00Z' };
  expect(await outcomeOf(send('POST', '/appointments', { ...body, ...past }))).toEqual([422, 'S-09.in-the-past']);
  const { id } = await plan();
  expect(await outcomeOf(send('POST', `/appointments/${id}/move`, past))).toEqual([422, 'S-09.in-the-past']);
  expect((await send('POST', '/appointments', { ...body, startsAt: '2030-01-05T09:00:00Z', endsAt: '2030-01-05T08:00:00Z' })).status).toBe(400);
  expect((await read(id)).sequence).toBe(0);
});

it('warns of a seller’s second appointment at the same time, and plans it where that is confirmed; a request sent again is the same appointment (S-09)', async () => {
  const times = nextSpan();
  const { id } = await plan(times);
  expect(await outcomeOf(send('POST', '/appointments', { ...body, ...times }))).toEqual([409, 'S-09.double-booking']);
  const other = await plan(times, { despiteOverlap: true });
  // The end of one may be the beginning of the other.
  const [after, elsewhere] = [{ startsAt: times.endsAt, endsAt: new Date(Date.parse(times.endsAt) + hour).toISOString() }, nextSpan()];
  await plan(after);
  const manager = await done('POST', '/appointments', { ...body, ...times }, 'sales-manager');
  expect(manager.seller).toBe('sales-manager');
  const moving = await plan(elsewhere);
  expect(await outcomeOf(send('POST', `/appointments/${moving.id}/move`, times))).toEqual([409, 'S-09.double-booking']);
  // Its own time is no other's.
  expect((await send('POST', `/appointments/${moving.id}/move`, { startsAt: elsewhere.startsAt, endsAt: new Date(Date.parse(elsewhere.endsAt) + hour).toISOString() })).status).toBe(200);
  const { items } = await done<{ items: View[] }>('GET', `/appointments?seller=sales-engineer&from=${times.startsAt}&until=${times.endsAt}`);
  expect(items.map((one) => one.id)).toEqual([id, other.id]);
  const keyed = { ...json({ ...body, ...nextSpan() }), headers: { ...as('sales-engineer'), 'content-type': 'application/json', 'idempotency-key': 'appointment-1' } };
  const [one, same] = [await (await api.request('/api/v1/appointments', keyed)).json() as View, await (await api.request('/api/v1/appointments', keyed)).json() as View];
  expect(same.id).toBe(one.id);
});
