/** Schemathesis in a Python environment of its own, kept in the cache: made once, from packages that are locked by their digests. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../cli/embedded/engine.ts';
import { environmentWith } from '../../config.ts';
import { projectRoot } from '../../project-root.ts';

export interface FuzzRun {
  readonly baseUrl: string;
  /** The file of `accessOf`. */
  readonly access: string;
  /** Where reports go. */
  readonly folder: string;
  readonly examples: string;
  readonly phases: string;
  readonly only?: string;
  readonly seed?: string;
}

const run = promisify(execFile);

/** @returns what runs it, and says whether nothing was found. */
export async function makeSchemathesis(say: (sentence: string) => void): Promise<(given: FuzzRun) => Promise<boolean>> {
  const here = join(projectRoot(import.meta.url), 'bench', 'fuzz');
  const requirements = join(here, 'requirements.txt');
  const digest = createHash('sha256').update(await readFile(requirements)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `schemathesis-${digest}`);
  const program = join(folder, 'bin', 'schemathesis');
  if (!existsSync(program)) {
    say('Installing schemathesis once (Python 3.11 or newer) …');
    try {
      await run('python3', ['-m', 'venv', folder]);
      await run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--require-hashes', '--no-deps', '--only-binary', ':all:', '--requirement', requirements]);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }
  return async ({ baseUrl, access, folder: reports, examples, phases, only, seed }) => {
    const child = spawn(program, [
      '--config-file', join(here, 'schemathesis.toml'), 'run', `${baseUrl}/openapi.json`, '--url', baseUrl, '--max-examples', examples, '--phases', phases, '--no-color',
      '--report', 'junit,ndjson', '--report-dir', reports, ...(only === undefined ? [] : ['--include-operation-id-regex', only]), ...(seed === undefined ? [] : ['--seed', seed]),
    ], { cwd: reports, stdio: 'inherit', env: environmentWith({ PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: '1', SCHEMATHESIS_HOOKS: 'hooks', JALON_FUZZ_ACCESS: access, JALON_FUZZ_URL: baseUrl }) });
    const [code] = await once(child, 'exit') as [number | null];
    return code === 0;
  };
}
