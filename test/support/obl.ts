/** Steps of a delivery that many stories share: what the OBL's callbacks say, as the relay would bring them, and where a site stands afterwards. */
import { expect } from 'vitest';
import type { TaskStep } from '../../domain/deployment/steps.ts';
import type { TestJourney } from './journeys.ts';
import { expectSameBooks } from './outside.ts';

interface Told { readonly attempt?: number; readonly commandId?: string }

export const acknowledged = { type: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '2030-01-31' } as const;
export const delivered = { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: [] } } as const;
export const refused = { type: 'refused', reason: 'invalid-data', detail: null } as const;

/** Acknowledges and delivers what is awaited of a site: it is past the point of no return (D-23), and its slot is to be planned. */
export async function deliver(journey: TestJourney, site: string, told: Told = {}): Promise<void> {
  await journey.awaitSitePhase(site, 'acknowledgement');
  await journey.oblTells(site, acknowledged, told);
  await journey.oblTells(site, delivered, told);
}

/** The journey goes on: a person is asked for the next step, and every book tells the same. */
export async function expectAsked(journey: TestJourney, step: TaskStep, site = 'S001'): Promise<void> {
  await journey.openTask(step, site);
  await journey.expectOneStory();
  await expectSameBooks(journey.house, journey.id);
}

/** The delivery has ended well for every site that was not abandoned. */
export async function expectCompleted(journey: TestJourney): Promise<void> {
  await expect(journey.result()).resolves.toBe('completed');
  await journey.expectOneStory();
  await expectSameBooks(journey.house, journey.id);
}
