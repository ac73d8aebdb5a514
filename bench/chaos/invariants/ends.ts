/** Everything comes to its end, every callback becomes one act, and no process ends that was not told to. */
import { grouped, type Invariant } from './invariant.ts';

export const nothingStuck: Invariant = { name: 'nothing stuck', promise: 'every deployment, site, ticket, callback, notice and call has come to its end', check: ({ unfinished }) => unfinished };

export const callbacksOnce: Invariant = {
  name: 'callbacks', promise: 'each callback is one act of its journey, however often it came',
  check({ callbacks, commands }) {
    const acts = commands.filter(({ channel }) => channel === 'callback');
    const came = new Set(callbacks);
    const acted = grouped(acts, ({ commandId }) => commandId);
    return {
      looked: callbacks.length,
      violations: [
        ...callbacks.filter((id) => !acted.has(id)).map((id) => `the callback ${id} came and is no act`),
        ...[...acted].filter(([id]) => !came.has(id)).map(([id]) => `the act ${id} was called for by nobody`),
        ...[...acted].filter(([, found]) => found.length > 1 || found.some(({ events, span }) => events !== span)).map(([id]) => `the callback ${id} is several acts`),
      ],
    };
  },
};

export const nobodyDied: Invariant = {
  name: 'processes', promise: 'no process ends that was not told to',
  check({ deaths, processes }) {
    return { looked: processes, violations: Object.entries(deaths).flatMap(([name, words]) => words.map((last) => `${name} ended by itself: ${last.slice(-600)}`)) };
  },
};
