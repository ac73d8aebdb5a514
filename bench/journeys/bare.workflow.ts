/**
 * The peer: a deployment and its sites written by hand on the bare SDK. The same messages, activities, timers, search attributes and
 * recorded rows as ours; no rules, no journey, no stuck calls, no continue-as-new, no details for the Web UI.
 */
import { condition, getExternalWorkflowHandle, ParentClosePolicy, setHandler, sleep, startChild } from '@temporalio/workflow';
import { siteJourneyId, type DeploymentEvent, type Launch } from '../../domain/deployment/deployment.ts';
import type { LinkReading } from '../../domain/deployment/link.ts';
import type { OblFact, RefTechFact, SiteEvent, SiteOpening } from '../../domain/deployment/site.ts';
import type { TaskInputs, VisitQuestionnaire } from '../../domain/deployment/steps.schema.ts';
import { deploymentSteps, siteSteps, type DeploymentStep, type SiteStep, type TaskStep } from '../../domain/deployment/steps.ts';
import {
  acceptDocumentUpdate, addDocumentUpdate, completeTaskUpdate, oblToldUpdate, openUpdate, refTechToldUpdate, searchAttributes, siteReportedSignal, siteWorkflowType, type DeploymentStart, type SiteStart,
} from '../../workflows/deployment/messages.ts';
import { workflowIdOf } from '../../workflows/journey/messages.ts';
import { billing, jarvis, notices, obl, openBook, ownAct, refTech, taskOf } from './bare-book.ts';

const reminderAfterMs = 3_600_000;

export async function deployment(start: DeploymentStart): Promise<string> {
  if (!('opening' in start) || start.opening.command.type !== 'launch') throw new Error('the bare deployment starts with a launch');
  const { command: { launch }, meta } = start.opening;
  const { deploymentId: id, orderNumber, customerId, market, sites } = launch;
  const book = openBook<DeploymentEvent>(id, 'deployment', 'techno-commercial-approval', deploymentSteps);
  const answered = new Map<string, TaskInputs[TaskStep]>();
  const open = (step: TaskStep): DeploymentEvent => taskOf(id, step, { customerId, orderNumber, siteCount: sites.length });
  let inService = 0;
  const consequences: Partial<Record<TaskStep, (input: never) => DeploymentEvent[]>> = {
    'techno-commercial-approval': () => [stepDone('techno-commercial-approval'), open('financial-approval')],
    'sales-collection': (collection) => [{ type: 'salesCollectionReceived', collection, from: 'typed' }],
    'financial-approval': () => [stepDone('financial-approval'), open('assignment')],
    'assignment': ({ coordinator }: TaskInputs['assignment']) => [{ type: 'coordinatorAssigned', coordinator }],
    'technical-validation': () => [stepDone('technical-validation'), open('internal-launch')],
    'internal-launch': () => [stepDone('internal-launch'), open('welcome-call')],
  };
  setHandler(openUpdate, () => book.written(3));
  setHandler(completeTaskUpdate, async ({ taskId, input, meta: by }) => {
    const step = taskId.split('.').at(-2) as TaskStep;
    answered.set(step, input);
    return await book.written(book.write(by, { type: 'taskCompleted', taskId, step, input }, ...consequences[step]?.(input as never) ?? []));
  });
  setHandler(addDocumentUpdate, ({ document, meta: by }) => book.written(book.write(by, { type: 'documentAdded', document })));
  setHandler(acceptDocumentUpdate, ({ documentId, meta: by }) => book.written(book.write(by, { type: 'documentAccepted', documentId, kind: 'purchase-order' })));
  setHandler(siteReportedSignal, ({ site, milestone }) => {
    if (milestone === 'in-service') inService += 1;
    book.write(ownAct(id), { type: 'siteMilestoneReached', site, milestone });
  });
  book.write(meta, { type: 'deploymentLaunched', launch }, open('techno-commercial-approval'), open('sales-collection'));
  await condition(() => answered.has('assignment'));
  await jarvis.registerDeployment({ deploymentId: id, orderNumber, customerId, market, siteCount: sites.length });
  await jarvis.tellAssignment({ deploymentId: id, coordinator: 'coordinator', ordinal: 1 });
  book.write(ownAct(id), stepDone('assignment'), open('technical-validation'));
  await condition(() => answered.has('welcome-call'));
  const { customerLaunchOn = '' } = answered.get('welcome-call') as TaskInputs['welcome-call'];
  await notices.sendWelcome({ deploymentId: id, coordinator: 'coordinator', customerLaunchOn, isCustomerLaunchHeld: false, taskId: `${id}.technical-collection.1`, linkFromMs: Date.now() });
  book.write(ownAct(id), stepDone('welcome-call'), open('customer-launch'), open('technical-collection'));
  await condition(() => answered.has('customer-launch'));
  const [targetOn, lines] = [launch.targetActivationDate, launch.schedule.map((line) => ({ ...line, startsOn: line.latestOn, expectedOn: line.latestOn, doneOn: null, floatDays: 0, isCritical: true, cause: null }))];
  const schedule = { deploymentId: id, targetActivationDate: targetOn, whole: { lines, criticalPath: [], activationOn: targetOn, endsOn: targetOn }, sites: [] };
  await notices.sendProjectReport({ deploymentId: id, schedule, atMs: Date.now(), reportOn: targetOn });
  book.write(ownAct(id), stepDone('customer-launch'));
  const started = Promise.all(sites.map((site) => startSite(launch, site)));
  book.write(ownAct(id), { type: 'siteDeliveriesStarted', sites: sites.map(({ site }) => site) });
  await started;
  await condition(() => inService === sites.length);
  book.write(ownAct(id), { type: 'deploymentCompleted' });
  await book.settle();
  return 'completed';
}

const stepDone = <Step extends DeploymentStep | SiteStep>(step: Step): { type: 'stepDone'; step: Step } => ({ type: 'stepDone', step });

async function startSite({ deploymentId, customerId, market, targetActivationDate, schedule, policy }: Launch, { site, accessType, eligible }: Launch['sites'][number]): Promise<void> {
  const journeyId = siteJourneyId(deploymentId, site);
  const opening: SiteOpening = { deploymentId, site, customerId, market, accessType, eligible, isTechnicallyCollected: true, isOldLineToMigrate: false, targetActivationDate, schedule, launchedOn: '2026-01-01', doneOn: {}, policy };
  const args: [SiteStart] = [{ journeyId, opening: { command: { type: 'open', opening }, meta: ownAct(journeyId) } }];
  await startChild(siteWorkflowType, {
    workflowId: workflowIdOf(journeyId), args, parentClosePolicy: ParentClosePolicy.ABANDON,
    typedSearchAttributes: [
      { key: searchAttributes.customer, value: customerId }, { key: searchAttributes.market, value: market },
      { key: searchAttributes.phase, value: 'access-order' }, { key: searchAttributes.owner, value: 'outside' },
    ],
  });
}

function questionnaireOf(visit: TaskInputs['technical-visit']): VisitQuestionnaire {
  if (visit.outcome !== 'favourable') throw new Error('the benchmark knows no other visit');
  return visit.questionnaire;
}

export async function siteDelivery(start: SiteStart): Promise<string> {
  if (!('opening' in start) || start.opening.command.type !== 'open') throw new Error('the bare site starts with an opening');
  const { command: { opening }, meta } = start.opening;
  const { deploymentId, site, customerId, accessType, policy: { vatBasisPoints, acceptance, obls: { default: defaultObl } } } = opening;
  const key = `${deploymentId}.${site}`;
  const [orderKey, visitKey, equipmentKey] = [`${key}.1`, `${key}.visit.1`, `${key}.equipment.1`];
  const of = { deploymentId, site };
  const book = openBook<SiteEvent>(start.journeyId, 'site', 'access-order', siteSteps);
  const heard = new Set<string>();
  let answers: Partial<TaskInputs> = {};
  let deliveredOn = '';
  const open = (step: TaskStep): SiteEvent => taskOf(start.journeyId, step, {});
  const act = (...events: SiteEvent[]): number => book.write(ownAct(start.journeyId), ...events);
  const until = (what: string): Promise<void> => condition(() => heard.has(what));
  const reminded = async (what: string): Promise<void> => {
    await condition(() => book.idle() || heard.has(what));
    await condition(() => heard.has(what), reminderAfterMs);
  };
  const consequences: Partial<Record<TaskStep, (input: never) => SiteEvent[]>> = {
    'intervention-planning': (slot: TaskInputs['intervention-planning']) => [{ type: 'slotProposed', ordinal: 1, slot }],
    'technical-visit': (visit: TaskInputs['technical-visit']) => [{ type: 'visitReported', key: visitKey, outcome: 'favourable', absent: null, questionnaire: questionnaireOf(visit) }],
    'supplementary-collection': () => [stepDone('supplementary-collection')],
    'configuration': ({ configurationReference }: TaskInputs['configuration']) => [{ type: 'equipmentConfigured', configurationReference }, stepDone('configuration'), open('dispatch')],
    'dispatch': ({ depot }: TaskInputs['dispatch']) => [{ type: 'equipmentDispatched', depot }],
    'installation': ({ installedOn, serialNumbers }: TaskInputs['installation']) => [{ type: 'equipmentInstalled', installedOn, serialNumbers }, stepDone('installation')],
    'activation': ({ activatedOn }: TaskInputs['activation']) => [{ type: 'siteActivated', activatedOn, isOldLineMigrated: false }],
    'invoice-validation': () => [stepDone('invoice-validation')],
    'handover': () => [stepDone('handover'), { type: 'siteInService' }],
  };
  setHandler(completeTaskUpdate, async ({ taskId, input, meta: by }) => {
    const step = taskId.split('.').at(-2) as TaskStep;
    answers = { ...answers, [step]: input };
    heard.add(step);
    return await book.written(book.write(by, { type: 'taskCompleted', taskId, step, input }, ...consequences[step]?.(input as never) ?? []));
  });
  const told = (fact: OblFact | RefTechFact): SiteEvent[] => {
    switch (fact.type) {
      case 'acknowledged': return [{ ...fact, type: 'accessOrderAcknowledged', orderKey, heard: 'callback' }, stepDone('acknowledgement'), open('intervention-planning')];
      case 'slot-confirmed': return [{ ...fact, type: 'slotAgreed', heard: 'callback' }, stepDone('intervention-planning'), open('technical-visit')];
      case 'equipment-shipped': return [{ ...fact, type: 'equipmentShipped', heard: 'callback' }];
      case 'equipment-received': return [{ ...fact, type: 'equipmentReceived', heard: 'callback' }, stepDone('dispatch'), open('installation')];
      case 'delivered': {
        deliveredOn = fact.report.deliveredOn;
        return [{ ...fact, type: 'deliveryReported', orderKey, heard: 'callback' }, stepDone('delivery-report')];
      }
      default: throw new Error('the benchmark knows no other fact');
    }
  };
  const hear = (fact: OblFact | RefTechFact, by: typeof meta) => {
    heard.add(fact.type);
    return book.written(book.write(by, ...told(fact)));
  };
  setHandler(oblToldUpdate, ({ fact, meta: by }) => hear(fact, by));
  setHandler(refTechToldUpdate, ({ fact, meta: by }) => hear(fact, by));

  book.write(meta, { type: 'siteOpened', opening });
  const placed = await jarvis.placeAccessOrder({ ...of, orderKey, accessType, obl: defaultObl, worksQuoteReference: null });
  const oblReference = placed.outcome === 'received' ? placed.oblReference : null;
  act({ type: 'accessOrderPlaced', attempt: 1, orderKey, oblReference });
  await reminded('acknowledged');
  await until('intervention-planning');
  const slot = answers['intervention-planning'] as TaskInputs['intervention-planning'];
  await refTech.planIntervention({ ...of, interventionKey: visitKey, slot });
  await obl.proposeSlot({ orderKey, ordinal: 1, slot });
  await reminded('slot-confirmed');
  await notices.sendSlot({ ...of, ordinal: 1, slot });
  await until('technical-visit');
  const questionnaire = questionnaireOf(answers['technical-visit'] as TaskInputs['technical-visit']);
  await refTech.recordVisit({ interventionKey: visitKey, outcome: 'favourable', questionnaire });
  await notices.sendSupplementaryCollection({ ...of, taskId: `${of.deploymentId}.${of.site}.supplementary-collection.1`, linkFromMs: Date.now() });
  act(stepDone('technical-visit'), open('supplementary-collection'));
  await until('supplementary-collection');
  const { inStock, availableOn } = await refTech.reserveEquipment({ equipmentKey, items: questionnaire.equipment });
  act({ type: 'equipmentReserved', key: equipmentKey, inStock, availableOn }, stepDone('equipment'), open('configuration'));
  await until('dispatch');
  await refTech.shipEquipment({ equipmentKey, depot: (answers.dispatch as TaskInputs['dispatch']).depot });
  await reminded('equipment-received');
  await until('installation');
  await reminded('delivered');
  await tellDeployment(opening, 'delivered');
  const [{ ipv4 }, { login }, { vlan }] = await Promise.all([refTech.reserveIp(key), refTech.createRadius(key), refTech.configureBackbone(key)]);
  act({ type: 'serviceProduced', production: { ipv4, radiusLogin: login, vlan } }, stepDone('service-production'), open('activation'));
  await until('activation');
  const { configurationReference } = answers.configuration as TaskInputs['configuration'];
  await refTech.pushConfiguration({ serviceKey: key, configurationReference, ordinal: 1 });
  const { results } = await refTech.runTests({ serviceKey: key, ordinal: 1 });
  act({ type: 'activationTested', ordinal: 1, results, failed: [] }, stepDone('activation'));
  const fromMs = Date.now();
  await condition(() => book.idle());
  await sleep(fromMs + acceptance.observationMs - Date.now());
  const { readings } = await refTech.readLink({ serviceKey: key, from: new Date(fromMs).toISOString(), to: new Date(fromMs + acceptance.observationMs).toISOString(), everySeconds: acceptance.readEverySeconds });
  act({ type: 'linkQualified', quality: qualityOf(readings) }, stepDone('acceptance'));
  const { rds } = await jarvis.registerService({ ...of, customerId, accessType, oblReference, deliveredOn });
  act({ type: 'serviceRegistered', rds });
  const today = new Date().toISOString().slice(0, 10);
  const noticed = await notices.sendDeliveryNotice({ ...of, rds, deliveredOn, tests: results, noticeOn: today });
  act({ type: 'deliveryNoticeSent', madOn: deliveredOn, document: noticed }, stepDone('delivery-notice'));
  const { reference, invoice, faults } = await billing.simulateInvoice({ ...of, simulationKey: `${key}.1`, from: deliveredOn, vatBasisPoints });
  act({ type: 'invoiceSimulated', ordinal: 1, reference, invoice, faults }, open('invoice-simulation'));
  await until('invoice-simulation');
  const sent = await notices.sendInvoiceSimulation({ ...of, simulation: { ...invoice, simulationReference: reference }, vatBasisPoints, ordinal: 1, sentOn: today, taskId: `${key}.invoice-validation.1`, linkFromMs: Date.now() });
  act({ type: 'invoiceSimulationSent', ordinal: 1, document: sent }, stepDone('invoice-simulation'), open('invoice-validation'));
  await until('invoice-validation');
  const billed = await billing.startBilling({ ...of, from: deliveredOn });
  if ('refusedBecause' in billed) throw new Error(`billing refused: ${billed.refusedBecause}`);
  act({ type: 'billingStarted', subscriptionReference: billed.subscriptionReference, from: deliveredOn }, stepDone('billing-start'));
  await refTech.superviseService(key);
  await notices.sendHandover({ ...of, rds });
  act({ type: 'supportDeskTold' }, open('handover'));
  await until('handover');
  await book.settle();
  await tellDeployment(opening, 'in-service');
  return 'in-service';
}

/** No rule decides here whether the link is good. */
function qualityOf(readings: readonly LinkReading[]): Extract<SiteEvent, { type: 'linkQualified' }>['quality'] {
  const [worst = { latencyMs: 0, lossPercent: 0, throughputPercent: 0 }] = readings;
  const { latencyMs, lossPercent, throughputPercent } = worst;
  return { qualification: 'up', readings: readings.length, changes: 0, worst: { latencyMs, lossPercent, throughputPercent } };
}

async function tellDeployment({ deploymentId, site }: SiteOpening, milestone: 'delivered' | 'in-service'): Promise<void> {
  await getExternalWorkflowHandle(workflowIdOf(deploymentId)).signal(siteReportedSignal, { site, milestone, isPastCancelling: true });
}
