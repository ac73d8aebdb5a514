/** The command `test`: lint with the laws of the folders, types, and the four tiers of tests, as CI runs them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentWith } from '../../config.ts';
import { projectRoot } from '../../project-root.ts';
import { exitCodes } from '../failure.ts';
import { createOutput } from '../up/output.ts';
import type { Check } from './check.ts';
import { runStages, type Stage } from './run.ts';

const tiers = ['unit', 'integration', 'end-to-end', 'console'] as const;

/**
 * Runs everything, or with filters the tests whose file names contain one of them.
 * @returns the exit code: 1 when anything failed, 130 when interrupted.
 */
export async function runTests(filters: readonly string[]): Promise<number> {
  const root = projectRoot();
  const reports = await mkdtemp(join(tmpdir(), 'jalon-reports-'));
  const stopping = new AbortController();
  const stop = (): void => { stopping.abort(); };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    // As in CI: a snapshot that is missing is not written, a forgotten `.only` is refused.
    const colours: Record<string, string> = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
    const place = { cwd: root, env: environmentWith({ CI: 'true', ...colours }), signal: stopping.signal };
    const failed = await runStages(stagesOf(root, reports, filters), place, createOutput(process.stdout));
    if (stopping.signal.aborted) return exitCodes.interrupted;
    return failed === 0 ? exitCodes.ok : exitCodes.failed;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

function stagesOf(root: string, reports: string, filters: readonly string[]): Stage[] {
  const tool = (name: string, command: string, ...args: string[]): Check => ({ name, command: join(root, 'node_modules', '.bin', command), args });
  const tests = tiers.map((tier): Stage => {
    const report = join(reports, `${tier}.json`);
    const check = tool(tier, 'vitest', 'run', '--project', tier, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`,
      ...(filters.length > 0 ? ['--passWithNoTests', ...filters] : []));
    return { checks: [{ ...check, report }], isLive: true };
  });
  const rules: Check = { name: 'rules', command: process.execPath, args: [join(root, 'ops', 'rules.mjs')] };
  // The tiers one after the other: two cores are busy with one, and its limits of time count on that.
  const tools: Stage = { checks: [tool('lint and types', 'oxlint', '--deny-warnings'), tool('unused', 'knip'), rules], isLive: false };
  return filters.length > 0 ? tests : [tools, ...tests];
}
