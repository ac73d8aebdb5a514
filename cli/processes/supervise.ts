/** Keeps one child running: waits until it is ready, starts it again when it dies, ends it in order. */
import { Failure, sentenceOf } from '../failure.ts';
import { endProcess, startChild, type Child, type Exit, type Program } from './child.ts';
import { openLog } from './log-file.ts';
import { compactLine } from './log-line.ts';
import { forget, remember } from './pid-files.ts';
import { demandFree, type PortUse } from './ports.ts';
import { pause, until } from './wait.ts';

/** A child as the supervisor needs to know it. */
export interface Service {
  readonly name: string;
  readonly program: Program;
  /** Checked before the first start, so that a busy port is a sentence and not a crash. */
  readonly ports: readonly PortUse[];
  /** Puts right what a killed predecessor left; runs before every start. */
  readonly before?: () => Promise<void>;
  readonly ready: () => Promise<boolean>;
  readonly readyWithinMs: number;
  readonly stopSignal: NodeJS.Signals;
  readonly graceMs: number;
  /** Its lines go to its log file only; the last of them are shown when it dies. */
  readonly quiet?: boolean;
}

export interface SupervisorContext {
  /** Folder of pid files. */
  readonly pids: string;
  /** Folder of log files. */
  readonly logs: string;
  /** A sentence to the person who watches. */
  readonly say: (sentence: string) => void;
  /** A line a child wrote. */
  readonly line: (name: string, line: string) => void;
  /** Aborted: whatever is being started is given up. */
  readonly signal?: AbortSignal;
}

export interface Supervised {
  readonly name: string;
  /** Of the child that runs now; undefined between two. */
  pid(): number | undefined;
  /** How often it was started again since it was first ready. */
  restarts(): number;
  stop(): Promise<void>;
}

const quickDeathMs = 10_000;
const quickDeathsBeforeSlow = 5;
const slowPaceMs = 30_000;
const lastWordsKept = 12;

/**
 * Starts a service and resolves once it is ready; from then on it is started again whenever it dies.
 * @throws {Failure} when a port is busy, it died five times before it was ever ready, or was not ready in time.
 */
export async function supervise(service: Service, context: SupervisorContext): Promise<Supervised> {
  for (const port of service.ports) await demandFree(port, service.name);
  const stopping = new AbortController();
  const log = await openLog(context.logs, service.name);
  const lastWords: string[] = [];
  let child: Child | undefined;
  let restarts = 0;
  let wasReady = false;

  const hear = (line: string): void => {
    log.write(line);
    lastWords.push(line);
    if (lastWords.length > lastWordsKept) lastWords.shift();
    if (service.quiet !== true) context.line(service.name, line);
  };

  async function startOnce(): Promise<Child> {
    await service.before?.();
    if (stopping.signal.aborted) throw new Failure(`${service.name} was stopped before it was started.`);
    lastWords.length = 0;
    const started = await startChild(service.program, hear).catch((thrown: unknown) => {
      throw new Failure(`${service.name} cannot be started: ${sentenceOf(thrown)}`);
    });
    child = started;
    if (started.mark !== undefined) {
      const { name, stopSignal: signal, graceMs } = service;
      await remember(context.pids, { name, pid: started.pid, mark: started.mark, signal, graceMs });
    }
    if (stopping.signal.aborted) await end();
    return started;
  }

  async function end(): Promise<void> {
    if (child?.mark !== undefined) await endProcess(child.pid, child.mark, service.stopSignal, service.graceMs);
  }

  /** Runs the child until it dies or is stopped; says through `onReady` when it is ready. */
  async function live(onReady: () => void, onLate: (failure: Failure) => void): Promise<Exit> {
    const startedAt = Date.now();
    const running = await startOnce();
    const dead = new AbortController();
    void running.exited.then(() => dead.abort());
    const isReady = await until(service.ready, service.readyWithinMs, 50, dead.signal);
    if (isReady && !dead.signal.aborted) {
      context.say(`${service.name} is ready on ${service.ports.map((port) => `127.0.0.1:${port.number}`).join(', ')} (${((Date.now() - startedAt) / 1000).toFixed(1)} s).`);
      onReady();
    }
    if (!isReady && !dead.signal.aborted) onLate(new Failure(`${service.name} was started but not ready within ${service.readyWithinMs / 1000} seconds. ${whereToLook(log.path, lastWords)}`));
    const exit = await running.exited;
    child = undefined;
    await forget(context.pids, service.name);
    return exit;
  }

  async function keepAlive(onReady: () => void, onFailed: (failure: Failure) => void): Promise<void> {
    let quickDeaths = 0;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      const how = await live(() => { wasReady = true; onReady(); }, onFailed).then(describe, sentenceOf);
      if (stopping.signal.aborted) return;
      quickDeaths = Date.now() - startedAt < quickDeathMs ? quickDeaths + 1 : 0;
      const slow = quickDeaths >= quickDeathsBeforeSlow;
      if (slow && !wasReady) return onFailed(new Failure(`${service.name} ended ${quickDeaths} times before it was ready (${how}). ${whereToLook(log.path, lastWords)}`));
      const delayMs = slow ? slowPaceMs : Math.min(250 * 2 ** quickDeaths, 5_000);
      context.say(slow
        ? `${service.name} died at once ${quickDeaths} times in a row (${how}); it is tried again every ${slowPaceMs / 1000} seconds. ${whereToLook(log.path, lastWords)}`
        : `${service.name} ended (${how}); it is started again in ${delayMs / 1000} s.`);
      await pause(delayMs, stopping.signal);
      if (wasReady) restarts += 1;
    }
  }

  let ended: Promise<void> = Promise.resolve();
  async function stop(): Promise<void> {
    stopping.abort();
    await end();
    await ended;
    await forget(context.pids, service.name);
    await log.close();
  }

  try {
    await new Promise<void>((resolve, reject) => {
      ended = keepAlive(resolve, reject);
      const giveUp = (): void => reject(new Failure(`${service.name} was stopped while it was starting.`));
      if (context.signal?.aborted === true) giveUp();
      context.signal?.addEventListener('abort', giveUp, { once: true });
    });
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { name: service.name, pid: () => child?.pid, restarts: () => restarts, stop };
}

function describe(exit: Exit): string {
  return exit.signal === null ? `exit code ${exit.code}` : `killed by ${exit.signal}`;
}

function whereToLook(logFile: string, lastWords: readonly string[]): string {
  return `Its last lines (all of them: ${logFile}):\n${lastWords.map((line) => `    ${compactLine(line)}`).join('\n')}`;
}
