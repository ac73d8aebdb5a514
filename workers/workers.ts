/** The workers of one process: journeys, the recorder, and one queue per outside system with its own rate limit. */
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { billingActivities, oblActivities, type ReadLaunchFile } from '../activities/deployment.ts';
import type { RecorderActivities } from '../activities/recorder/batch.ts';
import { readLaunchFile } from '../db/deployment/launch-files.ts';
import { record } from '../db/journey/record.ts';
import type { Pool } from '../db/pool.ts';
import type { BillingPort } from '../ports/billing.ts';
import type { OblPort } from '../ports/obl.ts';
import { taskQueues } from '../workflows/journey/messages.ts';

export interface WorkerParts {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** The prebuilt bundle, or the sources (tests). */
  readonly workflows: { readonly codePath: string } | { readonly workflowsPath: string };
  readonly pool: Pool;
  readonly obl: OblPort;
  readonly billing: BillingPort;
  readonly maxCachedWorkflows: number;
}

/** Calls per second that one worker process lets through to an outside system, until its operator says what it bears. */
const outsideCallsPerSecond = 20;

export async function createWorkers(parts: WorkerParts): Promise<Worker[]> {
  const { connection, namespace, pool, workflows } = parts;
  const common = { connection, namespace, shutdownGraceTime: '5 seconds' } as const;
  const recorder: RecorderActivities = { recordEvents: async (batch) => { await record(pool, batch); } };
  const launchFiles: ReadLaunchFile = (deploymentId) => readLaunchFile(pool, deploymentId);
  const outside = (taskQueue: string, activities: object): WorkerOptions => ({
    ...common, taskQueue, activities, maxConcurrentActivityTaskExecutions: 20, maxActivitiesPerSecond: outsideCallsPerSecond,
  });
  return await Promise.all([
    Worker.create({
      ...common, taskQueue: taskQueues.journeys, maxCachedWorkflows: parts.maxCachedWorkflows,
      activities: { ...recorder }, maxConcurrentActivityTaskExecutions: 20,
      ...('codePath' in workflows ? { workflowBundle: workflows } : workflows),
    }),
    Worker.create(outside(taskQueues.obl, oblActivities(parts.obl, launchFiles))),
    Worker.create(outside(taskQueues.billing, billingActivities(parts.billing, launchFiles))),
  ]);
}
