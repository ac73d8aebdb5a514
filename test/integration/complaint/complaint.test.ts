/** Complaints over the whole house (S-08): entered once, acknowledged at once, answered in time or told of, with gestures within limits; through merges, a killed worker, a rebuild and an erasure. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { editPolicy } from '../../../db/policy/store.ts';
import { applyPolicyUpdate } from '../../../workflows/deployment/messages.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { json, outcomeOf, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { versionNow, writeHistory } from '../../support/histories.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { launchFileOf } from '../../support/launch-file.ts';
import { mailsIn } from '../../support/mails.ts';
import { setFaults } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

const day = 86_400_000;
let house: House;
let api: RunningApi;
let orderNumber: string;

beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house);
  ({ orderNumber } = await done<{ orderNumber: string }>('coordinator', 'POST', '/deployments', launchFileOf(['Lyon'])));
});
afterAll(async () => {
  await api.close();
  await house.close();
});

interface Complaint {
  readonly id: string; readonly phase: string; readonly outcome: string | null; readonly dueAt: string | null; readonly isLate: boolean; readonly acknowledgedAt: string | null; readonly comment: string | null; readonly gestureCents: number; readonly allGestureCents: number | null;
  readonly answers: readonly { readonly text: string | null; readonly sentAt: string | null }[]; readonly others: readonly { readonly id: string; readonly gestureCents: number }[]; readonly openTasks: readonly { readonly id: string; readonly step: string }[];
}
const send = async (as: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  await api.request(`/api/v1${path}`, { ...(body === undefined ? { method } : { ...json(body), method }), headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), authorization: `Bearer ${as}`, ...headers } });
async function done<T>(as: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await send(as, method, path, body, headers);
  const answer = await response.json() as T;
  expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
  return answer;
}
const read = (id: string, as = 'service-agent') => done<Complaint>(as, 'GET', `/complaints/${id}`);
const contact = { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' };
const said = 'La ligne du mois de mai est facturée deux fois, l’avoir demandé n’est pas venu.';
const entry = (of: object = {}) => ({ customerId: 'CLI-000001', subject: 'billing', orderNumber, edition: 2026, comment: said, contact, ...of });
const enter = (of: object = {}) => done<Complaint>('sales-engineer', 'POST', '/complaints', entry(of));
const complete = async (id: string, step: string, as: string, input: object): Promise<Response> => {
  const task = await eventually(async () => {
    const found = (await read(id)).openTasks.find((one) => one.step === step);
    if (!found) throw new Error(`no open ${step} of ${id}`);
    return found.id;
  });
  return await send(as, 'POST', `/tasks/${task}/complete`, input);
};
const answer = { verdict: 'founded', text: 'L’avoir est établi ce jour ; il figure sur votre prochaine facture.' };
const mailTo = (key: string) => eventually(async () => {
  const mail = (await mailsIn(house)).find(({ messageKey }) => messageKey === key);
  if (!mail) throw new Error(`no mail ${key}`);
  return mail;
});

it('is entered with its facts, acknowledged at once, and answered; a second one on its subject is refused, through whichever channel (S-08)', async () => {
  expect(await outcomeOf(send('sales-engineer', 'POST', '/complaints', entry({ orderNumber: 'CMD-1999-000001' })))).toEqual([422, 'S-08.unknown-order']);
  expect(await outcomeOf(send('sales-engineer', 'POST', '/complaints', entry({ subject: 'weather' })))).toEqual([422, 'S-08.unknown-subject']);
  expect(await outcomeOf(send('sales-engineer', 'POST', '/complaints', entry({ comment: 'Pas content' })))).toEqual([422, 'S-08.comment-length']);
  for (const missing of ['orderNumber', 'edition', 'comment', 'contact']) expect((await send('sales-engineer', 'POST', '/complaints', entry({ [missing]: undefined }))).status).toBe(400);

  const { id, dueAt, phase } = await enter({ channel: 'phone' });
  expect([phase, id]).toEqual(['open', expect.stringMatching(/^REC-\d{4}-\d{6}$/)]);
  // Ten business days are fourteen days at least.
  expect(Date.parse(dueAt ?? '') - Date.now()).toBeGreaterThan(13 * day);
  const acknowledgement = await mailTo(`${id}.acknowledgement`);
  expect(acknowledgement).toMatchObject({ to: [contact.email], subject: `Votre réclamation ${id}` });
  expect(acknowledgement.text).toContain(orderNumber);

  const again = await Promise.all(['mail', 'shop', 'visit'].map((channel) => outcomeOf(send('service-agent', 'POST', '/complaints', entry({ channel })))));
  expect(again).toEqual(Array.from({ length: 3 }, () => [422, 'S-08.already-open']));
  // At once, one of them is the first.
  const many = await Promise.all([1, 2, 3, 4].map(() => send('service-agent', 'POST', '/complaints', entry({ subject: 'quality' }))));
  expect(many.map(({ status }) => status).toSorted()).toEqual([201, 422, 422, 422]);

  expect((await complete(id, 'complaint-answer', 'technician-n1', answer)).status).toBe(403);
  expect(await outcomeOf(complete(id, 'complaint-answer', 'service-agent', { ...answer, text: 'Vous êtes de mauvaise foi, votre facture est juste.' }))).toEqual([422, 'S-08.judgement-words']);
  expect((await complete(id, 'complaint-answer', 'service-agent', answer)).status).toBe(200);
  expect((await mailTo(`${id}.answer.1`)).text).toContain(answer.text);
  await eventually(async () => expect((await read(id)).answers).toMatchObject([{ text: answer.text, sentAt: expect.any(String) }]));

  expect((await complete(id, 'complaint-agreement', 'service-agent', { outcome: 'not-content', comment: 'Il veut un remboursement' })).status).toBe(200);
  expect(await read(id)).toMatchObject({ phase: 'open' });
  expect((await complete(id, 'complaint-answer', 'service-agent', { ...answer, verdict: 'partly-founded' })).status).toBe(200);
  await mailTo(`${id}.answer.2`);
  expect((await complete(id, 'complaint-agreement', 'service-agent', { outcome: 'content' })).status).toBe(200);
  expect(await read(id)).toMatchObject({ phase: 'ended', outcome: 'settled' });
  // What has ended holds its subject no longer.
  const next = await enter();
  expect(next.others.map((other) => other.id)).toContain(id);
  // Nobody's words are in the events, nor in the history of the engine.
  const history = await house.client.workflow.getHandle(workflowIdOf(id)).fetchHistory();
  const told = JSON.stringify(history.events).replaceAll(/"data":"([^"]+)"/g, (_, data: string) => Buffer.from(data, 'base64').toString('utf8'));
  expect(told).toContain('complaintAnswered');
  for (const text of [said, answer.text, contact.name, contact.email]) {
    expect(told).not.toContain(text);
    expect((await house.pool.query('SELECT FROM events WHERE payload::text LIKE $1', [`%${text}%`])).rowCount).toBe(0);
  }
  await send('service-agent', 'POST', `/complaints/${next.id}/withdraw`, { reason: 'Doublon de sa part' });
  await expectRebuildChangesNothing(house);
});

it('keeps words of judgement only where whoever wrote them stands by them (S-08)', async () => {
  const comment = 'Le vendeur, un menteur selon le client, a promis la livraison pour le 3 mai.';
  const refused = await send('sales-engineer', 'POST', '/complaints', entry({ subject: 'contact', comment }));
  expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'S-08.judgement-words', detail: expect.stringContaining('menteu…'), errors: [{ pointer: '/comment' }] }]);
  const kept = await enter({ subject: 'contact', comment, isWordingConfirmed: true });
  expect(kept).toMatchObject({ comment, isWordingConfirmed: true });
  // In English too.
  expect(await outcomeOf(send('sales-engineer', 'POST', '/complaints', entry({ subject: 'delivery', comment: 'The technician was incompetent and the agent a liar.' })))).toEqual([422, 'S-08.judgement-words']);
  await send('service-agent', 'POST', `/complaints/${kept.id}/withdraw`, { reason: 'x' });
});

it('shows what was given before, and lets nobody give more than his profile may (S-08)', async () => {
  const first = await enter({ subject: 'delivery' });
  const give = (as: string, cents: number) => send(as, 'POST', `/complaints/${first.id}/gestures`, { cents, reason: 'Retard de livraison' });
  expect(await outcomeOf(give('service-agent', 5_001))).toEqual([422, 'S-08.gesture-limit']);
  expect((await give('service-agent', 5_000)).status).toBe(200);
  expect(await outcomeOf(give('service-agent', 1))).toEqual([422, 'S-08.gesture-limit']);
  expect((await give('supervisor', 10_000)).status).toBe(200);
  expect((await give('sales-engineer', 1)).status).toBe(403);
  expect(await done('service-agent', 'GET', '/complaint-choices?customerId=CLI-000001')).toMatchObject({ gestureLimitCents: 5_000, orders: [{ orderNumber }], subjects: expect.arrayContaining([{ key: 'billing', label: { fr: 'Facturation', en: 'Billing' } }]) });

  const second = await enter({ subject: 'contract' });
  expect(second).toMatchObject({ allGestureCents: 15_000, others: expect.arrayContaining([expect.objectContaining({ id: first.id, gestureCents: 15_000 })]) });
  // The customer sees his own, and nothing of what the house thinks of it.
  expect(await read(first.id, 'customer')).toMatchObject({ comment: said, gestures: [], others: [], openTasks: [], allGestureCents: null });
  const view = await done<{ blocks: { events: { complaints: { id: string }[] } } }>('service-agent', 'GET', '/customers/CLI-000001/360');
  expect(view.blocks.events.complaints.map(({ id }) => id)).toEqual(expect.arrayContaining([first.id, second.id]));

  expect((await complete(first.id, 'complaint-answer', 'service-agent', answer)).status).toBe(200);
  expect((await mailTo(`${first.id}.answer.1`)).text).toContain('150,00');
  expect((await complete(first.id, 'complaint-agreement', 'service-agent', { outcome: 'content' })).status).toBe(200);
  expect(await read(first.id)).toMatchObject({ phase: 'settling' });
  for (const creditReference of ['AV-1', 'AV-2']) expect((await complete(first.id, 'gesture-credit', 'billing-admin', { creditReference })).status).toBe(200);
  expect(await read(first.id)).toMatchObject({ phase: 'ended', outcome: 'settled' });
  await send('service-agent', 'POST', `/complaints/${second.id}/withdraw`, { reason: 'x' });
});

it('is told of a supervisor when its ten business days are over, and closed when the customer says nothing to the answer (S-08)', async () => {
  const { id } = await enter({ subject: 'content' });
  await mailTo(`${id}.acknowledgement`);
  await skipTime(house, id, 22 * day);
  await eventually(async () => expect(await read(id)).toMatchObject({ isLate: true, openTasks: expect.arrayContaining([expect.objectContaining({ step: 'complaint-answer' }), expect.objectContaining({ step: 'complaint-late' })]) }));
  expect((await done<{ items: { id: string }[] }>('supervisor', 'GET', '/complaints?late=true&open=true&sort=due')).items.map((one) => one.id)).toEqual([id]);
  expect((await complete(id, 'complaint-late', 'supervisor', { comment: 'Confiée à Sophie' })).status).toBe(200);
  expect((await complete(id, 'complaint-answer', 'service-agent', answer)).status).toBe(200);
  await eventually(async () => expect((await read(id)).answers[0]?.sentAt).not.toBeNull());
  await skipTime(house, id, 22 * day);
  await eventually(async () => expect(await read(id)).toMatchObject({ phase: 'ended', outcome: 'lapsed', isLate: false }));
  // After a change on purpose, `vitest run complaint.test.ts --update` writes what every later version replays.
  if (inject('isUpdating')) await writeHistory(await versionNow(), 'late-complaint', house.client.workflow.getHandle(workflowIdOf(id)));
});

it('takes over a policy that is applied while it runs (S-08)', async () => {
  const { id, dueAt } = await enter({ subject: 'quality', orderNumber: (await done<{ orderNumber: string }>('coordinator', 'POST', '/deployments', { ...launchFileOf(['Brest']), orderNumber: 'BC-2026-2' })).orderNumber });
  const meta = { actor: 'admin', channel: 'api', commandId: `policy-${id}` } as const;
  await house.client.workflow.getHandle(workflowIdOf(id)).executeUpdate(applyPolicyUpdate, { args: [{ applied: { policy: 'sales', version: 9, frozen: { answerWithin: { businessDays: 2 } } } as never, meta }] });
  const moved = await eventually(async () => { const now = await read(id); expect(now.dueAt).not.toBe(dueAt); return now; });
  expect(Date.parse(moved.dueAt ?? '')).toBeLessThan(Date.parse(dueAt ?? ''));
});

it('goes on where it was when its worker is taken away while a mail hangs, and sends none twice (S-08)', async () => {
  await editPolicy(house.pool, { name: 'outside-calls', value: { tellAfter: 'PT5M', againEvery: 'PT15M' }, author: 'admin', hasRead: () => true });
  await setFaults(house, 'mail', { failAfterEffect: 1, failAfterEffectMode: 'hang' });
  const { id } = await enter({ subject: 'contact' });
  await mailTo(`${id}.acknowledgement`);
  await house.stopWorkers();
  // With no cache every task is a replay.
  await house.startWorkers({ maxCachedWorkflows: 0 });
  await eventually(async () => expect((await read(id)).acknowledgedAt).not.toBeNull(), 60_000);
  expect((await mailsIn(house)).filter(({ messageKey }) => messageKey === `${id}.acknowledgement`)).toMatchObject([{ copies: expect.any(Number) }]);
  expect((await complete(id, 'complaint-answer', 'service-agent', answer)).status).toBe(200);
  expect((await complete(id, 'complaint-agreement', 'service-agent', { outcome: 'content' })).status).toBe(200);
  await eventually(async () => expect(await read(id)).toMatchObject({ phase: 'ended' }));
}, 120_000);

it('stays one on its subject when two records become one: who merges withdraws the one too many first (S-08, C-09)', async () => {
  await house.pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000061', 'Garage Petit'), ('CLI-000062', 'Garage Petit')");
  for (const [index, customerId] of ['CLI-000061', 'CLI-000062'].entries()) {
    await done('coordinator', 'POST', '/deployments', { ...launchFileOf(['Nantes']), customerId, orderNumber: 'BC-2026-61' }, { 'idempotency-key': `merge-${index}` });
  }
  const [one, other] = [await enter({ customerId: 'CLI-000061', orderNumber: 'BC-2026-61' }), await enter({ customerId: 'CLI-000062', orderNumber: 'BC-2026-61' })];
  const merge = () => send('supervisor', 'POST', '/customers/CLI-000061/merge', { other: 'CLI-000062' });
  const refused = await merge();
  expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'S-08.open-in-both', parameters: { complaint: one.id, other: other.id } }]);
  expect(await read(other.id)).toMatchObject({ customerId: 'CLI-000062' });
  await send('service-agent', 'POST', `/complaints/${other.id}/withdraw`, { reason: 'Double emploi' });
  await eventually(async () => expect(await read(other.id)).toMatchObject({ phase: 'ended' }));
  expect((await merge()).status).toBe(200);
  expect(await outcomeOf(send('service-agent', 'POST', '/complaints', entry({ customerId: 'CLI-000062', orderNumber: 'BC-2026-61' })))).toEqual([422, 'S-08.already-open']);
  await send('service-agent', 'POST', `/complaints/${one.id}/withdraw`, { reason: 'x' });
});

it('follows its customer into the record that survives a merge, holds its subject there, and is erased with him (S-08, C-04, C-09)', async () => {
  await house.pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000051', 'Garage Leroy'), ('CLI-000052', 'Garage Leroy')");
  const own = await done<{ orderNumber: string }>('coordinator', 'POST', '/deployments', { ...launchFileOf(['Nantes']), customerId: 'CLI-000052', orderNumber: 'BC-2026-3' });
  const of = { customerId: 'CLI-000052', orderNumber: own.orderNumber, contact: { name: 'Luc Ferrand', email: 'luc@ferrand.invalid' }, comment: 'Luc Ferrand n’a pas été rappelé depuis le 3 mai.' };
  const { id } = await enter(of);
  expect((await send('supervisor', 'POST', '/customers/CLI-000051/merge', { other: 'CLI-000052' })).ok).toBe(true);
  expect(await read(id)).toMatchObject({ customerId: 'CLI-000051' });
  for (const customerId of ['CLI-000051', 'CLI-000052']) expect(await outcomeOf(send('service-agent', 'POST', '/complaints', entry({ ...of, customerId })))).toEqual([422, 'S-08.already-open']);
  expect((await done<{ items: { id: string }[] }>('service-agent', 'GET', '/complaints?customerId=CLI-000052')).items.map((one) => one.id)).toEqual([id]);

  const { id: deployment } = (await done<{ items: { id: string }[] }>('coordinator', 'GET', '/deployments?customerId=CLI-000051')).items[0] ?? { id: '' };
  const cancelled = send('coordinator', 'POST', `/deployments/${deployment}/cancel`, { reason: 'x' });
  await send('service-agent', 'POST', `/complaints/${id}/withdraw`, { reason: 'x' });
  await cancelled;
  await eventually(async () => expect((await send('supervisor', 'POST', '/customers/CLI-000051/erase-personal-data', {})).status).toBe(200), 30_000);
  expect(await read(id)).toMatchObject({ phase: 'ended', comment: null, contact: null });
  const { rows: tables } = await house.pool.query<{ name: string }>("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'");
  for (const { name } of tables) expect((await house.pool.query(`SELECT FROM ${name} AS t WHERE t::text ~* 'luc ferrand|luc@ferrand'`)).rowCount, name).toBe(0);
});
