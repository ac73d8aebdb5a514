/** All outside systems, simulated in the benchmark's process, and the receiver of their callbacks. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pino } from 'pino';
import { createBillingSimulator } from '../../simulators/billing/simulator.ts';
import { createJarvisSimulator } from '../../simulators/jarvis/simulator.ts';
import { createMailSimulator } from '../../simulators/mail/simulator.ts';
import { createOblSimulator } from '../../simulators/obl/simulator.ts';
import { createRefTechSimulator } from '../../simulators/ref-tech/simulator.ts';
import { createSmsSimulator } from '../../simulators/sms/simulator.ts';
import { readCallback } from '../../relay/callbacks.ts';
import { callbackNews, type News } from './news.ts';

/** Where the worker reaches them. */
export interface OutsideUrls {
  readonly obl: string;
  readonly jarvis: string;
  readonly refTech: string;
  readonly billing: string;
  readonly smtp: string;
  readonly sms: string;
  readonly token: string;
}

export interface Simulators {
  readonly urls: OutsideUrls;
  close(): Promise<void>;
}

const token = 'token-of-the-benchmark';
const callbackSecret = `whsec_${Buffer.from('made for the benchmark, signs nothing').toString('base64')}`;
/** Short, and long enough for an answer to be here before the callback that follows it, as a rule. */
const delayMs = 100;

export async function openSimulators(folder: string, news: News): Promise<Simulators> {
  const receiver = await receiveCallbacks(news);
  const shared = (name: string) => ({ token, log: pino({ level: 'silent' }), now: Date.now, random: Math.random, file: join(folder, `${name}.jsonl`) });
  const calling = (name: string) => ({ ...shared(name), delayMs, callbackTarget: { url: `${receiver.url}${name}`, secret: callbackSecret } });
  const listen = async (simulator: { listen(port: number): Promise<number> }) => `http://127.0.0.1:${await simulator.listen(0)}`;
  const obl = createOblSimulator(calling('obl'));
  const oblUrl = await listen(obl);
  const jarvis = createJarvisSimulator({ ...calling('jarvis'), obl: { url: oblUrl, token, timeoutMs: 5_000 } });
  const refTech = createRefTechSimulator(calling('ref-tech'));
  const billing = createBillingSimulator(shared('billing'));
  const mail = createMailSimulator({ ...shared('mail'), smtpPort: 0 });
  const sms = createSmsSimulator(shared('sms'));
  await mail.listen(0);
  return {
    urls: {
      obl: oblUrl, jarvis: await listen(jarvis), refTech: await listen(refTech), billing: await listen(billing), sms: await listen(sms),
      smtp: `smtp://jalon:${token}@127.0.0.1:${mail.smtpPort()}`, token,
    },
    async close() {
      await Promise.all([obl, jarvis, refTech, billing, mail, sms].map((simulator) => simulator.close()));
      await receiver.close();
    },
  };
}

/** Stands where the API's inbox stands, without storing: what the inbox and the relay's reading of it cost is not in the figures. */
async function receiveCallbacks(news: News): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    json(request).then((body) => {
      const told = readCallback(request.url?.slice(1) ?? '', body);
      if (told === null || !('id' in told.journey)) throw new Error(`a callback that nobody understands: ${request.url}`);
      const { fact } = told.content as { fact: { type: string } };
      news.tell(callbackNews(told.journey.id, fact.type), told);
      response.writeHead(202).end();
    }).catch(() => response.writeHead(400).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
