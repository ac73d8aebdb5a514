/** The address of a site, corrected for the order that takes a refused one's place (D-09). */
import type { Pool } from 'pg';
import { forgetLaunchChange, keepLaunchChange } from '../../db/deployment/launch-changes.ts';
import { readLaunchFile } from '../../db/deployment/launch-files.ts';
import { siteJourneyId, siteKey } from '../../domain/deployment/deployment.ts';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';
import { isRefusal } from '../journey/act.ts';

export interface Correction {
  readonly changeId: string;
  readonly deploymentId: string;
  readonly site: string;
  readonly address: LaunchFile['sites'][number]['address'];
}

/** Keeps it, then has its journey decide; what was not taken is forgotten, unless nobody knows whether it was. @throws {Problem} what `decide` throws. */
export async function correctAddress(pool: Pool, { changeId, deploymentId, site, address }: Correction, decide: () => Promise<void>): Promise<void> {
  const { sites } = await readLaunchFile(pool, deploymentId);
  const index = sites.findIndex((_, at) => siteKey(at) === site);
  await keepLaunchChange(pool, {
    id: changeId, deploymentId, journeyId: siteJourneyId(deploymentId, site), part: ['sites', String(index), 'address'], before: sites[index]?.address ?? null, after: address,
  });
  try {
    await decide();
  } catch (error) {
    if (isRefusal(error)) await forgetLaunchChange(pool, changeId);
    throw error;
  }
  // The same decision, sent again because its answer was lost, was taken under another id.
  await forgetLaunchChange(pool, changeId);
}
