/** Steps of a delivery that many stories share: what the OBL's callbacks say, as the relay would bring them, and the acts of persons. */
import type { TestJourney } from './journeys.ts';
import { playDeployment } from './people.ts';

interface Told { readonly attempt?: number; readonly commandId?: string }

export const acknowledged = { type: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '2026-01-01' } as const;
export const delivered = { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: [] } } as const;
export const refused = { type: 'refused', reason: 'saturation' } as const;

/** Approved, assigned, validated and launched with the customer: its sites are on their way. */
export async function startSites(journey: TestJourney): Promise<TestJourney> {
  await playDeployment(journey);
  return journey;
}

/** Acknowledges and delivers what is awaited of a site: it is past the point of no return (D-23). */
export async function deliver(journey: TestJourney, site: string, told: Told = {}): Promise<void> {
  await journey.awaitSitePhase(site, 'acknowledgement');
  await journey.oblTells(site, acknowledged, told);
  await journey.oblTells(site, delivered, told);
}
