/** What a screen needs of a ticket before anything is done: what may be done and why not, in which words, who else is at it, and all its clocks in one row. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { json } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { TicketDesk, diagnosis, work, worksheetOf, type TestTicket } from '../../support/tickets.ts';

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

interface Possible {
  readonly act: string;
  readonly address: string;
  readonly refusal: { readonly code: string; readonly detail: string } | null;
  readonly inputSchema: { readonly properties: Readonly<Record<string, { readonly enum?: readonly string[]; readonly labels?: Readonly<Record<string, { readonly fr: string }>> } & Record<string, unknown>>> };
  readonly initial: Readonly<Record<string, unknown>>;
}

async function get<T>(path: string, as = 'technician-n1'): Promise<T> {
  const response = await desk.api.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${as}` } });
  expect(response.status, path).toBe(200);
  return await response.json() as T;
}

async function actsOf({ number }: TestTicket, as?: string): Promise<ReadonlyMap<string, Possible>> {
  const { items } = await get<{ items: Possible[] }>(`/tickets/${number}/acts`, as);
  return new Map(items.map((item) => [item.act, item]));
}

const codesOf = (acts: ReadonlyMap<string, Possible>): Record<string, string | null> => Object.fromEntries([...acts].map(([act, { refusal }]) => [act, refusal?.code ?? null]));

it('tells each act that a profile allows, with the reason of those that would be refused whatever is filled in (T-09, T-16, C-03)', async () => {
  const ticket = await desk.ticket();
  expect(codesOf(await actsOf(ticket))).toMatchObject({ take: null, wait: null, transfer: null, resolve: 'wrong-state', close: 'wrong-state', acknowledgeTransfer: 'C-03.no-such-offer', broadcast: 'T-02.no-children' });
  expect([...(await actsOf(ticket)).keys()]).not.toEqual(expect.arrayContaining(['attribute']));
  expect(codesOf(await actsOf(ticket, 'technician-n2'))).toMatchObject({ take: 'T-11.other-level', diagnose: null });
  expect([...(await actsOf(ticket, 'customer')).keys()]).toEqual(['agree', 'disagree']);
  expect([...(await actsOf(ticket, 'supervisor')).keys()]).toContain('closeWithoutAgreement');
});

it('says what is done as its own act says it: no reason given is another than the refusal that comes (T-16)', async () => {
  const ticket = await desk.ticket({ classification: { type: 'incident', symptom: 'no-connection', category: 'access' } });
  for (const [verb, body] of [['take', {}], ['diagnose', diagnosis], ['resolve', { solution: 'Port remis en service' }], ['agree', { by: 'caller', channel: 'phone' }]] as const) await ticket.does(verb, body);
  const before = (await actsOf(ticket)).get('close');
  expect(before?.refusal?.code).toBe('T-16.cause-not-confirmed');
  const refused = await desk.act(ticket.number, 'close', { worksheet: worksheetOf(ticket.number), satisfaction: null });
  expect(await refused.json()).toMatchObject({ code: before?.refusal?.code, detail: before?.refusal?.detail });
  await ticket.does('record-work', work);
  await ticket.does('cause', { cause: 'Port en erreur', responsibility: 'operator', isConfirmed: true });
  const after = (await actsOf(ticket)).get('close');
  expect(after).toMatchObject({ address: 'close', refusal: null, initial: { worksheet: worksheetOf(ticket.number) }, inputSchema: { properties: { worksheet: { enum: [worksheetOf(ticket.number)] }, satisfaction: { type: 'integer', minimum: 1, maximum: 5 } } } });
});

it('leaves in a form the choices that the ticket leaves open, in words: reasons to wait, teams that never had it, questions of its script (T-08, T-10, T-12)', async () => {
  const ticket = await desk.ticket({ classification: { type: 'incident', symptom: 'no-connection', category: 'access' } });
  // Which team it was opened in hangs on who works at this hour (T-11).
  await ticket.does('attribute', { to: 'technician-n1', reason: 'Disponible' }, 'dispatcher');
  const acts = await actsOf(ticket);
  const { wait, transfer, diagnose, classify } = Object.fromEntries([...acts].map(([act, { inputSchema }]) => [act, inputSchema.properties]));
  expect(wait?.['reason']?.labels).toMatchObject({ 'customer-answer': { fr: expect.any(String) as string } });
  // T-14: agreed to is a solution, and nothing but one.
  expect(wait?.['reason']?.enum).not.toContain('requester-agreement');
  expect(await (await desk.act(ticket.number, 'wait', { reason: 'requester-agreement' })).json()).toMatchObject({ code: 'T-08.unknown-reason' });
  expect(transfer?.['to']?.enum).not.toContain('operator-n1-nord');
  expect(transfer?.['to']?.enum?.length).toBeGreaterThan(0);
  expect(Object.keys(diagnose?.['answers']?.['properties'] as object)).toEqual(expect.arrayContaining(['since-when', 'lights']));
  expect(classify?.['category']?.enum).toContain('access');
  expect(acts.get('classify')?.initial).toMatchObject({ category: 'access' });
  expect(await get('/ticket-choices')).toMatchObject({ desks: { operator: { identifiedBy: ['service-reference'] } }, waitingReasons: { 'customer-answer': { fr: expect.any(String) as string } } });
});

it('shows who else is at a ticket, and whether he writes, until he leaves', async () => {
  const { number } = await desk.ticket();
  const say = async (as: string, isWriting = false): Promise<unknown> => {
    const response = await desk.api.request(`/api/v1/tickets/${number}/presence`, { ...json({ isWriting }, { authorization: `Bearer ${as}` }), method: 'PUT' });
    return (await response.json() as { others: unknown }).others;
  };
  expect(await say('technician-n1')).toEqual([]);
  expect(await say('technician-n2', true)).toMatchObject([{ subject: 'technician-n1', isWriting: false }]);
  expect(await say('technician-n1')).toMatchObject([{ subject: 'technician-n2', isWriting: true }]);
  await house.pool.query("UPDATE ticket_presence SET seen_at = now() - interval '5 minutes' WHERE subject = 'technician-n2'");
  expect(await say('technician-n1')).toEqual([]);
  expect((await house.pool.query('SELECT subject FROM ticket_presence')).rows).toEqual([{ subject: 'technician-n1' }]);
  expect((await desk.api.request(`/api/v1/tickets/${number}/presence`, { method: 'DELETE', headers: { authorization: 'Bearer technician-n1' } })).status).toBe(204);
  expect(await say('technician-n2')).toEqual([]);
});

it('shows all clocks of a ticket in its row, what is left while it waits, and how many rows there are (T-07, T-08)', async () => {
  const ticket = await desk.ticket();
  const row = async (): Promise<Record<string, unknown> | undefined> => {
    const { items, total } = await get<{ items: Record<string, unknown>[]; total: number }>(`/tickets?rds=${String((await get<{ rds: string }>(`/tickets/${ticket.number}`)).rds)}&count=true&level=1&desk=operator&priority=P1`);
    expect(total).toBe(items.length);
    return items.find(({ number }) => number === ticket.number);
  };
  const begun = await row();
  expect(begun).toMatchObject({ customerName: expect.any(String) as string, standingLeftSeconds: null, waitingSince: null, isTakingBreached: false });
  // A quarter of the eight hours of `pro`.
  expect(Date.parse(String(begun?.['takingDueAt'])) - Date.parse(String(begun?.['createdAt']))).toBe(2 * 3_600_000);
  await ticket.does('wait', { reason: 'customer-answer' });
  const standing = await row();
  expect(standing).toMatchObject({ dueAt: null, takingDueAt: null, waitingReason: 'customer-answer', waitingSince: expect.any(String) as string });
  expect(standing?.['standingLeftSeconds']).toBeGreaterThan(8 * 3_600 - 120);
  expect(standing?.['standingLeftSeconds']).toBeLessThanOrEqual(8 * 3_600);
  await ticket.does('answer');
  expect(await row()).toMatchObject({ standingLeftSeconds: null, waitingSince: null, dueAt: expect.any(String) as string });
});
