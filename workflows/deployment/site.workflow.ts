/** The story of a site delivery (D-08 to D-19): from the order at the OBL to the service in exploitation; and its undoing (D-23). */
import { TemporalFailure } from '@temporalio/common';
import { getExternalWorkflowHandle, setHandler } from '@temporalio/workflow';
import { isPastCancelling } from '../../domain/deployment/cancellation.ts';
import type { SiteReport } from '../../domain/deployment/deployment.ts';
import { siteModel } from '../../domain/deployment/evolve-site.ts';
import type { SitePhase, SiteState } from '../../domain/deployment/site.ts';
import type { SiteCall } from '../../domain/deployment/site-calls.ts';
import { sitePlan } from '../../domain/deployment/progress.ts';
import { openJourney, shelter } from '../journey/journey.ts';
import { siteDetails } from './details.ts';
import {
  abandonUpdate, applyPolicyUpdate, askAbandonUpdate, cancelSiteSignal, changeSiteOfferUpdate, completeTaskUpdate, oblToldUpdate, oldServicesToldUpdate, refTechToldUpdate, replanUpdate, siteReportedSignal, siteStateQuery, targetDateSignal, technicallyCollectedSignal, wishSlotUpdate, type SiteStart,
} from './messages.ts';
import { workflowIdOf } from '../journey/messages.ts';
import { tellJeopardies, watchSchedule } from './jeopardy.ts';
import { showPhase } from './search.ts';
import { awaitAcknowledgement, awaitDeliveryReport, chooseObl, decideOnRefusal, orderAccess, planIntervention, tellSlotsOff, watchDeliveryReport } from './site/access.ts';
import { awaitSupplementaryCollections } from './site/collection.ts';
import { configure, dispatch, install, reserveEquipment, supplementaryCollection, technicalVisit, watchDelivery } from './site/equipment.ts';
import { accept, activate, produceService } from './site/service.ts';
import { agreeOnInvoice, handOver, invoicedInItsDay, sendDeliveryNotice, startBilling } from './site/billing.ts';
import { is, openingOf, type Site } from './site/site.ts';
import { undo } from './site/undo.ts';

export async function siteDelivery(start: SiteStart): Promise<SitePhase> {
  const site = open(start);
  return await shelter(() => story(site), () => site.attempt({ type: 'cancel', reason: 'asked-of-the-engine' }));
}

async function story(site: Site): Promise<SitePhase> {
  await chooseObl(site); // D-08
  do {
    await orderAccess(site); // D-08
    await awaitAcknowledgement(site); // D-09
    do {
      await planIntervention(site); // D-10
      await technicalVisit(site); // D-11: its slot may move, and it may be made again
    } while (is(site, 'intervention-planning'));
    await supplementaryCollection(site); // D-11
    await reserveEquipment(site); // D-12
    await configure(site); // D-12
    await dispatch(site); // D-12
    await install(site); // D-13
    await awaitDeliveryReport(site); // D-13
    await decideOnRefusal(site); // D-09, D-11: a refusal may come as late as that; or the order was left
  } while (is(site, 'access-order'));
  await produceService(site); // D-14
  do {
    await activate(site); // D-14
    await accept(site); // D-15
  } while (is(site, 'activation'));
  await sendDeliveryNotice(site); // D-16
  do {
    await agreeOnInvoice(site); // D-17, D-25, D-31
    await startBilling(site); // D-18
  } while (is(site, 'invoice-simulation')); // D-24: what billing refuses may have to be simulated anew
  await handOver(site); // D-19
  await undo(site); // D-23
  await end(site);
  return site.state().phase;
}

function open(start: SiteStart): Site {
  const journey = openJourney(start, { kind: 'site', model: siteModel, describe: siteDetails, inItsDay: invoicedInItsDay, onChange: showPhase('access-order', 'outside') });
  journey.receive(completeTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(oblToldUpdate, ({ orderKey, fact }) => ({ type: 'oblTold', orderKey, fact, heard: 'callback' }));
  journey.receive(refTechToldUpdate, ({ fact }) => ({ type: 'refTechTold', fact, heard: 'callback' }));
  journey.receive(replanUpdate, ({ slot, askedBy, reason }) => ({ type: 'replan', slot, askedBy, reason }));
  journey.receive(wishSlotUpdate, ({ slot, reason }) => ({ type: 'wishSlot', slot, reason }));
  journey.receive(askAbandonUpdate, ({ reason }) => ({ type: 'askAbandon', reason }));
  journey.receive(abandonUpdate, ({ reason }) => ({ type: 'abandon', reason }));
  journey.receive(changeSiteOfferUpdate, ({ changeId, revision, reason, before, after }) => ({ type: 'changeOffer', changeId, revision, reason, before, after }));
  journey.receive(oldServicesToldUpdate, ({ termination, stage }) => ({ type: 'oldServicesTold', termination, stage }));
  journey.receive(applyPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(targetDateSignal, ({ targetActivationDate }) => journey.act({ type: 'targetDateTold', targetActivationDate }));
  setHandler(technicallyCollectedSignal, () => journey.act({ type: 'technicallyCollected' }));
  setHandler(cancelSiteSignal, ({ reason, isWithdrawal }) => journey.act({ type: 'cancel', reason, isWithdrawal }));
  setHandler(siteStateQuery, () => journey.state());
  journey.beside(awaitSupplementaryCollections); // D-11
  journey.beside(tellProgress);
  journey.beside(tellSlotsOff); // D-10
  journey.beside(watchDelivery);
  journey.beside(watchDeliveryReport); // D-09, D-13
  journey.beside((chore) => watchSchedule(chore, { ...openingOf(journey), planOf: sitePlan })); // D-21
  journey.beside((chore) => tellJeopardies(chore, { ...openingOf(journey), planOf: sitePlan })); // D-21
  return journey;
}

async function end(site: Site): Promise<void> {
  // Stuck before a continue-as-new, and never asked for again since: a callback brought what was wanted.
  for (const call of Object.keys(site.state().stuck) as SiteCall[]) site.act({ type: 'callEnded', call, how: 'overtaken' });
  site.act({ type: 'end' });
  // Who reads that the deployment has ended reads how its sites ended.
  await site.settle();
  await tellDeployment(site, reportOf(site.state()));
  // What was handed to a person is done by completing its task: the journey stays to take that.
  await site.until(({ tasks }) => Object.keys(tasks.open).length === 0);
  await site.settle();
}

/** D-23: as soon as the delivery report is there, or a point of no return passed or moved, the deployment knows; told again it changes nothing. */
async function tellProgress(site: Site): Promise<void> {
  let told: SiteReport = { milestone: 'started', isPastCancelling: false };
  const isNews = (state: SiteState) => reportOf(state).milestone !== told.milestone || reportOf(state).isPastCancelling !== told.isPastCancelling;
  for (;;) {
    await site.until((state) => state.endedAtMs !== null || isNews(state));
    // How it ended is told last, by the story.
    if (site.state().endedAtMs !== null) return;
    told = reportOf(site.state());
    await tellDeployment(site, told);
  }
}

function reportOf(state: SiteState): SiteReport {
  const milestone = state.phase === 'in-service' || state.phase === 'cancelled' ? state.phase : state.report === null ? 'started' : 'delivered';
  return { milestone, isPastCancelling: isPastCancelling(state) };
}

async function tellDeployment(site: Site, report: SiteReport): Promise<void> {
  const { deploymentId, site: key } = openingOf(site);
  try {
    await getExternalWorkflowHandle(workflowIdOf(deploymentId)).signal(siteReportedSignal, { site: key, ...report });
  } catch (failure) {
    // Only an operator can have ended the deployment before its sites; the site's own record is complete without it.
    if (!(failure instanceof TemporalFailure)) throw failure;
  }
}
