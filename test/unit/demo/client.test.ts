/** The demonstration's client of the API: it asks again under the same key until it is told, and takes a no for a no. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createApi, type Api } from '../../../cli/demo/client.ts';
import { exitCodes, Failure } from '../../../cli/failure.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => { if (server) server.close(resolve); else resolve(undefined); });
});

interface Asked { readonly key: string | undefined; readonly token: string | undefined; readonly body: string }

const problem = (status: number, code: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ code, detail: 'Not so.', errors: [{ pointer: '/reason', message: 'missing' }] }));
};
const done = (response: ServerResponse): void => { response.end(JSON.stringify({ id: 'AFF-2026-000001' })); };
const cutBefore = (response: ServerResponse): void => { response.destroy(); };
const cutInTheMiddle = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-length': '100' }).write('{"id"');
  setImmediate(() => response.destroy());
};

/** Answers the requests in this order. */
async function apiThat(answers: readonly ((response: ServerResponse) => void)[], tokenOf: (user: string) => Promise<string> = async (user) => user, signal?: AbortSignal): Promise<{ api: Api; asked: Asked[] }> {
  const asked: Asked[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ key: request.headers['idempotency-key'] as string | undefined, token: request.headers.authorization, body });
    answers[asked.length - 1]?.(response);
  };
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => { server?.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return { asked, api: createApi({ baseUrl: `http://127.0.0.1:${port}`, tokenOf }, signal) };
}

describe('a call', () => {
  it('that was cut off, or was to come again, comes again under the same key with the same body', async () => {
    const { api, asked } = await apiThat([cutBefore, problem(503, 'outcome-unknown'), problem(409, 'request-in-progress'), cutInTheMiddle, done]);
    await expect(api.post('coordinator', '/deployments', { reason: 'x' })).resolves.toEqual({ id: 'AFF-2026-000001' });
    expect(asked).toHaveLength(5);
    expect(new Set(asked.map(({ key, body }) => `${key} ${body}`)).size).toBe(1);
  });

  it('that is refused is not repeated, and says why', async () => {
    const { api, asked } = await apiThat([problem(422, 'D-04.missing-document'), done]);
    await expect(api.post('coordinator', '/tasks/x/complete', {})).rejects.toMatchObject({ code: 'D-04.missing-document', message: expect.stringContaining('/reason: missing') as string });
    expect(asked).toHaveLength(1);
  });

  it('of another act has another key', async () => {
    const { api, asked } = await apiThat([done, done]);
    await api.post('coordinator', '/a', {});
    await api.post('coordinator', '/a', {});
    expect(new Set(asked.map(({ key }) => key)).size).toBe(2);
  });
});

describe('a token', () => {
  it('that is no longer taken is renewed once', async () => {
    let made = 0;
    const { api, asked } = await apiThat([problem(401, 'unauthenticated'), done], async () => `token-${made += 1}`);
    await api.get('coordinator', '/deployments');
    expect(asked.map(({ token }) => token)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('is waited for while the identity provider is away, and not for a user it does not know', async () => {
    let asks = 0;
    const { api } = await apiThat([done], async (user) => {
      asks += 1;
      if (user === 'nobody') throw new Failure('No token for "nobody".');
      if (asks === 1) throw new Failure('No identity provider answers.', exitCodes.environment);
      return user;
    });
    await expect(api.get('coordinator', '/deployments')).resolves.toMatchObject({ body: { id: 'AFF-2026-000001' } });
    await expect(api.get('nobody', '/deployments')).rejects.toThrow('No token for "nobody".');
  });
});

it('an interrupted client asks nothing any more', async () => {
  const stopping = new AbortController();
  const { api, asked } = await apiThat([problem(503, 'dependency-away'), done], undefined, stopping.signal);
  const asking = api.get('coordinator', '/deployments');
  setTimeout(() => stopping.abort(), 100);
  await expect(asking).rejects.toThrow();
  expect(asked).toHaveLength(1);
});
