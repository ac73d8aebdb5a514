/** What the workflow bundle holds: our domain and stories, the engine's own packages, and nothing that costs memory or knows the world. */
import { mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../project-root.ts';

/** What `@temporalio/workflow` itself is made of. Whatever else comes in is paid for by each cached journey. */
const enginePackages = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];

const root = projectRoot(import.meta.url);
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
function nothing(): void { /* The bundler's progress is of no interest here. */ }

/** The modules of the bundle, from its source map: packages by name, our files from the project's folder. */
async function modulesOf(workflowsPath: string, workflowInterceptorModules: string[] = []): Promise<{ ours: string[]; packages: string[] }> {
  const { code } = await bundleWorkflowCode({ workflowsPath, workflowInterceptorModules, logger: silent });
  const map = /sourceMappingURL=data:[^,]*;base64,([\w+/=]+)/.exec(code)?.[1];
  if (map === undefined) throw new Error('The bundle has no source map inside.');
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] };
  const packages = sources.flatMap((source) => {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
    return name === undefined ? [] : [name];
  });
  const ours = sources.filter((source) => source.startsWith(`${root}/`) && !source.includes('node_modules')).map((source) => relative(root, source));
  return { ours, packages: [...new Set(packages)].toSorted() };
}

/** What a module could keep from one journey to the next: it is loaded once for all of them (cli/build.mjs). */
function keptBy(code: string): string[] {
  const { statements } = ts.createSourceFile('module.ts', code, ts.ScriptTarget.ES2022, true);
  return statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => declarationList.declarations
    .filter(({ initializer }) => (declarationList.flags & ts.NodeFlags.Const) === 0 || (initializer !== undefined && canBeFilled(initializer)))
    .map(({ name }) => name.getText()));
}

function canBeFilled(value: ts.Expression): boolean {
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value)) return canBeFilled(value.expression);
  return ts.isNewExpression(value) || (ts.isArrayLiteralExpression(value) && value.elements.length === 0) || (ts.isObjectLiteralExpression(value) && value.properties.length === 0);
}

describe('The workflow bundle', () => {
  let whole: Awaited<ReturnType<typeof modulesOf>>;
  beforeAll(async () => { whole = await modulesOf(join(root, 'workflows', 'index.ts'), [join(root, 'workflows', 'journey', 'tracing.ts')]); }, 30_000);

  it('holds the engine and our own domain and stories, no schema, no calendar, no other package', () => {
    const { ours, packages } = whole;
    expect(packages).toEqual(enginePackages);
    expect(ours).toEqual(expect.arrayContaining(['workflows/index.ts', 'domain/errors/codes.ts']));
    expect(ours.filter((file) => !/^(?:workflows|domain)\//.test(file))).toEqual([]);
    expect(ours.filter((file) => file.endsWith('.schema.ts') || file.startsWith('domain/calendar/'))).toEqual([]);
  });

  it('has no module that keeps anything: journeys share them', async () => {
    const written = whole.ours.filter((file) => file.endsWith('.ts'));
    expect(written).toEqual(expect.arrayContaining(['workflows/journey/recorder.ts', 'workflows/journey/tracing.ts', 'domain/deployment/steps.ts']));
    const kept = await Promise.all(written.map(async (file) => keptBy(await readFile(join(root, file), 'utf8')).map((name) => `${file}: ${name}`)));
    expect(kept.flat()).toEqual([]);
  });

  it.each(['let seen = 0;', 'export let seen: string;', 'const seen = new Map<string, number>();', 'const seen: string[] = [];', 'export const seen = {} as Record<string, number>;'])(
    'would be told by `%s`', (line) => { expect(keptBy(`import { x } from './x.ts';\n${line}\n`)).toEqual(['seen']); });

  describe('with something planted', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await realpath(await mkdtemp(join(tmpdir(), 'jalon-bundle-')));
      await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    });
    afterAll(async () => {
      await rm(folder, { recursive: true, force: true });
    });

    async function plant(...lines: readonly string[]): Promise<string> {
      const file = join(folder, 'planted.ts');
      const used = lines.flatMap((line) => /used\w*/.exec(line) ?? []);
      await writeFile(file, `${lines.join('\n')}\nexport async function planted(): Promise<unknown> { return [${used.join(', ')}]; }\n`);
      return file;
    }

    // Of one bundle: each costs the bundler a second.
    it('shows every package, whether by a schema of ours, by our calendar or by itself', async () => {
      const { ours, packages } = await modulesOf(await plant(
        `import { launchFile as usedSchema } from ${JSON.stringify(join(root, 'domain/deployment/launch.schema.ts'))};`,
        `import { knownTimeZone as usedCalendar } from ${JSON.stringify(join(root, 'domain/calendar/zone.ts'))};`,
        "import usedDayjs from 'dayjs';",
      ));
      expect(ours).toEqual(expect.arrayContaining(['domain/deployment/launch.schema.ts', 'domain/calendar/zone.ts']));
      expect(packages).toEqual(expect.arrayContaining(['zod', 'temporal-polyfill', 'dayjs']));
    }, 30_000);

    it.each([
      ["import * as used from 'node:crypto';"],
      ["import used from 'pg';"],
    ])('is refused by the bundler for what needs Node: `%s`', async (line) => {
      await expect(modulesOf(await plant(line))).rejects.toThrow(/disallowed|finished with errors/);
    }, 30_000);
  });
});
