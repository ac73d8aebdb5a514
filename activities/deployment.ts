/** The outside calls of a deployment and its sites: what the workflow asks for by key, turned into calls of the ports. */
import { checkSimulation } from '../domain/billing/invoice-checks.ts';
import type { SimulatedInvoice } from '../domain/billing/invoice.ts';
import type { AccessType, Market } from '../domain/deployment/deployment.ts';
import type { LinkReading } from '../domain/deployment/link.ts';
import type { Slot } from '../domain/deployment/access.ts';
import type { TestResult } from '../domain/deployment/site.ts';
import type { VisitQuestionnaire } from '../domain/deployment/steps.schema.ts';
import { hasBankDetails } from '../domain/documents/matrix.ts';
import type { BillingPort } from '../ports/billing.ts';
import type { JarvisPort } from '../ports/jarvis.ts';
import type { OblCancelAnswer, OblEscalation, OblOrderAnswer, OblOrderState, OblPort, OblTerminationAnswer } from '../ports/obl.ts';
import type { EquipmentState, ProductionPart, RefTechPort, VisitRecord } from '../ports/ref-tech.ts';
import { fileOf, fromRecord, siteOf, type ReadLaunchFile } from './launch-file.ts';

export interface SiteReference {
  readonly deploymentId: string;
  readonly site: string;
}

/** On the queue of JARVIS. */
export interface JarvisActivities {
  registerDeployment(deployment: { deploymentId: string; orderNumber: string; customerId: string; market: Market; siteCount: number }): Promise<{ jarvisReference: string }>;
  /** D-23. */
  withdrawDeployment(deploymentId: string): Promise<void>;
  /** D-03. `ordinal` counts the assignments of the deployment from 1. */
  tellAssignment(assignment: { deploymentId: string; coordinator: string; ordinal: number }): Promise<void>;
  /** D-08: the order goes to the OBL through JARVIS. */
  placeAccessOrder(order: SiteReference & { orderKey: string; accessType: AccessType; obl: string; worksQuoteReference: string | null }): Promise<OblOrderAnswer>;
  /** D-16. `deliveredOn`: ISO date. */
  registerService(service: SiteReference & { customerId: string; accessType: AccessType; oblReference: string | null; deliveredOn: string }): Promise<{ rds: string }>;
  /** D-23. */
  deproduceService(serviceKey: string): Promise<void>;
}

/** On the queue of the OBL. */
export interface OblActivities {
  readAccessOrder(orderKey: string): Promise<OblOrderState>;
  remindObl(orderKey: string, ordinal: number): Promise<void>;
  /** D-09: to the OBL's support. */
  escalateObl(escalation: OblEscalation & { orderKey: string; ordinal: number }): Promise<void>;
  cancelAccessOrder(orderKey: string): Promise<OblCancelAnswer>;
  /** `lastDay`: ISO date. */
  terminateLine(termination: { orderKey: string; lastDay: string }): Promise<OblTerminationAnswer>;
  /** D-10. */
  proposeSlot(proposal: { orderKey: string; ordinal: number; slot: Slot }): Promise<void>;
}

/** On the queue of Ref.Tech. */
export interface RefTechActivities {
  planIntervention(intervention: SiteReference & { interventionKey: string; slot: Slot }): Promise<{ interventionReference: string }>;
  /** D-10. */
  moveIntervention(move: { interventionKey: string; ordinal: number; slot: Slot }): Promise<void>;
  cancelIntervention(interventionKey: string): Promise<{ outcome: 'cancelled' | 'too-late' }>;
  recordVisit(visit: { interventionKey: string } & VisitRecord): Promise<void>;
  reserveEquipment(request: { equipmentKey: string; items: VisitQuestionnaire['equipment'] }): Promise<{ inStock: boolean; availableOn: string }>;
  releaseEquipment(equipmentKey: string): Promise<{ outcome: 'released' | 'too-late' }>;
  shipEquipment(shipment: { equipmentKey: string; depot: string }): Promise<void>;
  readEquipment(equipmentKey: string): Promise<EquipmentState>;
  reserveIp(serviceKey: string): Promise<{ ipv4: string }>;
  createRadius(serviceKey: string): Promise<{ login: string }>;
  configureBackbone(serviceKey: string): Promise<{ vlan: number }>;
  /** D-23. */
  releaseProduction(serviceKey: string, part: ProductionPart): Promise<void>;
  pushConfiguration(push: { serviceKey: string; configurationReference: string; ordinal: number }): Promise<void>;
  runTests(run: { serviceKey: string; ordinal: number }): Promise<{ results: TestResult[] }>;
  /** `from`, `to`: instants, RFC 3339. */
  readLink(window: { serviceKey: string; from: string; to: string; everySeconds: number }): Promise<{ readings: LinkReading[] }>;
  superviseService(serviceKey: string): Promise<void>;
  /** D-23. */
  stopSupervision(serviceKey: string): Promise<void>;
}

/** On the queue of billing. */
export interface BillingActivities {
  /** D-17, D-31: what billing would invoice, and the names of the controls that it fails. `from`: the MAD date, ISO. */
  simulateInvoice(request: SiteReference & { simulationKey: string; from: string; vatBasisPoints: number }): Promise<{
    reference: string; invoice: SimulatedInvoice; faults: string[];
  }>;
  /** `from`: first day billed, ISO date, included (D-18); `attempt`: how often it is sent, from 1. What billing refuses is an answer, with its reason. */
  startBilling(start: SiteReference & { from: string; attempt?: number }): Promise<{ subscriptionReference: string } | { refusedBecause: string }>;
  /** D-23. */
  cancelBilling(billingKey: string): Promise<void>;
}

export function jarvisActivities(jarvis: JarvisPort, readLaunchFile: ReadLaunchFile): JarvisActivities {
  return {
    registerDeployment: (deployment) => jarvis.registerDeployment(deployment),
    withdrawDeployment: (deploymentId) => jarvis.withdrawDeployment(deploymentId),
    tellAssignment: (assignment) => jarvis.tellAssignment(assignment),
    async placeAccessOrder({ deploymentId, site, orderKey, accessType, obl, worksQuoteReference }) {
      const { address } = siteOf(await fileOf(readLaunchFile, deploymentId), site);
      return await jarvis.relayAccessOrder({ orderKey, accessType, address, obl, ...(worksQuoteReference === null ? {} : { worksQuoteReference }) });
    },
    registerService: (service) => jarvis.registerService(service),
    deproduceService: (key) => jarvis.deproduceService(key),
  };
}

export function oblActivities(obl: OblPort): OblActivities {
  return {
    readAccessOrder: (orderKey) => obl.orderState(orderKey),
    remindObl: (orderKey, ordinal) => obl.remind(orderKey, ordinal),
    escalateObl: (escalation) => obl.escalate(escalation),
    cancelAccessOrder: (orderKey) => obl.cancelOrder(orderKey),
    terminateLine: (termination) => obl.terminateLine(termination),
    proposeSlot: (proposal) => obl.proposeSlot(proposal),
  };
}

export function refTechActivities(refTech: RefTechPort, readLaunchFile: ReadLaunchFile): RefTechActivities {
  return {
    async planIntervention({ deploymentId, site, interventionKey, slot }) {
      const { address } = siteOf(await fileOf(readLaunchFile, deploymentId), site);
      return await refTech.planIntervention({ interventionKey, slot, address });
    },
    moveIntervention: (move) => refTech.moveIntervention(move),
    cancelIntervention: (interventionKey) => refTech.cancelIntervention(interventionKey),
    recordVisit: (visit) => refTech.recordVisit(visit),
    reserveEquipment: (request) => refTech.reserveEquipment(request),
    releaseEquipment: (equipmentKey) => refTech.releaseEquipment(equipmentKey),
    shipEquipment: (shipment) => refTech.shipEquipment(shipment),
    readEquipment: (equipmentKey) => refTech.equipmentState(equipmentKey),
    reserveIp: (serviceKey) => refTech.reserveIp(serviceKey),
    createRadius: (serviceKey) => refTech.createRadius(serviceKey),
    configureBackbone: (serviceKey) => refTech.configureBackbone(serviceKey),
    releaseProduction: (serviceKey, part) => refTech.releaseProduction(serviceKey, part),
    pushConfiguration: (push) => refTech.pushConfiguration(push),
    runTests: (run) => refTech.runTests(run),
    readLink: (window) => refTech.linkReadings(window),
    superviseService: (serviceKey) => refTech.superviseService(serviceKey),
    stopSupervision: (serviceKey) => refTech.stopSupervision(serviceKey),
  };
}

/** The documents that are held of a deployment. */
export type ReadDocuments = (deploymentId: string) => Promise<readonly { readonly kind: string; readonly status: string }[]>;

export function billingActivities(billing: BillingPort, readLaunchFile: ReadLaunchFile, readDocuments: ReadDocuments): BillingActivities {
  return {
    async simulateInvoice({ deploymentId, site, simulationKey, from, vatBasisPoints }) {
      const { customerId, market, electronicMandate, ...file } = await fileOf(readLaunchFile, deploymentId);
      const { lines } = siteOf(file, site);
      const { simulationReference, ...invoice } = await billing.simulate({ simulationKey, customerId, market, from, lines });
      // D-31: what was accepted while the site was delivered counts too.
      const held = await fromRecord(`the documents of ${deploymentId}`, () => readDocuments(deploymentId));
      const faults = checkSimulation(invoice, { market, hasBankDetails: hasBankDetails(electronicMandate, held), lines, from, vatBasisPoints });
      return { reference: simulationReference, invoice, faults: [...new Set(faults.map(({ code, lineCode }) => (lineCode === undefined ? code : `${code} (${lineCode})`)))] };
    },
    async startBilling({ deploymentId, site, from, attempt }) {
      const file = await fileOf(readLaunchFile, deploymentId);
      const { lines } = siteOf(file, site);
      const { customerId, engagementMonths, invoice } = file;
      const answer = await billing.start({ billingKey: `${deploymentId}.${site}`, customerId, from, engagementMonths, lines, ...(invoice ? { invoice } : {}) }, attempt);
      return answer.outcome === 'refused' ? { refusedBecause: answer.reason } : { subscriptionReference: answer.subscriptionReference };
    },
    cancelBilling: (billingKey) => billing.cancel(billingKey),
  };
}
