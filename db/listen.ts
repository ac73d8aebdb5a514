/** Hears of PostgreSQL's notifications, on one connection of the pool. They only say that it is worth looking: whoever listens looks now and then all the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Pool } from './pool.ts';

/** `positions`: some were given. `access`: what somebody may has changed. `presence`: somebody came to the ticket that it names, or left it. */
export type Notice = 'positions' | 'access' | 'presence';
/** @param about what it names; empty where it names nothing, or nobody knows what was missed */
export type Hear = (notice: Notice, about: string) => void;

const againMs = 1_000;
/** A server that vanished without a word is found out by a question. */
const askEveryMs = 15_000;

/** Listens until the signal, over lost connections; `hear` is called once more after each of them, for what was said meanwhile. */
export async function listen(pool: Pool, notices: readonly Notice[], hear: Hear, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let client: Client | undefined;
    let isLost: unknown;
    try {
      client = await pool.connect();
      await hold(client, notices, hear, signal);
    } catch (error) {
      isLost = error;
      await pause(againMs, signal);
    } finally {
      if (client) {
        client.removeAllListeners('notification');
        // What listens is not given back to others.
        client.release(isLost instanceof Error ? isLost : true);
      }
    }
  }
}

async function hold(client: Client, notices: readonly Notice[], hear: Hear, signal: AbortSignal): Promise<void> {
  const lost = new AbortController();
  client.once('end', () => lost.abort());
  client.on('notification', ({ channel, payload = '' }) => { for (const notice of notices) if (channel === `jalon_${notice}`) hear(notice, payload); });
  for (const notice of notices) await client.query(`LISTEN jalon_${notice}`);
  for (const notice of notices) hear(notice, '');
  while (!signal.aborted) {
    await pause(askEveryMs, AbortSignal.any([signal, lost.signal]));
    if (!signal.aborted) await client.query('SELECT 1');
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
