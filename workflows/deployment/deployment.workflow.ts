/** The story of a deployment (domain.md chapter 1): from launch to the end of its last site. */
import { TemporalFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { getExternalWorkflowHandle, ParentClosePolicy, setHandler, startChild } from '@temporalio/workflow';
import { everySiteHasEnded, siteJourneyId, type DeploymentCommand, type DeploymentPhase, type DeploymentState, type Launch, type SiteKey } from '../../domain/deployment/deployment.ts';
import { deploymentModel } from '../../domain/deployment/evolve.ts';
import { openJourney, shelter, type Journey } from '../journey/journey.ts';
import { deploymentDetails, siteSummary } from './details.ts';
import {
  applyPolicyUpdate, cancelSiteSignal, cancelUpdate, completeTaskUpdate, deploymentStateQuery, openUpdate, searchAttributes, siteReportedSignal, siteWorkflowType,
  workflowIdOf, type DeploymentStart, type SiteStart,
} from './messages.ts';
import { showPhase } from './search.ts';

type Deployment = Journey<DeploymentState, DeploymentCommand>;

/** How many sites are started side by side in one workflow task. */
const sitesAtOnce = 20;

export async function deployment(start: DeploymentStart): Promise<DeploymentPhase> {
  const deployment = open(start);
  return await shelter(() => story(deployment), () => deployment.attempt({ type: 'cancel', reason: 'asked-of-the-engine' }));
}

async function story(deployment: Deployment): Promise<DeploymentPhase> {
  await technicalValidation(deployment); // D-04
  await deliverSites(deployment); // D-08 to D-18, each site at its own pace
  await end(deployment); // D-19
  return deployment.state().phase;
}

function open(start: DeploymentStart): Deployment {
  const journey = openJourney(start, { kind: 'deployment', model: deploymentModel, describe: deploymentDetails, onChange: showPhase('validating', 'coordinator') });
  // The opening itself is known by its command id; any other would be a second launch, which the rules refuse.
  journey.receive(openUpdate, () => ({ type: 'launch', launch: launchOf(journey) }));
  journey.receive(completeTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(cancelUpdate, ({ reason }) => ({ type: 'cancel', reason }));
  journey.receive(applyPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(siteReportedSignal, ({ site, milestone }) => journey.act({ type: 'siteReported', site, milestone }));
  setHandler(deploymentStateQuery, () => journey.state());
  return journey;
}

async function technicalValidation(deployment: Deployment): Promise<void> {
  await deployment.until(({ phase }) => phase !== 'validating');
}

async function deliverSites(deployment: Deployment): Promise<void> {
  if (deployment.state().phase === 'delivering') await startSites(deployment);
  await deployment.until((state) => state.phase === 'cancelling' || everySiteHasEnded(state));
  if (deployment.state().phase === 'cancelling') await cancelSites(deployment);
}

/** Sites outlive a continue-as-new of the deployment, and are therefore cancelled explicitly (ABANDON). */
async function startSites(deployment: Deployment): Promise<void> {
  const waiting = launchOf(deployment).sites.filter(({ site }) => deployment.state().sites[site] === 'waiting');
  // A cancellation that comes in between leaves the others unstarted.
  for (let from = 0; from < waiting.length && deployment.state().phase === 'delivering'; from += sitesAtOnce) {
    const batch = waiting.slice(from, from + sitesAtOnce);
    const launch = launchOf(deployment);
    const started = Promise.all(batch.map((site) => startSite(launch, site)));
    // The start is commanded in this very workflow task: it happens, or this was never said.
    deployment.act({ type: 'sitesStarted', sites: batch.map(({ site }) => site) });
    await started;
  }
}

async function startSite(launch: Launch, { site, accessType }: Launch['sites'][number]): Promise<void> {
  const { deploymentId, customerId, market, policy } = launch;
  const journeyId = siteJourneyId(deploymentId, site);
  const opening: SiteStart = {
    journeyId,
    opening: {
      command: { type: 'open', opening: { deploymentId, site, customerId, accessType, policy } },
      meta: { actor: 'system:deployment', channel: 'system', commandId: `${journeyId}#open` },
    },
  };
  try {
    await startChild(siteWorkflowType, {
      workflowId: workflowIdOf(journeyId),
      args: [opening],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      // A site is delivered once, also when an operator resets the deployment after it has ended.
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: siteSummary(site, accessType),
      typedSearchAttributes: [
        { key: searchAttributes.customer, value: customerId },
        { key: searchAttributes.market, value: market },
        { key: searchAttributes.phase, value: 'ordering' },
        { key: searchAttributes.owner, value: 'outside' },
      ],
    });
  } catch (failure) {
    // Started before a continue-as-new that came before it was noted.
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
  }
}

/** D-23: each site undoes its own effects; one that is delivered by now goes on, and says so. */
async function cancelSites(deployment: Deployment): Promise<void> {
  const running = Object.entries(deployment.state().sites).filter(([, milestone]) => milestone === 'started' || milestone === 'delivered');
  await Promise.all(running.map(([site]) => askToCancel(deployment, site)));
  await deployment.until((state) => running.every(([site]) => state.sites[site] === 'cancelled' || state.sites[site] === 'in-service'));
}

async function askToCancel(deployment: Deployment, site: SiteKey): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowIdOf(siteJourneyId(deployment.id, site))).signal(cancelSiteSignal, { reason: 'deployment-cancelled' });
  } catch (failure) {
    // The site has ended meanwhile; its last report is on the way.
    if (!(failure instanceof TemporalFailure)) throw failure;
  }
}

function launchOf(deployment: Pick<Deployment, 'state'>): Launch {
  const { launch } = deployment.state();
  if (!launch) throw new Error('a deployment runs before it was launched');
  return launch;
}

async function end(deployment: Deployment): Promise<void> {
  deployment.act({ type: 'end' });
  await deployment.settle();
}
