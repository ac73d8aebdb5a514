/** The generated client against the real application: what was asked for comes back typed, what was refused is thrown with its reason. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import { answerOf, createApi, dataOf, formOf } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { startApi, type RunningApi } from '../../support/api.ts';

let running: RunningApi;
beforeAll(async () => { running = await startApi({ routes: allRoutes({ nowMs: () => Date.now() } as Services) }); });
afterAll(async () => { await running.close(); });

const as = (name: string | undefined, language = 'en') => createApi({ baseUrl: running.baseUrl, channel: 'cli', token: async () => name, language: () => language });

async function failureOfCall(call: Promise<unknown>): Promise<ApiFailure> {
  const thrown = await call.catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ApiFailure);
  return thrown as ApiFailure;
}

describe('The client', () => {
  it('gives the body of what was done, typed by the document', async () => {
    const { data, nextCursor } = await answerOf(as('supervisor').GET('/api/v1/profiles'));
    expect(data.items.map(({ profile }) => profile)).toContain('coordinator');
    expect(nextCursor).toBeUndefined();
  });

  it('throws a refusal with its code and its sentence in the language asked for', async () => {
    const [english, french] = await Promise.all(['en', 'fr'].map((language) => failureOfCall(dataOf(as(undefined, language).GET('/api/v1/me')))));
    expect([english?.status, english?.code, french?.code]).toEqual([401, 'unauthenticated', 'unauthenticated']);
    expect(english?.message).not.toBe(french?.message);
  });

  it('names the fields at fault', async () => {
    const failure = await failureOfCall(dataOf(as('technician-n1').GET('/api/v1/tickets', { params: { query: { limit: 0 } } })));
    expect(failure.problem?.errors).toMatchObject([{ in: 'query', pointer: '/limit', code: 'too-small' }]);
  });

  it('says when to come back', async () => {
    expect((await failureOfCall(dataOf(as('provider-away').GET('/api/v1/me')))).retryAfterSeconds).toBe(5);
  });

  it('fails without a status when nobody answers, and without a problem when another program does', async () => {
    const nowhere = createApi({ baseUrl: 'http://127.0.0.1:1', channel: 'console' });
    expect(await failureOfCall(dataOf(nowhere.GET('/api/v1/me')))).toMatchObject({ status: null, problem: null });
    const answering = (body: string, status: number) => createApi({ baseUrl: 'http://127.0.0.1', channel: 'console', fetch: async () => new Response(body, { status }) });
    expect(await failureOfCall(dataOf(answering('<html>', 502).GET('/api/v1/me')))).toMatchObject({ status: 502, problem: null });
    expect(await failureOfCall(dataOf(answering('<html>', 200).GET('/api/v1/me')))).toMatchObject({ status: null, problem: null });
  });

  it('leaves the abort of its caller what it is', async () => {
    await expect(dataOf(as('admin').GET('/api/v1/me', { signal: AbortSignal.abort() }))).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says through what one acts, and that a browser’s request is the console’s', async () => {
    const sent: Request[] = [];
    const api = createApi({ baseUrl: 'http://127.0.0.1', channel: 'console', fetch: async (request) => { sent.push(request); return Response.json({}); } });
    await api.GET('/api/v1/me');
    expect([sent[0]?.headers.get('x-jalon-channel'), sent[0]?.headers.get('x-jalon-console'), sent[0]?.headers.get('authorization')]).toEqual(['console', '1', null]);
  });

  it('reads the cursor of the next page from the link', async () => {
    const link = '</api/v1/tickets?limit=2&cursor=abc>; rel="next"';
    const api = createApi({ baseUrl: 'http://127.0.0.1', channel: 'cli', fetch: async () => Response.json({ items: [] }, { headers: { link, etag: '"3"' } }) });
    expect(await answerOf(api.GET('/api/v1/tickets'))).toMatchObject({ nextCursor: 'abc', etag: '"3"' });
  });

  it('sends files as a form', () => {
    const form = formOf({ kind: 'plan', comment: undefined, file: new File(['%PDF'], 'plan.pdf') });
    expect([...form.keys()]).toEqual(['kind', 'file']);
    expect((form.get('file') as File).name).toBe('plan.pdf');
  });
});
