/** A customer signs his order by the link that he was mailed, on the real engine (S-04): the link alone signs nothing, the code alone neither, and every door counts the same tries. */
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { json, outcomeOf, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { linkSecret, openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { orderDesk, party, signatory, wrong, type OrderDesk } from '../../support/orders.ts';

let house: House;
let api: RunningApi;
let desk: OrderDesk;

beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house);
  desk = orderDesk(house, api);
});
afterAll(async () => {
  await api.close();
  await house.close();
});

interface ToSign {
  readonly state: string; readonly document: string; readonly mandate: { readonly iban: string; readonly reference: string } | null; readonly code: { readonly isSent: boolean; readonly attemptsLeft: number } | null; readonly amounts: { readonly ttcCents: number };
  readonly schedule: readonly unknown[]; readonly subOrders: readonly { readonly lines: readonly { readonly label: string }[] }[]; readonly documents: readonly { readonly kind: string; readonly href: string }[]; readonly signatory: { readonly mobileEnd: string };
}
const at = (token: string, method: string, path = '', body?: object): Promise<Response> => api.request(`/api/v1/links/${token}/order${path}`, body === undefined ? { method } : { ...json(body), method });
async function done(token: string, method: string, path = '', body?: object): Promise<ToSign> {
  const response = await at(token, method, path, body);
  const answer = await response.json() as ToSign;
  expect(response.ok, JSON.stringify(answer)).toBe(true);
  return answer;
}
const tokenOf = async (id: string, ordinal = 1): Promise<string> => await eventually(async () => {
  const token = /\/f\/(\S+)/.exec((await mailsIn(house)).find(({ messageKey }) => messageKey === `${id}.invitation.${ordinal}`)?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`no link ${ordinal} to ${id}`);
  return token;
});
const terms = { mode: 'electronic', signatory, invoice: { channel: 'paper' } };
async function toSign(): Promise<{ id: string; token: string }> {
  const id = await desk.ordered();
  await desk.reaches(id, 'signature');
  await desk.done('sales-engineer', 'PUT', `/orders/${id}/signature`, terms);
  return { id, token: await tokenOf(id) };
}

it('reads what he signs, gives his mandate, asks for the code and signs by it; afterwards the evidence is his (S-04)', async () => {
  const { id, token } = await toSign();
  expect(await (await api.request(`/api/v1/links/${token}`)).json()).toMatchObject({ state: 'open', step: 'order-signature', order: id, orderNumber: id });
  const before = await done(token, 'GET');
  expect(before).toMatchObject({ state: 'open', mandate: null, code: null, signatory: { mobileEnd: '1234' }, schedule: [{}, {}, {}], documents: [{ kind: 'order' }] });
  expect(before.subOrders.flatMap(({ lines }) => lines.map(({ label }) => label))).toEqual(['Fibre FTTH Pro', 'Routeur Pro en location']);
  expect((await api.request(before.documents[0]?.href ?? '')).headers.get('content-type')).toBe('application/pdf');

  const mandate = { holder: 'Boulangerie Martin', iban: 'FR76 3000 6000 0112 3456 7890 189' };
  const refused = await at(token, 'PUT', '/mandate', { ...mandate, iban: 'FR76 3000 6000 0112 3456 7890 188' });
  expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/iban', code: 'S-04.iban' })] })]);
  expect((await done(token, 'PUT', '/mandate', mandate)).mandate).toEqual({ reference: `RUM-${id}`, holder: 'Boulangerie Martin', iban: 'FR•• •••• 0189' });

  // The link alone signs nothing.
  expect(await outcomeOf(at(token, 'POST', '/sign', { code: '000000', accepted: true, document: before.document }))).toEqual([422, 'S-04.code-expired']);
  await done(token, 'POST', '/code');
  const code = await desk.codeOf(id);
  expect(await outcomeOf(at(token, 'POST', '/code'))).toEqual([422, 'S-04.code-just-sent']);
  expect(await outcomeOf(at(token, 'POST', '/sign', { code: wrong(code), accepted: true, document: before.document }))).toEqual([422, 'S-04.wrong-code']);
  expect((await at(token, 'POST', '/sign', { code, accepted: false, document: before.document })).status).toBe(400);
  expect((await done(token, 'GET')).code?.attemptsLeft).toBe(2);
  // Another paper than the one that he has read.
  expect(await outcomeOf(at(token, 'POST', '/sign', { code, accepted: true, document: '0'.repeat(64) }))).toEqual([409, 'S-04.other-document']);
  expect(['sealing', 'signed']).toContain((await done(token, 'POST', '/sign', { code, accepted: true, document: before.document })).state);
  const signed = await eventually(async () => { const one = await done(token, 'GET'); expect(one.state).toBe('signed'); return one; });
  expect(signed.documents.map(({ kind }) => kind).toSorted()).toEqual(['order', 'sepa-mandate', 'signature-evidence']);
  expect(await outcomeOf(at(token, 'POST', '/code'))).toEqual([409, 'wrong-state']);
  expect(await outcomeOf(at(token, 'PUT', '/mandate', mandate))).toEqual([409, 'wrong-state']);
  const data = (await desk.read(id)).documents.find(({ kind }) => kind === 'signature-evidence-data');
  expect(await desk.done('sales-engineer', 'GET', `/orders/${id}/documents/${data?.id ?? ''}`)).toMatchObject({ signing: { channel: 'link', by: `customer-link:${id}`, address: expect.stringContaining('127.0.0.1') }, mandate: { reference: `RUM-${id}` } });
});

it('has no more tries by the link than by any other door: three of a code, however they come (S-04)', async () => {
  const { id, token } = await toSign();
  const { document } = await done(token, 'GET');
  await done(token, 'POST', '/code');
  const code = await desk.codeOf(id);
  const answers = await Promise.all([
    ...[1, 2, 3].map(() => outcomeOf(at(token, 'POST', '/sign', { code: wrong(code), accepted: true, document }))), ...[1, 2, 3].map(() => outcomeOf(desk.send('customer', 'POST', `/orders/${id}/signature/sign`, { code: wrong(code), accepted: true }))),
  ]);
  expect(answers.map((answer) => (Array.isArray(answer) ? answer[1] : answer)).toSorted()).toEqual([...Array<string>(3).fill('S-04.too-many-attempts'), ...Array<string>(3).fill('S-04.wrong-code')]);
  expect(await outcomeOf(at(token, 'POST', '/sign', { code, accepted: true, document }))).toEqual([422, 'S-04.too-many-attempts']);
  expect(await done(token, 'GET')).toMatchObject({ state: 'open', code: { attemptsLeft: 0 } });
});

it('leads nowhere once another was sent, for another order, or by another’s key; the new one shows what is ordered by then (S-02, S-04)', async () => {
  const { id, token } = await toSign();
  const first = await done(token, 'GET');
  await desk.done('sales-engineer', 'PUT', `/orders/${id}/party`, { ...party, contacts: [{ ...party.contacts[0], name: 'Jeanne Martin-Leroy' }] });
  await eventually(async () => { const one = await done(token, 'GET'); expect(one.state).toBe('open'); expect(one.document).not.toBe(first.document); });
  await desk.done('sales-engineer', 'POST', `/orders/${id}/signature/invitation`);
  const next = await tokenOf(id, 2);
  expect(await outcomeOf(at(token, 'GET'))).toEqual([404, 'not-found']);
  expect(await (await api.request(`/api/v1/links/${token}`)).json()).toMatchObject({ state: 'withdrawn', order: null, orderNumber: null });
  expect((await done(next, 'GET')).state).toBe('open');
  const signedAs = (secret: string, customerId: string, sub: string): Promise<string> => new SignJWT({ customerId }).setProtectedHeader({ alg: 'HS256' }).setSubject(sub).setExpirationTime('1h').sign(new TextEncoder().encode(secret));
  for (const forged of [await signedAs('another key of thirty-two letters', 'CLI-000001', `${id}.signature.2`), await signedAs(linkSecret, 'CLI-000002', `${id}.signature.2`), await signedAs(linkSecret, 'CLI-000001', `${id}.signature.3`)]) expect(await outcomeOf(at(forged, 'GET'))).toEqual([404, 'not-found']);
});

it('is refused with a reason, which ends the order; an order on paper has none (S-04)', async () => {
  const { id, token } = await toSign();
  expect(await done(token, 'POST', '/refuse', { reason: 'price' })).toMatchObject({ state: 'ended' });
  expect(await desk.reaches(id, 'ended')).toMatchObject({ outcome: 'abandoned' });
  expect(await outcomeOf(at(token, 'POST', '/refuse', { reason: 'price' }))).toEqual([409, 'wrong-state']);
  const paper = await toSign();
  await desk.done('sales-engineer', 'PUT', `/orders/${paper.id}/signature`, { ...terms, mode: 'paper' });
  expect(await outcomeOf(at(paper.token, 'GET'))).toEqual([404, 'not-found']);
  expect(await outcomeOf(desk.send('sales-engineer', 'POST', `/orders/${paper.id}/signature/invitation`))).toEqual([409, 'wrong-state']);
});
