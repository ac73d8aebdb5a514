/** Every command that was accepted is on record exactly once, none that was refused, and none that nobody sent; nobody was told of a fault of ours. */
import { grouped, repeated, type Invariant } from './invariant.ts';

/** By which people and programs act; timers, callbacks and journeys act by themselves. */
const ofPeople = new Set(['api', 'console', 'cli']);

export const accepted: Invariant = {
  name: 'accepted commands', promise: 'every command that was accepted is on record exactly once',
  check({ told, keys, commands }) {
    const keyOf = new Map(keys.map((row) => [row.key, row]));
    const done = grouped(commands, ({ commandId }) => commandId);
    const ok = told.filter(({ status }) => status >= 200 && status < 300);
    const violations = ok.flatMap(({ path, key, status }) => {
      const row = keyOf.get(key);
      if (!row) return [`${path} (${key}) was accepted, and its key is not known`];
      if (row.status !== status) return [`${path} (${key}) was told ${status}, and ${row.status} is remembered`];
      const left = done.get(row.commandId) ?? [];
      if (left.length === 0) return [`${path} (${key}) was accepted, and is not on record`];
      return left.filter(({ events, span }) => events !== span).map(({ journeyId }) => `${path} (${key}) is on record in several pieces in ${journeyId}`);
    });
    const twice = repeated(keys.flatMap(({ allocatedId }) => (allocatedId === null ? [] : [allocatedId]))).map((id) => `${id} was given to two commands`);
    return { looked: ok.length, violations: [...violations, ...twice] };
  },
};

export const refused: Invariant = {
  name: 'refused commands', promise: 'a command that was refused has left nothing, and none is on record that nobody sent',
  check({ told, keys, commands }) {
    const idOf = new Map(keys.map(({ key, commandId }) => [key, commandId]));
    const done = new Set(commands.map(({ commandId }) => commandId));
    const no = told.filter(({ status }) => status >= 400 && status < 500);
    const known = new Set(keys.map(({ commandId }) => commandId));
    const sent = new Set(told.map(({ key }) => key));
    const ofSomebody = commands.filter(({ channel }) => ofPeople.has(channel));
    return {
      looked: no.length + ofSomebody.length,
      violations: [
        ...no.filter(({ key }) => done.has(idOf.get(key) ?? '')).map(({ path, key, status }) => `${path} (${key}) was refused with ${status}, and is on record`),
        ...ofSomebody.filter(({ commandId }) => !known.has(commandId)).map(({ journeyId, commandId }) => `${journeyId} has the command ${commandId}, which came under no key`),
        ...keys.filter(({ key }) => !sent.has(key)).map(({ key }) => `the key ${key} is known, and nobody sent it`),
      ],
    };
  },
};

export const answered: Invariant = {
  name: 'answers', promise: 'everybody is told in the end, and never of a fault of ours',
  check({ told }) {
    return {
      looked: told.length,
      violations: told.filter(({ status }) => status === 0 || status >= 500).map(({ path, key, status }) => (status === 0 ? `${path} (${key}) was never answered` : `${path} (${key}) was answered with ${status}`)),
    };
  },
};

export const sameAgain: Invariant = {
  name: 'the same answer again', promise: 'whoever sends a command again under its key is told the same',
  check({ askedAgain }) {
    return { looked: askedAgain.length, violations: askedAgain.filter(({ first, again }) => first !== again).map(({ path, first, again }) => `${path} was answered «${cut(first)}», and again «${cut(again)}»`) };
  },
};

function cut(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
