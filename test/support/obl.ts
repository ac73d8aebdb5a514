/** Steps of a delivery that many stories share: what the OBL's callbacks say, as the relay would bring them, and the acts of persons. */
import { completeTaskUpdate } from '../../workflows/deployment/messages.ts';
import { meta, type TestJourney } from './journeys.ts';

interface Told { readonly attempt?: number; readonly commandId?: string }

export const acknowledged = { type: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '2026-01-01' } as const;
export const delivered = { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: [] } } as const;
export const refused = { type: 'refused', reason: 'saturation' } as const;

/** Launched and technically validated: its sites are on their way. */
export async function validate(journey: TestJourney): Promise<TestJourney> {
  await journey.completeTask('technical-validation', { accepted: true });
  return journey;
}

/** Acknowledges and delivers what is awaited of a site; it goes to billing. */
export async function deliver(journey: TestJourney, site: string, told: Told = {}): Promise<void> {
  await journey.awaitSitePhase(site, 'awaiting-acknowledgement');
  await journey.oblTells(site, acknowledged, told);
  await journey.oblTells(site, delivered, told);
}

/** Completes this very task of a site, open or not. */
export async function completeById(journey: TestJourney, taskId: string, input: object, site: string): Promise<void> {
  const act = meta();
  await journey.handle(site).executeUpdate(completeTaskUpdate, { updateId: act.commandId, args: [{ taskId, input: input as never, meta: act }] });
}
