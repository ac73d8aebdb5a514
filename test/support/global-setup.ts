/** One PostgreSQL, one production Temporal Server with time skipping and the built workflow bundle for all integration tests of a run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { query } from '../../cli/embedded/postgres.ts';
import { startEmbedded } from '../../cli/embedded/start.ts';
import { migrate } from '../../db/migrate.ts';
import { projectRoot } from '../../project-root.ts';
import build from './built.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    /** Name of a database with the schema, of which each file gets a copy; nobody connects to it. */
    schemaTemplate: string;
    temporalAddress: string;
    /** File of the workflow bundle. */
    workflowBundle: string;
    /** Whether vitest was told to write anew what it compares with (`--update`). */
    isUpdating: boolean;
  }
}

/** In these namespaces a history of a few acts is long enough for the engine to suggest a fresh one; one for each file that wants it. */
export const rollingNamespaces = { deployments: 't-rolling', tickets: 't-rolling-tickets' } as const;
const dynamicConfig = { 'limit.historyCount.suggestContinueAsNew': Object.values(rollingNamespaces).map((namespace) => ({ value: 20, namespace })) };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'jalon-test-'));
  // Built only when a source has changed: `./jalon test` has just done it.
  const [embedded] = await Promise.all([startEmbedded({ dataFolder, test: true, dynamicConfig }), build()]);
  project.provide('workflowBundle', join(projectRoot(), 'dist', 'workflows.js'));
  project.provide('isUpdating', project.config.snapshotOptions.updateSnapshot === 'all');
  project.provide('databaseUrl', embedded.databaseUrl);
  project.provide('schemaTemplate', await makeTemplate(embedded.databaseUrl));
  project.provide('temporalAddress', embedded.temporalAddress);
  return async () => {
    await embedded.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
}

async function makeTemplate(databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  const name = 'schema_template';
  await query(databaseUrl, `CREATE DATABASE ${name}`);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return name;
}
