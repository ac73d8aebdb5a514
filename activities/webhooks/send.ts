/** Sends one webhook: signed as Standard Webhooks says, to an address that was looked at, over the very connection that was made to it. */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { SendWebhook, WebhookMessage, WebhookOutcome } from '../../ports/webhooks.ts';
import { isLoopbackAddress, isPublicAddress } from './address.ts';

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

export interface SenderSettings {
  /** Of the machine that develops: `http:` and loopback are taken as well. */
  readonly allowsLoopback: boolean;
  /** Milliseconds until the answer's headers have come; of its body nothing is read. */
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

class Forbidden extends Error {}

const resolveBySystem: Resolve = (name) => new Promise((resolve, reject) => {
  systemLookup(name, { all: true, verbatim: true }, (error, addresses) => { if (error) reject(error); else resolve(addresses); });
});

export function createWebhookSender({ allowsLoopback, timeoutMs = 10_000, resolve = resolveBySystem }: SenderSettings): SendWebhook {
  const mayReach = (address: string): boolean => isPublicAddress(address) || (allowsLoopback && isLoopbackAddress(address));

  /** One address is enough to be refused: whose name has a good and a bad one tries his luck. @throws {Forbidden} */
  async function addressOf(host: string): Promise<LookupAddress> {
    const addresses = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => mayReach(address))) throw new Forbidden();
    return first;
  }

  return async (message) => {
    const beganMs = performance.now();
    const outcome = await attempt(message).catch((error: unknown): WebhookOutcome => ({ outcome: 'failed', answer: null, fault: faultOf(error), askedMs: 0 }));
    return { ...outcome, tookMs: Math.round(performance.now() - beganMs) };
  };

  async function attempt({ url, id, body, secrets, at }: WebhookMessage): Promise<WebhookOutcome> {
    const target = new URL(url);
    const isPlain = target.protocol === 'http:';
    if ((target.protocol !== 'https:' && !(isPlain && allowsLoopback)) || target.username !== '' || target.password !== '') throw new Forbidden();
    const signal = AbortSignal.timeout(timeoutMs);
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
    const { address, family } = await within(addressOf(host), signal);
    if (isPlain && !isLoopbackAddress(address)) throw new Forbidden();
    const options: RequestOptions = {
      method: 'POST', signal, agent: false,
      // The name was asked once: what it says a moment later goes nowhere.
      lookup: (_name, asked, answer) => { if (asked.all === true) answer(null, [{ address, family }]); else answer(null, address, family); },
      headers: {
        'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Jalon',
        'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
      },
    };
    return await new Promise((resolveOutcome, reject) => {
      const sent = (isPlain ? requestHttp : requestHttps)(target, options, (answer) => {
        const status = answer.statusCode ?? 0;
        const askedMs = Number(answer.headers['retry-after'] ?? 0) * 1_000 || 0;
        // Nothing that it says is read, and no redirection followed.
        answer.destroy();
        if (status >= 200 && status < 300) resolveOutcome({ outcome: 'delivered', answer: status, fault: null, askedMs: 0 });
        else resolveOutcome({ outcome: status === 410 ? 'gone' : 'failed', answer: status, fault: status >= 300 && status < 400 ? 'redirected' : 'refused', askedMs });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => { signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }); });
  return await Promise.race([work, late]);
}

function faultOf(error: unknown): string {
  if (error instanceof Forbidden) return 'forbidden-address';
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown-host';
  return /CERT|TLS|SSL|SIGNED/.test(code ?? '') ? 'certificate' : 'no-connection';
}
