/** `npm run bench`: bundles the benchmark, its worker and both sets of workflows into `dist/bench/`, then runs it here. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'dist', 'bench');
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: (message) => process.stderr.write(`${message}\n`) };

async function bundleWorkflows(source, name) {
  const { code } = await bundleWorkflowCode({ workflowsPath: join(root, source), logger: quiet });
  await writeFile(join(folder, name), code);
}

process.stderr.write('Building the benchmark …\n');
await mkdir(folder, { recursive: true });
await Promise.all([
  build({
    absWorkingDir: root, entryPoints: ['bench/journeys.ts', 'bench/journeys/worker.ts'], outdir: folder, outbase: 'bench',
    bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', sourcemap: true, logLevel: 'warning',
  }),
  bundleWorkflows('workflows/index.ts', 'workflows-jalon.js'),
  bundleWorkflows('bench/journeys/bare.workflow.ts', 'workflows-bare.js'),
]);
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(folder, 'journeys.js')).href);
