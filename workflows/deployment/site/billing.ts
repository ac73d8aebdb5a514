/** From the accepted service to its invoice and its exploitation: delivery notice, simulation, validation, billing, handover (D-16 to D-19, D-31). */
import { patched } from '@temporalio/workflow';
import { nextValidationReminderAtMs, toldMadOn, validationEscalatesTo } from '../../../domain/deployment/billing.ts';
import { dateOfInstant } from '../../../domain/deployment/policy.ts';
import { nextTaskId } from '../../../domain/journey/task.ts';
import { deliveredOn, serviceKey, type SiteCommand, type SiteState } from '../../../domain/deployment/site.ts';
import { isOpen } from '../../../domain/deployment/site-steps.ts';
import { patches } from '../../journey/patches.ts';
import { call, is, openingOf, today, type Site } from './site.ts';

/** D-16: the service enters the inventory under its RDS, and the customer has it in writing. */
export async function sendDeliveryNotice(site: Site): Promise<void> {
  const madOn = deliveredOn(site.state());
  if (!is(site, 'delivery-notice') || madOn === null) return;
  await registerService(site, madOn);
  const { deploymentId, site: key } = openingOf(site);
  const { rds, tests } = site.state();
  const noticeOn = today(site);
  const sent = await call(site, 'send-delivery-notice', 'delivery-notice', ({ notices }) =>
    notices('Avis de MAD au client').sendDeliveryNotice({ deploymentId, site: key, rds: rds ?? serviceKey(openingOf(site)), deliveredOn: madOn, tests: [...tests.results], noticeOn }));
  site.act({ type: 'deliveryNoticeSent', madOn, document: sent.how === 'went-through' ? sent.answer : null });
}

/** D-16: passed over, it is asked for again, or its RDS said, by its coordinator. */
async function registerService(site: Site, madOn: string): Promise<void> {
  const { deploymentId, site: key, customerId, accessType } = openingOf(site);
  // Of a run that begins anew: what a person has said is not asked of JARVIS, which would give another.
  if (site.state().rds !== null && (site.state().tasks.occurrences['service-not-registered'] ?? 0) > 0) return;
  const isMissing = (state: SiteState): boolean => state.phase === 'delivery-notice' && isOpen(state, 'service-not-registered');
  do {
    if (!isMissing(site.state())) {
      const oblReference = site.state().order?.oblReference ?? null;
      const registered = await call(site, 'register-service', 'delivery-notice', ({ jarvis }) =>
        jarvis('Service au parc (RDS)').registerService({ deploymentId, site: key, customerId, accessType, oblReference, deliveredOn: madOn }));
      site.act({ type: 'serviceRegistered', rds: registered.how === 'went-through' ? registered.answer.rds : null });
      if (!isMissing(site.state())) return;
    }
    await site.until((state) => !isMissing(state));
  } while (is(site, 'delivery-notice') && site.state().rds === null);
}

/** D-17: a simulation that the customer contests is corrected and sent again, any number of times. */
export async function agreeOnInvoice(site: Site): Promise<void> {
  do {
    await simulateInvoice(site);
    await validateInvoice(site);
  } while (is(site, 'invoice-simulation'));
}

/** In histories of before, what was passed over went on as if it were there: the RDS (D-16), the simulation and its controls (D-31), the start of billing (D-18). */
export function invoicedInItsDay(command: SiteCommand, { phase }: SiteState): SiteCommand {
  if (command.type === 'serviceRegistered' && command.rds === null && phase === 'delivery-notice' && !patched(patches.serviceNotPassedOver)) return { ...command, isLetThrough: true };
  if (command.type === 'invoiceSimulated' && command.invoice === null && phase === 'invoice-simulation' && !patched(patches.simulationNotPassedOver)) return { ...command, isLetThrough: true };
  const isNotBilled = command.type === 'billingAnswered' && command.subscriptionReference === null && command.refusedBecause === undefined && phase === 'billing-start';
  return isNotBilled && !patched(patches.billingNotPassedOver) ? { ...command, isLetThrough: true } : command;
}

/** D-17: simulated by billing, controlled by rule and by the coordinator, then sent; a correction begins anew. */
async function simulateInvoice(site: Site): Promise<void> {
  while (is(site, 'invoice-simulation')) {
    const { simulation } = site.state();
    if (simulation?.stage === 'asked') await askForSimulation(site, simulation.ordinal);
    else if (simulation?.stage === 'controlled') await sendSimulation(site);
    else await site.until((state) => state.phase !== 'invoice-simulation' || state.simulation?.stage === 'asked' || state.simulation?.stage === 'controlled');
  }
}

async function askForSimulation(site: Site, ordinal: number): Promise<void> {
  // D-25: the lines are read where the recorder writes them; a change that is still on its way to there would be simulated, and billed, without.
  if (site.state().offerRevision > 0 && patched(patches.simulatedAsRecorded)) await site.settle();
  const { deploymentId, site: key, policy: { vatBasisPoints } } = openingOf(site);
  const made = await call(site, 'simulate-invoice', isAt(ordinal, 'asked'), ({ billing }) => billing(`Simulation de facture n° ${ordinal}`).simulateInvoice({
    deploymentId, site: key, simulationKey: `${serviceKey(openingOf(site))}.${ordinal}`, from: toldMadOn(site.state()), vatBasisPoints,
  }));
  // D-25: of an offer that was changed meanwhile.
  if (!isAt(ordinal, 'asked')(site.state())) return;
  site.act({ type: 'invoiceSimulated', ...(made.how === 'went-through' ? made.answer : { reference: null, invoice: null, faults: [] }) });
}

async function sendSimulation(site: Site): Promise<void> {
  const { deploymentId, site: key, policy: { vatBasisPoints } } = openingOf(site);
  const { simulation } = site.state();
  const { invoice, reference, ordinal = 1 } = simulation ?? {};
  // Passed over by a person, and let through in its day, there is none to send.
  if (!invoice || !reference) return site.act({ type: 'invoiceSimulationSent', document: null });
  const sentOn = today(site);
  const [taskId, linkFromMs] = [nextTaskId(site.state().tasks, site.id, 'invoice-validation'), Date.now()];
  const sent = await call(site, 'send-invoice-simulation', isAt(ordinal, 'controlled'), ({ notices }) =>
    notices('Simulation de facture au client').sendInvoiceSimulation({ deploymentId, site: key, simulation: { ...invoice, simulationReference: reference }, vatBasisPoints, ordinal, sentOn, taskId, linkFromMs }));
  if (!isAt(ordinal, 'controlled')(site.state())) return;
  site.act({ type: 'invoiceSimulationSent', document: sent.how === 'went-through' ? sent.answer : null });
}

/** Whether that simulation is still the one to make or to send. */
const isAt = (ordinal: number, stage: 'asked' | 'controlled') => ({ phase, simulation }: SiteState): boolean =>
  phase === 'invoice-simulation' && simulation?.ordinal === ordinal && simulation.stage === stage;

/** D-17: who keeps silent is reminded; then the coordinator is told, and reminders go on. */
async function validateInvoice(site: Site): Promise<void> {
  for (let atMs = nextReminder(site); atMs !== null; atMs = nextReminder(site)) {
    if (validationEscalatesTo(site.state()).length > 0) {
      await escalate(site);
      continue;
    }
    const due = atMs;
    const woken = await site.until((state) => nextValidationReminderAtMs(state) !== due, { atMs: due, summary: `Relance du client n° ${(site.state().simulation?.reminders ?? 0) + 1}` });
    if (woken === 'deadline') await remind(site, due);
  }
}

async function remind(site: Site, linkFromMs: number): Promise<void> {
  const { deploymentId, site: key } = openingOf(site);
  const { ordinal = 1, reminders = 0, invoice = null } = site.state().simulation ?? {};
  const reminder = reminders + 1;
  const taskId = Object.values(site.state().tasks.open).find(({ step }) => step === 'invoice-validation')?.id;
  if (taskId === undefined) throw new Error('a customer who is asked nothing is reminded');
  await call(site, 'remind-customer', awaits(ordinal), ({ notices }) => notices(`Relance du client n° ${reminder}`).sendValidationReminder({
    deploymentId, site: key, ordinal, reminder, totalTtcCents: invoice?.totals.ttcCents ?? null, taskId, linkFromMs,
  }));
  site.act({ type: 'validationReminded', ordinal, reminder }, 'timer');
}

async function escalate(site: Site): Promise<void> {
  const { deploymentId, site: key, policy } = openingOf(site);
  const { ordinal = 1, reminders = 0, sentAtMs } = site.state().simulation ?? {};
  const to = validationEscalatesTo(site.state());
  const facts = { reminders, sinceOn: dateOfInstant(policy, sentAtMs ?? Date.now()) };
  for (const recipient of to) {
    await call(site, 'escalate-validation', awaits(ordinal), ({ notices }) => notices('Client silencieux : coordinateur averti').sendInternal({
      deploymentId, site: key, key: `invoice-validation.${ordinal}`, to: recipient, subjectKind: 'invoice-validation', facts,
    }));
  }
  site.act({ type: 'validationEscalated', ordinal, to }, 'timer');
}

/** Whether the customer's answer to that simulation is still awaited. */
const awaits = (ordinal: number) => ({ phase, simulation }: SiteState): boolean => phase === 'invoice-validation' && simulation?.ordinal === ordinal;

const nextReminder = (site: Site): number | null => nextValidationReminderAtMs(site.state());

/** D-18: from the MAD date of the notice, that day included, once; what billing refuses is seen to by its people, and sent again (D-24). */
export async function startBilling(site: Site): Promise<void> {
  while (is(site, 'billing-start')) {
    if (isOpen(site.state(), 'billing-not-started')) await site.until((state) => state.phase !== 'billing-start' || !isOpen(state, 'billing-not-started'));
    else await askForBilling(site);
  }
}

async function askForBilling(site: Site): Promise<void> {
  // What was refused is remembered under its key: corrected, it has another.
  const attempt = 1 + (site.state().tasks.occurrences['billing-not-started'] ?? 0);
  const from = toldMadOn(site.state());
  const { deploymentId, site: key } = openingOf(site);
  const started = await call(site, 'start-billing', 'billing-start', ({ billing }) => billing(`Mise en facturation au ${from}`).startBilling({ deploymentId, site: key, from, attempt }));
  site.act({ type: 'billingAnswered', subscriptionReference: null, ...(started.how === 'went-through' ? started.answer : {}) });
}

/** D-19: supervision on, the support desk told; then the coordinator closes the documentation. */
export async function handOver(site: Site): Promise<void> {
  if (!is(site, 'handover')) return;
  const { rds } = site.state();
  const { deploymentId, site: key } = openingOf(site);
  const service = serviceKey(openingOf(site));
  if (!isOpen(site.state(), 'handover')) {
    await call(site, 'supervise-service', 'handover', ({ refTech }) => refTech('Supervision activée').superviseService(service));
    await call(site, 'send-handover', 'handover', ({ notices }) => notices('Support informé').sendHandover({ deploymentId, site: key, rds: rds ?? service }));
    site.act({ type: 'supportDeskTold' });
  }
  await site.until(({ phase }) => phase !== 'handover');
}
