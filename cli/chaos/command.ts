/** The command `chaos`: nothing of ours may import what it is made of (bench/), so it is a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWith } from '../../config.ts';
import { projectRoot } from '../../project-root.ts';
import { exitCodes, Failure } from '../failure.ts';

/**
 * @returns its exit code.
 * @throws {Failure} where there are programs only, as in a container.
 */
export async function runChaos(options: readonly string[]): Promise<number> {
  const runner = join(projectRoot(), 'bench', 'run.mjs');
  if (!existsSync(runner)) throw new Failure('A chaos run needs the whole project, not its programs alone: run it from a clone.', exitCodes.environment);
  const child = spawn(process.execPath, [runner, 'chaos', ...options], { stdio: 'inherit', env: environmentWith({}) });
  const passOn = (signal: NodeJS.Signals): void => { child.kill(signal); };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, passOn);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('exit', (code) => resolve(code ?? exitCodes.failed));
      child.once('error', reject);
    });
  } finally {
    for (const signal of signals) process.off(signal, passOn);
  }
}
