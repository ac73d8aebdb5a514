/** Our own processes for a test that kills them: each is started again at once, however often it dies. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, startChild, type Child } from '../../cli/processes/child.ts';
import { forget, remember } from '../../cli/processes/pid-files.ts';
import type { Service } from '../../cli/processes/supervise.ts';
import { until } from '../../cli/processes/wait.ts';

/** Lines of a process that died by itself: enough for a stack. */
const lastWords = 20;

export interface KillableProcess {
  readonly name: string;
  /** Waits until it serves. */
  ready(): Promise<void>;
  /** Its last words each time it ended without being told to. */
  ownDeaths(): readonly string[];
  /** SIGKILL, to the process that runs now; resolves when it is dead. */
  kill(): Promise<void>;
  /** SIGKILL, for good. */
  lose(): Promise<void>;
  /** SIGKILL, until it is released. */
  hold(): Promise<void>;
  release(): void;
  /** For good, in order. */
  stop(): Promise<void>;
}

/**
 * Runs a service of `./jalon up` without its supervisor, whose patience with a process that dies again and again is limited on purpose.
 * @param pids folder where each child is remembered, so that it ends with the test run.
 * @param logs folder of what it writes.
 */
export function runKillable(service: Service, { pids, logs }: { pids: string; logs: string }): KillableProcess {
  const { name, program, stopSignal, graceMs } = service;
  mkdirSync(logs, { recursive: true });
  let stopping = false;
  let current: Child | undefined;
  let isKilled = false;
  let gate = Promise.resolve();
  let release = (): void => undefined;
  const ownDeaths: string[] = [];

  async function keepRunning(): Promise<void> {
    for (;;) {
      await gate;
      if (stopping) break;
      let words: string[] = [];
      isKilled = false;
      current = await startChild(program, (line) => {
        words = [...words.slice(1 - lastWords), line];
        appendFileSync(join(logs, `${name}.log`), `${line}\n`);
      });
      if (current.mark !== undefined) await remember(pids, { name, pid: current.pid, mark: current.mark, signal: stopSignal, graceMs });
      await current.exited;
      current = undefined;
      if (!isKilled && !stopping) ownDeaths.push(words.join('\n'));
    }
    await forget(pids, name);
  }
  const running = keepRunning();

  async function kill(): Promise<void> {
    if (!current) throw new Error(`${name} does not run`);
    const { pid, exited } = current;
    isKilled = true;
    process.kill(pid, 'SIGKILL');
    await exited;
  }

  return {
    name, kill, release: () => { release(); },
    async hold() {
      gate = new Promise((resolve) => { release = resolve; });
      await kill();
    },
    async ready() {
      if (!(await until(service.ready, service.readyWithinMs, 25))) throw new Error(`${name} is not ready; see ${join(logs, name)}.log`);
    },
    ownDeaths: () => ownDeaths,
    async lose() {
      stopping = true;
      await kill();
      await running;
    },
    async stop() {
      stopping = true;
      release();
      if (current?.mark !== undefined) await endProcess(current.pid, current.mark, stopSignal, graceMs);
      await running;
    },
  };
}
