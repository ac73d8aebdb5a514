/** Waiting for what comes by itself, in a demonstration. */
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.ts';

export type Until = <T>(what: string, look: () => Promise<T | undefined>) => Promise<T>;

const lookEveryMs = 250;
const looks = 480;

/** Each wait ends with a sentence when nothing comes. */
export function untilWith(signal: AbortSignal): Until {
  return async (what, look) => {
    for (let left = looks; left > 0; left -= 1) {
      const seen = await look();
      if (seen !== undefined) return seen;
      await pause(lookEveryMs, undefined, { signal });
    }
    throw new Failure(`Waited two minutes in vain for ${what}.`);
  };
}
