/** The linter reads types: a promise that nobody waits for is found, and what the compiler refuses. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../project-root.ts';

const root = projectRoot(import.meta.url);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-lint-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions: { types: [] }, include: ['*.ts'], exclude: [] }));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The rules that a source breaks under the project's own configuration. */
async function rulesBrokenBy(source: string): Promise<string[]> {
  await writeFile(join(folder, 'planted.ts'), source);
  const run = promisify(execFile)(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '-c', join(root, '.oxlintrc.json'), '-f', 'json', 'planted.ts'], { cwd: folder });
  const { stdout } = await run.catch((thrown: unknown) => thrown as { stdout: string });
  return (JSON.parse(stdout) as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);
}

const work = 'async function work(): Promise<number> { return await Promise.resolve(1); }\n';

describe('The linter with types', () => {
  it.each([
    ['typescript(no-floating-promises)', `${work}export function start(): void { work(); }`],
    ['typescript(no-misused-promises)', `${work}export function start(list: number[]): number[] { return list.filter(async () => await work() > 0); }`],
    ['typescript(no-unsafe-return)', 'export function read(text: string): string { return JSON.parse(text); }'],
    ['typescript(only-throw-error)', "export function refuse(): never { throw 'no'; }"],
    ['typescript(switch-exhaustiveness-check)', "export function label(phase: 'open' | 'closed'): string { switch (phase) { case 'open': return 'o'; } return ''; }"],
    ['typescript(TS2322)', "export const count: number = 'one';"],
    ['typescript(TS2532)', 'export function first(list: string[]): number { return list[0].length; }'],
    ['typescript(TS2375)', 'export const options: { port?: number } = { port: undefined };'],
    ['typescript(TS2304)', 'export const first: Missing = 1;'],
    ['typescript(no-explicit-any)', 'export function read(value: any): void { void value; }'],
  ])('%s is found where it is broken', async (rule, source) => {
    expect(await rulesBrokenBy(source)).toContain(rule);
  });

  it('finds nothing where nothing is broken', async () => {
    expect(await rulesBrokenBy(`${work}export async function start(): Promise<number> { return await work(); }`)).toEqual([]);
  });
});
