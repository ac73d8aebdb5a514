/** The outside systems that the 360° view asks, simulated: here, or in a process of their own, so that what they cost is no part of what is measured. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { projectRoot } from '../../project-root.ts';
import { createBillingSimulator } from '../../simulators/billing/simulator.ts';
import { createSupportSimulator } from '../../simulators/support/simulator.ts';

export const token = 'token-of-the-benchmark';

/** Where they are. */
interface Addresses {
  readonly billing: string;
  readonly support: string;
}

export interface Outside {
  readonly at: Addresses;
  close(): Promise<void>;
}

export async function openOutside(): Promise<Outside> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-lists-outside-'));
  const settingsOf = (name: string) => ({ token, log: pino({ level: 'silent' }), now: Date.now, random: Math.random, file: join(folder, `${name}.jsonl`) });
  const billing = createBillingSimulator(settingsOf('billing'));
  // Nothing here is called back.
  const support = createSupportSimulator({ settingsOf, callbackTargetOf: () => ({ url: 'http://127.0.0.1:1/', secret: `whsec_${Buffer.from('signs nothing at all').toString('base64')}` }), delayMs: 0 });
  return {
    at: { billing: `http://127.0.0.1:${await billing.listen(0)}`, support: `http://127.0.0.1:${await support.listen(0)}` },
    async close() {
      await Promise.all([billing.close(), support.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same as a process of its own, from the bundle. @throws {Error} when it does not start */
export async function openOutsideApart(): Promise<Outside> {
  const child = fork(join(projectRoot(import.meta.url), 'dist', 'bench', 'lists', 'outside-process.js'));
  const [at] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => { throw new Error('the outside systems did not start'); })]) as [Addresses];
  return {
    at,
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
