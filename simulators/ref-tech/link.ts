/** What the simulated platform measures of a line: activation tests (D-14) and readings of the link (D-15). The same question has the same answer. */
import type { LinkReading, TestResult } from '../../ports/ref-tech.ts';
import { readingsMax } from '../../ports/ref-tech.ts';
import type { Script } from './scripts.ts';

const passed: readonly TestResult[] = [
  { test: 'sync', passed: true, measure: null, unit: null },
  { test: 'ping', passed: true, measure: 9, unit: 'ms' },
  { test: 'throughput-down', passed: true, measure: 940, unit: 'Mbit/s' },
  { test: 'throughput-up', passed: true, measure: 610, unit: 'Mbit/s' },
  { test: 'dns', passed: true, measure: 12, unit: 'ms' },
  { test: 'voice-quality', passed: true, measure: 4.3, unit: 'MOS' },
];

/** A run of the activation tests; where it fails, by its download throughput. */
export function resultsOf(isFailing: boolean): TestResult[] {
  return passed.map((result) => (isFailing && result.test === 'throughput-down' ? { ...result, passed: false, measure: 87 } : result));
}

interface Window {
  from: string;
  to: string;
  everySeconds: number;
}

/** The readings of a window from its first instant on, and how they look where the link is bad. */
export function readingsOf({ from, to, everySeconds }: Window, trouble: Script['link']): LinkReading[] {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const askedMs = everySeconds * 1000;
  const everyMs = askedMs * Math.max(1, Math.ceil((Math.floor((toMs - fromMs) / askedMs) + 1) / readingsMax));
  const count = Math.floor((toMs - fromMs) / everyMs) + 1;
  return Array.from({ length: count }, (_, index) => ({ at: new Date(fromMs + index * everyMs).toISOString(), ...lookOf(trouble, index, count) }));
}

const down = { state: 'down', latencyMs: 0, lossPercent: 100, throughputPercent: 0 } as const;

function lookOf(trouble: Script['link'], index: number, count: number): Omit<LinkReading, 'at'> {
  const fromLast = count - 1 - index;
  // The last third, and always the last one.
  if (trouble === 'down' && fromLast < Math.max(1, Math.floor(count / 3))) return down;
  // It changes with each reading and is up at the end: five readings are needed to tell more than three changes.
  if (trouble === 'flapping' && fromLast % 2 === 1) return down;
  if (trouble === 'degraded') return { state: 'up', latencyMs: 180 + index % 7, lossPercent: 6, throughputPercent: 35 };
  return { state: 'up', latencyMs: 8 + index % 5, lossPercent: 0, throughputPercent: 97 + index % 3 };
}
