/** `npm run bench [-- journeys|memory|clock|schedule]`: bundles the benchmark and what it needs into `dist/bench/`, then runs it here; the journeys when none is named. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'dist', 'bench');
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: (message) => process.stderr.write(`${message}\n`) };

/** As cli/build.mjs does, for every contender. */
async function bundleWorkflows(source, name) {
  const workflowsPath = join(root, source);
  const { code } = await bundleWorkflowCode({ workflowsPath, preloadModules: [workflowsPath], logger: quiet });
  await writeFile(join(folder, name), code);
}

/** One esbuild run for the sources of a benchmark. */
async function bundle(...entryPoints) {
  await build({
    absWorkingDir: root, entryPoints, outdir: folder, outbase: 'bench',
    bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', sourcemap: true, logLevel: 'warning',
  });
}

const benchmarks = {
  journeys: async () => {
    await Promise.all([
      bundle('bench/journeys.ts', 'bench/journeys/worker.ts'),
      bundleWorkflows('workflows/index.ts', 'workflows-jalon.js'),
      bundleWorkflows('bench/journeys/bare.workflow.ts', 'workflows-bare.js'),
    ]);
  },
  memory: async () => {
    await Promise.all([
      bundle('bench/memory.ts', 'bench/journeys/worker.ts'),
      bundleWorkflows('workflows/index.ts', 'workflows-jalon.js'),
    ]);
  },
  clock: async () => {
    // The library it is compared with counts in the zone of the process.
    process.env.TZ = 'Europe/Paris';
    await bundle('bench/clock.ts');
  },
  schedule: async () => {
    await bundle('bench/schedule.ts');
  },
};

const [asked = ''] = process.argv.slice(2);
const name = Object.hasOwn(benchmarks, asked) ? process.argv.splice(2, 1)[0] : 'journeys';
process.stderr.write('Building the benchmark …\n');
await mkdir(folder, { recursive: true });
await benchmarks[name]();
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(folder, `${name}.js`)).href);
