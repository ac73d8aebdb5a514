/** Builds `dist/` once before the tests that run the real processes. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../project-root.ts';

export default async function setup(): Promise<void> {
  // The runner says `test` here: with that the console would be React's development build, slower, heavier, and with other races than the one that people are given.
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)(join(projectRoot(), 'jalon'), ['--help'], { env });
}
