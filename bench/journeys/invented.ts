/** What nobody outside says to the contender whose activities do nothing: their answers and callbacks, as large as the real ones. */
import type { BillingActivities, JarvisActivities, RefTechActivities, OblActivities } from '../../activities/deployment.ts';
import type { NoticeActivities } from '../../activities/notices/notices.ts';
import type { SimulatedInvoice } from '../../domain/billing/invoice.ts';
import { oblToldUpdate, refTechToldUpdate } from '../../workflows/deployment/messages.ts';
import { answers } from './answers.ts';

/** The callbacks of the straight path, in our words. */
export type AwaitedCallback = 'acknowledged' | 'slot-confirmed' | 'equipment-shipped' | 'equipment-received' | 'delivered';

export function inventedCallback(journeyId: string, type: AwaitedCallback): { update: typeof oblToldUpdate | typeof refTechToldUpdate; content: object } {
  const service = journeyId.replace('/', '.');
  const [orderKey, equipmentKey, oblReference] = [`${service}.1`, `${service}.equipment.1`, `OBL-${service}`];
  const obl = (fact: object) => ({ update: oblToldUpdate, content: { orderKey, fact: { type, ...fact } } });
  const refTech = (fact: object) => ({ update: refTechToldUpdate, content: { fact: { type, equipmentKey, ...fact } } });
  switch (type) {
    case 'acknowledged': return obl({ oblReference, plannedDeliveryDate: '2030-01-01' });
    case 'slot-confirmed': return obl({ ordinal: 1, slot: answers['intervention-planning'] });
    case 'equipment-shipped': return refTech({ trackingReference: 'COL-1', serialNumbers: ['SN-1'] });
    case 'equipment-received': return refTech({ receivedOn: '2030-01-01' });
    case 'delivered': return obl({ oblReference, report: { reportReference: 'PV-1', deliveredOn: '2030-01-02', reservations: [] } });
  }
}

const invoice: SimulatedInvoice = {
  periodEnd: '2030-01-31',
  lines: [
    { code: 'FTTH-1G', label: 'Accès fibre 1 Gb/s', kind: 'one-off', fullCents: 15_000, daysBilled: null, daysInPeriod: null, htCents: 15_000 },
    { code: 'FTTH-1G', label: 'Accès fibre 1 Gb/s', kind: 'recurring', fullCents: 4_900, daysBilled: 30, daysInPeriod: 31, htCents: 4_742 },
  ],
  totals: { htCents: 19_742, vatCents: 3_948, ttcCents: 23_690 },
};

const nothing = async (): Promise<void> => undefined;
const issued = { id: '01990000-0000-7000-8000-000000000000', digest: '0'.repeat(64), sizeBytes: 25_000 };

/** Activities by queue; those that the straight path does not call are missing. */
export const emptyActivities = {
  jarvis: {
    registerDeployment: async ({ deploymentId }) => ({ jarvisReference: `JRV-${deploymentId}` }),
    tellAssignment: nothing,
    placeAccessOrder: async ({ orderKey }) => ({ outcome: 'received', oblReference: `OBL-${orderKey}` }),
    registerService: async () => ({ rds: 'RDS-000001' }),
  } satisfies Partial<JarvisActivities>,
  obl: { proposeSlot: nothing } satisfies Partial<OblActivities>,
  refTech: {
    planIntervention: async ({ interventionKey }) => ({ interventionReference: `INT-${interventionKey}` }),
    recordVisit: nothing, shipEquipment: nothing, pushConfiguration: nothing, superviseService: nothing,
    reserveEquipment: async () => ({ inStock: true, availableOn: '2030-01-01' }),
    reserveIp: async () => ({ ipv4: '192.0.2.1' }),
    createRadius: async (serviceKey) => ({ login: `${serviceKey}@jalon` }),
    configureBackbone: async () => ({ vlan: 100 }),
    runTests: async () => ({ results: ['sync', 'ping', 'throughput-down', 'throughput-up', 'dns', 'voice-quality'].map((test) => ({ test, passed: true, measure: test.startsWith('throughput') ? 900 : 9, unit: null })) }),
    readLink: async ({ from }) => ({ readings: [{ at: from, state: 'up', latencyMs: 8, lossPercent: 0, throughputPercent: 97 }] }),
  } satisfies Partial<RefTechActivities>,
  billing: {
    simulateInvoice: async ({ simulationKey }) => ({ reference: `SIM-${simulationKey}`, invoice, faults: [] }),
    startBilling: async ({ deploymentId, site }) => ({ subscriptionReference: `SUB-${deploymentId}-${site}` }),
  } satisfies Partial<BillingActivities>,
  notices: {
    sendWelcome: nothing, sendProjectReport: nothing, sendSlot: nothing, sendSlotOff: nothing, recallSlot: nothing, sendWorksQuote: nothing, sendSupplementaryCollection: nothing, sendHandover: nothing,
    sendInternal: nothing, sendWithdrawal: nothing, sendInvitation: nothing, sendCollectionReminder: nothing, sendValidationReminder: nothing, sendDeliveryNotice: async () => issued, sendInvoiceSimulation: async () => issued,
  } satisfies NoticeActivities,
};
