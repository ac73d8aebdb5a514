/** The demonstration as it is told: each entry of the timeline that a watcher wants to see, in a line. */
import { frenchMoney } from '../../activities/notices/french.ts';
import type { DeploymentEvent } from '../../domain/deployment/deployment.ts';
import { siteEffects, type SiteEffectKind } from '../../domain/deployment/effects.ts';
import type { SiteEvent } from '../../domain/deployment/site.ts';
import { siteCalls } from '../../domain/deployment/site-calls.ts';
import { tasks, type StepKey } from '../../domain/deployment/steps.ts';
import { documentKinds, type DocumentKind } from '../../domain/documents/kinds.ts';
import { isProfile, profiles } from '../../domain/people/profiles.ts';
import { momentIn } from './paris-time.ts';

/** As `GET /deployments/{id}/timeline` shows it. */
export interface TimelineEntry {
  readonly journeyId: string;
  readonly number: number;
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A line of the story. */
export interface Line {
  /** Since the demonstration began. */
  readonly afterMs: number;
  /** `S001`; null for the deployment itself. */
  readonly site: string | null;
  readonly by: 'person' | 'outside' | 'jalon';
  /** The profile's French label, or the outside system. */
  readonly who: string;
  /** The user, for a person. */
  readonly user: string | null;
  readonly what: string;
}

type Told = Pick<Line, 'by' | 'who' | 'user' | 'what'>;

/** The entry as a line, or undefined for one that only the record wants. */
export function lineOf(entry: TimelineEntry, startedMs: number): Line | undefined {
  const told = tell(entry, { ...entry.payload, type: entry.type } as DeploymentEvent | SiteEvent);
  return told && { afterMs: Math.max(0, Date.parse(entry.at) - startedMs), site: entry.journeyId.split('/')[1] ?? null, ...told };
}

/** What a user did himself. */
export function personDid(user: string, what: string): Told {
  return { by: 'person', who: isProfile(user) ? profiles[user].label.fr : user, user, what };
}

function outside(who: string, what: string): Told {
  return { by: 'outside', who, user: null, what };
}

function jalon(what: string): Told {
  return { by: 'jalon', who: 'Jalon', user: null, what };
}

function tell({ actor }: TimelineEntry, event: DeploymentEvent | SiteEvent): Told | undefined {
  switch (event.type) {
    case 'deploymentLaunched': return personDid(actor, `launches ${event.launch.deploymentId}: ${event.launch.sites.length} sites, order ${event.launch.orderNumber}, to be active on ${event.launch.targetActivationDate}`);
    case 'taskCompleted': return personDid(actor, `«${tasks[event.step].labels.fr}»: ${saidIn(event.input)}`);
    case 'documentAdded': return personDid(actor, `adds «${labelOf(event.document.kind)}», ${kindOfFile(event.document.mediaType)} of ${Math.ceil(event.document.sizeBytes / 1024)} KiB, SHA-256 ${event.document.digest.slice(0, 12)}…`);
    case 'documentAccepted': return personDid(actor, `accepts «${labelOf(event.kind)}»`);
    case 'documentRejected': return personDid(actor, `refuses «${labelOf(event.kind)}»: ${event.reason}`);
    case 'approvalRefused': return jalon(`gives it back to the sales engineer: «${tasks[event.step].labels.fr}» was refused`);
    case 'salesCollectionRefused': return jalon(`asks the sales engineer to correct the collection: ${event.reason}`);
    case 'coordinatorReassigned': return personDid(actor, `gives the deployment from ${event.from} to ${event.to}: ${event.comment ?? event.reason}`);
    case 'assignmentTold': return event.ordinal > 1 && event.how === 'went-through' ? outside('JARVIS', 'knows the new coordinator') : undefined;
    case 'stepDone': return afterStep(event.step);
    case 'siteDeliveriesStarted': return jalon(`starts the deliveries of ${event.sites.join(' and ')}, each at its own pace`);
    case 'accessOrderPlaced': return outside('JARVIS, OBL', `takes the order ${event.orderKey}, reference ${event.oblReference ?? 'to come'}`);
    case 'accessOrderAcknowledged': return outside('OBL', `acknowledges ${event.oblReference}, delivery planned for ${event.plannedDeliveryDate}`);
    case 'accessOrderRefused': return outside('OBL', `refuses the order ${event.orderKey}: ${event.reason}`);
    case 'oblReminded': return jalon(`reminds ${event.reached.map((who) => (who === 'obl' ? 'the OBL' : 'the technician')).join(' and ')} of ${event.orderKey}, for the ${event.ordinal}. time`);
    case 'slotAgreed': return outside('OBL', `confirms the slot of ${momentIn(event.slot.startsAt)} to ${momentIn(event.slot.endsAt)}, planned in Ref.Tech too`);
    case 'equipmentReserved': return outside('Ref.Tech', event.inStock === false ? `orders the equipment, available on ${event.availableOn ?? '?'}` : 'picks the equipment from stock');
    case 'equipmentShipped': return outside('Ref.Tech', `ships the equipment, ${event.trackingReference}, serial numbers ${event.serialNumbers.join(', ')}`);
    case 'equipmentReceived': return outside('Ref.Tech', `has the equipment at the depot, ${event.receivedOn}`);
    case 'deliveryReported': return outside('OBL', `delivers: PV ${event.report.reportReference} of ${event.report.deliveredOn}, ${event.report.reservations.length === 0 ? 'without reservations' : event.report.reservations.join('; ')}`);
    case 'serviceProduced': return outside('Ref.Tech', `produces the service: IP ${event.production.ipv4 ?? '?'}, RADIUS ${event.production.radiusLogin ?? '?'}, VLAN ${event.production.vlan ?? '?'}`);
    case 'activationTested': return outside('Ref.Tech', testsOf(event.results));
    case 'linkQualified': return outside('Ref.Tech', qualityOf(event.quality));
    case 'serviceRegistered': return outside('JARVIS', `enters the service in the inventory: ${event.rds ?? 'without RDS'}`);
    case 'deliveryNoticeSent': return outside('Mail', `«Avis de MAD» to the customer, delivered on ${event.madOn}`);
    case 'invoiceSimulated': return outside('Billing', simulationOf(event));
    case 'invoiceSimulationSent': return outside('Mail', '«Simulation de facture» to the customer');
    case 'billingStarted': return outside('Billing', `bills from ${event.from}: subscription ${event.subscriptionReference ?? '?'}`);
    case 'supportDeskTold': return outside('Ref.Tech, mail', 'supervision is on, the support desk is told');
    case 'oblChosen': return event.by === 'coordinator' ? undefined : jalon(`chooses ${event.obl}, ${event.by === 'eligibility' ? 'the only one eligible' : 'as nothing else is said'}`);
    case 'oblEscalated': return jalon(`escalates to the OBL’s support, and tells the production manager: ${event.awaited} does not come`);
    case 'slotMoved': return jalon(`has the slot moved by the ${event.by} from ${momentIn(event.before.startsAt)} to ${momentIn(event.after.startsAt)}, and tells the others`);
    case 'slotOffTold': return outside('Mail, SMS', 'the slot before is off, as customer and technician are told');
    case 'addressChanged': return jalon('keeps the corrected address, and orders with it');
    case 'slotRecalled': return outside('Mail, SMS', 'nobody comes, as customer and technician are told');
    case 'planningReopened': return jalon(`asks for another slot: ${event.reason ?? event.why}`);
    case 'worksQuoteSent': return outside('Mail', 'the quote for the works to the customer');
    case 'deliveryAtRisk': return jalon(`sees the delivery at risk: equipment available on ${event.availableOn ?? '?'}, delivery planned for ${event.plannedDeliveryDate}`);
    case 'jeopardyRaised': return jalon(`alerts: «${event.milestone}» ${event.threshold === 'passed' ? 'is past' : 'comes near'} its latest date, ${event.latestOn}`);
    case 'invoiceControlsOverridden': return personDid(actor, `overrides ${event.faults.join(', ')}: ${event.reason}`);
    case 'siteCancellationRequested': return jalon(`abandons the site, and undoes what was done outside: ${event.reason}`);
    case 'effectUndone': return outside(undoneBy(event.effect.kind), `takes back: ${siteEffects[event.effect.kind].labels.fr.toLowerCase()} ${event.effect.key}`);
    case 'effectHandedOver': return jalon(`hands to a person what could not be undone: ${siteEffects[event.effect.kind].labels.fr.toLowerCase()} ${event.effect.key}`);
    case 'siteCancelled': return jalon('the site is abandoned, nothing is left of it outside');
    case 'siteInService': return jalon('the site is in service');
    case 'deploymentCompleted': return jalon('the deployment is complete');
    case 'callStuck': return jalon(`${event.failure.system} does not do «${event.call}» (${event.failure.code}); tried again by itself, and shown to the supervisor`);
    case 'callUnstuck': return jalon(`«${event.call}» is no longer stuck: ${event.how}`);
    default: return undefined;
  }
}

/** Who takes back what was done. */
function undoneBy(kind: SiteEffectKind): string {
  const system = siteCalls[siteEffects[kind].undoneBy];
  return { 'obl': 'OBL', 'jarvis': 'JARVIS', 'ref-tech': 'Ref.Tech', 'billing': 'Billing', 'mail': 'Mail' }[system];
}

/** What the outside was told when these steps ended, of which nothing else is in the record. */
function afterStep(step: StepKey): Told | undefined {
  switch (step) {
    case 'assignment': return outside('JARVIS', 'knows the deployment and its coordinator');
    case 'welcome-call': return outside('Mail', '«Bienvenue» to the customer, who is asked for the technical collection');
    case 'customer-launch': return outside('Mail', '«Compte rendu» with the backward schedule to the customer');
    case 'technical-visit': return outside('Ref.Tech, mail', 'has the visit’s questionnaire; the customer is asked for the supplementary collection');
    default: return undefined;
  }
}

/** The person's own words, or what he filled in. */
function saidIn(input: unknown): string {
  const { comment, ...filled } = input as Readonly<Record<string, unknown>>;
  const facts = Object.entries(filled).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)).map(([name, value]) => `${name} ${String(value)}`);
  return typeof comment === 'string' ? comment : facts.join(', ');
}

function labelOf(kind: DocumentKind): string {
  return documentKinds[kind].label.fr;
}

function kindOfFile(mediaType: string): string {
  return mediaType === 'application/pdf' ? 'a PDF' : mediaType.startsWith('image/') ? 'an image' : 'a spreadsheet';
}

function testsOf(results: Extract<SiteEvent, { type: 'activationTested' }>['results']): string {
  if (results === null) return 'runs no tests: a person passed them over';
  const each = results.map(({ test, passed, measure, unit }) => `${test}${passed ? '' : ' FAILED'}${measure === null ? '' : ` ${measure}${unit === null ? '' : ` ${unit}`}`}`);
  return `tests: ${results.filter(({ passed }) => passed).length} of ${results.length} passed (${each.join(', ')})`;
}

function qualityOf(quality: Extract<SiteEvent, { type: 'linkQualified' }>['quality']): string {
  if (quality === null) return 'reads no link: a person passed it over';
  const { qualification, readings, changes, worst } = quality;
  const worstText = worst === null ? '' : `; at worst ${worst.latencyMs} ms, ${worst.lossPercent} % lost, ${worst.throughputPercent} % of the throughput`;
  return `link ${qualification}: ${readings} readings, ${changes} changes${worstText}`;
}

function simulationOf({ invoice, reference, faults }: Extract<SiteEvent, { type: 'invoiceSimulated' }>): string {
  if (invoice === null) return 'simulates no invoice: a person passed it over';
  const { htCents, vatCents, ttcCents } = invoice.totals;
  const controls = faults.length === 0 ? 'every control passed' : `controls failed: ${faults.join(', ')}`;
  return `simulates the first invoice ${reference ?? ''} up to ${invoice.periodEnd}: ${frenchMoney(htCents)} HT + ${frenchMoney(vatCents)} TVA = ${frenchMoney(ttcCents)} TTC, ${controls}`;
}
