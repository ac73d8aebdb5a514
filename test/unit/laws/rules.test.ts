/** The script that lists rules without code or without a test finds each that is planted. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../project-root.ts';

const held = '/** Header. */\nexport const limit = 2; // X-01: here\n'.replace('X', 'D');
const proven = `it('holds (${'D'}-01)', () => {});\n`;
let root = '';

beforeAll(async () => { root = await mkdtemp(join(tmpdir(), 'jalon-rules-')); });
afterAll(async () => { await rm(root, { recursive: true, force: true }); });

/** What the script says of a project with one rule. */
async function saidOf(code: string, test: string, rules = '### D-01 Launch\n'): Promise<string[]> {
  const files = { 'docs/rules.md': rules, 'domain/rule.ts': code, 'test/rule.test.ts': test, ...Object.fromEntries(['workflows', 'activities', 'ports', 'api', 'relay', 'db'].map((folder) => [`${folder}/empty.ts`, ''])) };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  const run = promisify(execFile)(process.execPath, [join(projectRoot(import.meta.url), 'ops', 'rules.mjs'), root]);
  const { stdout, stderr } = await run.catch((thrown: unknown) => thrown as { stdout: string; stderr: string });
  return [...stdout.split('\n'), ...stderr.split('\n')].filter((line) => line !== '');
}

describe('The list of rules without code or test', () => {
  it('is empty when each rule has both', async () => { expect(await saidOf(held, proven)).toEqual(['1 rules, each cited by code that holds it and by the title of a test']); });

  it.each([
    ['code', ['', proven], 'no code cites it where it holds it'],
    ['code but in the header of a file', ['/** D-01. */\nexport const limit = 2;\n', proven], 'no code cites it where it holds it'],
    ['a test', [held, ''], 'no test cites it in its title'],
    ['a test but beside the titles', [held, '// D-01\nexpect(1).toBe(1); // D-01\n'], 'no test cites it in its title'],
    ['a test but as the end of a range', [held, "it('holds (D-01 to D-07)', () => {});\n"], 'no test cites it in its title'],
  ] as const)('names one without %s', async (_, [code, test], missing) => { expect(await saidOf(code, test)).toEqual([`D-01: ${missing}`]); });

  it('is no success where no rule is found', async () => { expect(await saidOf(held, proven, '# Rules\n')).toEqual(['docs/rules.md names no rule']); });
});
