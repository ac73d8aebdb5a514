/** The story of a deployment (domain.md chapter 1): from launch to the end of its last site. */
import { TemporalFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { getExternalWorkflowHandle, ParentClosePolicy, setHandler, startChild, workflowInfo, type ExternalWorkflowHandle } from '@temporalio/workflow';
import { everySiteHasEnded, noneStarted, siteJourneyId, type DeploymentPhase, type DeploymentState, type Launch, type SiteKey } from '../../domain/deployment/deployment.ts';
import { deploymentModel } from '../../domain/deployment/evolve.ts';
import { forCustomer, scheduleOverview } from '../../domain/deployment/overview.ts';
import { dateOfInstant } from '../../domain/deployment/policy.ts';
import { deploymentPlan } from '../../domain/deployment/progress.ts';
import type { DeploymentStep } from '../../domain/deployment/steps.ts';
import { meetingToTell } from '../../domain/deployment/meetings.ts';
import { isWithdrawalToTell } from '../../domain/deployment/withdrawal.ts';
import { nextTaskId } from '../../domain/journey/task.ts';
import { openJourney, shelter } from '../journey/journey.ts';
import { awaitTechnicalCollection } from './collection.ts';
import { call, launchOf, type Deployment } from './deployment.ts';
import { inviteToMeetings } from './invitations.ts';
import { inItsDay } from './in-its-day.ts';
import { confirmWithdrawal } from './withdrawal.ts';
import { deploymentDetails, siteSummary } from './details.ts';
import { tellJeopardies, watchSchedule } from './jeopardy.ts';
import {
  acceptDocumentUpdate, addDocumentUpdate, applyPolicyUpdate, cancelSiteSignal, cancelUpdate, changeContactUpdate, changeOfferUpdate, changeTargetDateUpdate, collectionPushedUpdate, completeTaskUpdate, deploymentStateQuery, openUpdate, planMeetingUpdate, reassignUpdate, rejectDocumentUpdate, searchAttributes, siteReportedSignal, siteWorkflowType, targetDateSignal, technicallyCollectedSignal, withdrawUpdate, type DeploymentStart, type SiteStart,
} from './messages.ts';
import { workflowIdOf } from '../journey/messages.ts';
import { showPhase } from './search.ts';

/** How many sites are started side by side in one workflow task. */
const sitesAtOnce = 20;

export async function deployment(start: DeploymentStart): Promise<DeploymentPhase> {
  const deployment = open(start);
  return await shelter(() => story(deployment), () => deployment.attempt({ type: 'cancel', reason: 'asked-of-the-engine' }));
}

async function story(deployment: Deployment): Promise<DeploymentPhase> {
  await approvals(deployment); // D-02
  await assignment(deployment); // D-03
  await technicalValidation(deployment); // D-04
  await internalLaunch(deployment); // D-05
  await welcomeCall(deployment); // D-06
  await customerLaunch(deployment); // D-07
  await deliverSites(deployment); // D-08 to D-19, each site at its own pace
  await end(deployment); // D-19
  return deployment.state().phase;
}

function open(start: DeploymentStart): Deployment {
  const journey = openJourney(start, { kind: 'deployment', model: deploymentModel, describe: deploymentDetails, inItsDay, onChange: showPhase('techno-commercial-approval', 'presales-engineer') });
  // The opening itself is known by its command id; any other would be a second launch, which the rules refuse.
  journey.receive(openUpdate, () => ({ type: 'launch', launch: launchOf(journey) }));
  journey.receive(completeTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(collectionPushedUpdate, ({ collection }) => ({ type: 'collectionPushed', collection }));
  journey.receive(addDocumentUpdate, ({ document }) => ({ type: 'addDocument', document }));
  journey.receive(acceptDocumentUpdate, ({ documentId }) => ({ type: 'acceptDocument', documentId }));
  journey.receive(rejectDocumentUpdate, ({ documentId, reason }) => ({ type: 'rejectDocument', documentId, reason }));
  journey.receive(reassignUpdate, ({ coordinator, reason, comment }) => ({ type: 'reassign', coordinator, reason, comment }));
  journey.receive(cancelUpdate, ({ reason }) => ({ type: 'cancel', reason }));
  journey.receive(withdrawUpdate, ({ declaredOn, reason, activated }) => ({ type: 'withdraw', declaredOn, reason, activated }));
  journey.receive(changeTargetDateUpdate, ({ targetActivationDate, reason }) => ({ type: 'changeTargetDate', targetActivationDate, reason }));
  journey.receive(changeContactUpdate, ({ changeId, revision, reason, site, role, action }) => ({ type: 'changeContact', changeId, revision, reason, site, role, action }));
  journey.receive(changeOfferUpdate, ({ changeId, revision, reason, site, before, after }) => ({ type: 'changeOffer', changeId, revision, reason, site, before, after }));
  journey.receive(planMeetingUpdate, ({ meeting, startsAt, endsAt, place }) => ({ type: 'planMeeting', meeting, startsAt, endsAt, place }));
  journey.receive(applyPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(siteReportedSignal, (report) => journey.act({ type: 'siteReported', ...report }));
  setHandler(deploymentStateQuery, () => journey.state());
  journey.beside(tellReassignments); // D-03
  journey.beside(inviteToMeetings); // D-05 to D-07
  journey.beside(awaitTechnicalCollection); // D-07
  journey.beside(confirmWithdrawal); // C-08
  const watch = { deploymentId: journey.id, site: null, planOf: deploymentPlan };
  journey.beside((chore) => watchSchedule(chore, watch)); // D-21
  journey.beside((chore) => tellJeopardies(chore, watch)); // D-21
  return journey;
}

/** D-02: both approvals and the sales collection, whatever comes last. */
async function approvals(deployment: Deployment): Promise<void> {
  const gates: readonly DeploymentPhase[] = ['techno-commercial-approval', 'financial-approval', 'sales-collection'];
  await deployment.until(({ phase }) => !gates.includes(phase));
}

async function assignment(deployment: Deployment): Promise<void> {
  if (!(await personActs(deployment, 'assignment'))) return;
  const { deploymentId, orderNumber, customerId, market, sites } = launchOf(deployment);
  await call(deployment, 'register-deployment', 'assignment', ({ jarvis }) =>
    jarvis('Affaire déclarée dans JARVIS').registerDeployment({ deploymentId, orderNumber, customerId, market, siteCount: sites.length }));
  await tellAssignment(deployment, ({ phase }) => phase === 'assignment');
  deployment.act({ type: 'stepDone', step: 'assignment' });
}

/** Tells JARVIS who has the deployment until it knows the last one named: who is named meanwhile takes the place of the one before. */
async function tellAssignment(deployment: Deployment, isWanted: (state: DeploymentState) => boolean): Promise<void> {
  while (isWanted(deployment.state()) && !isAssignmentTold(deployment.state())) {
    const { coordinator, assignments: { made: ordinal } } = deployment.state();
    const { how } = await call(deployment, 'tell-assignment', (state) => isWanted(state) && state.assignments.made === ordinal, ({ jarvis }) =>
      jarvis(`Affectation n° ${ordinal} dans JARVIS`).tellAssignment({ deploymentId: deployment.id, coordinator: coordinator ?? '', ordinal }));
    if (how !== 'overtaken') deployment.act({ type: 'assignmentTold', ordinal, how });
  }
}

/** D-03: a deployment changes hands in any step, and until its end; the first assignment is told by its own step. */
async function tellReassignments(deployment: Deployment): Promise<void> {
  const isOwed = (state: DeploymentState): boolean => state.phase !== 'assignment' && state.assignments.told > 0 && !isAssignmentTold(state);
  while (deployment.state().endedAtMs === null) {
    await deployment.until((state) => state.endedAtMs !== null || isOwed(state));
    await tellAssignment(deployment, (state) => state.endedAtMs === null && isOwed(state));
  }
}

function isAssignmentTold({ assignments: { made, told } }: DeploymentState): boolean {
  return told === made;
}

async function technicalValidation(deployment: Deployment): Promise<void> {
  await deployment.until(({ phase }) => phase !== 'technical-validation');
}

async function internalLaunch(deployment: Deployment): Promise<void> {
  await deployment.until(({ phase }) => phase !== 'internal-launch');
}

async function welcomeCall(deployment: Deployment): Promise<void> {
  if (!(await personActs(deployment, 'welcome-call'))) return;
  const { coordinator, customerLaunchOn, isCustomerLaunchHeld, tasks } = deployment.state();
  // The task opens once the mail is out.
  const taskId = nextTaskId(tasks, deployment.id, 'technical-collection');
  const linkFromMs = Date.now();
  await call(deployment, 'send-welcome', 'welcome-call', ({ notices }) =>
    notices('Mail de bienvenue').sendWelcome({ deploymentId: deployment.id, coordinator: coordinator ?? '', customerLaunchOn: customerLaunchOn ?? '', isCustomerLaunchHeld, taskId, linkFromMs }));
  deployment.act({ type: 'stepDone', step: 'welcome-call' });
}

async function customerLaunch(deployment: Deployment): Promise<void> {
  if (!(await personActs(deployment, 'customer-launch'))) return;
  const atMs = Date.now();
  const schedule = forCustomer(scheduleOverview(deployment.state(), [], atMs));
  const reportOn = dateOfInstant(launchOf(deployment).policy, atMs);
  await call(deployment, 'send-project-report', 'customer-launch', ({ notices }) =>
    notices('Compte rendu et rétroplanning').sendProjectReport({ deploymentId: deployment.id, schedule, atMs, reportOn }));
  deployment.act({ type: 'stepDone', step: 'customer-launch' });
}

async function deliverSites(deployment: Deployment): Promise<void> {
  // Sites that are started from now on know it from their opening.
  let isTold = deployment.state().phase === 'delivering' && noneStarted(deployment.state()) && deployment.state().isTechnicallyCollected;
  if (deployment.state().phase === 'delivering') await startSites(deployment);
  while (deployment.state().phase === 'delivering' && !everySiteHasEnded(deployment.state())) {
    await deployment.until((state) => state.phase !== 'delivering' || everySiteHasEnded(state) || (state.isTechnicallyCollected && !isTold) || !state.isTargetDateTold);
    if (!isTold && deployment.state().isTechnicallyCollected) await tellSites(deployment, (site) => site.signal(technicallyCollectedSignal));
    isTold = deployment.state().isTechnicallyCollected;
    if (!deployment.state().isTargetDateTold) await tellTargetDate(deployment);
  }
  if (deployment.state().phase === 'cancelling') await cancelSites(deployment);
}

/** Sites outlive a continue-as-new of the deployment, and are therefore cancelled explicitly (ABANDON). */
async function startSites(deployment: Deployment): Promise<void> {
  const waiting = launchOf(deployment).sites.filter(({ site }) => deployment.state().sites[site] === 'waiting');
  // A cancellation that comes in between leaves the others unstarted.
  for (let from = 0; from < waiting.length && deployment.state().phase === 'delivering'; from += sitesAtOnce) {
    const batch = waiting.slice(from, from + sitesAtOnce);
    const started = Promise.all(batch.map((site) => startSite(deployment, site)));
    // The start is commanded in this very workflow task: it happens, or this was never said.
    deployment.act({ type: 'sitesStarted', sites: batch.map(({ site }) => site) });
    await started;
  }
}

async function startSite(deployment: Deployment, { site, accessType, eligible, replaces }: Launch['sites'][number]): Promise<void> {
  const { isTechnicallyCollected, collection } = deployment.state();
  const { deploymentId, customerId, centre, market, targetActivationDate, schedule, policy } = launchOf(deployment);
  const journeyId = siteJourneyId(deploymentId, site);
  const opening: SiteStart = {
    journeyId,
    opening: {
      command: {
        type: 'open',
        opening: {
          deploymentId, site, customerId, ...(centre === undefined ? {} : { centre }), market, accessType, eligible, isTechnicallyCollected, isOldLineToMigrate: collection?.existingLineToMigrate === true, ...(replaces ? { replaces } : {}),
          targetActivationDate, schedule, ...passedOn(deployment), policy, edition: 1,
        },
      },
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
      memo: workflowInfo().memo ?? {},
      typedSearchAttributes: [
        { key: searchAttributes.customer, value: customerId },
        { key: searchAttributes.market, value: market },
        { key: searchAttributes.phase, value: 'access-order' },
        { key: searchAttributes.owner, value: 'outside' },
      ],
    });
  } catch (failure) {
    // Started before a continue-as-new that came before it was noted.
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
  }
}

/** D-25: sites that are started from now on know it from their opening. */
async function tellTargetDate(deployment: Deployment): Promise<void> {
  const { targetActivationDate } = launchOf(deployment);
  await tellSites(deployment, (site) => site.signal(targetDateSignal, { targetActivationDate }));
  deployment.act({ type: 'targetDateTold', targetActivationDate });
}

/** D-23: each site undoes its own effects; one that is delivered by now goes on, and says so. */
async function cancelSites(deployment: Deployment): Promise<void> {
  const isWithdrawal = Boolean(deployment.state().withdrawal);
  const asked = await tellSites(deployment, (site) => site.signal(cancelSiteSignal, { reason: isWithdrawal ? 'withdrawn' : 'deployment-cancelled', isWithdrawal }));
  await deployment.until((state) => asked.every((site) => state.sites[site] === 'cancelled' || state.sites[site] === 'in-service'));
}

/** Signals every site that runs. @returns their keys. */
async function tellSites(deployment: Deployment, tell: (site: ExternalWorkflowHandle) => Promise<void>): Promise<SiteKey[]> {
  const running = Object.entries(deployment.state().sites).filter(([, milestone]) => milestone === 'started' || milestone === 'delivered').map(([site]) => site);
  await Promise.all(running.map(async (site) => {
    try {
      await tell(getExternalWorkflowHandle(workflowIdOf(siteJourneyId(deployment.id, site))));
    } catch (failure) {
      // The site has ended meanwhile; its last report is on the way.
      if (!(failure instanceof TemporalFailure)) throw failure;
    }
  }));
  return running;
}

/** Waits until the step's person has done its task, or the deployment has left the step. @returns whether the step goes on. */
async function personActs(deployment: Deployment, step: DeploymentStep): Promise<boolean> {
  await deployment.until(({ phase, tasks }) => phase !== step || !Object.values(tasks.open).some((task) => task.step === step));
  return deployment.state().phase === step;
}

/** What a site's schedule counts from (D-20). */
function passedOn(deployment: Deployment): { launchedOn: string; doneOn: Readonly<Record<string, string>> } {
  const plan = deploymentPlan(deployment.state());
  if (!plan) throw new Error('a deployment starts sites before it was launched');
  const { launchedOn, doneOn } = plan.facts;
  return { launchedOn, doneOn };
}

/** D-23: where nothing is in service, JARVIS forgets a deployment that it knows, or may know. @returns false where a person passed that over */
async function withdraw(deployment: Deployment): Promise<boolean> {
  const { assignments, sites } = deployment.state();
  if (assignments.made === 0 || Object.values(sites).includes('in-service')) return true;
  const { how } = await call(deployment, 'withdraw-deployment', ({ endedAtMs }) => endedAtMs === null, ({ jarvis }) => jarvis('Affaire retirée de JARVIS').withdrawDeployment(deployment.id));
  return how !== 'skipped';
}

async function end(deployment: Deployment): Promise<void> {
  // Ended before a continue-as-new, and open for what was handed to a person.
  if (deployment.state().endedAtMs === null) await close(deployment);
  await deployment.settle();
  await deployment.until(({ tasks }) => Object.keys(tasks.open).length === 0);
  await deployment.settle();
}

async function close(deployment: Deployment): Promise<void> {
  // D-03: JARVIS hears of the last reassignment too, if anything was told it at all.
  await deployment.until((state) => state.assignments.told === 0 || isAssignmentTold(state));
  // D-23: nobody is left with a meeting in his calendar.
  await deployment.until((state) => state.phase !== 'cancelling' || meetingToTell(state) === null);
  // C-08: nor without word of his withdrawal.
  await deployment.until((state) => !isWithdrawalToTell(state));
  deployment.act({ type: 'end', isLeftInJarvis: !(await withdraw(deployment)) });
}
