import { describe, expect, it } from 'vitest';
import { faultKinds, misdeeds, planOf, sentenceOf } from '../../../bench/chaos/plan.ts';

const short = { seed: 7, durationMs: 90_000, everyMs: 5_000, kinds: faultKinds };
const long = { ...short, durationMs: 7_200_000, everyMs: 8_000 };

describe('the plan of faults', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(planOf(long)).toEqual(planOf(long));
    expect(planOf({ ...long, seed: 8 })).not.toEqual(planOf(long));
  });

  it('strikes in order, within its time, about as often as it is asked to', () => {
    const plan = planOf(long);
    const instants = plan.map(({ atMs }) => atMs);
    expect(instants).toEqual(instants.toSorted((one, other) => one - other));
    expect(plan.length).toBeGreaterThan(0.9 * (long.durationMs / long.everyMs));
    expect(Math.max(...instants)).toBeLessThan(long.durationMs);
  });

  it('has every kind even when it is short, and when it is long each target of each', () => {
    expect(new Set(planOf({ ...short, everyMs: 4_000 }).map(({ kind }) => kind))).toEqual(new Set(faultKinds));
    const told = new Set(planOf(long).map((strike) => sentenceOf({ ...strike, forMs: 0 })));
    const simulators = Object.values(misdeeds).reduce((sum, { of }) => sum + of.length, 0);
    expect(told.size).toBe(3 * 13 + 3 + simulators + 1 + 6);
  });

  it('leaves a process alone that another fault still has', () => {
    const busyUntilMs = new Map<string, number>();
    const early = planOf({ ...long, everyMs: 1_000 }).filter(({ target, atMs, forMs }) => {
      const isEarly = atMs <= (busyUntilMs.get(target) ?? -1);
      busyUntilMs.set(target, atMs + forMs);
      return isEarly;
    });
    expect(early).toEqual([]);
  });

  it('leaves out what it is not asked for', () => {
    expect(new Set(planOf({ ...short, kinds: ['kill', 'freeze'] }).map(({ kind }) => kind))).toEqual(new Set(['kill', 'freeze']));
  });
});
