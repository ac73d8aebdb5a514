/** One PostgreSQL, one production Temporal Server with time skipping and one workflow bundle for all integration tests of a run. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../cli/embedded/start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    temporalAddress: string;
    /** File of the workflow bundle. */
    workflowBundle: string;
    /** Whether vitest was told to write anew what it compares with (`--update`). */
    isUpdating: boolean;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'jalon-test-'));
  const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));
  const [embedded, { code }] = await Promise.all([
    startEmbedded({ dataFolder, test: true, dynamicConfig: {} }),
    bundleWorkflowCode({ workflowsPath, preloadModules: [workflowsPath], logger: new DefaultLogger('ERROR') }),
  ]);
  const workflowBundle = join(dataFolder, 'workflows.js');
  await writeFile(workflowBundle, code);
  project.provide('workflowBundle', workflowBundle);
  project.provide('isUpdating', project.config.snapshotOptions.updateSnapshot === 'all');
  project.provide('databaseUrl', embedded.databaseUrl);
  project.provide('temporalAddress', embedded.temporalAddress);
  return async () => {
    await embedded.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
}
