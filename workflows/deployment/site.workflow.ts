/** The story of a site delivery (D-08 to D-18): order, acknowledgement, delivery report, billing; and its undoing (D-23). */
import { TemporalFailure } from '@temporalio/common';
import { getExternalWorkflowHandle, proxyActivities, setHandler, type ActivityOptions } from '@temporalio/workflow';
import type { BillingActivities, OblActivities } from '../../activities/deployment.ts';
import type { SiteMilestone } from '../../domain/deployment/deployment.ts';
import { siteModel } from '../../domain/deployment/evolve-site.ts';
import { nextReminderAtMs, type Awaited, type SiteCall, type SiteCommand, type SiteEffect, type SiteOpening, type SitePhase, type SiteState } from '../../domain/deployment/site.ts';
import { callOutside, type OutsideAnswer } from '../journey/call-outside.ts';
import { openJourney, shelter, type Journey } from '../journey/journey.ts';
import { taskQueues } from '../journey/messages.ts';
import { siteDetails } from './details.ts';
import { factsOf } from './obl-facts.ts';
import { applyPolicyUpdate, cancelSiteSignal, completeTaskUpdate, oblToldUpdate, siteReportedSignal, siteStateQuery, workflowIdOf, type SiteStart } from './messages.ts';
import { showPhase } from './search.ts';

type Site = Journey<SiteState, SiteCommand>;

export async function siteDelivery(start: SiteStart): Promise<SitePhase> {
  const site = open(start);
  return await shelter(() => story(site), () => site.attempt({ type: 'cancel', reason: 'asked-of-the-engine' }));
}

async function story(site: Site): Promise<SitePhase> {
  do {
    await orderAccess(site); // D-08
    await awaitAcknowledgement(site); // D-09
    await awaitDeliveryReport(site); // D-13
    await decideOnRefusal(site); // D-09: a refusal may come as late as that
  } while (is(site, 'ordering'));
  await startBilling(site); // D-18
  await undo(site); // D-23
  await end(site);
  return site.state().phase;
}

function open(start: SiteStart): Site {
  const journey = openJourney(start, { kind: 'site', model: siteModel, describe: siteDetails, onChange: showPhase('ordering', 'outside') });
  journey.receive(completeTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(oblToldUpdate, ({ orderKey, fact }) => ({ type: 'oblTold', orderKey, fact, heard: 'callback' }));
  journey.receive(applyPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(cancelSiteSignal, ({ reason }) => journey.act({ type: 'cancel', reason }));
  setHandler(siteStateQuery, () => journey.state());
  return journey;
}

async function orderAccess(site: Site): Promise<void> {
  const { order } = site.state();
  if (!order || !is(site, 'ordering')) return;
  const { deploymentId, site: key, accessType } = openingOf(site);
  const { orderKey, attempt } = order;
  const placed = await call(site, 'place-access-order', ({ phase }) => phase === 'ordering', () =>
    obl(site, `Commande OBL n° ${attempt}`).placeAccessOrder({ deploymentId, site: key, orderKey, accessType }));
  if (placed.how === 'skipped') {
    site.act({ type: 'orderTaken', attempt, oblReference: null });
  } else if (placed.how === 'went-through') {
    const { answer } = placed;
    if (answer.outcome === 'received') site.act({ type: 'orderTaken', attempt, oblReference: answer.oblReference });
    else site.act({ type: 'oblTold', orderKey, fact: { type: 'refused', reason: answer.reason }, heard: 'answer' });
  }
}

async function awaitAcknowledgement(site: Site): Promise<void> {
  await awaitObl(site, 'acknowledgement', 'Relance OBL (AR)');
}

async function awaitDeliveryReport(site: Site): Promise<void> {
  await awaitObl(site, 'delivery-report', 'Relance OBL (PV)');
}

async function decideOnRefusal(site: Site): Promise<void> {
  await site.until(({ phase }) => phase !== 'order-refused');
}

async function startBilling(site: Site): Promise<void> {
  const { report } = site.state();
  if (!report || !is(site, 'starting-billing')) return;
  const told = tellDeployment(site, 'delivered');
  const { deploymentId, site: key } = openingOf(site);
  const from = report.deliveredOn;
  const started = await call(site, 'start-billing', ({ phase }) => phase === 'starting-billing', () =>
    billing(site, `Mise en facturation au ${from}`).startBilling({ deploymentId, site: key, from }));
  site.act({ type: 'billingAnswered', subscriptionReference: started.how === 'went-through' ? started.answer.subscriptionReference : null, from });
  await told;
}

/** D-23: undoes in reverse what was done, or may have been done, outside. */
async function undo(site: Site): Promise<void> {
  for (let effect = lastEffect(site); effect && is(site, 'undoing'); effect = lastEffect(site)) {
    await undoAccessOrder(site, effect);
  }
}

async function undoAccessOrder(site: Site, effect: SiteEffect): Promise<void> {
  const cancelled = await call(site, 'cancel-access-order', () => true, () => obl(site, 'Annulation de la commande OBL').cancelAccessOrder(effect.key));
  const outcome = cancelled.how !== 'went-through' ? 'skipped' : cancelled.answer.outcome === 'cancelled' ? 'undone' : 'too-late';
  site.act({ type: 'effectSettled', effect, outcome });
}

async function end(site: Site): Promise<void> {
  // Stuck before a continue-as-new, and never asked for again since: a callback brought what was wanted.
  for (const call of Object.keys(site.state().stuck) as SiteCall[]) site.act({ type: 'callEnded', call, how: 'overtaken' });
  site.act({ type: 'end' });
  // Who reads that the deployment has ended reads how its sites ended.
  await site.settle();
  await tellDeployment(site, is(site, 'in-service') ? 'in-service' : 'cancelled');
  // What was handed to a person is done by completing its task: the journey stays to take that.
  await site.until(({ tasks }) => Object.keys(tasks.open).length === 0);
  await site.settle();
}

/** D-09: awaits a callback of the OBL; at each reminder first asks for the order's state, which finds a lost one. */
async function awaitObl(site: Site, awaited: Awaited, reminder: string): Promise<void> {
  const { order } = site.state();
  if (!order) return;
  const { orderKey } = order;
  const phase: SitePhase = `awaiting-${awaited}`;
  const stillAwaited = (state: SiteState) => state.phase === phase;
  while (is(site, phase)) {
    const { reminders = 0, remindersBefore = 0 } = site.state().order ?? {};
    const ordinal = reminders + 1;
    const atMs = nextReminderAtMs(site.state());
    // A policy applied meanwhile moves the instant: the timer is armed anew.
    const woken = await site.until((state) => !stillAwaited(state) || nextReminderAtMs(state) !== atMs, atMs === null ? null : { atMs, summary: `${reminder} n° ${ordinal}` });
    if (woken === 'met') continue;
    const known = await call(site, 'read-access-order', stillAwaited, () => obl(site, 'État de la commande OBL').readAccessOrder(orderKey));
    if (known.how === 'went-through') {
      for (const fact of factsOf(known.answer)) site.act({ type: 'oblTold', orderKey, fact, heard: 'asked' }, 'timer');
    }
    if (!is(site, phase)) return;
    const reminded = await call(site, 'remind-obl', stillAwaited, () => obl(site, `${reminder} n° ${ordinal}`).remindObl(orderKey, remindersBefore + ordinal));
    if (reminded.how !== 'overtaken') site.act({ type: 'oblReminded', orderKey, awaited, ordinal }, 'timer');
  }
}

async function tellDeployment(site: Site, milestone: SiteMilestone): Promise<void> {
  const { deploymentId, site: key } = openingOf(site);
  try {
    await getExternalWorkflowHandle(workflowIdOf(deploymentId)).signal(siteReportedSignal, { site: key, milestone });
  } catch (failure) {
    // Only an operator can have ended the deployment before its sites; the site's own record is complete without it.
    if (!(failure instanceof TemporalFailure)) throw failure;
  }
}

function call<T>(site: Site, name: SiteCall, wanted: (state: SiteState) => boolean, run: () => Promise<T>): Promise<OutsideAnswer<T>> {
  const system = name === 'start-billing' ? 'billing' : 'obl';
  return callOutside<SiteState, SiteCall, T>(site, { name, system, run, wanted, againEveryMs: openingOf(site).policy.outsideCalls.againEveryMs });
}

function obl(site: Site, summary: string) {
  return proxyActivities<OblActivities>({ ...outside(site), taskQueue: taskQueues.obl, summary });
}

function billing(site: Site, summary: string) {
  return proxyActivities<BillingActivities>({ ...outside(site), taskQueue: taskQueues.billing, summary });
}

function outside(site: Site): ActivityOptions {
  return {
    // The adapters give up a call after ten seconds by themselves; this also notices a worker that was killed.
    startToCloseTimeout: '20 seconds',
    scheduleToCloseTimeout: openingOf(site).policy.outsideCalls.tellAfterMs,
    // An outside system that limps is not hammered; the adapter says which failures are worth a retry.
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  };
}

function lastEffect(site: Site): SiteEffect | undefined {
  return site.state().effects.at(-1);
}

function is(site: Site, phase: SitePhase): boolean {
  return site.state().phase === phase;
}

function openingOf(site: Site): SiteOpening {
  const { opening } = site.state();
  if (!opening) throw new Error('a site delivery runs before it was opened');
  return opening;
}
