/** The life of a simulator process: listen, say so, stop at SIGINT or SIGTERM. */
import type { Logger } from 'pino';
import type { Simulator } from './simulator.ts';

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
