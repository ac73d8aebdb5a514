/** Runs a benchmark whose servers and workers are stopped whatever becomes of it. */

export interface BenchRun {
  readonly usage: string;
  readonly isHelp: boolean;
  /** What is wrong with the options; null when nothing is. */
  readonly fault: string | null;
  /** It is given up after so many milliseconds; absent: never. */
  readonly givenUpAfterMs?: number;
  /** Prints its figures; pushes what closes each thing that it opened. */
  readonly bench: (closers: (() => Promise<void>)[]) => Promise<void>;
}

export const say = (sentence: string): void => { process.stderr.write(`${sentence}\n`); };

/** @returns the exit code. */
export async function runToEnd({ usage, isHelp, fault, givenUpAfterMs, bench }: BenchRun): Promise<number> {
  if (isHelp) {
    process.stdout.write(usage);
    return 0;
  }
  if (fault !== null) {
    say(`${fault}\n${usage}`);
    return 2;
  }
  const closers: (() => Promise<void>)[] = [];
  const stopped = new Promise<never>((_, reject) => {
    if (givenUpAfterMs !== undefined) setTimeout(() => reject(new Error('the benchmark did not end in time: give it less to do')), givenUpAfterMs).unref();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => reject(new Error(`stopped by ${signal}`)));
    // Whatever is thrown past us, servers and workers must still be stopped.
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, (reason) => reject(reason instanceof Error ? reason : new Error(String(reason))));
  });
  try {
    await Promise.race([bench(closers), stopped]);
    return 0;
  } catch (thrown) {
    say(thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown));
    return 1;
  } finally {
    for (const closer of closers.reverse()) await closer().catch((thrown: unknown) => say(String(thrown)));
  }
}
