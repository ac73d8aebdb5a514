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
  /** What one worker process lets through to each outside system. */
  readonly outsideCallsPerSecond: number;
  /** Hears of each recording that failed; it is tried again for ever, so somebody must know. */
  readonly onRecordTrouble: (journeyId: string, error: Error) => void;
}

export async function createWorkers(parts: WorkerParts): Promise<Worker[]> {
  const { connection, namespace, pool, workflows } = parts;
  const common = { connection, namespace, shutdownGraceTime: '5 seconds' } as const;
  const recorder: RecorderActivities = {
    async recordEvents(batch) {
      try {
        await record(pool, batch);
      } catch (error) {
        parts.onRecordTrouble(batch.journeyId, error as Error);
        throw error;
      }
    },
  };
  const launchFiles: ReadLaunchFile = (deploymentId) => readLaunchFile(pool, deploymentId);
  const outside = (taskQueue: string, activities: object): WorkerOptions => ({
    ...common, taskQueue, activities, maxConcurrentActivityTaskExecutions: 20, maxActivitiesPerSecond: parts.outsideCallsPerSecond,
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
