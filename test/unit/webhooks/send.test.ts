/** Sending a webhook, to receivers that behave and misbehave. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { createWebhookSender, type SenderSettings } from '../../../activities/webhooks/send.ts';

const secrets = ['a', 'b'].map((letter) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`);
const servers: Server[] = [];

async function receiver(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return (server.address() as AddressInfo).port;
}

afterEach(() => { for (const server of servers.splice(0)) { server.closeAllConnections(); server.close(); } });

const body = '{"type":"ticket.ticketOpened"}';
const send = async (url: string, settings: Partial<SenderSettings> = {}) => {
  const { outcome, answer, fault } = await createWebhookSender({ allowsLoopback: true, timeoutMs: 500, ...settings })({ url, id: 'msg_1', body, secrets, at: new Date() });
  return [outcome, answer, fault];
};

describe('a webhook', () => {
  it('is signed by each secret that is valid, over the bytes that are sent', async () => {
    let received: { headers: IncomingMessage['headers']; text: string } | undefined;
    const port = await receiver((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => { text += part.toString(); }).on('end', () => { received = { headers: request.headers, text }; response.writeHead(204).end(); });
    });
    expect(await send(`http://127.0.0.1:${port}/hook?x=1`)).toEqual(['delivered', 204, null]);
    expect(received?.text).toBe(body);
    for (const secret of secrets) expect(new Webhook(secret).verify(received?.text ?? '', received?.headers as Record<string, string>)).toEqual(JSON.parse(body));
  });

  it('is not carried on by a redirection', async () => {
    let asked = 0;
    const inside = await receiver((_request, response) => { asked += 1; response.end(); });
    const port = await receiver((_request, response) => { response.writeHead(307, { location: `http://127.0.0.1:${inside}/` }).end(); });
    expect([await send(`http://127.0.0.1:${port}/`), asked]).toEqual([['failed', 307, 'redirected'], 0]);
  });

  it('is refused by a status, is gone by 410, and waits as long as it is asked to', async () => {
    const port = await receiver((request, response) => { response.writeHead(Number(request.url?.slice(1)), { 'retry-after': '120' }).end('x'.repeat(100)); });
    expect(await send(`http://127.0.0.1:${port}/500`)).toEqual(['failed', 500, 'refused']);
    expect(await send(`http://127.0.0.1:${port}/410`)).toEqual(['gone', 410, 'refused']);
    const { askedMs } = await createWebhookSender({ allowsLoopback: true })({ url: `http://127.0.0.1:${port}/429`, id: 'm', body, secrets, at: new Date() });
    expect(askedMs).toBe(120_000);
  });

  it('does not wait for who says nothing, and reads nothing of who never stops', async () => {
    const silent = await receiver(() => undefined);
    expect(await send(`http://127.0.0.1:${silent}/`)).toEqual(['failed', null, 'timeout']);
    const endless = await receiver((_request, response) => {
      response.writeHead(200);
      const more = (): void => { while (!response.destroyed && response.write('x'.repeat(100_000))); };
      response.on('drain', more);
      more();
    });
    expect(await send(`http://127.0.0.1:${endless}/`)).toEqual(['delivered', 200, null]);
    expect(await send('http://127.0.0.1:1/')).toEqual(['failed', null, 'no-connection']);
  });
});

describe('where a webhook may not go', () => {
  it.each([
    'https://127.0.0.1/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://169.254.169.254/latest', 'https://10.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://localhost/', 'http://93.184.216.34/', `https://user:${'secret'}@93.184.216.34/`,
  ])('is %s', async (url) => {
    expect(await send(url, { allowsLoopback: false })).toEqual(['failed', null, 'forbidden-address']);
  });

  it('is what a name means inside, though it means something outside as well', async () => {
    const resolve = async () => [{ address: '93.184.216.34', family: 4 }, { address: '10.0.0.1', family: 4 }];
    expect(await send('https://receiver.example/', { allowsLoopback: false, resolve })).toEqual(['failed', null, 'forbidden-address']);
  });

  it('is what a name means a moment later: the address that was looked at is the one that is connected to', async () => {
    const port = await receiver((_request, response) => { response.end(); });
    let asked = 0;
    const resolve = async () => { asked += 1; return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }]; };
    expect(await send(`http://rebinding.example:${port}/`, { resolve })).toEqual(['delivered', 200, null]);
    expect(asked).toBe(1);
  });

  it('is plain HTTP out of the machine, even where one develops', async () => {
    expect(await send('http://receiver.example/', { resolve: async () => [{ address: '93.184.216.34', family: 4 }] })).toEqual(['failed', null, 'forbidden-address']);
  });
});
