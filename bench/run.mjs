/** `npm run bench [-- journeys|memory|tickets|api|replay|peers|clock|schedule|lists|scroll|live|fuzz|chaos]`: bundles the benchmark and what it needs into `dist/bench/`, then runs it here; the journeys when none is named. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildIfStale, bundleWorkflows } from '../cli/build.mjs';
import { buildConsole } from '../cli/console.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'dist', 'bench');

/** For every contender. */
async function workflowsInto(name, source, ...tracing) {
  await writeFile(join(folder, name), await bundleWorkflows(join(root, source), ...tracing.map((file) => join(root, file))));
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
      workflowsInto('workflows-jalon.js', 'workflows/index.ts', 'workflows/journey/tracing.ts'),
      workflowsInto('workflows-bare.js', 'bench/journeys/bare.workflow.ts'),
    ]);
  },
  memory: async () => {
    await Promise.all([
      bundle('bench/memory.ts', 'bench/journeys/worker.ts'),
      workflowsInto('workflows-jalon.js', 'workflows/index.ts', 'workflows/journey/tracing.ts'),
    ]);
  },
  tickets: async () => {
    await Promise.all([
      bundle('bench/tickets.ts', 'bench/journeys/worker.ts'),
      workflowsInto('workflows-jalon.js', 'workflows/index.ts', 'workflows/journey/tracing.ts'),
      workflowsInto('workflows-timer.js', 'bench/tickets/bare.workflow.ts'),
    ]);
  },
  api: async () => {
    // The processes are those that are delivered.
    await Promise.all([bundle('bench/api.ts', 'bench/api/bare-process.ts'), buildIfStale(root, (sentence) => process.stderr.write(`${sentence}\n`))]);
  },
  replay: async () => {
    await Promise.all([bundle('bench/replay.ts'), workflowsInto('workflows-jalon.js', 'workflows/index.ts', 'workflows/journey/tracing.ts')]);
  },
  peers: async () => {
    await Promise.all([bundle('bench/peers.ts', 'bench/peers/dbos-process.ts', 'bench/journeys/worker.ts'), workflowsInto('workflows-skeleton.js', 'bench/peers/skeleton.workflow.ts')]);
  },
  clock: async () => {
    // The library it is compared with counts in the zone of the process.
    process.env.TZ = 'Europe/Paris';
    await bundle('bench/clock.ts');
  },
  schedule: async () => {
    await bundle('bench/schedule.ts');
  },
  lists: async () => {
    await bundle('bench/lists.ts', 'bench/lists/outside-process.ts');
  },
  live: async () => {
    await bundle('bench/live.ts', 'bench/live/api-process.ts', 'bench/live/clients-process.ts');
  },
  chaos: async () => {
    await Promise.all([bundle('bench/chaos.ts'), buildIfStale(root, (sentence) => process.stderr.write(`${sentence}\n`))]);
  },
  scroll: async () => {
    await Promise.all([bundle('bench/scroll.ts'), buildConsole(root)]);
  },
  fuzz: async () => {
    await Promise.all([bundle('bench/fuzz.ts'), buildIfStale(root, (sentence) => process.stderr.write(`${sentence}\n`))]);
  },
};

const [asked = ''] = process.argv.slice(2);
const name = Object.hasOwn(benchmarks, asked) ? process.argv.splice(2, 1)[0] : 'journeys';
process.stderr.write('Building the benchmark …\n');
await mkdir(folder, { recursive: true });
await benchmarks[name]();
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(folder, `${name}.js`)).href);
