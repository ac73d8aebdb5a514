/** The rounds of the relay's tasks: at once again while there is work, later when there is none, later still when something is away; each of them measured. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Gauge, Histogram, type Registry } from 'prom-client';

const idleMs = 100;
const troubledMs = 1_000;
/** From a question that finds nothing to a sweep through much. */
const bucketsSeconds = [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60];

export interface Rounds {
  /** Works until told to stop. */
  forever(task: string, work: () => Promise<number>, restMs?: number): Promise<void>;
}

export function createRounds({ signal, logger, registry }: { readonly signal: AbortSignal; readonly logger: Logger; readonly registry: Registry }): Rounds {
  const durations = new Histogram({
    name: 'jalon_relay_round_duration_seconds', help: 'How long one round of a task of the relay took.', labelNames: ['task'] as const, buckets: bucketsSeconds, registers: [registry],
  });
  const trouble = new Gauge({ name: 'jalon_relay_task_troubled', help: '1 while a task of the relay does not work and is tried again each second.', labelNames: ['task'] as const, registers: [registry] });
  const rest = async (ms: number): Promise<void> => { await sleep(ms, undefined, { signal }).catch(() => undefined); };

  return {
    async forever(task, work, restMs = idleMs) {
      let isTroubled = false;
      trouble.set({ task }, 0);
      while (!signal.aborted) {
        const ended = durations.startTimer({ task });
        try {
          const done = await work();
          ended();
          if (isTroubled) logger.info({ task }, 'works again');
          isTroubled = false;
          trouble.set({ task }, 0);
          if (done === 0) await rest(restMs);
        } catch (error) {
          ended();
          if (!isTroubled) logger.error({ task, reason: (error as Error).message }, 'does not work; trying again every second');
          isTroubled = true;
          trouble.set({ task }, 1);
          await rest(troubledMs);
        }
      }
    },
  };
}
