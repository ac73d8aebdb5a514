/** What a person sees of the children's log lines. */
import { describe, expect, it } from 'vitest';
import { compactLine, levelOf } from '../../../cli/processes/log-line.ts';

describe('a line of a child', () => {
  it('of pino shows level, message and the rest as key=value, without process noise', () => {
    const line = JSON.stringify({ level: 30, time: 1_780_000_000_000, pid: 1, hostname: 'h', name: 'api', msg: 'launched', deployment: 'AFF-2026-000001', note: 'two words' });
    expect(compactLine(line)).toMatch(/^\d\d:\d\d:\d\d INFO {2}launched deployment=AFF-2026-000001 note="two words"$/);
  });

  it('of the Temporal Server loses its stack', () => {
    const line = JSON.stringify({ level: 'error', ts: '2026-11-22T03:00:00Z', msg: 'failed', stacktrace: 'a\nb', shard: 2 });
    expect(compactLine(line)).toMatch(/ERROR failed shard=2$/);
    expect(levelOf(line)).toBe('ERROR');
  });

  it('that is no JSON, or only looks like it, stays as it is', () => {
    expect(compactLine('{ not json')).toBe('{ not json');
    expect(levelOf('plain')).toBeUndefined();
  });

  it('with an error object shows its message only', () => {
    expect(compactLine(JSON.stringify({ level: 50, msg: 'no', err: { message: 'away', stack: 's' } }))).toMatch(/err="away"$/);
  });

  it('never fills the screen', () => {
    expect(compactLine('x'.repeat(5_000)).length).toBeLessThanOrEqual(401);
  });
});
