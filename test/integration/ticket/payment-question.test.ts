/** A payment question through the whole API, engine and billing's simulator (C-08). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { json, problemIn } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { setFaults } from '../../support/outside.ts';
import { TicketDesk, type TestTicket } from '../../support/tickets.ts';

const question = { rds: undefined, impact: 'administrative-change', description: 'Je ne comprends pas ma dernière facture.', classification: { type: 'question', symptom: 'none', category: 'payment-question' }, caller: { name: 'Jeanne Martin', email: 'jeanne.martin@client.invalid', relation: 'self' } };
const answer = { outcome: 'explained', answer: 'La facture compte deux mois : l’échéance de septembre avait été reportée.' };

let house: House;
let desk: TicketDesk;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
});
afterAll(async () => {
  await setFaults(house, 'billing', {});
  await desk.close();
  await house.close();
});

async function taskOf({ number }: TestTicket): Promise<{ id: string; dueAt: string | null; context: Record<string, unknown> }> {
  const { items } = await (await desk.api.request('/api/v1/tasks?step=payment-question&limit=100', { headers: { authorization: 'Bearer billing-admin' } })).json() as { items: { id: string; journeyId: string; dueAt: string | null; context: Record<string, unknown> }[] };
  const task = items.find(({ journeyId }) => journeyId === number);
  if (!task) throw new Error(`billing is asked nothing about ${number}`);
  return task;
}
const complete = (id: string, who: string, input: object) => desk.api.request(`/api/v1/tasks/${id}/complete`, json(input, { authorization: `Bearer ${who}` }));

it('is registered without a service, put to billing with the balance and the last invoices, and answered to the customer (C-08)', async () => {
  const ticket = await desk.ticket(question);
  expect(await ticket.read()).toMatchObject({ rds: null, contract: 'none', dueAt: null });
  const { id, dueAt, context } = await taskOf(ticket);
  expect(dueAt).not.toBeNull();
  expect(context).toMatchObject({ account: 'known', balanceCents: expect.any(Number), invoices: expect.stringContaining('€ TTC') });
  expect((await problemIn(await complete(id, 'technician-n1', answer))).code).toBe('not-task-owner');
  expect((await problemIn(await complete(id, 'billing-admin', { ...answer, outcome: 'corrected' }))).code).toBe('malformed-request');
  expect((await complete(id, 'billing-admin', answer)).status).toBe(200);
  expect(await ticket.read()).toMatchObject({ phase: 'agreement', solution: answer.answer, work: { payment: { outcome: 'explained', reference: null } } });
  await eventually(async () => {
    const mail = (await mailsIn(house)).find(({ messageKey }) => messageKey === `${ticket.number}.agreement.1`);
    expect(mail?.to).toEqual(['jeanne.martin@client.invalid']);
    expect(mail?.text).toContain(answer.answer);
  });
});

it('shows the amounts to who may read the account, and nobody else meets them behind any door (C-05)', async () => {
  const ticket = await desk.ticket({ ...question, description: 'Et celle d’avant ?', despiteDuplicates: true });
  const { id, context } = await taskOf(ticket);
  const amount = String(context['invoices']);
  const { customerId } = await ticket.read() as unknown as { customerId: string };
  const doors = ['/tasks?step=payment-question&whose=all&limit=100', `/tasks/${id}`, `/tickets/${ticket.number}/timeline`, `/customers/${customerId}/timeline`];
  const shown = async (path: string, who: string) => await (await desk.api.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${who}` } })).text();
  for (const door of doors) {
    expect(await shown(door, 'billing-admin')).toContain(amount);
    const hidden = await shown(door, door.startsWith('/tasks') ? 'field-technician' : 'technician-n1');
    expect(hidden).toContain('payment-question');
    expect(hidden).not.toContain(amount);
    expect(hidden).not.toMatch(/balanceCents|overdueCents|ttcCents/);
  }
  // What he may not read he does not find either.
  const search = `/customers/${customerId}/timeline?text=${encodeURIComponent('€ TTC')}`;
  expect(await shown(search, 'billing-admin')).toContain(ticket.number);
  for (const who of ['technician-n1', 'field-technician']) expect(await shown(search, who)).not.toContain(ticket.number);
});

it('is registered all the same while billing is away, and its task says that nothing is known', async () => {
  await setFaults(house, 'billing', { errorRate: 1 });
  const ticket = await desk.ticket({ ...question, description: 'Pourquoi ce prélèvement ?', despiteDuplicates: true });
  expect((await taskOf(ticket)).context).toMatchObject({ account: 'unknown', balanceCents: null });
});

it('is asked for by a reclassification too, which reads the account then', async () => {
  await setFaults(house, 'billing', {});
  const ticket = await desk.ticket();
  await ticket.does('classify', question.classification);
  expect((await taskOf(ticket)).context).toMatchObject({ account: 'known' });
});
