/** One child process in a process group of its own, with its output as lines and an orderly end. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startMark } from './identity.ts';
import { until } from './wait.ts';

/** How to run a program. The environment is the child's whole environment: it gets only what it needs. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  /** See `startMark`; undefined when it died before it could be asked. */
  readonly mark: string | undefined;
  readonly exited: Promise<Exit>;
}

/**
 * Starts a program in its own process group, so that a Ctrl-C in the terminal reaches only the supervisor.
 * @throws {Error} when the program cannot be started at all.
 */
export async function startChild(program: Program, onLine: (line: string) => void): Promise<Child> {
  const { uid, gid } = program;
  const child = spawn(program.command, program.args, {
    cwd: program.cwd, env: program.env, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }),
  });
  const exited = new Promise<Exit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  await new Promise<void>((resolve, reject) => { child.once('spawn', resolve); child.once('error', reject); });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
  const pid = child.pid as number;
  return { pid, mark: startMark(pid), exited };
}

/**
 * Ends a process: the polite signal to it, after `graceMs` SIGKILL to its whole group.
 * @param mark only the process with this `startMark` is touched.
 */
export async function endProcess(pid: number, mark: string, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const gone = (): boolean => startMark(pid) !== mark;
  if (gone()) return;
  send(pid, signal);
  if (!(await until(gone, graceMs, 25))) {
    send(-pid, 'SIGKILL');
    await until(gone, 5_000, 25);
    return;
  }
  send(-pid, 'SIGKILL'); // Whatever it started and left behind in its group.
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}
