/** The persons of a deployment, each doing his task as on a day without trouble; and the callbacks that come between. */
import type { TaskStep } from '../../domain/deployment/steps.ts';
import type { SitePhase, SiteState } from '../../domain/deployment/site.ts';
import type { DeploymentPhase, DeploymentState } from '../../domain/deployment/deployment.ts';
import { requiredDocuments } from '../../domain/documents/matrix.ts';
import { acceptDocumentUpdate, addDocumentUpdate } from '../../workflows/deployment/messages.ts';
import { v7 as uuidv7 } from 'uuid';
import { expect } from 'vitest';
import { answers } from './answers.ts';
import { eventually } from './eventually.ts';
import { meta, type TestJourney } from './journeys.ts';
import { callsOf } from './outside.ts';

/** Tasks that nobody does by himself here: what goes wrong is for the test to decide. */
const leftToTheTest: ReadonlySet<TaskStep> = new Set(['access-order-refused', 'works-quote', 'visit-unfavourable', 'abandon-approval', 'stuck-call', 'undo-by-hand', 'invoice-correction', 'service-not-registered', 'billing-not-started', 'approval-refused', 'missing-documents', 'collection-correction']);

/** Longer than anything takes that is not stuck, an attempt that was lost on a slow machine and made again included. */
const patienceMs = 45_000;

/** Watches a play: whoever waits too long for the same thing is told what it waits for. */
function createPatience(until: string): (state: Pick<DeploymentState | SiteState, 'phase' | 'tasks' | 'stuck'>) => void {
  let [seen, sinceMs] = ['', Date.now()];
  return ({ phase, tasks, stuck }) => {
    const now = JSON.stringify({ phase, tasks: Object.keys(tasks.open), stuck });
    if (now !== seen) [seen, sinceMs] = [now, Date.now()];
    if (Date.now() - sinceMs > patienceMs) throw new Error(`waiting for ${until}, nothing has moved: ${now}`);
  };
}

/** Everybody does what is asked of him until the deployment is in this phase. */
export async function playDeployment(journey: TestJourney, until: DeploymentPhase = 'delivering'): Promise<void> {
  const watch = createPatience(until);
  for (;;) {
    const state = await eventually(() => journey.recordedState<DeploymentState>());
    watch(state);
    if (state.phase === until) return;
    await prepareDocuments(journey, state);
    await doOneTask(journey, state, undefined);
  }
}

/** Everybody does what is asked of him at a site, and OBL and Ref.Tech call back what is awaited, until it is in this phase. */
export async function playSite(journey: TestJourney, site: string, until: SitePhase = 'in-service'): Promise<void> {
  const watch = createPatience(until);
  for (;;) {
    const state = await eventually(() => journey.recordedState<SiteState>(site));
    watch(state);
    if (state.phase === until) return;
    if (await callBack(journey, site, state)) continue;
    await doOneTask(journey, state, site);
  }
}

/** Adds and accepts the mandatory documents, once the coordinator looks for them (D-04). */
async function prepareDocuments(journey: TestJourney, { phase, launch, documents }: DeploymentState): Promise<void> {
  if (phase !== 'technical-validation' || !launch || Object.keys(documents).length > 0) return;
  for (const kind of requiredDocuments({ ...launch.order, market: launch.market })) {
    const document = { id: uuidv7(), kind, digest: '0'.repeat(64), sizeBytes: 1_000, mediaType: 'application/pdf' };
    const [added, accepted] = [meta(), meta()];
    await journey.handle().executeUpdate(addDocumentUpdate, { updateId: added.commandId, args: [{ document, meta: added }] });
    await journey.handle().executeUpdate(acceptDocumentUpdate, { updateId: accepted.commandId, args: [{ documentId: document.id, meta: accepted }] });
  }
}

/** What runs alongside the step first: the step's own task may end it. */
async function doOneTask(journey: TestJourney, { phase, tasks }: Pick<DeploymentState | SiteState, 'phase' | 'tasks'>, site: string | undefined): Promise<void> {
  const open = Object.values(tasks.open).filter(({ step }) => !leftToTheTest.has(step));
  const task = open.find(({ step }) => step !== phase) ?? open[0];
  if (task) await journey.complete(task.id, answers[task.step], site);
  else await new Promise((resolve) => { setTimeout(resolve, 20); });
}

/** @returns whether something was awaited from outside. */
async function callBack(journey: TestJourney, site: string, { phase, order, slot, equipment, report }: SiteState): Promise<boolean> {
  if (!order) return false;
  const { attempt, oblReference } = order;
  const reference = oblReference ?? 'OBL-1';
  if (phase === 'acknowledgement') {
    await journey.oblTells(site, { type: 'acknowledged', oblReference: reference, plannedDeliveryDate: '2030-01-31' }, { attempt });
  } else if (phase === 'intervention-planning' && slot?.status === 'proposed') {
    const { ordinal, startsAt, endsAt } = slot;
    // Told before it was asked, we never ask, and what it has not agreed to it does not deliver; once it has delivered it is asked no more.
    if (!report) await eventually(async () => expect(await callsOf(journey.house, 'obl', order.orderKey, 'propose-slot')).toBeGreaterThan(0));
    await journey.oblTells(site, { type: 'slot-confirmed', ordinal, slot: { startsAt, endsAt } }, { attempt });
  } else if (phase === 'dispatch' && equipment?.depot) {
    await journey.refTechTells(site, { type: 'equipment-received', equipmentKey: equipment.key, receivedOn: '2026-01-02' });
  } else if (phase === 'delivery-report' && !report) {
    await journey.oblTells(site, { type: 'delivered', oblReference: reference, report: { reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: [] } }, { attempt });
  } else {
    return false;
  }
  return true;
}
