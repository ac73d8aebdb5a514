/** Builds `dist/` once before the tests that run the real processes. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../project-root.ts';

export default async function setup(): Promise<void> {
  await promisify(execFile)(join(projectRoot(), 'jalon'), ['--help']);
}
