/** Plays one deployment of two sites from launch to its end, as the API and the relay would, without a human wait. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import { keepLaunchFile, nextDeploymentId } from '../../db/deployment/launch-files.ts';
import { siteJourneyId, siteKey, type Launch } from '../../domain/deployment/deployment.ts';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';
import type { OblFact } from '../../domain/deployment/site.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import type { OblCallback } from '../../ports/obl.ts';
import {
  completeTaskUpdate, deploymentWorkflowType, oblToldUpdate, openUpdate, workflowIdOf, type DeploymentStart,
} from '../../workflows/deployment/messages.ts';
import { taskQueues } from '../../workflows/journey/messages.ts';
import { contenders, type Contender } from './contender.ts';
import { customerId } from './ground.ts';
import { callbackNews, recordedNews } from './news.ts';

export const sitesPerJourney = 2;
const longestMs = 60_000;
const hour = 3_600_000;

/** As large as the one the API freezes: two years of days. No reminder falls due within a run. */
const policy: Launch['policy'] = {
  versions: { 'calendars': 1, 'reminders': 1, 'outside-calls': 1 },
  days: { firstDay: Math.floor(Date.now() / (24 * hour)) - 1, business: '1111100'.repeat(105), midnights: [[0, hour]] },
  acknowledgement: { firstAfter: { businessDays: 3 }, againEvery: { businessDays: 2 } },
  deliveryReport: { firstAfter: { businessDays: 1 }, againEvery: { businessDays: 2 } },
  outsideCalls: { tellAfterMs: 60_000, againEveryMs: hour },
};

const file: LaunchFile = {
  customerId, orderNumber: 'BC-2026-1', market: 'private', targetActivationDate: '2030-03-01', engagementMonths: 36, contacts: [],
  sites: Array.from({ length: sitesPerJourney }, (_, index) => ({
    label: `Agence ${index + 1}`, accessType: 'ftth', contacts: [], address: { street: '1 rue de la Gare', postalCode: '69001', city: 'Lyon', country: 'FR' },
    lines: [{ code: 'FTTH-1G', label: 'Accès fibre 1 Gb/s', recurringCents: 4_900, oneOffCents: 15_000 }],
  })),
};

/** Where journeys can be held, with all their orders placed and nothing told by the OBL yet. */
export interface Gate {
  readonly arrive: () => void;
  readonly opened: Promise<void>;
}

/** Returns the journey's id once its workflow has ended. @throws {Error} when it has not ended after a minute. */
export async function play(contender: Contender, gate?: Gate): Promise<string> {
  const id = await launchedId(contender);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error(`${contender.name}: ${id} has not ended after ${longestMs} ms`)), longestMs); });
  try {
    await Promise.race([playFrom(contender, id, gate), tooLong]);
    return id;
  } finally {
    clearTimeout(timer);
  }
}

async function playFrom(contender: Contender, id: string, gate: Gate | undefined): Promise<void> {
  const { client, news } = contender;
  await launch(contender, id);
  const handle = client.workflow.getHandle(workflowIdOf(id));
  const act = meta(id, 'validate');
  await Promise.all([
    handle.executeUpdate(completeTaskUpdate, { updateId: act.commandId, args: [{ taskId: `${id}.technical-validation.1`, input: { accepted: true }, meta: act }] }),
    ...file.sites.map((_, index) => deliverSite(contender, id, siteKey(index), gate)),
  ]);
  // Asked for only now: a result waited for from the start would be a long poll that the engine serves at every event.
  await news.hear(recordedNews(id, 'deploymentCompleted'));
  await handle.result();
}

let launches = 0;
async function launchedId({ name, pool }: Contender): Promise<string> {
  const { idYear } = contenders[name];
  if (pool !== undefined) return await nextDeploymentId(pool, idYear);
  launches += 1;
  return `AFF-${idYear}-${String(launches).padStart(6, '0')}`;
}

async function launch({ client, pool }: Contender, id: string): Promise<void> {
  if (pool !== undefined) await keepLaunchFile(pool, id, file);
  const { orderNumber, market, targetActivationDate } = file;
  const opening = {
    command: {
      type: 'launch' as const,
      launch: { deploymentId: id, customerId, orderNumber, market, targetActivationDate, policy, sites: file.sites.map(({ accessType }, index) => ({ site: siteKey(index), accessType })) },
    },
    meta: meta(id, 'launch'),
  };
  const start: DeploymentStart = { journeyId: id, opening };
  await client.workflow.executeUpdateWithStart(openUpdate, {
    updateId: opening.meta.commandId, args: [{ meta: opening.meta }],
    startWorkflowOperation: new WithStartWorkflowOperation(deploymentWorkflowType, {
      workflowId: workflowIdOf(id), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  });
}

/** Each callback is delivered as soon as it is here and the one before it was answered; the first one when the order is on record. */
async function deliverSite({ client, news, pool }: Contender, id: string, site: string, gate: Gate | undefined): Promise<void> {
  const handle = client.workflow.getHandle(workflowIdOf(siteJourneyId(id, site)));
  const orderKey = `${id}.${site}.1`;
  await news.hear(recordedNews(siteJourneyId(id, site), 'accessOrderPlaced'));
  gate?.arrive();
  await gate?.opened;
  for (const type of ['order.acknowledged', 'order.delivered'] as const) {
    const fact = pool === undefined ? inventedFact(orderKey, type) : factOf(await news.hear<OblCallback>(callbackNews(orderKey, type)));
    const act: ActMeta = { actor: 'system:obl', channel: 'callback', commandId: `${orderKey}:${type}` };
    await handle.executeUpdate(oblToldUpdate, { updateId: act.commandId, args: [{ orderKey, fact, meta: act }] });
  }
}

function factOf(callback: OblCallback): OblFact {
  if (callback.type === 'order.acknowledged') return { type: 'acknowledged', oblReference: callback.oblReference, plannedDeliveryDate: callback.plannedDeliveryDate };
  if (callback.type !== 'order.delivered') throw new Error(`the benchmark's orders go well, yet the OBL says ${callback.type}`);
  const { oblReference, reportReference, deliveredOn, reservations } = callback;
  return { type: 'delivered', oblReference, report: { reportReference, deliveredOn, reservations } };
}

function inventedFact(orderKey: string, type: 'order.acknowledged' | 'order.delivered'): OblFact {
  const oblReference = `OBL-${orderKey}`;
  if (type === 'order.acknowledged') return { type: 'acknowledged', oblReference, plannedDeliveryDate: '2030-01-01' };
  return { type: 'delivered', oblReference, report: { reportReference: 'PV-1', deliveredOn: '2030-01-02', reservations: [] } };
}

function meta(id: string, act: string): ActMeta {
  return { actor: 'bench', channel: 'api', commandId: `${id}:${act}` };
}
