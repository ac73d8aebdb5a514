/** From the accepted service to its invoice and its exploitation: delivery notice, simulation, validation, billing, handover (D-16 to D-19, D-31). */
import { deliveredOn, serviceKey } from '../../../domain/deployment/site.ts';
import { call, hasOpenTask, is, openingOf, today, type Site } from './site.ts';

/** D-16: the service enters the inventory under its RDS, and the customer has it in writing. */
export async function sendDeliveryNotice(site: Site): Promise<void> {
  const madOn = deliveredOn(site.state());
  if (!is(site, 'delivery-notice') || madOn === null) return;
  const { deploymentId, site: key, customerId, accessType } = openingOf(site);
  const { order, tests } = site.state();
  const registered = await call(site, 'register-service', 'delivery-notice', ({ jarvis }) =>
    jarvis('Service au parc (RDS)').registerService({ deploymentId, site: key, customerId, accessType, oblReference: order?.oblReference ?? null, deliveredOn: madOn }));
  const rds = registered.how === 'went-through' ? registered.answer.rds : null;
  site.act({ type: 'serviceRegistered', rds });
  const noticeOn = today(site);
  const sent = await call(site, 'send-delivery-notice', 'delivery-notice', ({ notices }) =>
    notices('Avis de MAD au client').sendDeliveryNotice({ deploymentId, site: key, rds: rds ?? serviceKey(openingOf(site)), deliveredOn: madOn, tests: [...tests.results], noticeOn }));
  site.act({ type: 'deliveryNoticeSent', digest: sent.how === 'went-through' ? sent.answer.digest : null });
}

/** D-17: simulated by billing, controlled by rule and by the coordinator, then sent; a correction begins anew. */
export async function simulateInvoice(site: Site): Promise<void> {
  while (is(site, 'invoice-simulation')) {
    const { simulation } = site.state();
    if (simulation?.stage === 'asked') await askForSimulation(site, simulation.ordinal);
    else if (simulation?.stage === 'controlled') await sendSimulation(site);
    else await site.until((state) => state.phase !== 'invoice-simulation' || state.simulation?.stage !== 'made');
  }
}

async function askForSimulation(site: Site, ordinal: number): Promise<void> {
  const from = deliveredOn(site.state());
  if (from === null) throw new Error('an invoice is simulated before the delivery');
  const { deploymentId, site: key, hasBankDetails, policy: { vatBasisPoints } } = openingOf(site);
  const made = await call(site, 'simulate-invoice', 'invoice-simulation', ({ billing }) => billing(`Simulation de facture n° ${ordinal}`).simulateInvoice({
    deploymentId, site: key, simulationKey: `${serviceKey(openingOf(site))}.${ordinal}`, from, hasBankDetails, vatBasisPoints,
  }));
  site.act({ type: 'invoiceSimulated', ...(made.how === 'went-through' ? made.answer : { reference: null, invoice: null, faults: [] }) });
}

async function sendSimulation(site: Site): Promise<void> {
  const { deploymentId, site: key, policy: { vatBasisPoints } } = openingOf(site);
  const { simulation } = site.state();
  const { invoice, reference, ordinal = 1 } = simulation ?? {};
  // Passed over by a person, there is none to send.
  if (!invoice || !reference) return site.act({ type: 'invoiceSimulationSent', digest: null });
  const sentOn = today(site);
  const sent = await call(site, 'send-invoice-simulation', 'invoice-simulation', ({ notices }) =>
    notices('Simulation de facture au client').sendInvoiceSimulation({ deploymentId, site: key, simulation: { ...invoice, simulationReference: reference }, vatBasisPoints, ordinal, sentOn }));
  site.act({ type: 'invoiceSimulationSent', digest: sent.how === 'went-through' ? sent.answer.digest : null });
}

export async function validateInvoice(site: Site): Promise<void> {
  await site.until(({ phase }) => phase !== 'invoice-validation');
}

/** D-18: from the MAD date, that day included, once. */
export async function startBilling(site: Site): Promise<void> {
  const from = deliveredOn(site.state());
  if (!is(site, 'billing-start') || from === null) return;
  const { deploymentId, site: key } = openingOf(site);
  const started = await call(site, 'start-billing', 'billing-start', ({ billing }) => billing(`Mise en facturation au ${from}`).startBilling({ deploymentId, site: key, from }));
  site.act({ type: 'billingAnswered', subscriptionReference: started.how === 'went-through' ? started.answer.subscriptionReference : null, from });
}

/** D-19: supervision on, the support desk told; then the coordinator closes the documentation. */
export async function handOver(site: Site): Promise<void> {
  if (!is(site, 'handover')) return;
  const { rds } = site.state();
  const { deploymentId, site: key } = openingOf(site);
  const service = serviceKey(openingOf(site));
  if (!hasOpenTask(site.state(), 'handover')) {
    await call(site, 'supervise-service', 'handover', ({ refTech }) => refTech('Supervision activée').superviseService(service));
    await call(site, 'send-handover', 'handover', ({ notices }) => notices('Support informé').sendHandover({ deploymentId, site: key, rds: rds ?? service }));
    site.act({ type: 'supportDeskTold' });
  }
  await site.until(({ phase }) => phase !== 'handover');
}
