/** One PostgreSQL and one production Temporal Server with time skipping for all integration tests of a run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../cli/embedded/start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    temporalAddress: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'jalon-test-'));
  const embedded = await startEmbedded({ dataFolder, test: true, dynamicConfig: {} });
  project.provide('databaseUrl', embedded.databaseUrl);
  project.provide('temporalAddress', embedded.temporalAddress);
  return async () => {
    await embedded.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
}
