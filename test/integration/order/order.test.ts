/** Orders on the real engine, over the API, with the simulated outside systems (S-02, S-04, S-05, S-06). */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { keepSignature } from '../../../db/order/parties.ts';
import { launchDeployment } from '../../../api/deployment/launch.ts';
import { openTermination } from '../../../api/termination/open.ts';
import { inventedPeople } from '../../../domain/people/invented-people.ts';
import { everything } from '../../../domain/people/scope.ts';
import { followOrders } from '../../../relay/opportunities.ts';
import { createOrderHandOvers } from '../../../relay/orders.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { outcomeOf, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { versionNow, writeHistory } from '../../support/histories.ts';
import { launchFileOf } from '../../support/launch-file.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { orderDesk, party, signatory, wrong, type Order, type OrderDesk } from '../../support/orders.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let api: RunningApi;
let carry: () => Promise<number>;
let desk: OrderDesk;

beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house);
  desk = orderDesk(house, api);
  const { pool, client } = house;
  carry = createOrderHandOvers({ pool, client, logger: pino({ level: 'silent' }) }, {
    launch: (file, meta, allocate) => launchDeployment({ pool, client }, file, meta, allocate, { nowMs: Date.now(), scope: everything, handsOver: true }),
    terminate: (request, meta, allocate) => openTermination({ pool, client }, { origin: 'customer', belongsTo: null, wishedOn: null, claimedExemption: null, equipment: null, ...request }, meta, allocate, { nowMs: Date.now() }),
    refusalOf: () => null,
  }, 20);
});
afterAll(async () => {
  await api.close();
  await house.close();
});

const complete = async (id: string, step: string, as: string, input: object): Promise<void> => {
  const taskId = await eventually(async () => {
    const { rows: [row] } = await house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE journey_id = $1 AND step = $2 AND status = 'open'", [id, step]);
    if (!row) throw new Error(`no open ${step} of ${id}`);
    return row.id;
  });
  await desk.done(as, 'POST', `/tasks/${taskId}/complete`, input);
};

it('goes from a presented proposal to a deployment: signed by code, with its evidence and mandate, handed over with documents and collection, rejected and answered (S-02, S-04, S-05, S-06)', async () => {
  const id = await desk.ordered();
  await desk.reaches(id, 'signature');
  // S-02: one update of the customer's data; the order is issued anew.
  const named = { customerName: 'Boulangerie Martin', emitter: 'sales-engineer', emitterName: inventedPeople['sales-engineer'] };
  expect(await desk.read(id)).toMatchObject(named);
  expect((await desk.done<{ items: unknown[] }>('sales-engineer', 'GET', '/orders')).items).toMatchObject([{ id, ...named }]);
  const [before] = (await desk.read(id)).documents;
  await desk.done('sales-engineer', 'PUT', `/orders/${id}/party`, { ...party, contacts: [{ ...party.contacts[0], name: 'Jeanne Martin-Leroy' }] });
  const changed = await eventually(async () => { const order = await desk.read(id); expect([order.phase, order.documents.length]).toEqual(['signature', 2]); return order; });
  expect(changed.party?.contacts[0]?.name).toBe('Jeanne Martin-Leroy');
  expect(changed.documents[1]?.sha256).not.toBe(before?.sha256);

  const terms = { mode: 'electronic', signatory, mandate: { holder: 'Boulangerie Martin', iban: 'FR76 3000 6000 0112 3456 7890 189' }, invoice: { channel: 'electronic', email: 'compta@martin.invalid' } };
  expect((await desk.send('sales-engineer', 'PUT', `/orders/${id}/signature`, { ...terms, signatory: { ...signatory, mobile: '+33 1 39 98 12 34' } })).status).toBe(400);
  expect((await desk.send('sales-engineer', 'PUT', `/orders/${id}/signature`, { ...terms, mandate: { ...terms.mandate, iban: 'FR76 3000 6000 0112 3456 7890 188' } })).status).toBe(400);
  expect(await desk.done<Order>('sales-engineer', 'PUT', `/orders/${id}/signature`, terms)).toMatchObject({ signature: { mode: 'electronic', mandateReference: `RUM-${id}` } });
  await desk.done('customer', 'POST', `/orders/${id}/signature/code`);
  const code = await desk.codeOf(id);
  expect(await outcomeOf(desk.send('customer', 'POST', `/orders/${id}/signature/sign`, { code: wrong(code), accepted: true }))).toEqual([422, 'S-04.wrong-code']);
  expect((await desk.read(id)).code?.attemptsLeft).toBe(2);
  await desk.done('customer', 'POST', `/orders/${id}/signature/sign`, { code, accepted: true });
  const signed = await desk.reaches(id, 'signed');
  expect([signed.documents.map(({ kind }) => kind).toSorted(), signed.missing]).toEqual([['order', 'order', 'sepa-mandate', 'signature-evidence', 'signature-evidence-data'], ['deal-simulator', 'eligibility-evidence']]);

  // The evidence: what was signed, when, from where, and that the code was known; not the code.
  const data = signed.documents.find(({ kind }) => kind === 'signature-evidence-data');
  const evidence = await desk.done<Record<string, unknown>>('sales-engineer', 'GET', `/orders/${id}/documents/${data?.id ?? ''}`);
  expect(evidence).toMatchObject({ orderId: id, signedDocument: { sha256: changed.documents[1]?.sha256 }, signatory: { mobile: '+33639981234' }, code: { ordinal: 1, proof: expect.stringMatching(/^[0-9a-f]{64}$/) }, signing: { by: 'customer', address: expect.stringContaining('127.0.0.1') }, mandate: { reference: `RUM-${id}`, iban: 'FR•• •••• 0189' } });
  await eventually(async () => expect((await mailsIn(house)).find(({ messageKey }) => messageKey === `${id}.signed`)).toMatchObject({ to: ['jeanne@martin.invalid'], attachments: [{ filename: `bon-de-commande-${id}.pdf` }, {}, {}] }));

  expect(await outcomeOf(desk.send('sales-engineer', 'POST', `/orders/${id}/hand-over`))).toEqual([422, 'S-05.incomplete']);
  for (const kind of ['deal-simulator', 'eligibility-evidence']) expect((await desk.addFile(id, kind)).status).toBe(201);
  await desk.done('sales-engineer', 'POST', `/orders/${id}/hand-over`);
  const produced = await eventually(async () => { await carry(); const order = await desk.read(id); expect(order.phase).toBe('in-production'); return order; });
  const deployment = produced.deploymentId ?? '';
  const { rows: [launched] } = await house.pool.query<{ order_number: string; collection: unknown }>("SELECT d.order_number, j.state -> 'collection' AS collection FROM deployments AS d JOIN journeys AS j USING (id) WHERE d.id = $1", [deployment]);
  expect(launched).toMatchObject({ order_number: id, collection: { b2linktReference: id } });
  // S-05: billing is told of it with the start of each site.
  const { rows: [file] } = await house.pool.query("SELECT file -> 'invoice' AS invoice FROM launch_files WHERE deployment_id = $1", [deployment]);
  expect(file).toEqual({ invoice: terms.invoice });
  const { rows: papers } = await house.pool.query<{ kind: string }>('SELECT kind FROM documents WHERE deployment_id = $1 ORDER BY kind', [deployment]);
  expect(papers.map(({ kind }) => kind)).toEqual(['deal-simulator', 'eligibility-evidence', 'purchase-order', 'sepa-mandate', 'signature-evidence']);

  // S-06.
  await desk.done('billing-admin', 'POST', `/orders/${id}/reject`, { comment: 'Adresse de facturation illisible' });
  expect((await desk.done<{ items: unknown[] }>('sales-manager', 'GET', '/order-rejects?whose=all')).items).toMatchObject([{ orderId: id, side: 'billing', status: 'to-answer', rejectedByName: inventedPeople['billing-admin'], ...named }]);
  await complete(id, 'order-reject', 'sales-engineer', { comment: 'Corrigée sur la fiche' });
  await complete(id, 'order-reject-review', 'billing-admin', { settled: true, comment: 'Merci' });
  expect((await desk.read(id)).rejects).toMatchObject([{ status: 'settled', comment: 'Adresse de facturation illisible', rejectedByName: inventedPeople['billing-admin'] }]);
  expect((await desk.done<{ items: unknown[] }>('sales-manager', 'GET', '/order-rejects?whose=all')).items).toEqual([]);
  await expectRebuildChangesNothing(house);
  // After a change on purpose, `vitest run order.test.ts --update` writes what every later version replays.
  if (inject('isUpdating')) await writeHistory(await versionNow(), 'handed-over-order', house.client.workflow.getHandle(workflowIdOf(id)));
});

it('has no code in the database, the history of the engine, or what is logged; after three wrong ones the right one is refused (S-04)', async () => {
  const id = await desk.ordered();
  await desk.reaches(id, 'signature');
  await desk.done('sales-engineer', 'PUT', `/orders/${id}/signature`, { mode: 'electronic', signatory, invoice: { channel: 'paper' } });
  await desk.done('sales-engineer', 'POST', `/orders/${id}/signature/code`, undefined, { 'idempotency-key': 'code-1' });
  const code = await desk.codeOf(id);
  // At once: the journey lets three of them be looked at, whatever comes together.
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => outcomeOf(desk.send('customer', 'POST', `/orders/${id}/signature/sign`, { code: wrong(code), accepted: true }))));
  expect(answers.map((answer) => (Array.isArray(answer) ? answer[1] : answer)).toSorted()).toEqual([...Array<string>(3).fill('S-04.too-many-attempts'), ...Array<string>(3).fill('S-04.wrong-code')]);
  expect(await outcomeOf(desk.send('customer', 'POST', `/orders/${id}/signature/sign`, { code, accepted: true }))).toEqual([422, 'S-04.too-many-attempts']);
  expect(await outcomeOf(desk.send('customer', 'POST', `/orders/${id}/signature/code`))).toEqual([422, 'S-04.code-just-sent']);

  const { rows: tables } = await house.pool.query<{ name: string }>("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'");
  for (const { name } of tables) expect((await house.pool.query(`SELECT FROM ${name} AS t WHERE to_jsonb(t)::text ~ $1`, [`\\m${code}\\M`])).rowCount, name).toBe(0);
  const history = await house.client.workflow.getHandle(workflowIdOf(id)).fetchHistory();
  const told = JSON.stringify(history.events).replaceAll(/"data":"([^"]+)"/g, (_, data: string) => Buffer.from(data, 'base64').toString('utf8'));
  expect(told).toContain('codeSent');
  expect(told).not.toMatch(new RegExp(`\\b${code}\\b`));
  expect(api.lines.join('\n')).not.toMatch(new RegExp(`\\b${code}\\b`));
});

it('is signed on paper by a scan that carries its number, or expires; a discount beyond the limit waits for the business director (S-01, S-04)', async () => {
  const id = await desk.ordered(2_500);
  expect((await desk.read(id)).phase).toBe('discount-approval');
  await complete(id, 'discount-approval', 'business-director', { approved: true, comment: 'Client stratégique' });
  await desk.reaches(id, 'signature');
  await desk.done('sales-engineer', 'PUT', `/orders/${id}/signature`, { mode: 'paper', signatory: { name: signatory.name, email: signatory.email }, invoice: { channel: 'paper' } });
  expect(await outcomeOf(desk.addFile(id, 'purchase-order', 'CMD-2026-999999'))).toEqual([422, 'S-04.other-order-number']);
  expect((await desk.addFile(id, 'purchase-order', id)).status).toBe(201);
  // What else he signs by hand carries it as well; what he does not sign need not, and never another's.
  for (const [kind, number] of [['sepa-mandate', undefined], ['sepa-mandate', 'CMD-2026-999999'], ['bank-details', 'CMD-2026-999999']] as const) expect(await outcomeOf(desk.addFile(id, kind, number))).toEqual([422, 'S-04.other-order-number']);
  expect(await desk.read(id)).toMatchObject({ phase: 'signed', signedHow: 'paper', missing: ['deal-simulator', 'eligibility-evidence', 'bank-details', 'sepa-mandate'] });
  for (const [kind, number] of [['sepa-mandate', id], ['bank-details', undefined]] as const) expect((await desk.addFile(id, kind, number)).status).toBe(201);
  expect((await desk.read(id)).missing).toEqual(['deal-simulator', 'eligibility-evidence']);

  const forgotten = await desk.ordered();
  await desk.reaches(forgotten, 'signature');
  await skipTime(house, forgotten, 31 * 86_400_000);
  expect(await desk.reaches(forgotten, 'ended')).toMatchObject({ outcome: 'expired' });
});

it('is ordered once: again only where nothing came of it, and launched by its hand-over alone; its data is put right after the signature as far as production needs it (S-03, S-05)', async () => {
  const proposalId = await desk.presented([{ action: 'add', product: 'ftth-pro', site: 'Lyon' }]);
  const order = (body: object = party) => desk.send('sales-engineer', 'POST', '/orders', { proposalId, market: 'private', party: body });
  expect(await outcomeOf(order({ ...party, targetActivationDate: '2020-01-02' }))).toEqual([422, 'D-01.target-date-past']);
  const { id } = await (await order()).json() as Order;
  await desk.reaches(id, 'signature');
  expect(await outcomeOf(order())).toEqual([409, 'wrong-state']);
  // C-01: whoever has the customer on the line sees it, though there is no deployment yet.
  const { blocks } = await desk.done<{ blocks: { events?: { orders: unknown[] } } }>('sales-engineer', 'GET', '/customers/CLI-000001/360');
  expect(blocks.events?.orders).toContainEqual(expect.objectContaining({ id, phase: 'signature', label: 'To be signed' }));
  expect(await outcomeOf(desk.send('coordinator', 'POST', '/deployments', { ...launchFileOf(['Lyon']), orderNumber: id }))).toEqual([409, 'S-05.order-not-handed-over']);
  const moved = { ...launchFileOf(['Lyon']), orderNumber: id };
  expect(await outcomeOf(desk.send('coordinator', 'POST', '/moves', { launch: { ...moved, sites: moved.sites.map((site) => ({ ...site, replaces: ['RDS-000777'] })) } }))).toEqual([409, 'S-05.order-not-handed-over']);
  await desk.done('sales-engineer', 'PUT', `/orders/${id}/signature`, { mode: 'paper', signatory: { name: signatory.name, email: signatory.email }, invoice: { channel: 'paper' } });
  expect((await desk.addFile(id, 'purchase-order', id)).status).toBe(201);
  await desk.reaches(id, 'signed');
  expect(await outcomeOf(desk.send('sales-engineer', 'PUT', `/orders/${id}/party`, { ...party, contacts: [{ ...party.contacts[0], name: 'Un autre' }] }))).toEqual([409, 'S-03.signed-already']);
  expect(await desk.done('sales-engineer', 'PUT', `/orders/${id}/party`, { ...party, targetActivationDate: '2030-04-01' })).toMatchObject({ phase: 'signed', party: { targetActivationDate: '2030-04-01' } });
  await desk.done('sales-engineer', 'POST', `/orders/${id}/abandon`, { reason: 'Le client se rétracte' });
  expect(await desk.reaches(id, 'ended')).toMatchObject({ outcome: 'withdrawn' });
  // C-08: he hears of it, once.
  await eventually(async () => expect((await mailsIn(house)).filter(({ messageKey }) => messageKey === `${id}.withdrawn`)).toMatchObject([{ to: [signatory.email], subject: `Votre commande est retirée – ${id}` }]));
  await eventually(async () => expect((await house.pool.query("SELECT FROM events WHERE journey_id = $1 AND type = 'withdrawalTold'", [id])).rowCount).toBe(1));
  const again = await order();
  expect([again.status, (await again.json() as Order).id === id]).toEqual([201, false]);
});

it('is edited by who has read it: of two at once one is told, and who signs is wholly what the journey has taken, or as it was (S-02, S-04)', async () => {
  const id = await desk.ordered();
  await desk.reaches(id, 'signature');
  const path = `/orders/${id}/signature`;
  const by = (name: string) => ({ mode: 'electronic', signatory: { ...signatory, name }, invoice: { channel: 'paper' } });
  const named = async () => { const { signature, version } = await desk.done<{ signature: { signatory: { name: string } } | null; version: string }>('sales-engineer', 'GET', `/orders/${id}`); return [signature?.signatory.name, version]; };
  const terms = async () => (await house.pool.query('SELECT FROM order_signature_terms WHERE journey_id = $1', [id])).rowCount;
  expect([await outcomeOf(desk.send('sales-engineer', 'PUT', path, by('Jeanne Martin'), { 'if-match': '' })), await outcomeOf(desk.send('sales-engineer', 'PUT', `/orders/${id}/party`, party, { 'if-match': '' }))]).toEqual([[428, 'version-required'], [428, 'version-required']]);
  const etag = (await desk.send('sales-engineer', 'GET', `/orders/${id}`)).headers.get('etag') ?? '';
  expect(etag).toBe(`"${(await named())[1]}"`);
  const both = await Promise.all(['Jeanne Martin', 'Paul Martin'].map((name) => desk.send('sales-engineer', 'PUT', path, by(name), { 'if-match': etag })));
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  const won = both.findIndex(({ status }) => status === 200);
  expect(both[won]?.headers.get('etag')).toBe(`"${(await named())[1]}"`);
  // The other's are kept nowhere.
  expect([(await named())[0], await terms()]).toEqual([['Jeanne Martin', 'Paul Martin'][won], 1]);
  expect(await outcomeOf(desk.send('sales-engineer', 'PUT', `/orders/${id}/party`, { ...party, targetActivationDate: '2030-04-01' }, { 'if-match': etag }))).toEqual([412, 'stale-version']);
  // Kept, and its journey never heard of it: nobody signs by it.
  await keepSignature(house.pool, id, '01900000-0000-7000-8000-000000000001', { ...by('Un autre'), mode: 'electronic', invoice: { channel: 'paper' }, mandate: null });
  expect((await named())[0]).toBe(['Jeanne Martin', 'Paul Martin'][won]);
  await desk.done('sales-engineer', 'PUT', `/orders/${id}/party`, { ...party, targetActivationDate: '2030-04-01' }, { 'if-match': `"${(await named())[1]}"` });
});

it('is signed by the code as soon as it is on the telephone, though it is not on record yet that it went out (S-04)', async () => {
  const id = await desk.ordered();
  await desk.reaches(id, 'signature');
  await desk.done('sales-engineer', 'PUT', `/orders/${id}/signature`, { mode: 'electronic', signatory, invoice: { channel: 'paper' } });
  const held = await house.pool.connect();
  try {
    // What was sent cannot be noted for a moment, and the journey does not know of it as long.
    await held.query('BEGIN');
    await held.query('LOCK TABLE sent_messages IN ACCESS EXCLUSIVE MODE');
    await desk.done('sales-engineer', 'POST', `/orders/${id}/signature/code`, {});
    const code = await desk.codeOf(id, 1, false);
    expect((await desk.read(id)).code?.isSent).toBe(false);
    const signed = desk.done('customer', 'POST', `/orders/${id}/signature/sign`, { code, accepted: true });
    await held.query('COMMIT');
    await signed;
  } finally {
    held.release();
  }
  await desk.reaches(id, 'signed');
});

it('is withdrawn from by its customer himself, within the days he has, until it goes to production (C-08)', async () => {
  const id = await desk.ordered();
  await desk.reaches(id, 'signature');
  expect(await outcomeOf(desk.send('customer', 'POST', `/orders/${id}/withdraw`, {}))).toEqual([409, 'wrong-state']);
  await desk.done('sales-engineer', 'PUT', `/orders/${id}/signature`, { mode: 'paper', signatory: { name: signatory.name, email: signatory.email }, invoice: { channel: 'paper' } });
  expect((await desk.addFile(id, 'purchase-order', id)).status).toBe(201);
  await desk.reaches(id, 'signed');
  expect(await outcomeOf(desk.send('sales-engineer', 'POST', `/orders/${id}/withdraw`, {}))).toEqual([403, 'forbidden']);
  // He says it now; who registers his letter says of what day it is, and of none before the signature.
  expect(await outcomeOf(desk.send('customer', 'POST', `/orders/${id}/withdraw`, { declaredOn: '2026-01-05' }))).toEqual([422, 'C-08.declared-on']);
  expect(await outcomeOf(desk.send('service-agent', 'POST', `/orders/${id}/withdraw`, { declaredOn: '2026-01-05' }))).toEqual([422, 'C-08.declared-on']);
  await house.pool.query("UPDATE orders SET signed_at = signed_at - interval '30 days' WHERE id = $1", [id]);
  expect(await outcomeOf(desk.send('customer', 'POST', `/orders/${id}/withdraw`, {}))).toEqual([409, 'C-08.period-over']);
  await house.pool.query("UPDATE orders SET signed_at = signed_at + interval '30 days' WHERE id = $1", [id]);
  // S-05: of a hand-over that was refused half-way a deployment goes on.
  await house.pool.query("WITH begun AS (INSERT INTO deployments (id, customer_id, order_number, market, phase, target_date, site_count, launched_at) VALUES ('AFF-2019-000777', 'CLI-000001', $1, 'private', 'assignment', '2030-12-01', 1, now())) INSERT INTO order_hand_overs (order_id, what, made) VALUES ($1, 'deployment', 'AFF-2019-000777')", [id]);
  expect(await outcomeOf(desk.send('customer', 'POST', `/orders/${id}/withdraw`, {}))).toEqual([409, 'S-05.in-production']);
  expect(await outcomeOf(desk.send('sales-engineer', 'POST', `/orders/${id}/abandon`, { reason: 'Le client se rétracte' }))).toEqual([409, 'S-05.in-production']);
  await house.pool.query("UPDATE deployments SET phase = 'cancelled', ended_at = now() WHERE id = 'AFF-2019-000777'");
  expect(await desk.done('customer', 'POST', `/orders/${id}/withdraw`, {}, { 'idempotency-key': `w-${id}` })).toMatchObject({ phase: 'ended', outcome: 'withdrawn' });
  await eventually(async () => expect((await mailsIn(house)).filter(({ messageKey }) => messageKey === `${id}.withdrawn`)).toMatchObject([{ to: [signatory.email] }]));
  const { rows } = await house.pool.query<{ payload: object; actor: string }>("SELECT payload, actor FROM events WHERE journey_id = $1 AND type = 'orderWithdrawn'", [id]);
  expect(rows).toMatchObject([{ actor: 'customer', payload: { reason: null, declaredOn: expect.any(String), until: expect.any(String) } }]);
  // Nothing of it was in the record.
  await house.pool.query("DELETE FROM deployments WHERE id = 'AFF-2019-000777'");
  await expectRebuildChangesNothing(house);
});

it('wins its opportunity once it is signed and no other order of it waits, for what was sold; one that its seller has closed stays as he closed it (S-09)', async () => {
  const opened = () => desk.done<{ id: string }>('sales-engineer', 'POST', '/opportunities', { customerId: 'CLI-000001', purpose: 'Fibre', amountCents: 100_000, probability: 30, closesOn: '2030-05-15' });
  const of = (id: string) => desk.done<{ stage: string; amountCents: number; probability: number; closedAt: string | null }>('sales-engineer', 'GET', `/opportunities/${id}`);
  const lines = [{ action: 'add', product: 'ftth-pro', site: 'Lyon' }];
  const order = async (opportunityId: string) => (await desk.done<Order>('sales-engineer', 'POST', '/orders', { proposalId: await desk.presented(lines, opportunityId), market: 'private', party })).id;
  const sign = async (id: string) => {
    await desk.reaches(id, 'signature');
    await desk.done('sales-engineer', 'PUT', `/orders/${id}/signature`, { mode: 'paper', signatory: { name: signatory.name, email: signatory.email }, invoice: { channel: 'paper' } });
    expect((await desk.addFile(id, 'purchase-order', id)).status).toBe(201);
  };
  const [opportunity, lost] = [await opened(), await opened()];
  const [first, second, late] = [await order(opportunity.id), await order(opportunity.id), await order(lost.id)];
  await sign(first);
  expect(await followOrders(house.pool, Date.now)).toBe(0);
  expect(await of(opportunity.id)).toMatchObject({ stage: 'proposal' });
  await desk.done('sales-engineer', 'POST', `/orders/${second}/abandon`, { reason: 'Une seule suffit' });
  await desk.reaches(second, 'ended');
  expect(await Promise.all([followOrders(house.pool, Date.now), followOrders(house.pool, Date.now)])).toContain(1);
  const sold = (await desk.done<{ subOrders: { amounts: { htCents: number } }[] }>('sales-engineer', 'GET', `/orders/${first}`)).subOrders.reduce((sum, { amounts }) => sum + amounts.htCents, 0);
  expect(await of(opportunity.id)).toMatchObject({ stage: 'won', probability: 100, amountCents: sold });
  const { rows } = await house.pool.query<{ actor: string }>("SELECT actor FROM events WHERE type = 'opportunityClosed' AND payload ->> 'opportunity' = $1", [opportunity.id]);
  expect(rows).toEqual([{ actor: 'system:orders' }]);

  // C-08: given up before production, it is won no more, and what was expected of it is open again; ordered and signed again, it is won again.
  await desk.done('sales-engineer', 'POST', `/orders/${first}/abandon`, { reason: 'Le client se rétracte' });
  await desk.reaches(first, 'ended');
  expect(await Promise.all([followOrders(house.pool, Date.now), followOrders(house.pool, Date.now)])).toContain(1);
  expect(await of(opportunity.id)).toMatchObject({ stage: 'proposal', probability: 30, amountCents: 100_000, closedAt: null });
  const { proposalId } = await desk.done<{ proposalId: string }>('sales-engineer', 'GET', `/orders/${first}`);
  await sign((await desk.done<Order>('sales-engineer', 'POST', '/orders', { proposalId, market: 'private', party })).id);
  expect(await followOrders(house.pool, Date.now)).toBe(1);
  expect(await of(opportunity.id)).toMatchObject({ stage: 'won', probability: 100, amountCents: sold });
  const { rows: told } = await house.pool.query<{ type: string }>("SELECT type FROM events WHERE type IN ('opportunityClosed', 'opportunityReopened') AND payload ->> 'opportunity' = $1 ORDER BY number", [opportunity.id]);
  expect(told.map(({ type }) => type)).toEqual(['opportunityClosed', 'opportunityReopened', 'opportunityClosed']);

  await desk.done('sales-engineer', 'POST', `/opportunities/${lost.id}/close`, { outcome: 'lost', reason: 'silent' });
  await sign(late);
  expect(await followOrders(house.pool, Date.now)).toBe(0);
  expect(await of(lost.id)).toMatchObject({ stage: 'lost', amountCents: 100_000 });
});

it('shows rejects page by page, oldest first, none twice and none left out (S-06)', async () => {
  await house.pool.query(`INSERT INTO order_rejects (order_id, number, customer_id, side, rejected_by, emitter, comment, status, rejected_at, changed_at)
    SELECT 'CMD-2020-' || lpad(n::text, 6, '0'), 1 + m, 'CLI-000001', 'billing', 'billing-admin', 'sales-engineer', 'x', 'to-answer', '2020-01-01T00:00:00Z'::timestamptz + interval '1 second' * (n / 3), now() FROM generate_series(1, 100) AS n, generate_series(0, 2) AS m`);
  const seen: string[] = [];
  let path = '/api/v1/order-rejects?whose=all&limit=70';
  for (let pages = 0; path !== '' && pages < 10; pages += 1) {
    const answer = await api.request(path, { headers: { authorization: 'Bearer sales-manager' } });
    expect(answer.status).toBe(200);
    seen.push(...(await answer.json() as { items: { orderId: string; number: number }[] }).items.map(({ orderId, number }) => `${orderId}.${number}`));
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? '';
  }
  expect([seen.length, new Set(seen).size]).toEqual([300, 300]);
  await house.pool.query("DELETE FROM order_rejects WHERE order_id LIKE 'CMD-2020-%'");
  expect(await outcomeOf(desk.send('sales-manager', 'GET', '/order-rejects?cursor=abc'))).toEqual([400, 'malformed-request']);
});
