/** The record is what the journeys decided: in the histories, in the database, in its timelines, its outbox and its read models; and it can be made anew from the events alone. */
import { repeated, type Invariant, type JourneyBooks, type Numbered } from './invariant.ts';

export const histories: Invariant = {
  name: 'histories', promise: 'each event that a journey decided is on record once, in order, as it was decided',
  check({ journeys }) {
    return { looked: journeys.reduce((sum, { recorded }) => sum + recorded.length, 0), violations: journeys.flatMap(differences) };
  },
};

function differences({ id, given, recorded, timeline, outbox, isFolded }: JourneyBooks): string[] {
  const numbers = recorded.map(({ number }) => number);
  const wanted = numbers.map((_, index) => index + 1);
  return [
    ...(same(numbers, wanted) ? [] : [`${id}: its numbers are ${numbers.join(', ')}`]),
    ...unlike(given, recorded).map((number) => `${id}: its event ${number} is another one in the engine’s history`),
    ...(same(timeline, wanted) ? [] : [`${id}: its timeline has ${timeline.length} of ${wanted.length} events, or not in order`]),
    ...(same(outbox, wanted) ? [] : [`${id}: its outbox has ${outbox.length} of ${wanted.length} events, or not in order`]),
    ...(isFolded ? [] : [`${id}: its row is not what its events say`]),
  ];
}

function unlike(given: readonly Numbered[], recorded: readonly Numbered[]): number[] {
  const lines = new Map(recorded.map(({ number, line }) => [number, line]));
  const known = new Set(given.map(({ number }) => number));
  return [
    ...given.filter(({ number, line }) => lines.get(number) !== line).map(({ number }) => number),
    ...repeated(given.map(({ number }) => number)), ...recorded.filter(({ number }) => !known.has(number)).map(({ number }) => number),
  ];
}

function same(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

export const positions: Invariant = {
  name: 'outbox', promise: 'each event has its position for those who follow, without a gap',
  check({ positions: found }) {
    return { looked: found.length, violations: found.flatMap((position, index) => (position === index + 1 ? [] : [`the event at place ${index + 1} has the position ${position}`])).slice(0, 20) };
  },
};

export const rebuilds: Invariant = { name: 'rebuild', promise: 'the read models are what a rebuild from the events makes', check: ({ rebuilt }) => rebuilt };

export const checks: Invariant = { name: 'check', promise: '`./jalon check` finds no journey that differs from its events or its workflow', check: ({ checked }) => checked };
