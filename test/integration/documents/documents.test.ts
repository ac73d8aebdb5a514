/** Documents over real HTTP, engine, database and folder (D-04): added, listed with what is missing, shown, downloaded, accepted, refused; by whom they may be; and what no journey took. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentFolder } from '../../../activities/documents/folder.ts';
import { settleUpload } from '../../../db/documents/uploads.ts';
import { readEvents } from '../../../db/journey/rebuild.ts';
import { problemIn, type RunningApi } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { samplePdf, samplePng, sampleXlsx } from '../../support/sample-files.ts';

interface View { readonly id: string; readonly kind: string; readonly status: string; readonly fileName: string | null; readonly addedBy: string | null; readonly addedByName: string | null; readonly sha256: string }
interface List { readonly items: readonly View[]; readonly required: readonly { kind: string; status: string }[]; readonly missing: readonly string[] }

let house: House;
let journeys: Journeys;
let folder: string;
let api: RunningApi;
let journey: TestJourney;
beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  folder = await mkdtemp(join(tmpdir(), 'jalon-documents-'));
  api = await startHouseApi(house, { documents: createDocumentFolder(folder), uploadMaxBytes: 1024 * 1024 });
});
beforeEach(async () => { journey = await journeys.launch(['Lyon']); });
afterAll(async () => {
  await api.close();
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const as = (name: string) => ({ authorization: `Bearer ${name}` });

interface Upload { readonly kind?: string; readonly bytes?: Buffer; readonly name?: string; readonly by?: string; readonly key?: string; readonly to?: string }
async function upload({ kind = 'purchase-order', bytes = samplePdf, name = 'BC Martin.pdf', by = 'sales-engineer', key, to = journey.id }: Upload = {}): Promise<Response> {
  const form = new FormData();
  form.append('kind', kind);
  form.append('file', new File([new Uint8Array(bytes)], name));
  return await api.request(`/api/v1/deployments/${to}/documents`, { method: 'POST', body: form, headers: { ...as(by), ...(key === undefined ? {} : { 'idempotency-key': key }) } });
}

async function added(given: Upload = {}): Promise<View> {
  const answer = await upload(given);
  expect(answer.status).toBe(201);
  return await answer.json() as View;
}

async function read<T>(path: string, by = 'coordinator'): Promise<T> {
  const answer = await api.request(`/api/v1${path}`, { headers: as(by) });
  expect(answer.status).toBe(200);
  return await answer.json() as T;
}

const list = (by?: string): Promise<List> => read<List>(`/deployments/${journey.id}/documents`, by);
const statusOf = async (path: string, by: string, method = 'GET') => (await api.request(`/api/v1${path}`, { method, headers: as(by) })).status;
const accept = (id: string, by = 'coordinator') => api.request(`/api/v1/documents/${id}/accept`, { method: 'POST', headers: as(by) });

async function documentEvents() {
  return (await readEvents(house.pool as never, journey.id)).filter(({ event }) => event.type.startsWith('document'));
}

describe('a document', () => {
  it('that is added can be read and downloaded as it was sent', async () => {
    const answer = await upload();
    const document = await answer.json() as View;
    expect(document).toMatchObject({ deploymentId: journey.id, kind: 'purchase-order', mediaType: 'application/pdf', sizeBytes: samplePdf.length, status: 'added', fileName: 'BC Martin.pdf', addedBy: 'sales-engineer', addedByName: 'Inès Lambert', acceptedBy: null });
    expect(answer.headers.get('location')).toBe(`/api/v1/documents/${document.id}`);
    expect(await read(`/documents/${document.id}`)).toEqual(document);

    const content = await api.request(`/api/v1/documents/${document.id}/content`);
    expect(Buffer.from(await content.arrayBuffer())).toEqual(samplePdf);
    expect([content.headers.get('content-type'), content.headers.get('content-disposition'), content.headers.get('cache-control')])
      .toEqual(['application/pdf', `attachment; filename="BC_Martin.pdf"; filename*=UTF-8''BC%20Martin.pdf`, 'no-store']);

    const shown = await api.request(`/api/v1/documents/${document.id}/content?disposition=inline`);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(samplePdf);
    expect([shown.headers.get('content-disposition'), shown.headers.get('x-content-type-options'), shown.headers.get('content-security-policy')])
      .toEqual([`inline; filename="BC_Martin.pdf"; filename*=UTF-8''BC%20Martin.pdf`, 'nosniff', expect.stringContaining('sandbox')]);
    expect((await api.request(`/api/v1/documents/${document.id}/content?disposition=page`)).status).toBe(400);
  });

  it('is missing until the coordinator has accepted it', async () => {
    const before = await list();
    expect(before.missing).toEqual(['purchase-order', 'deal-simulator', 'eligibility-evidence', 'bank-details', 'sepa-mandate']);
    const [rib, mandate] = [await added({ kind: 'bank-details', bytes: samplePng }), await added({ kind: 'sepa-mandate' })];
    const answer = await accept(rib.id);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ id: rib.id, status: 'accepted', acceptedBy: 'coordinator' })]);
    expect((await accept(rib.id)).status).toBe(200);
    const after = await list();
    expect(after.missing).toEqual(['purchase-order', 'deal-simulator', 'eligibility-evidence', 'sepa-mandate']);
    expect(after.required).toContainEqual(expect.objectContaining({ kind: 'sepa-mandate', status: 'added' }));
    expect(after.required).toContainEqual(expect.objectContaining({ kind: 'bank-details', status: 'accepted' }));
    expect(after.items.map(({ id }) => id)).toEqual([rib.id, mandate.id]);
    expect((await documentEvents()).map(({ event }) => event.type)).toEqual(['documentAdded', 'documentAdded', 'documentAccepted']);
  });

  it('leaves its name, which is personal data, out of the record', async () => {
    const { id } = await added({ name: 'RIB de Jean Martin.pdf' });
    expect(JSON.stringify(await readEvents(house.pool as never, journey.id))).not.toContain('Jean');
    await house.pool.query('DELETE FROM document_files WHERE document_id = $1', [id]);
    expect((await read<View>(`/documents/${id}`)).fileName).toBeNull();
    expect((await api.request(`/api/v1/documents/${id}/content`)).headers.get('content-disposition')).toContain('filename="purchase-order.pdf"');
  });

  it('has the same row after a rebuild', async () => {
    const { id } = await added();
    await accept(id);
    await expectRebuildChangesNothing(house);
    expect((await read<View>(`/documents/${id}`)).fileName).toBe('BC Martin.pdf');
  });
});

describe('sent again', () => {
  it('under the same key it is the same document, and another content is another request', async () => {
    const first = await added({ key: `k-${journey.id}` });
    expect((await added({ key: `k-${journey.id}` })).id).toBe(first.id);
    expect(await problemIn(await upload({ key: `k-${journey.id}`, bytes: Buffer.concat([samplePdf, Buffer.from('\n')]) }))).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    expect(await documentEvents()).toHaveLength(1);
  });

  it('under another key it is another document with the same content, stored once', async () => {
    const bytes = Buffer.concat([samplePdf, Buffer.from(journey.id)]);
    const [one, other] = [await added({ bytes }), await added({ bytes })];
    expect([one.id === other.id, one.sha256]).toEqual([false, other.sha256]);
    expect((await readdir(folder, { recursive: true })).filter((name) => name.endsWith(one.sha256))).toHaveLength(1);
  });
});

describe('refused is', () => {
  it.each<readonly [string, Upload, number, string, string | undefined]>([
    ['what is none of the types we take', { bytes: Buffer.from('<html>'), name: 'bc.pdf' }, 415, 'unsupported-media-type', '/file'],
    ['a spreadsheet for a purchase order', { bytes: sampleXlsx }, 422, 'D-04.wrong-file-type', '/file'],
    ['a file of nothing', { bytes: Buffer.alloc(0) }, 422, 'D-04.empty-file', '/file'],
    ['a PDF that nobody can open', { bytes: Buffer.concat([samplePdf, Buffer.from('trailer<</Root 1 0 R/Encrypt 9 0 R>>')]) }, 422, 'D-04.encrypted-file', '/file'],
    ['a kind that does not exist', { kind: 'poem' }, 400, 'malformed-request', '/kind'],
    ['what is too large', { bytes: Buffer.concat([samplePdf, Buffer.alloc(1024 * 1024)]) }, 413, 'payload-too-large', undefined],
    ['a deployment that does not exist', { to: 'AFF-2020-000001' }, 404, 'not-found', undefined],
  ])('%s', async (_what, given, status, code, pointer) => {
    const problem = await problemIn(await upload(given));
    expect(problem).toMatchObject({ status, code });
    expect(problem.errors?.[0]?.pointer).toBe(pointer);
    expect(await documentEvents()).toEqual([]);
  });

  it('a document for a deployment that has ended, and its name is forgotten', async () => {
    await journey.cancel();
    await journey.result();
    expect(await problemIn(await upload({ name: 'trop tard.pdf' }))).toMatchObject({ status: 409, code: 'wrong-state' });
    expect((await house.pool.query("SELECT 1 FROM document_files WHERE file_name = 'trop tard.pdf'")).rowCount).toBe(0);
  });

  it('accepting a document that does not exist', async () => {
    expect((await accept('01890a5d-ac96-774b-bcce-b302099a8057')).status).toBe(404);
    expect((await accept('not-an-id')).status).toBe(400);
  });
});

describe('who', () => {
  it('has no profile for it neither adds nor accepts', async () => {
    const { id } = await added({ by: 'field-technician' });
    expect([(await upload({ by: 'service-agent' })).status, (await upload({ by: 'customer' })).status]).toEqual([403, 403]);
    expect([(await accept(id, 'sales-engineer')).status, (await accept(id, 'customer')).status]).toEqual([403, 403]);
  });

  it('is a customer sees his own documents, without the deal simulator and without who works on them', async () => {
    const [order, simulator] = [await added(), await added({ kind: 'deal-simulator', bytes: sampleXlsx })];
    const seen = await list('customer');
    expect(seen.items.map(({ id, addedBy, addedByName }) => [id, addedBy, addedByName])).toEqual([[order.id, null, null]]);
    expect([...seen.missing, ...seen.required.map(({ kind }) => kind)]).not.toContain('deal-simulator');
    expect([await statusOf(`/documents/${order.id}/content`, 'customer'), await statusOf(`/documents/${simulator.id}`, 'customer'), await statusOf(`/documents/${simulator.id}/content`, 'customer')])
      .toEqual([200, 404, 404]);
  });

  it('neither asks for an account, nor checks it, nor bills by it, knows that it is there and reads none (C-05)', async () => {
    const { id } = await added({ kind: 'bank-details', by: 'sales-manager' });
    for (const reader of ['coordinator', 'sales-engineer', 'billing-admin']) expect([await statusOf(`/documents/${id}/content`, reader), (await list(reader)).items.length]).toEqual([200, 1]);
    for (const other of ['sales-manager', 'production-manager', 'field-technician', 'customer']) {
      expect([await statusOf(`/documents/${id}`, other), await statusOf(`/documents/${id}/content`, other), (await list(other)).items], other).toEqual([404, 404, []]);
    }
    expect((await list('production-manager')).required).toContainEqual(expect.objectContaining({ kind: 'bank-details', status: 'added' }));
    expect((await list('customer')).required.map(({ kind }) => kind)).toEqual(['purchase-order']);
  });

  it('is another’s customer knows of none', async () => {
    const { id } = await added();
    await house.pool.query("UPDATE deployments SET customer_id = 'CLI-000002' WHERE id = $1", [journey.id]);
    expect([await statusOf(`/documents/${id}`, 'customer'), await statusOf(`/documents/${id}/content`, 'customer'), await statusOf(`/deployments/${journey.id}/documents`, 'customer')]).toEqual([404, 404, 404]);
    await house.pool.query("UPDATE deployments SET customer_id = 'CLI-000001' WHERE id = $1", [journey.id]);
  });
});

describe('a content that no journey took', () => {
  const isStored = async (sha256: string) => (await readdir(folder, { recursive: true })).some((name) => name.endsWith(sha256));
  const ages = (sha256: string, days = 31) => house.pool.query('UPDATE document_uploads SET last_at = now() - make_interval(days => $2) WHERE sha256 = $1', [sha256, days]);
  const settle = async () => { while (await settleUpload(house.pool, createDocumentFolder(folder).remove) > 0); };
  const bytesOf = (what: string) => Buffer.concat([samplePdf, Buffer.from(`% ${what} of ${journey.id}`)]);
  const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  it('is removed after thirty days, in which a record that is late may still come, unless it is sent again or another document has it (D-04)', async () => {
    const [refused, both, again] = [bytesOf('refused'), bytesOf('both'), bytesOf('again')];
    const taken = await added({ bytes: both });
    await journey.cancel();
    await journey.result();
    for (const bytes of [refused, both, again]) expect((await upload({ bytes })).status).toBe(409);
    for (const bytes of [refused, both, again]) await ages(digestOf(bytes), 29);
    await settle();
    for (const bytes of [refused, both, again]) expect(await isStored(digestOf(bytes))).toBe(true);
    for (const bytes of [refused, both, again]) await ages(digestOf(bytes));
    expect((await upload({ bytes: again })).status).toBe(409);
    await settle();
    expect([await isStored(digestOf(refused)), await isStored(digestOf(both)), await isStored(digestOf(again))]).toEqual([false, true, true]);
    expect((await house.pool.query('SELECT sha256 FROM document_uploads WHERE sha256 = ANY ($1)', [[refused, both, again].map(digestOf)])).rows).toEqual([{ sha256: digestOf(again) }]);
    expect(await statusOf(`/documents/${taken.id}/content`, 'coordinator')).toBe(200);
  });

  it('waits for a day where it cannot be removed, and holds up no other meanwhile', async () => {
    const [stuck, next] = [bytesOf('stuck'), bytesOf('next')];
    await journey.cancel();
    await journey.result();
    for (const bytes of [stuck, next]) await upload({ bytes });
    await ages(digestOf(stuck), 40);
    await ages(digestOf(next), 31);
    await expect(settleUpload(house.pool, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await settle();
    expect([await isStored(digestOf(stuck)), await isStored(digestOf(next))]).toEqual([true, false]);
    await house.pool.query("UPDATE document_uploads SET last_at = last_at - interval '1 day' WHERE sha256 = $1", [digestOf(stuck)]);
    await settle();
    expect(await isStored(digestOf(stuck))).toBe(false);
  });
});
