/** Plays one deployment from launch to handover, as the API and the relay would; every person acts at once. */
import { randomUUID } from 'node:crypto';
import { ServiceError, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { keepLaunchFile } from '../../db/deployment/launch-files.ts';
import { nextNumber } from '../../db/numbers.ts';
import { siteJourneyId, type Launch } from '../../domain/deployment/deployment.ts';
import { requiredDocuments } from '../../domain/documents/matrix.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import type { Told } from '../../relay/callbacks.ts';
import {
  acceptDocumentUpdate, addDocumentUpdate, completeTaskUpdate, deploymentWorkflowType, openUpdate, type DeploymentStart,
} from '../../workflows/deployment/messages.ts';
import { taskQueues, type Act, type Recorded, workflowIdOf } from '../../workflows/journey/messages.ts';
import { answers, type AnsweredTask } from './answers.ts';
import { contenders, type Contender } from './contender.ts';
import { inventedCallback, type AwaitedCallback } from './invented.ts';
import { launchFile, launchOf } from './launches.ts';
import { callbackNews, recordedNews, slotAnnounced, taskOpened } from './news.ts';

/** Of the journeys that are measured. */
export const sitesPerJourney = 2;
const longestMs = 180_000;

/** Where journeys can be held: each site in the middle of its path, waiting for its technical visit. */
export interface Gate {
  readonly arrive: () => void;
  readonly opened: Promise<void>;
}

export interface PlayOptions {
  readonly sites?: number;
  readonly gate?: Gate;
}

/** Returns the journey's id once its workflow has ended. @throws {Error} when it has not ended after three minutes, the time at the gate not counted. */
export async function play(contender: Contender, { sites = sitesPerJourney, gate }: PlayOptions = {}): Promise<string> {
  const id = await launchedId(contender);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const patience = (): void => { timer = setTimeout(() => reject(new Error(`${contender.name}: ${id} has not ended after ${longestMs} ms`)), longestMs); };
    if (gate === undefined) patience();
    else void gate.opened.then(patience);
  });
  try {
    await Promise.race([playFrom(contender, await launch(contender, id, sites), gate), tooLong]);
    return id;
  } finally {
    clearTimeout(timer);
  }
}

async function playFrom(contender: Contender, deployment: Launch, gate: Gate | undefined): Promise<void> {
  const { client, news } = contender;
  const { deploymentId: id, sites } = deployment;
  const handle = client.workflow.getHandle(workflowIdOf(id));
  const task = (step: AnsweredTask) => completeTask(contender, handle, id, step);
  await Promise.all([task('techno-commercial-approval'), task('sales-collection')]);
  await task('financial-approval');
  await task('assignment');
  await news.hear(recordedNews(id, taskOpened('technical-validation')));
  await prepareDocuments(handle, deployment);
  await completeOpenTask(handle, id, 'technical-validation');
  await task('internal-launch');
  await task('welcome-call');
  await task('technical-collection');
  await task('customer-launch');
  await Promise.all(sites.map(({ site }) => deliverSite(contender, siteJourneyId(id, site), gate)));
  // Asked for only now: a result waited for from the start would be a long poll that the engine serves at every event.
  await news.hear(recordedNews(id, 'deploymentCompleted'));
  await handle.result();
}

/** Each callback is delivered as soon as it is here and what it answers is on record. */
async function deliverSite(contender: Contender, journeyId: string, gate: Gate | undefined): Promise<void> {
  const { client, news } = contender;
  const handle = client.workflow.getHandle(workflowIdOf(journeyId));
  const task = (step: AnsweredTask) => completeTask(contender, handle, journeyId, step);
  const callback = (fact: AwaitedCallback) => callBack(contender, handle, journeyId, fact);
  await news.hear(recordedNews(journeyId, 'accessOrderPlaced'));
  await callback('acknowledged');
  await task('intervention-planning');
  await callback('slot-confirmed');
  await news.hear(recordedNews(journeyId, taskOpened('technical-visit')));
  await news.hear(recordedNews(journeyId, slotAnnounced));
  gate?.arrive();
  await gate?.opened;
  await completeOpenTask(handle, journeyId, 'technical-visit');
  await task('supplementary-collection');
  await task('configuration');
  await task('dispatch');
  await callback('equipment-shipped');
  await callback('equipment-received');
  await task('installation');
  await callback('delivered');
  await task('activation');
  await task('invoice-simulation');
  await task('invoice-validation');
  await task('handover');
}

let launches = 0;
async function launchedId({ name, pool }: Contender): Promise<string> {
  const { idYear } = contenders[name];
  if (pool !== undefined) return await nextNumber(pool, 'AFF', idYear);
  launches += 1;
  return `AFF-${idYear}-${String(launches).padStart(6, '0')}`;
}

async function launch({ client, pool }: Contender, id: string, siteCount: number): Promise<Launch> {
  const file = launchFile(siteCount);
  if (pool !== undefined) await keepLaunchFile(pool, id, file);
  const deployment = launchOf(id, file);
  const opening = { command: { type: 'launch' as const, launch: deployment }, meta: meta(id, 'launch') };
  const start: DeploymentStart = { journeyId: id, opening };
  await client.workflow.executeUpdateWithStart(openUpdate, {
    updateId: opening.meta.commandId, args: [{ meta: opening.meta }],
    startWorkflowOperation: new WithStartWorkflowOperation(deploymentWorkflowType, {
      workflowId: workflowIdOf(id), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  });
  return deployment;
}

/** D-04: added and accepted one by one, as the API does. */
async function prepareDocuments(handle: WorkflowHandle, { deploymentId, order, market }: Launch): Promise<void> {
  for (const kind of requiredDocuments({ ...order, market })) {
    const document = { id: randomUUID(), kind, digest: '0'.repeat(64), sizeBytes: 1_000, mediaType: 'application/pdf' };
    const [added, accepted] = [meta(deploymentId, `add-${kind}`), meta(deploymentId, `accept-${kind}`)];
    await update(handle, addDocumentUpdate, { document, meta: added });
    await update(handle, acceptDocumentUpdate, { documentId: document.id, meta: accepted });
  }
}

async function completeTask({ news }: Contender, handle: WorkflowHandle, journeyId: string, step: AnsweredTask): Promise<void> {
  await news.hear(recordedNews(journeyId, taskOpened(step)));
  await completeOpenTask(handle, journeyId, step);
}

async function completeOpenTask(handle: WorkflowHandle, journeyId: string, step: AnsweredTask): Promise<void> {
  const act = meta(journeyId, step);
  const taskId = `${journeyId.replace('/', '.')}.${step}.1`;
  await update(handle, completeTaskUpdate, { taskId, input: answers[step] as never, meta: act });
}

async function callBack({ news, pool }: Contender, handle: WorkflowHandle, journeyId: string, fact: AwaitedCallback): Promise<void> {
  const told = pool === undefined ? inventedCallback(journeyId, fact) : await news.hear<Told>(callbackNews(journeyId, fact));
  const act: ActMeta = { actor: 'system:outside', channel: 'callback', commandId: `${journeyId}:${fact}` };
  await update<object>(handle, told.update as UpdateDefinition<Recorded, [Act<object>]>, { ...told.content, meta: act });
}

/** As often as API and relay would: an engine that is out of breath gives up a poll, and the same update id is answered once. */
async function update<Fields>(handle: WorkflowHandle, definition: UpdateDefinition<Recorded, [Act<Fields>]>, act: Act<Fields>, triesLeft = 5): Promise<void> {
  try {
    await handle.executeUpdate(definition, { updateId: act.meta.commandId, args: [act] });
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || triesLeft === 0) throw thrown;
    await update(handle, definition, act, triesLeft - 1);
  }
}

function meta(id: string, act: string): ActMeta {
  return { actor: 'bench', channel: 'api', commandId: `${id}:${act}` };
}
