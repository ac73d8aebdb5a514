/** Orders on the real engine, over the API, with the simulated outside systems (S-02, S-04, S-05, S-06). */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchDeployment } from '../../../api/deployment/launch.ts';
import { openTermination } from '../../../api/termination/open.ts';
import { everything } from '../../../domain/people/scope.ts';
import { createOrderHandOvers } from '../../../relay/orders.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { json, outcomeOf, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { versionNow, writeHistory } from '../../support/histories.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { samplePdf } from '../../support/sample-files.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let api: RunningApi;
let carry: () => Promise<number>;

beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house);
  const { pool, client } = house;
  carry = createOrderHandOvers({ pool, client, logger: pino({ level: 'silent' }) }, {
    launch: (file, meta, allocate) => launchDeployment({ pool, client }, file, meta, allocate, { nowMs: Date.now(), scope: everything }),
    terminate: (request, meta, allocate) => openTermination({ pool, client }, { origin: 'customer', belongsTo: null, wishedOn: null, claimedExemption: null, equipment: null, ...request }, meta, allocate, { nowMs: Date.now() }),
    refusalOf: () => null,
  }, 20);
});
afterAll(async () => {
  await api.close();
  await house.close();
});

interface Order {
  readonly id: string; readonly phase: string; readonly outcome: string | null; readonly deploymentId: string | null; readonly missing: readonly string[]; readonly signature: { readonly mandateReference: string | null } | null;
  readonly code: { readonly ordinal: number; readonly isSent: boolean; readonly attemptsLeft: number } | null; readonly documents: readonly { readonly id: string; readonly kind: string; readonly sha256: string }[];
  readonly rejects: readonly { readonly status: string; readonly comment: string }[]; readonly party: { readonly contacts: readonly { readonly name: string }[] } | null;
}
const send = async (as: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  await api.request(`/api/v1${path}`, { ...(body === undefined || body instanceof FormData ? { method, ...(body ? { body } : {}) } : { ...json(body), method }), headers: { ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }), authorization: `Bearer ${as}`, ...headers } });
async function done<T>(as: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await send(as, method, path, body, headers);
  const answer = await response.json() as T;
  expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
  return answer;
}
const read = (id: string) => done<Order>('sales-engineer', 'GET', `/orders/${id}`);
const reaches = (id: string, phase: string) => eventually(async () => { const order = await read(id); expect(order.phase).toBe(phase); return order; });

const party = {
  contacts: [{ role: 'administrative', name: 'Jeanne Martin', email: 'jeanne@martin.invalid' }], targetActivationDate: '2030-03-01', collection: { existingLineToMigrate: false, numberPortability: false },
  sites: [{ label: 'Lyon', accessType: 'ftth', address: { street: '1 rue de la Gare', postalCode: '69001', city: 'Lyon' } }],
};
const signatory = { name: 'Jeanne Martin', email: 'jeanne@martin.invalid', mobile: '+33 6 39 98 12 34' };

async function presented(lines: readonly object[]): Promise<string> {
  const made = await done<{ id: string }>('sales-engineer', 'POST', '/proposals', { customerId: 'CLI-000001', name: 'Fibre', holds: 'nothing' });
  const { version } = await done<{ version: number }>('sales-engineer', 'PATCH', `/proposals/${made.id}`, { lines }, { 'if-match': '"1"' });
  await done('sales-engineer', 'PUT', `/proposals/${made.id}/schedule`, { instalments: 3, firstOn: '2030-03-01' }, { 'if-match': `"${version}"` });
  await done('sales-engineer', 'POST', `/proposals/${made.id}/present`);
  return made.id;
}
async function ordered(discountBasisPoints = 0): Promise<string> {
  const proposalId = await presented([{ action: 'add', product: 'ftth-pro', site: 'Lyon', discountBasisPoints }, { action: 'add', product: 'router-pro', site: 'Lyon' }]);
  return (await done<Order>('sales-engineer', 'POST', '/orders', { proposalId, market: 'private', party })).id;
}
async function addFile(id: string, kind: string, orderNumber?: string): Promise<Response> {
  const form = new FormData();
  form.append('kind', kind);
  if (orderNumber !== undefined) form.append('orderNumber', orderNumber);
  form.append('file', new File([new Uint8Array(samplePdf)], `${kind}.pdf`));
  return await send('sales-engineer', 'POST', `/orders/${id}/files`, form);
}
async function codeOf(id: string, ordinal = 1): Promise<string> {
  return await eventually(async () => {
    const { messages } = await (await fetch(`${house.urls.sms}/v1/messages`, { headers: { authorization: `Bearer ${house.token}` } })).json() as { messages: { messageKey: string; text: string }[] };
    const text = messages.find(({ messageKey }) => messageKey === `${id}.code.${ordinal}`)?.text;
    const code = /\b(\d{6})\b/.exec(text?.replaceAll(/\s/g, ' ') ?? '')?.[1];
    expect(code).toBeDefined();
    expect((await read(id)).code?.isSent).toBe(true);
    return code ?? '';
  });
}
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const complete = async (id: string, step: string, as: string, input: object): Promise<void> => {
  const taskId = await eventually(async () => {
    const { rows: [row] } = await house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE journey_id = $1 AND step = $2 AND status = 'open'", [id, step]);
    if (!row) throw new Error(`no open ${step} of ${id}`);
    return row.id;
  });
  await done(as, 'POST', `/tasks/${taskId}/complete`, input);
};

it('goes from a presented proposal to a deployment: signed by code, with its evidence and mandate, handed over with documents and collection, rejected and answered (S-02, S-04, S-05, S-06)', async () => {
  const id = await ordered();
  await reaches(id, 'signature');
  // S-02: one update of the customer's data; the order is issued anew.
  const [before] = (await read(id)).documents;
  await done('sales-engineer', 'PUT', `/orders/${id}/party`, { ...party, contacts: [{ ...party.contacts[0], name: 'Jeanne Martin-Leroy' }] });
  const changed = await eventually(async () => { const order = await read(id); expect([order.phase, order.documents.length]).toEqual(['signature', 2]); return order; });
  expect(changed.party?.contacts[0]?.name).toBe('Jeanne Martin-Leroy');
  expect(changed.documents[1]?.sha256).not.toBe(before?.sha256);

  const terms = { mode: 'electronic', signatory, mandate: { holder: 'Boulangerie Martin', iban: 'FR76 3000 6000 0112 3456 7890 189' }, invoice: { channel: 'electronic', email: 'compta@martin.invalid' } };
  expect((await send('sales-engineer', 'PUT', `/orders/${id}/signature`, { ...terms, signatory: { ...signatory, mobile: '+33 1 39 98 12 34' } })).status).toBe(400);
  expect((await send('sales-engineer', 'PUT', `/orders/${id}/signature`, { ...terms, mandate: { ...terms.mandate, iban: 'FR76 3000 6000 0112 3456 7890 188' } })).status).toBe(400);
  expect(await done<Order>('sales-engineer', 'PUT', `/orders/${id}/signature`, terms)).toMatchObject({ signature: { mode: 'electronic', mandateReference: `RUM-${id}` } });
  await done('customer', 'POST', `/orders/${id}/signature/code`);
  const code = await codeOf(id);
  expect(await outcomeOf(send('customer', 'POST', `/orders/${id}/signature/sign`, { code: wrong(code), accepted: true }))).toEqual([422, 'S-04.wrong-code']);
  expect((await read(id)).code?.attemptsLeft).toBe(2);
  await done('customer', 'POST', `/orders/${id}/signature/sign`, { code, accepted: true });
  const signed = await reaches(id, 'signed');
  expect([signed.documents.map(({ kind }) => kind).toSorted(), signed.missing]).toEqual([['order', 'order', 'sepa-mandate', 'signature-evidence', 'signature-evidence-data'], ['deal-simulator', 'eligibility-evidence']]);

  // The evidence: what was signed, when, from where, and that the code was known; not the code.
  const data = signed.documents.find(({ kind }) => kind === 'signature-evidence-data');
  const evidence = await done<Record<string, unknown>>('sales-engineer', 'GET', `/orders/${id}/documents/${data?.id ?? ''}`);
  expect(evidence).toMatchObject({ orderId: id, signedDocument: { sha256: changed.documents[1]?.sha256 }, signatory: { mobile: '+33639981234' }, code: { ordinal: 1, proof: expect.stringMatching(/^[0-9a-f]{64}$/) }, signing: { by: 'customer', address: expect.stringContaining('127.0.0.1') }, mandate: { reference: `RUM-${id}`, iban: 'FR•• •••• 0189' } });
  await eventually(async () => expect((await mailsIn(house)).find(({ messageKey }) => messageKey === `${id}.signed`)).toMatchObject({ to: ['jeanne@martin.invalid'], attachments: [{ filename: `bon-de-commande-${id}.pdf` }, {}, {}] }));

  expect(await outcomeOf(send('sales-engineer', 'POST', `/orders/${id}/hand-over`))).toEqual([422, 'S-05.incomplete']);
  for (const kind of ['deal-simulator', 'eligibility-evidence']) expect((await addFile(id, kind)).status).toBe(201);
  await done('sales-engineer', 'POST', `/orders/${id}/hand-over`);
  const produced = await eventually(async () => { await carry(); const order = await read(id); expect(order.phase).toBe('in-production'); return order; });
  const deployment = produced.deploymentId ?? '';
  const { rows: [launched] } = await house.pool.query<{ order_number: string; collection: unknown }>("SELECT d.order_number, j.state -> 'collection' AS collection FROM deployments AS d JOIN journeys AS j USING (id) WHERE d.id = $1", [deployment]);
  expect(launched).toMatchObject({ order_number: id, collection: { b2linktReference: id } });
  const { rows: papers } = await house.pool.query<{ kind: string }>('SELECT kind FROM documents WHERE deployment_id = $1 ORDER BY kind', [deployment]);
  expect(papers.map(({ kind }) => kind)).toEqual(['deal-simulator', 'eligibility-evidence', 'purchase-order', 'sepa-mandate', 'signature-evidence']);

  // S-06.
  await done('billing-admin', 'POST', `/orders/${id}/reject`, { comment: 'Adresse de facturation illisible' });
  expect((await done<{ items: unknown[] }>('sales-manager', 'GET', '/order-rejects?whose=all')).items).toMatchObject([{ orderId: id, side: 'billing', status: 'to-answer', emitter: 'sales-engineer' }]);
  await complete(id, 'order-reject', 'sales-engineer', { comment: 'Corrigée sur la fiche' });
  await complete(id, 'order-reject-review', 'billing-admin', { settled: true, comment: 'Merci' });
  expect((await read(id)).rejects).toMatchObject([{ status: 'settled', comment: 'Adresse de facturation illisible' }]);
  expect((await done<{ items: unknown[] }>('sales-manager', 'GET', '/order-rejects?whose=all')).items).toEqual([]);
  await expectRebuildChangesNothing(house);
  // After a change on purpose, `vitest run order.test.ts --update` writes what every later version replays.
  if (inject('isUpdating')) await writeHistory(await versionNow(), 'handed-over-order', house.client.workflow.getHandle(workflowIdOf(id)));
});

it('has no code in the database, the history of the engine, or what is logged; after three wrong ones the right one is refused (S-04)', async () => {
  const id = await ordered();
  await reaches(id, 'signature');
  await done('sales-engineer', 'PUT', `/orders/${id}/signature`, { mode: 'electronic', signatory, invoice: { channel: 'paper' } });
  await done('sales-engineer', 'POST', `/orders/${id}/signature/code`, undefined, { 'idempotency-key': 'code-1' });
  const code = await codeOf(id);
  // At once: the journey lets three of them be looked at, whatever comes together.
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => outcomeOf(send('customer', 'POST', `/orders/${id}/signature/sign`, { code: wrong(code), accepted: true }))));
  expect(answers.map((answer) => (Array.isArray(answer) ? answer[1] : answer)).toSorted()).toEqual([...Array<string>(3).fill('S-04.too-many-attempts'), ...Array<string>(3).fill('S-04.wrong-code')]);
  expect(await outcomeOf(send('customer', 'POST', `/orders/${id}/signature/sign`, { code, accepted: true }))).toEqual([422, 'S-04.too-many-attempts']);
  expect(await outcomeOf(send('customer', 'POST', `/orders/${id}/signature/code`))).toEqual([422, 'S-04.code-just-sent']);

  const { rows: tables } = await house.pool.query<{ name: string }>("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'");
  for (const { name } of tables) expect((await house.pool.query(`SELECT FROM ${name} AS t WHERE to_jsonb(t)::text ~ $1`, [`\\m${code}\\M`])).rowCount, name).toBe(0);
  const history = await house.client.workflow.getHandle(workflowIdOf(id)).fetchHistory();
  const told = JSON.stringify(history.events).replaceAll(/"data":"([^"]+)"/g, (_, data: string) => Buffer.from(data, 'base64').toString('utf8'));
  expect(told).toContain('codeSent');
  expect(told).not.toMatch(new RegExp(`\\b${code}\\b`));
  expect(api.lines.join('\n')).not.toMatch(new RegExp(`\\b${code}\\b`));
});

it('is signed on paper by a scan that carries its number, or expires; a discount beyond the limit waits for the business director (S-01, S-04)', async () => {
  const id = await ordered(2_500);
  expect((await read(id)).phase).toBe('discount-approval');
  await complete(id, 'discount-approval', 'business-director', { approved: true, comment: 'Client stratégique' });
  await reaches(id, 'signature');
  await done('sales-engineer', 'PUT', `/orders/${id}/signature`, { mode: 'paper', signatory: { name: signatory.name, email: signatory.email }, invoice: { channel: 'paper' } });
  expect(await outcomeOf(addFile(id, 'purchase-order', 'CMD-2026-999999'))).toEqual([422, 'S-04.other-order-number']);
  expect((await addFile(id, 'purchase-order', id)).status).toBe(201);
  expect(await read(id)).toMatchObject({ phase: 'signed', signedHow: 'paper', missing: ['deal-simulator', 'eligibility-evidence', 'bank-details', 'sepa-mandate'] });

  const forgotten = await ordered();
  await reaches(forgotten, 'signature');
  await skipTime(house, forgotten, 31 * 86_400_000);
  expect(await reaches(forgotten, 'ended')).toMatchObject({ outcome: 'expired' });
});
