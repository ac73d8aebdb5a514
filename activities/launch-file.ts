/** What activities read of PostgreSQL, the launch file first: addresses, contacts and prices stay there and never enter a journey. */
import { ApplicationFailure } from '@temporalio/common';
import { siteKey } from '../domain/deployment/deployment.ts';
import type { LaunchFile } from '../domain/deployment/launch.schema.ts';

/** Reads the launch file of a deployment. */
export type ReadLaunchFile = (deploymentId: string) => Promise<LaunchFile>;

/** @throws {ApplicationFailure} `record-away`, as {@link fromRecord} */
export async function fileOf(readLaunchFile: ReadLaunchFile, deploymentId: string): Promise<LaunchFile> {
  return await fromRecord(`the launch file of ${deploymentId}`, () => readLaunchFile(deploymentId));
}

/** @throws {ApplicationFailure} `record-away`, retryable: a database that is away is not the outside system's fault, and the stuck call says so. */
export async function fromRecord<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw ApplicationFailure.retryable(`${what} cannot be read`, 'record-away', error instanceof Error ? error.name : undefined);
  }
}

/** @param site its key, `S001` @throws {ApplicationFailure} `outside.rejected` where there is none */
export function siteOf(file: Pick<LaunchFile, 'sites'>, site: string): LaunchFile['sites'][number] {
  const found = file.sites.find((_, index) => siteKey(index) === site);
  if (!found) throw ApplicationFailure.nonRetryable(`the launch file has no site ${site}`, 'outside.rejected');
  return found;
}
