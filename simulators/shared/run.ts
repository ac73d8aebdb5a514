/** The life of a simulator process: listen, say so, stop at SIGINT or SIGTERM. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { CallbackTarget } from './callbacks.ts';
import type { Simulator, SimulatorSettings } from './simulator.ts';

/** What every simulator is created with, from the settings of its process: its journal is `<name>.jsonl`. */
export function commonParts(name: string, settings: { readonly JALON_SIM_DATA: string; readonly JALON_SIM_TOKEN: string }, log: Logger): SimulatorSettings {
  return { file: join(settings.JALON_SIM_DATA, `${name}.jsonl`), token: settings.JALON_SIM_TOKEN, log, now: Date.now, random: Math.random };
}

/** Where a simulator calls back, from the settings of its process. */
export function callbackTargetOf(settings: { readonly JALON_SIM_CALLBACK_URL: string; readonly JALON_SIM_CALLBACK_SECRET: string }): CallbackTarget {
  return { url: settings.JALON_SIM_CALLBACK_URL, secret: settings.JALON_SIM_CALLBACK_SECRET };
}

export async function runSimulator(simulator: Simulator, port: number, log: Logger): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      simulator.close().then(() => process.exit(0), (error: unknown) => {
        log.fatal({ err: error }, 'not stopped cleanly');
        process.exit(1);
      });
    });
  }
  try {
    await simulator.listen(port);
  } catch (error) {
    log.fatal({ err: error, port }, 'the simulator cannot start');
    process.exit(1);
  }
}
