/** What `./jalon test` counts and says, over real programs that pass, fail, die or never start. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check } from '../../../cli/test/check.ts';
import { runStages, type Stage } from '../../../cli/test/run.ts';
import { eventually } from '../../support/eventually.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'jalon-checks-')); });
afterAll(async () => { await rm(folder, { recursive: true }); });

const node = (name: string, code: string): Check => ({ name, command: process.execPath, args: ['-e', code] });
/** A test runner that writes its report and ends. */
function runner(name: string, report: object, exitCode: number): Check {
  const file = join(folder, `${name}.json`);
  return { ...node(name, `fs.writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(JSON.stringify(report))}); process.exit(${exitCode})`), report: file };
}

async function run(stages: readonly Stage[], signal = new AbortController().signal): Promise<{ failed: number; said: string[]; last: string | undefined }> {
  const said: string[] = [];
  const output = { say: (text: string) => said.push(text), line: (name: string, line: string) => said.push(`${name}| ${line}`), plain: (text: string) => said.push(text) };
  const failed = await runStages(stages, { cwd: folder, env: process.env, signal }, output);
  return { failed, said, last: said.at(-1) };
}

function isAlive(pid: number): boolean {
  // A zombie waits only for its parent to take note.
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

const stage = (...checks: Check[]): Stage => ({ checks, isLive: false });

describe('A run of checks', () => {
  it('adds up tools and tests', async () => {
    const { failed, last } = await run([stage(node('lint', ''), node('types', '')), stage(runner('unit', { numPassedTests: 40, numFailedTests: 0, numPendingTests: 1 }, 0))]);
    expect([failed, last]).toEqual([0, '42 passed, 0 failed']);
  });

  it('goes on after a failure, and shows what the failed one said', async () => {
    const { failed, last, said } = await run([stage(node('lint', "console.error('wrong here'); process.exit(1)"), node('types', "console.log('quiet')")), stage(runner('unit', { numPassedTests: 3, numFailedTests: 2 }, 1))]);
    expect([failed, last]).toEqual([3, '4 passed, 3 failed']);
    expect(said).toContain('lint| wrong here');
    expect(said).not.toContain('types| quiet');
  });

  it('ends with which tests failed and why', async () => {
    const assertionResults = [{ status: 'passed', fullName: 'adds', failureMessages: [] }, { status: 'failed', fullName: 'A sum is right', failureMessages: ['AssertionError: expected 1\n  to be 2'] }];
    const { said } = await run([stage(runner('unit', { numPassedTests: 1, numFailedTests: 1, testResults: [{ message: '', assertionResults }] }, 1))]);
    expect(said.slice(-2)).toEqual(['  A sum is right: AssertionError: expected 1 to be 2', '1 passed, 1 failed']);
  });

  it.each<[string, () => Check]>([
    ['fails outside of any test', () => runner('loading', { numPassedTests: 5, numFailedTests: 0 }, 1)],
    ['dies without a report', () => ({ ...node('dead', 'process.kill(process.pid, "SIGKILL")'), report: join(folder, 'none.json') })],
    ['cannot be started', () => ({ name: 'missing', command: join(folder, 'no-such-program'), args: [] })],
  ])('counts a failure for a runner that %s', async (_what, check) => {
    expect((await run([stage(check())])).failed).toBe(1);
  });

  it('in which no test ran has not passed', async () => {
    expect(await run([stage(runner('none', { numPassedTests: 0, numFailedTests: 0 }, 0))])).toMatchObject({ failed: 1, last: '0 passed, 1 failed' });
  });

  it('leaves none of the processes that a check started', async () => {
    const orphan = "const c = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }); console.log(c.pid); process.exit(1)";
    const { said } = await run([stage(node('messy', orphan))]);
    const pid = Number(said.find((line) => line.startsWith('messy| '))?.slice('messy| '.length));
    expect(pid).toBeGreaterThan(1);
    await eventually(async () => { expect(isAlive(pid)).toBe(false); });
  });

  it('that is interrupted starts nothing more and has not passed', async () => {
    const stopping = new AbortController();
    const waiting = run([stage(node('slow', 'setTimeout(() => {}, 60_000)')), stage(node('next', ''))], stopping.signal);
    stopping.abort();
    expect(await waiting).toMatchObject({ failed: 2, last: '0 passed, 2 failed' });
  });
});
