/** The straight path as commands: at each state, what comes next when everybody does what is asked of him and the outside answers well. */
import type { DeploymentCommand, DeploymentPhase, DeploymentState } from '../../../domain/deployment/deployment.ts';
import { deploymentModel } from '../../../domain/deployment/evolve.ts';
import { siteModel } from '../../../domain/deployment/evolve-site.ts';
import type { LinkQuality } from '../../../domain/deployment/link.ts';
import { accessOrderKey, deliveredOn, equipmentKey, type Heard, type OblFact, type SiteCommand, type SiteOpening, type SitePhase, type SiteState } from '../../../domain/deployment/site.ts';
import { deploymentSteps, type DeploymentStep, type TaskStep } from '../../../domain/deployment/steps.ts';
import { missingDocuments, requiredDocuments } from '../../../domain/documents/matrix.ts';
import type { JourneyEvent, JourneyModel } from '../../../domain/journey/journey.ts';
import { answers } from '../../support/answers.ts';
import { launch, opening } from './given.ts';

export const acknowledged = { type: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '1970-01-10' } as const satisfies OblFact;
export const delivered = { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '1970-01-10', reservations: [] } } as const satisfies OblFact;
/** D-13: delivered, and not quite as it should be. */
export const reserved = { ...delivered, report: { ...delivered.report, reservations: ['Prise à refixer', 'Étiquetage manquant'] } } as const satisfies OblFact;
export const linkUp: LinkQuality = { qualification: 'up', readings: 25, changes: 0, worst: { latencyMs: 9, lossPercent: 0, throughputPercent: 98 } };
export const passed = [
  { test: 'sync', passed: true, measure: null, unit: null }, { test: 'ping', passed: true, measure: 9, unit: 'ms' }, { test: 'throughput-down', passed: true, measure: 940, unit: 'Mbit/s' },
  { test: 'throughput-up', passed: true, measure: 610, unit: 'Mbit/s' }, { test: 'dns', passed: true, measure: 12, unit: 'ms' },
];
export const invoice = { lines: [], periodEnd: '1970-01-31', totals: { htCents: 10_000, vatCents: 2_000, ttcCents: 12_000 } };

export const issued = { id: '01990000-0000-7000-8000-000000000001', digest: 'd'.repeat(64), sizeBytes: 25_000 };

/** What is asked of a person in the state, done as on a good day; null when nobody is asked. */
export function answering({ tasks }: Pick<SiteState | DeploymentState, 'tasks'>, step: string): Extract<SiteCommand & DeploymentCommand, { type: 'completeTask' }> | null {
  const task = Object.values(tasks.open).find((open) => open.step === step);
  return task ? { type: 'completeTask', taskId: task.id, input: answers[task.step] } : null;
}

export function nextOfSite(state: SiteState, toOpen: SiteOpening = opening): SiteCommand | null {
  const asked = answering(state, state.phase);
  if (asked) return asked;
  const { order, slot, simulation } = state;
  const told = (fact: OblFact): SiteCommand => ({ type: 'oblTold', orderKey: order?.orderKey ?? '', fact, heard: 'callback' });
  switch (state.phase) {
    case 'new': return { type: 'open', opening: toOpen };
    case 'reordering': return { type: 'orderAgain' };
    case 'access-order': return { type: 'orderTaken', attempt: order?.attempt ?? 1, oblReference: 'OBL-1' };
    case 'acknowledgement': return told(acknowledged);
    case 'intervention-planning': return slot && told({ type: 'slot-confirmed', ordinal: slot.ordinal, slot: { startsAt: slot.startsAt, endsAt: slot.endsAt } });
    case 'technical-visit': return { type: 'stepDone', step: 'technical-visit' };
    case 'equipment': return { type: 'equipmentReserved', inStock: true, availableOn: null };
    case 'configuration': return { type: 'technicallyCollected' };
    case 'dispatch': return { type: 'refTechTold', fact: { type: 'equipment-received', equipmentKey: equipmentKey(toOpen), receivedOn: '1970-01-09' }, heard: 'callback' };
    case 'delivery-report': return answering(state, 'delivery-reservations') ?? told(delivered);
    case 'service-production': return { type: 'serviceProduced', production: { ipv4: '192.0.2.1', radiusLogin: 'aff-2026-000123-s001', vlan: 100 } };
    case 'activation': return answering(state, 'line-migration') ?? { type: 'activationTested', results: passed };
    case 'acceptance': return { type: 'linkQualified', quality: linkUp };
    case 'delivery-notice': return answering(state, 'service-not-registered') ?? (state.rds === null ? { type: 'serviceRegistered', rds: 'RDS-1' } : { type: 'deliveryNoticeSent', madOn: deliveredOn(state) ?? '', document: issued });
    case 'invoice-simulation':
      if (simulation?.stage === 'asked') return { type: 'invoiceSimulated', reference: 'SIM-1', invoice, faults: [] };
      return answering(state, 'invoice-correction') ?? { type: 'invoiceSimulationSent', document: issued };
    case 'billing-start': return answering(state, 'billing-not-started') ?? { type: 'billingAnswered', subscriptionReference: 'SUB-1' };
    case 'handover': return { type: 'supportDeskTold' };
    default: return null;
  }
}

export function nextOfDeployment(state: DeploymentState): DeploymentCommand | null {
  if (state.phase === 'new') return { type: 'launch', launch };
  if (state.phase === 'technical-validation') {
    const pending = Object.entries(state.documents).find(([, { status }]) => status !== 'accepted');
    if (pending) return { type: 'acceptDocument', documentId: pending[0] };
    const [missing] = missingDocuments(requiredDocuments({ ...launch.order, market: launch.market }), Object.values(state.documents));
    if (missing) return { type: 'addDocument', document: { id: `doc-${missing}`, kind: missing, digest: '0'.repeat(64), sizeBytes: 1_000, mediaType: 'application/pdf' } };
  }
  if (!deploymentSteps.includes(state.phase as DeploymentStep)) return null;
  const { made, told } = state.assignments;
  if (told < made && state.phase === 'assignment') return { type: 'assignmentTold', ordinal: made, how: 'went-through' };
  return answering(state, state.phase) ?? answering(state, 'approval-refused') ?? answering(state, 'collection-correction') ?? { type: 'stepDone', step: state.phase as DeploymentStep };
}

/** The commands that lead a site from the given ones on, along the straight path, to the first state that is meant. */
export function siteUntil(meant: SitePhase | ((state: SiteState) => boolean), from: readonly SiteCommand[] = [], toOpen: SiteOpening = opening): SiteCommand[] {
  return until(siteModel, (state) => nextOfSite(state, toOpen), typeof meant === 'function' ? meant : ({ phase }) => phase === meant, from);
}

export function deploymentUntil(meant: DeploymentPhase | ((state: DeploymentState) => boolean), from: readonly DeploymentCommand[] = []): DeploymentCommand[] {
  return until(deploymentModel, nextOfDeployment, typeof meant === 'function' ? meant : ({ phase }) => phase === meant, from);
}

/** The site's task of a step, by occurrence. */
export const siteTask = (step: TaskStep, occurrence = 1): string => `AFF-2026-000123.S001.${step}.${occurrence}`;
/** The site's task of a step, done as on a good day, or decided on. */
export const does = (step: TaskStep, occurrence = 1): SiteCommand => ({ type: 'completeTask', taskId: siteTask(step, occurrence), input: answers[step] });
export const decides = (choice: 'correct-and-reorder' | 'abandon' | 'retry' | 'skip' | 'again' | 'override', step: TaskStep, occurrence = 1): SiteCommand => (
  { type: 'completeTask', taskId: siteTask(step, occurrence), input: { choice, comment: 'vu' } as never });
/** What the OBL says of the site's first order, or of another. */
export const told = (fact: OblFact, heard: Heard = 'callback', orderKey = accessOrderKey(opening, 1)): SiteCommand => ({ type: 'oblTold', orderKey, fact, heard });
export const refusal: OblFact = { type: 'refused', reason: 'invalid-data', detail: null };

export const deploymentTask = (step: TaskStep, occurrence = 1): string => `AFF-2026-000123.${step}.${occurrence}`;

function until<S, C, E extends JourneyEvent>(model: JourneyModel<S, C, E>, next: (state: S) => C | null, isMeant: (state: S) => boolean, from: readonly C[]): C[] {
  const commands: C[] = [];
  let state = model.initial;
  const act = (command: C): void => {
    const decision = model.decide(state, command, commands.length);
    if (!decision.accepted) throw new Error(`${JSON.stringify(command)} is refused with ${decision.refusal.code}`);
    for (const event of decision.events) state = model.evolve(state, event, commands.length);
    commands.push(command);
  };
  for (const command of from) act(command);
  while (!isMeant(state)) {
    const command = next(state);
    if (command === null || commands.length > 200) throw new Error(`the straight path ends before what is meant: ${JSON.stringify(state)}`);
    act(command);
  }
  return commands;
}
