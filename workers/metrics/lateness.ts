/** How late thresholds of clocks come (T-07): from the instant at which one was due to the one at which the journey passed it. */
import { Histogram, type Registry } from 'prom-client';
import type { RecordedEvent } from '../../domain/journey/journey.ts';

/** From a timer's own accuracy, over what a burst of them takes, to an outage. */
const bucketsSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

/** @returns what hears of recorded events */
export function thresholdLateness(registry: Registry): (events: readonly RecordedEvent[]) => void {
  const lateness = new Histogram({
    name: 'jalon_threshold_lateness_seconds', help: 'From when a threshold of a clock was due to when it was passed.', labelNames: ['clock'] as const, buckets: bucketsSeconds, registers: [registry],
  });
  return (events) => {
    for (const { event, atMs } of events) {
      const { clock, dueAtMs } = event as Partial<Record<'clock' | 'dueAtMs', unknown>>;
      if (event.type === 'thresholdPassed' && typeof dueAtMs === 'number') lateness.observe({ clock: String(clock) }, Math.max(atMs - dueAtMs, 0) / 1000);
    }
  };
}
