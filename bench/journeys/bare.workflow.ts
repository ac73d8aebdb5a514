/**
 * The peer: a deployment and its sites written by hand on the bare SDK. The same messages, activities, timers, search attributes and
 * recorded rows as ours; no rules, no journey, no stuck calls, no continue-as-new, no details for the Web UI.
 */
import {
  allHandlersFinished, condition, getExternalWorkflowHandle, ParentClosePolicy, proxyActivities, setHandler, startChild, upsertSearchAttributes,
} from '@temporalio/workflow';
import type { BillingActivities, OblActivities } from '../../activities/deployment.ts';
import type { RecorderActivities } from '../../activities/recorder/batch.ts';
import { siteJourneyId } from '../../domain/deployment/deployment.ts';
import type { DeploymentEvent, Launch } from '../../domain/deployment/deployment.ts';
import type { SiteEvent } from '../../domain/deployment/site.ts';
import type { ActMeta, RecordedEvent } from '../../domain/journey/journey.ts';
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import {
  completeTaskUpdate, oblToldUpdate, openUpdate, searchAttributes, siteReportedSignal, siteWorkflowType, workflowIdOf, type DeploymentStart, type SiteStart,
} from '../../workflows/deployment/messages.ts';
import { taskQueues } from '../../workflows/journey/messages.ts';

const { recordEvents } = proxyActivities<RecorderActivities>({ startToCloseTimeout: '5 seconds' });
const { placeAccessOrder } = proxyActivities<OblActivities>({ taskQueue: taskQueues.obl, startToCloseTimeout: '20 seconds' });
const { startBilling } = proxyActivities<BillingActivities>({ taskQueue: taskQueues.billing, startToCloseTimeout: '20 seconds' });

const reminderAfterMs = 3_600_000;

export async function deployment(start: DeploymentStart): Promise<string> {
  if (!('opening' in start) || start.opening.command.type !== 'launch') throw new Error('the bare deployment starts with a launch');
  const { command: { launch }, meta } = start.opening;
  const book = openBook<DeploymentEvent>(start.journeyId, 'deployment');
  const validation = { id: `${launch.deploymentId}.technical-validation.1`, step: 'technical-validation', owner: 'coordinator', dueAtMs: null, context: { customerId: launch.customerId, orderNumber: launch.orderNumber, siteCount: launch.sites.length } } as const;
  book.write(meta, { type: 'deploymentLaunched', launch }, { type: 'taskOpened', task: validation });
  let validated = false;
  let ended = 0;
  setHandler(openUpdate, () => book.written(2));
  setHandler(completeTaskUpdate, async ({ taskId, input, meta: by }) => {
    validated = true;
    show('delivering', 'outside');
    return await book.written(book.write(by, { type: 'taskCompleted', taskId, step: 'technical-validation', input }));
  });
  setHandler(siteReportedSignal, ({ site, milestone }) => {
    if (milestone === 'in-service') ended += 1;
    book.write(ownAct(start.journeyId), { type: 'siteMilestoneReached', site, milestone });
  });
  await condition(() => validated);
  await Promise.all(launch.sites.map((site) => startSite(launch, site)));
  book.write(ownAct(start.journeyId), { type: 'siteDeliveriesStarted', sites: launch.sites.map(({ site }) => site) });
  await condition(() => ended === launch.sites.length);
  show('completed', 'outside');
  book.write(ownAct(start.journeyId), { type: 'deploymentCompleted' });
  await condition(() => book.idle() && allHandlersFinished());
  return 'completed';
}

async function startSite({ deploymentId, customerId, market, policy }: Launch, { site, accessType }: Launch['sites'][number]): Promise<void> {
  const journeyId = siteJourneyId(deploymentId, site);
  const opening: SiteStart = {
    journeyId, opening: { command: { type: 'open', opening: { deploymentId, site, customerId, accessType, policy } }, meta: ownAct(journeyId) },
  };
  await startChild(siteWorkflowType, {
    workflowId: workflowIdOf(journeyId), args: [opening], parentClosePolicy: ParentClosePolicy.ABANDON,
    typedSearchAttributes: [
      { key: searchAttributes.customer, value: customerId }, { key: searchAttributes.market, value: market },
      { key: searchAttributes.phase, value: 'ordering' }, { key: searchAttributes.owner, value: 'outside' },
    ],
  });
}

export async function siteDelivery(start: SiteStart): Promise<string> {
  if (!('opening' in start) || start.opening.command.type !== 'open') throw new Error('the bare site starts with an opening');
  const { command: { opening }, meta } = start.opening;
  const { deploymentId, site, accessType } = opening;
  const orderKey = `${deploymentId}.${site}.1`;
  const book = openBook<SiteEvent>(start.journeyId, 'site');
  let acknowledged = false;
  let deliveredOn = '';
  setHandler(oblToldUpdate, async ({ fact, meta: by }) => {
    if (fact.type === 'acknowledged') {
      acknowledged = true;
      show('awaiting-delivery-report', 'outside');
      return await book.written(book.write(by, { type: 'accessOrderAcknowledged', orderKey, oblReference: fact.oblReference, plannedDeliveryDate: fact.plannedDeliveryDate, heard: 'callback' }));
    }
    if (fact.type !== 'delivered') throw new Error('the benchmark knows no other fact');
    deliveredOn = fact.report.deliveredOn;
    show('starting-billing', 'outside');
    return await book.written(book.write(by, { type: 'deliveryReported', orderKey, oblReference: fact.oblReference, report: fact.report, heard: 'callback' }));
  });
  book.write(meta, { type: 'siteOpened', opening });
  const placed = await placeAccessOrder({ deploymentId, site, orderKey, accessType });
  show('awaiting-acknowledgement', 'outside');
  book.write(ownAct(start.journeyId), { type: 'accessOrderPlaced', attempt: 1, orderKey, oblReference: placed.outcome === 'received' ? placed.oblReference : null });
  await condition(() => book.idle() || acknowledged);
  await condition(() => acknowledged, reminderAfterMs);
  await condition(() => book.idle() || deliveredOn !== '');
  await condition(() => deliveredOn !== '', reminderAfterMs);
  const from = deliveredOn;
  await tellDeployment(deploymentId, site, 'delivered');
  const { subscriptionReference } = await startBilling({ deploymentId, site, from });
  show('in-service', 'outside');
  book.write(ownAct(start.journeyId), { type: 'billingStarted', subscriptionReference, from }, { type: 'siteInService' });
  await tellDeployment(deploymentId, site, 'in-service');
  await condition(() => book.idle() && allHandlersFinished());
  return 'in-service';
}

async function tellDeployment(deploymentId: string, site: string, milestone: 'delivered' | 'in-service'): Promise<void> {
  await getExternalWorkflowHandle(workflowIdOf(deploymentId)).signal(siteReportedSignal, { site, milestone });
}

function show(phase: string, owner: string): void {
  upsertSearchAttributes([{ key: searchAttributes.phase, value: phase }, { key: searchAttributes.owner, value: owner }]);
}

function ownAct(journeyId: string): ActMeta {
  return { actor: 'system:bench', channel: 'system', commandId: journeyId };
}

/** Events in order, one recording at a time, those that wait together in one: the least that writes the same rows. */
function openBook<E extends DeploymentEvent | SiteEvent>(journeyId: string, kind: JourneyKind) {
  let lastNumber = 0;
  let writtenNumber = 0;
  let waiting: RecordedEvent[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const events = waiting;
      waiting = [];
      await recordEvents({ journeyId, kind, events });
      writtenNumber += events.length;
    }
    running = false;
  }

  return {
    write(meta: ActMeta, ...events: readonly E[]): number {
      const atMs = Date.now();
      for (const event of events) waiting.push({ number: lastNumber += 1, event, atMs, meta });
      if (!running) void run();
      return lastNumber;
    },
    idle: () => !running,
    async written(number: number): Promise<{ number: number }> {
      await condition(() => writtenNumber >= number);
      return { number };
    },
  };
}
