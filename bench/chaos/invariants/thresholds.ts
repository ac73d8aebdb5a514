/** Each threshold of each clock of a ticket once, in order, none left out, late where it was late (T-07). */
import type { ClockBook, Invariant } from './invariant.ts';

/** As the product counts it. */
const onTimeWithinMs = 1_000;

export const thresholds: Invariant = {
  name: 'thresholds', promise: 'each threshold of a ticket is passed once, in order, marked late when it was, and none that was due is left out (T-07)',
  check({ clocks }) {
    return { looked: clocks.reduce((sum, { passed }) => sum + passed.length, 0), violations: clocks.flatMap(faultsOf) };
  },
};

function faultsOf({ ticket, clock, passed, ratios, missing }: ClockBook): string[] {
  const named = `${ticket}, ${clock}`;
  const found = passed.map(({ ratio }) => ratio);
  return [
    ...(found.every((ratio, index) => ratio === ratios[index]) ? [] : [`${named}: passed ${found.join(', ')} instead of ${ratios.slice(0, found.length).join(', ')}`]),
    ...passed.filter(({ isLate, lateMs }) => isLate !== lateMs > onTimeWithinMs).map(({ ratio, isLate, lateMs }) => `${named}: ${ratio} came ${lateMs} ms after its instant and is ${isLate ? '' : 'not '}marked late`),
    ...(missing === null ? [] : [`${named}: ${missing} was due and never passed`]),
  ];
}
