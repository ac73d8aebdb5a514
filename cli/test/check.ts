/** One check of `./jalon test`: a program run to its end, and what it counts for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

export interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where vitest writes its JSON report; without one the check counts as one, by its exit code. */
  readonly report?: string;
}

export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** A line for each test that failed, with the beginning of why. */
  readonly failures: readonly string[];
  readonly durationMs: number;
}

export interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted: the program is told to stop. */
  readonly signal: AbortSignal;
}

/** Runs a check; `onLine` gets what it says. Never throws: a program that cannot be started has failed. */
export async function runCheck({ name, command, args, report }: Check, { cwd, env, signal }: Place, onLine: (line: string) => void): Promise<Outcome> {
  const startedAt = performance.now();
  // A process group of its own: an interrupted test runner leaves its workers behind, and they go with the group.
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = (): void => { child.kill('SIGINT'); };
  signal.addEventListener('abort', stop);
  child.once('exit', () => { endGroup(child.pid); });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
  const exitCode = await once(child, 'close').then(([code]) => code as number | null, (error: unknown) => {
    onLine(String(error));
    return null;
  });
  signal.removeEventListener('abort', stop);
  const counts = report === undefined ? nothing : await readReport(report);
  return { name, ...judge(exitCode, counts, report !== undefined), durationMs: performance.now() - startedAt };
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

type Counts = Omit<Outcome, 'name' | 'durationMs'>;

const nothing: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** The exit code has the last word: a file that could not be loaded, an error outside of tests, no test at all. */
function judge(exitCode: number | null, counts: Counts, isTests: boolean): Counts {
  if (exitCode !== 0) return { ...counts, failed: Math.max(1, counts.failed) };
  return isTests ? counts : { ...counts, passed: 1 };
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly message: string; readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] | null }[] }[];
}

/** A runner that died wrote no report: nothing is counted, its exit code says the rest. */
async function readReport(file: string): Promise<Counts> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, testResults = [] } = JSON.parse(text) as Partial<Report>;
  const failures = testResults.flatMap(({ message, assertionResults }) => [
    ...(message === '' ? [] : [message]), ...assertionResults.filter(({ status }) => status === 'failed').map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages?.[0] ?? ''}`),
  ]);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests, failures: failures.map((failure) => failure.replaceAll(/\s+/g, ' ').slice(0, failureMax)) };
}

const failureMax = 400;
