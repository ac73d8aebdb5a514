/** Our own processes for a test that kills them: each is started again at once, however often it dies. */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
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
  /** Of the process that runs now; undefined between two. */
  pid(): number | undefined;
  /** SIGKILL, to the process that runs now; resolves when it is dead. */
  kill(): Promise<void>;
  /** Ends in order what runs now, and is started again; resolves when it has ended. */
  restart(): Promise<void>;
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

  function theOneThatRuns(): Child {
    if (!current) throw new Error(`${name} does not run`);
    return current;
  }

  async function kill(): Promise<void> {
    const { pid, exited } = theOneThatRuns();
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
    pid: () => current?.pid,
    async restart() {
      const { pid, mark, exited } = theOneThatRuns();
      isKilled = true;
      if (mark !== undefined) await endProcess(pid, mark, stopSignal, graceMs);
      await exited;
    },
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

/** Sends a signal to a process and to all that it has started: PostgreSQL's sessions leave its process group. */
export function signalTree(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const each of [pid, ...descendantsOf(pid)]) {
    try {
      process.kill(each, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** Of the main thread, which is the one that forks in all that we run; where there is no /proc, none are seen. */
function descendantsOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter((word) => word !== '').map(Number);
    return children.flatMap((child) => [child, ...descendantsOf(child)]);
  } catch {
    return [];
  }
}
