/** How failures of an outside call are classified, against servers that misbehave as no simulator does. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { requestOutside, retryAfterMs } from '../../../activities/outside/http.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (baseUrl: string) => requestOutside(
  { system: 'obl', baseUrl, token: 'secret-token', timeoutMs: 300 },
  { operation: 'state', method: 'GET', path: '/v1/x', answer: z.object({ ok: z.literal(true) }) },
);

describe('an answer that is not the contract', () => {
  it.each([['no JSON', '<html>'], ['another shape', '{"ok":"Jean Dupont"}'], ['nothing', '']])('is a mismatch nobody retries: %s', async (_what, body) => {
    const baseUrl = await serve((_request, response) => response.end(body));
    const error: unknown = await ask(baseUrl).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ type: 'outside.contract-mismatch', nonRetryable: true, details: [{ system: 'obl', operation: 'state', status: 200 }] });
    expect((error as Error).message).not.toContain('Dupont');
  });

  it('is never followed elsewhere: a redirect is a rejection', async () => {
    const baseUrl = await serve((_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end());
    await expect(ask(baseUrl)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 302 }] });
  });
});

describe('no answer', () => {
  it('is worth a retry when nobody listens', async () => {
    const baseUrl = await serve(() => undefined);
    server?.close();
    await once(server as Server, 'close');
    await expect(ask(baseUrl)).rejects.toMatchObject({ type: 'outside.unavailable', nonRetryable: false, details: [{ code: 'ECONNREFUSED' }] });
  });

  it('is worth a retry when the body stops half way', async () => {
    const baseUrl = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"ok":');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(ask(baseUrl)).rejects.toMatchObject({ type: 'outside.unavailable' });
  });

  it('is a timeout when the body never ends', async () => {
    const baseUrl = await serve((_request, response) => void response.writeHead(200).write('{'));
    await expect(ask(baseUrl)).rejects.toMatchObject({ type: 'outside.unavailable', details: [{ code: 'timeout' }] });
  });
});

it('repeats a stable problem code and none of the problem\'s sentences', async () => {
  const baseUrl = await serve((_request, response) => response.writeHead(409).end('{"code":"order-exists","detail":"Jean Dupont"}'));
  await expect(ask(baseUrl)).rejects.toMatchObject({ message: 'obl state: status 409 (order-exists)' });
});

it('calls below the path of the base address, with or without its trailing slash', async () => {
  const asked: (string | undefined)[] = [];
  const baseUrl = await serve((request, response) => {
    asked.push(request.url);
    response.end('{"ok":true}');
  });
  await ask(`${baseUrl}/partner/`);
  await ask(`${baseUrl}/partner`);
  expect(asked).toEqual(['/partner/v1/x', '/partner/v1/x']);
});

describe('Retry-After', () => {
  const nowMs = Date.parse('2026-11-22T03:00:00Z');
  it.each([
    ['30', 30_000], ['0', undefined], [null, undefined], ['soon', undefined], ['86400', 300_000],
    ['Sun, 22 Nov 2026 03:01:00 GMT', 60_000], ['Sun, 22 Nov 2026 02:00:00 GMT', undefined],
  ])('%s asks for %s ms', (header, expected) => {
    expect(retryAfterMs(header, nowMs)).toBe(expected);
  });
});
