/** States of a deployment and a site just opened, decided by the rules: what the 360° view computes a schedule of. */
import { deploymentModel } from '../../domain/deployment/evolve.ts';
import { siteModel } from '../../domain/deployment/evolve-site.ts';
import type { DeploymentState } from '../../domain/deployment/deployment.ts';
import type { SiteState } from '../../domain/deployment/site.ts';
import { launchFile, launchOf } from '../journeys/launches.ts';
import { sitesEach } from './scale.ts';

export function openStates(): { readonly deployment: DeploymentState; readonly site: SiteState } {
  const nowMs = Date.now();
  const launch = launchOf('AFF-2025-000001', launchFile(sitesEach));
  const launched = deploymentModel.decide(deploymentModel.initial, { type: 'launch', launch }, nowMs);
  const [first] = launch.sites;
  if (!launched.accepted || !first) throw new Error('the launch was refused');
  const { deploymentId, customerId, market, targetActivationDate, schedule, policy } = launch;
  const opened = siteModel.decide(siteModel.initial, {
    type: 'open', opening: { deploymentId, ...first, customerId, market, isTechnicallyCollected: true, isOldLineToMigrate: false, targetActivationDate, schedule, launchedOn: new Date(nowMs).toISOString().slice(0, 10), doneOn: {}, policy },
  }, nowMs);
  if (!opened.accepted) throw new Error('the opening was refused');
  return {
    deployment: launched.events.reduce((state, event) => deploymentModel.evolve(state, event, nowMs), deploymentModel.initial),
    site: opened.events.reduce((state, event) => siteModel.evolve(state, event, nowMs), siteModel.initial),
  };
}
