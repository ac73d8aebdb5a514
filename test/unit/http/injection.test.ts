/** What a caller writes stays a value: it becomes no line of a log, no header of an answer, no second request. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type RunningApi } from '../../support/api.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

let api: RunningApi;
beforeAll(async () => { api = await startApi({ routes: sampleRoutes() }); });
afterAll(() => api.close());

/** These very bytes, as no client of good manners would send them; all that comes back. */
async function rawly(text: string): Promise<string> {
  const { hostname, port } = new URL(api.baseUrl);
  return await new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => { socket.write(text, 'latin1'); });
    socket.setEncoding('latin1').on('data', (part: string) => { answer += part; }).on('close', () => resolve(answer)).on('error', reject);
  });
}

const request = (line: string, ...headers: string[]): string => `${[`${line} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;
const statuses = (answer: string): string[] => [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => status as string);
const payloads = ['x%0d%0aInjected: 1', 'x%0aInjected: 1', 'x\\r\\nInjected: 1', 'x\u0085Injected: 1', '{"msg":"forged"}', 'a b;c=d', '\u00e9\u00ff'];

describe('a header', () => {
  it.each(['x-request-id', 'traceparent', 'authorization', 'user-agent', 'accept-language', 'x-jalon-channel', 'x-forwarded-for', 'cookie', 'origin', 'idempotency-key', 'last-event-id'])('%s makes no header of the answer and no line of the log', async (name) => {
    const before = api.lines.length;
    for (const payload of payloads) {
      const answer = await rawly(request('POST /api/v1/notes', `${name}: ${payload}`, 'Content-Type: application/json', 'Content-Length: 2') + '{}');
      expect(statuses(answer)).toHaveLength(1);
      const [head = ''] = answer.split('\r\n\r\n');
      expect(head).not.toMatch(/^(?:injected|set-cookie: (?!jalon--session=;))/im);
      expect(head.split('\r\n').every((line) => /^(?:HTTP\/1\.1 |[\w-]+: )/.test(line))).toBe(true);
    }
    const lines = api.lines.slice(before);
    // One line each, and none that says what he wants.
    expect(lines.every((line) => line.endsWith('}\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg).filter((msg) => msg !== 'request')).toEqual([]);
    expect(lines.join('')).not.toMatch(/Injected|forged/);
  });

  it.each(['\r', '\n', '\0', '\u001B[31m', '\u007F'])('with %j in it is refused before anybody reads it', async (character) => {
    const before = api.lines.length;
    const answer = await rawly(request('GET /api/v1/notes', `x-request-id: a${character}b`));
    expect(statuses(answer)[0]).toBe('400');
    expect(api.lines.slice(before)).toEqual([]);
  });
});

describe('an address', () => {
  it.each(['/api/v1/notes/N-1%0d%0aInjected:%201', '/%0d%0aSet-Cookie:%20a=b', '/sign-in?to=/%0d%0aSet-Cookie:%20a=b', '/api/v1/notes?like=%0aforged', '//evil.example/..%2f', '/api/v1/notes/%1b%5b31m'])('%s says nothing in the log and sets nothing', async (address) => {
    const before = api.lines.length;
    const answer = await rawly(request(`GET ${address}`, 'Accept: text/html', 'Authorization: Bearer coordinator'));
    expect(statuses(answer)).toHaveLength(1);
    expect((answer.split('\r\n\r\n')[0] ?? '').toLowerCase()).not.toMatch(/^(?:injected|set-cookie: a|location: (?:https?:)?\/\/evil)/m);
    expect(api.lines.slice(before).join('')).not.toMatch(/Injected|forged|evil|Set-Cookie/);
  });
});

describe('one request', () => {
  it.each([
    ['with two lengths', 'Content-Length: 5', 'Content-Length: 6'], ['with a length and parts', 'Content-Length: 4', 'Transfer-Encoding: chunked'],
    ['with a length that is none', 'Content-Length: +5'], ['with parts by another name', 'Transfer-Encoding: chunked, identity'], ['with a folded header', 'X-A: b\r\n c'],
  ])('%s is not two', async (_how, ...headers) => {
    const answer = await rawly(`POST /api/v1/notes HTTP/1.1\r\nHost: x\r\n${headers.join('\r\n')}\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(statuses(answer)[0]).toMatch(/^4/);
    expect(answer).not.toContain('jalon_http_request_duration_seconds');
  });
});
