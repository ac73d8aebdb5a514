/** What the readings of an observed link say of it (D-15). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualifyLink, readingsEverySeconds, type LinkReading } from '../../../domain/deployment/link.ts';
import { policy } from './given.ts';

const acceptance = policy.acceptance;
const good = { latencyMs: 10, lossPercent: 0, throughputPercent: 95 };
/** `u` up and `d` down, an hour apart. */
const readings = (states: string, quality: Partial<typeof good> = {}): LinkReading[] =>
  Array.from(states, (state, index) => ({ at: new Date(index * 3_600_000).toISOString(), state: state === 'u' ? 'up' : 'down', ...good, ...quality }));

describe('a link (D-15)', () => {
  it.each<readonly [string, LinkReading[], ReturnType<typeof qualifyLink>['qualification'], number]>([
    ['that stayed up is up', readings('uuuu'), 'up', 0],
    ['read once, up, is not accepted: it is read several times', readings('u'), 'too-few-readings', 0],
    ['read twice, up, is not accepted either', readings('uu'), 'too-few-readings', 0],
    ['read once, down, is down', readings('d'), 'down', 0],
    ['that nobody has read is down', [], 'down', 0],
    ['that was never up is down', readings('ddd'), 'down', 0],
    ['down at the last reading is down', readings('uuud'), 'down', 1],
    ['down at the last reading is down, however often it changed', readings('ududud'), 'down', 5],
    ['that came up and stayed is up', readings('duuu'), 'up', 1],
    ['that changed three times, no more than allowed, is up', readings('dudu'), 'up', 3],
    ['that changed four times is flapping', readings('ududu'), 'flapping', 4],
    ['that flaps is flapping, however bad it is', readings('ududu', { latencyMs: 900 }), 'flapping', 4],
    ['exactly at its limits is up', readings('uuu', { latencyMs: 40, lossPercent: 1, throughputPercent: 70 }), 'up', 0],
    ['a millisecond too slow is degraded', readings('uuu', { latencyMs: 41 }), 'degraded', 0],
    ['that loses a little too much is degraded', readings('uuu', { lossPercent: 1.01 }), 'degraded', 0],
    ['that carries a little too little is degraded', readings('uuu', { throughputPercent: 69.9 }), 'degraded', 0],
    ['with one bad reading is degraded', [...readings('uuu'), ...readings('u', { latencyMs: 80 })], 'degraded', 0],
    ['is not blamed for what was measured while it was down', [...readings('d', { latencyMs: 5_000, lossPercent: 100, throughputPercent: 0 }), ...readings('uu')], 'up', 1],
  ])('%s', (_, seen, qualification, changes) => {
    expect(qualifyLink(seen, 'ftth', acceptance)).toMatchObject({ qualification, changes, readings: seen.length });
  });

  it('is read several times in a window that is shorter than the policy’s interval, and every second at most', () => {
    const every = (observationMs: number, readEverySeconds: number) => readingsEverySeconds({ observationMs, readEverySeconds });
    expect([every(86_400_000, 3_600), every(3_600_000, 86_400), every(5_000, 1), every(1_000, 60), every(86_400_000, 1)]).toEqual([3_600, 1_800, 1, 1, 216]);
    // A window of a second holds two readings: more cannot be asked.
    const short = { ...acceptance, observationMs: 1_000, readEverySeconds: 1 };
    expect([qualifyLink(readings('u'), 'ftth', short).qualification, qualifyLink(readings('uu'), 'ftth', short).qualification]).toEqual(['too-few-readings', 'up']);
  });

  it('is held against the limits of its own access', () => {
    const limits = { ...acceptance.limits, ftto: { latencyMsAtMost: 5, lossPercentAtMost: 0.1, throughputPercentAtLeast: 95 } };
    expect(qualifyLink(readings('uuu'), 'ftth', { ...acceptance, limits }).qualification).toBe('up');
    expect(qualifyLink(readings('uuu'), 'ftto', { ...acceptance, limits }).qualification).toBe('degraded');
  });

  it('is told with its worst readings, of each measure', () => {
    const seen = [...readings('u', { latencyMs: 30 }), ...readings('u', { lossPercent: 0.5 }), ...readings('u', { throughputPercent: 80 })];
    expect(qualifyLink(seen, 'ftth', acceptance).worst).toEqual({ latencyMs: 30, lossPercent: 0.5, throughputPercent: 80 });
    expect(qualifyLink(readings('dd'), 'ftth', acceptance).worst).toBeNull();
  });

  it('is never up when its last reading is down, or when it changed more than is allowed', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('u', 'd'), { maxLength: 30 }).map((states) => states.join('')), (states) => {
      const { qualification, changes } = qualifyLink(readings(states), 'ftth', acceptance);
      expect(changes).toBe(states.match(/(?<=u)d|(?<=d)u/g)?.length ?? 0);
      expect(qualification).toBe(states.endsWith('u') ? (states.length < 3 ? 'too-few-readings' : changes > 3 ? 'flapping' : 'up') : 'down');
    }));
  });
});
