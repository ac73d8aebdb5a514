/** Multipart bodies in the frame: what comes in, every way it may be wrong, and no way to fill the memory or to end in a 5xx. */
import { createHash } from 'node:crypto';
import { request as httpRequest, type ClientRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { uploadedFile } from '../../../api/http/multipart.ts';
import { openApiDocument } from '../../../api/http/openapi.ts';
import { defineRoute, type Route } from '../../../api/http/route.ts';
import { eventually } from '../../support/eventually.ts';
import { problemIn, startApi, type RunningApi } from '../../support/api.ts';

const text = (sentence: string) => ({ fr: sentence, en: sentence });
const routes: readonly Route[] = [
  defineRoute({
    method: 'POST', path: '/scans', operationId: 'addScan', summary: text('Add a scan'), tags: ['scans'], guard: { permission: 'document:add' },
    body: z.strictObject({ kind: z.enum(['a', 'b']), file: uploadedFile }), multipart: true,
    answers: { 201: { description: text('Added'), schema: z.object({ kind: z.string(), fileName: z.string(), size: z.int(), sha256: z.string() }) } }, refusals: [],
    handle: async ({ body: { kind, file } }) => ({ status: 201, body: { kind, fileName: file.fileName, size: file.bytes.length, sha256: file.sha256 } }),
  }),
  defineRoute({
    method: 'GET', path: '/scans/last', operationId: 'readScan', summary: text('Read a scan'), tags: ['scans'], guard: { permission: 'deployment:read' },
    answers: { 200: { description: text('The bytes'), mediaTypes: ['image/png'] } }, refusals: [],
    handle: async () => ({ status: 200, bytes: Buffer.from([0, 255, 13, 10]), headers: { 'content-type': 'image/png' } }),
  }),
];

vi.setConfig({ testTimeout: 60_000 });
const mebibyte = 1024 * 1024;
let api: RunningApi;
beforeAll(async () => { api = await startApi({ routes, uploadMaxBytes: mebibyte }); });
afterAll(() => api.close());

const bytes = Buffer.from('%PDF-1.4 not much');
const file = (content: Buffer = bytes, name = 'scan.pdf') => new File([new Uint8Array(content)], name, { type: 'text/html' });
function formOf(...parts: readonly (readonly [string, string | File])[]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value as string);
  return form;
}
const post = (body: FormData | string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> =>
  api.request('/api/v1/scans', { method: 'POST', body: body as FormData, headers });

describe('a multipart body', () => {
  it('brings its fields and its file, in any order, whatever type is declared for it', async () => {
    for (const form of [formOf(['kind', 'a'], ['file', file()]), formOf(['file', file()], ['kind', 'a'])]) {
      const answer = await post(form);
      expect(answer.status).toBe(201);
      expect(await answer.json()).toEqual({ kind: 'a', fileName: 'scan.pdf', size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
  });

  it('brings names in any alphabet, without the sender’s folders', async () => {
    const nameOf = async (name: string) => (await (await post(formOf(['kind', 'a'], ['file', file(bytes, name)]))).json() as { fileName: string }).fileName;
    expect(await nameOf('Éligibilité – n° 1.pdf')).toBe('Éligibilité – n° 1.pdf');
    expect(await nameOf('../../etc/passwd')).toBe('passwd');
    expect(await nameOf('C:\\Users\\Jean\\rib.pdf')).toBe('rib.pdf');
  });

  it('may hold a file of the limit, and none that is longer', async () => {
    expect((await post(formOf(['kind', 'a'], ['file', file(Buffer.alloc(mebibyte))]))).status).toBe(201);
    for (const longer of [mebibyte + 1, 3 * mebibyte]) {
      const problem = await problemIn(await post(formOf(['kind', 'a'], ['file', file(Buffer.alloc(longer))])));
      expect(problem).toMatchObject({ status: 413, code: 'payload-too-large' });
    }
  });

  it.each<readonly [string, FormData, string, string]>([
    ['without its file', formOf(['kind', 'a']), '/file', 'required'],
    ['with an empty file input', formOf(['kind', 'a'], ['file', new File([], '', { type: 'application/octet-stream' })]), '/file', 'required'],
    ['without a field', formOf(['file', file()]), '/kind', 'required'],
    ['with a text for a file', formOf(['kind', 'a'], ['file', 'text']), '/file', 'invalid'],
    ['with a file for a text', formOf(['kind', file()]), '/kind', 'not-allowed'],
    ['with a value that is not allowed', formOf(['kind', 'c'], ['file', file()]), '/kind', 'not-allowed'],
    ['with a field that does not exist', formOf(['kind', 'a'], ['file', file()], ['note', 'x']), '/note', 'unknown-field'],
    ['with a file that does not exist', formOf(['kind', 'a'], ['file', file()], ['more', file()]), '/more', 'unknown-field'],
    ['with a field given twice', formOf(['kind', 'a'], ['kind', 'a'], ['file', file()]), '/kind', 'invalid'],
    ['with two files', formOf(['kind', 'a'], ['file', file()], ['file', file()]), '/file', 'invalid'],
    ['with a prototype for a name', formOf(['kind', 'a'], ['file', file()], ['__proto__', 'x']), '/__proto__', 'unknown-field'],
    ['with a NUL', formOf(['kind', 'a\0'], ['file', file()]), '/kind', 'forbidden-character'],
    ['with a name beyond measure', formOf(['kind', 'a'], ['file', file(bytes, 'x'.repeat(256))]), '/file', 'invalid'],
    ['with a field beyond measure', formOf(['kind', 'a'.repeat(20_000)], ['file', file()]), '/kind', 'too-big'],
    ['with more parts than anybody needs', formOf(['file', file()], ...Array.from({ length: 30 }, (_, index) => [`n${index}`, 'x'] as const)), '', 'too-big'],
  ])('%s is malformed', async (_what, form, pointer, code) => {
    const problem = await problemIn(await post(form));
    expect(problem).toMatchObject({ status: 400, code: 'malformed-request' });
    expect(problem.errors?.map((error) => [error.pointer, error.code])).toContainEqual([pointer, code]);
  });

  it.each([
    ['JSON', '{"kind":"a"}', { 'content-type': 'application/json' }],
    ['a multipart without a boundary', 'x', { 'content-type': 'multipart/form-data; charset=utf-8' }],
    ['a compressed one', 'x', { 'content-type': 'multipart/form-data; boundary=b', 'content-encoding': 'gzip' }],
  ])('%s is of another type', async (_what, body, headers) => {
    expect(await problemIn(await post(body, headers))).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  it('made by chance is taken or refused, and the process lives', async () => {
    const whole = Buffer.from('--b\r\ncontent-disposition: form-data; name="kind"\r\n\r\na\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\ncontent-type: application/pdf; charset=x-none\r\n\r\n%PDF\r\n--b--\r\n');
    const broken = fc.tuple(fc.nat(whole.length), fc.uint8Array({ maxLength: 40 }), fc.nat(whole.length)).map(([end, middle, start]) => Buffer.concat([whole.subarray(0, end), middle, whole.subarray(start)]));
    await fc.assert(fc.asyncProperty(fc.oneof(broken, fc.uint8Array({ maxLength: 200 })), async (body) => {
      expect([201, 400]).toContain((await post(new Uint8Array(body), { 'content-type': 'multipart/form-data; boundary=b' })).status);
    }), { numRuns: 300 });
    expect((await post(new Uint8Array(whole), { 'content-type': 'multipart/form-data; boundary=b' })).status).toBe(201);
  });
});

describe('uploads at once', () => {
  /** The beginning of an upload whose end does not come by itself. */
  function begin(): { readonly sent: ClientRequest; readonly status: Promise<number> } {
    const sent = httpRequest(`${api.baseUrl}/api/v1/scans`, { method: 'POST', headers: { 'authorization': 'Bearer coordinator', 'content-type': 'multipart/form-data; boundary=b' } });
    const status = new Promise<number>((resolve) => {
      sent.on('response', (response) => { response.resume(); resolve(response.statusCode ?? 0); });
      sent.on('error', () => { resolve(0); });
    });
    sent.write('--b\r\ncontent-disposition: form-data; name="kind"\r\n\r\na\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n%PDF');
    return { sent, status };
  }
  const end = '\r\n--b--\r\n';
  const expectFull = () => eventually(async () => { expect(await problemIn(await post(formOf(['kind', 'a'], ['file', file()])))).toMatchObject({ status: 429, code: 'too-many-requests' }); });
  const expectFree = () => eventually(async () => { expect((await post(formOf(['kind', 'a'], ['file', file()]))).status).toBe(201); });

  it('are so many that memory holds them, and the next is told to come again', async () => {
    const under = Array.from({ length: 8 }, begin);
    await expectFull();
    for (const { sent } of under) sent.end(end);
    expect(await Promise.all(under.map(({ status }) => status))).toEqual(Array.from({ length: 8 }, () => 201));
    await expectFree();
  });

  it('that break off leave their place', async () => {
    const under = Array.from({ length: 8 }, begin);
    await expectFull();
    for (const { sent } of under) sent.destroy();
    await Promise.all(under.map(({ status }) => status));
    await expectFree();
  });
});

describe('an answer of bytes', () => {
  it('comes as it is, under its own type, sandboxed', async () => {
    const answer = await api.request('/api/v1/scans/last');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-content-type-options')]).toEqual([200, 'image/png', 'nosniff']);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 13, 10]);
  });

  it('can’t be remembered, so that no route that remembers may give one', () => {
    expect(() => defineRoute({
      method: 'POST', path: '/x', operationId: 'x', summary: text('x'), tags: ['x'], guard: { permission: 'document:add' },
      answers: { 200: { description: text('x'), mediaTypes: ['image/png'] } }, refusals: [],
      handle: async () => ({ status: 200, bytes: Buffer.alloc(0), headers: { 'content-type': 'image/png' } }),
    })).toThrow('POST /x');
  });
});

it('the document shows a multipart body, and an answer of bytes', () => {
  const { paths } = openApiDocument(routes) as unknown as { paths: Record<string, Record<string, { requestBody?: { content: object }; responses: Record<string, { content?: object }> }>> };
  expect(paths['/api/v1/scans']?.['post']?.requestBody?.content).toMatchObject({ 'multipart/form-data': { schema: { properties: { file: { type: 'string', format: 'binary' } }, required: ['kind', 'file'] } } });
  expect(paths['/api/v1/scans']?.['post']?.responses).toHaveProperty('429');
  expect(paths['/api/v1/scans/last']?.['get']?.responses['200']?.content).toEqual({ 'image/png': {} });
});
