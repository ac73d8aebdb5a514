/** Given what happened, when a command comes: what is decided, and the state after it. */
import { fold, type JourneyEvent, type JourneyModel } from '../../../domain/journey/journey.ts';
import { siteModel } from '../../../domain/deployment/evolve-site.ts';
import { deploymentModel } from '../../../domain/deployment/evolve.ts';
import type { DeploymentCommand, DeploymentEvent, Launch } from '../../../domain/deployment/deployment.ts';
import type { DeliveryPolicy } from '../../../domain/deployment/policy.ts';
import type { SiteCommand, SiteEvent, SiteOpening } from '../../../domain/deployment/site.ts';
import { laddersInHours, shippedParts } from '../../support/delivery-policies.ts';

const hour = 3_600_000;
const limits = { latencyMsAtMost: 40, lossPercentAtMost: 1, throughputPercentAtLeast: 70 };

export const policy: DeliveryPolicy = {
  versions: { reminders: 1 },
  days: { firstDay: 0, business: '', midnights: [[0, 0]] },
  ...shippedParts, reminders: laddersInHours(72, 48, { 'intervention-slot': [10, 5], 'delivery-report': [24, 36] }),
  acceptance: { observationMs: 24 * hour, readEverySeconds: 3600, changesAtMost: 3, limits: { 'ftth': limits, 'ftto': limits, 'sdsl': limits, 'adsl': limits, '4g': limits } },
  vatBasisPoints: 2_000,
  outsideCalls: { tellAfterMs: 1_000, againEveryMs: hour },
};

/** Some latest dates lie before the first instant of the tests, some after the last. */
const schedule: Launch['schedule'] = [
  { milestone: 'welcome-call', latestOn: '1969-12-30' }, { milestone: 'obl-acknowledgement', latestOn: '1969-12-30' }, { milestone: 'delivery', latestOn: '1969-12-30' },
  { milestone: 'technical-validation', latestOn: '1970-01-20' }, { milestone: 'configuration', latestOn: '1970-02-10' },
];

/** A private order on paper that asks for the five documents of every such order. */
export const launch: Launch = {
  deploymentId: 'AFF-2026-000123', customerId: 'CLI-000001', orderNumber: 'BC-1', market: 'private', targetActivationDate: '2030-03-01', schedule, policy,
  order: { purchaseOrderContract: false, customOffer: false, amendedTerms: false, feasibilityStudy: false, electronicSignature: false, electronicMandate: false },
  sites: [{ site: 'S001', accessType: 'ftth', eligible: [] }, { site: 'S002', accessType: 'sdsl', eligible: ['axione'] }],
};

/** A site that was opened before the rules of November 2026. */
export const olderOpening: SiteOpening = {
  deploymentId: launch.deploymentId, site: 'S001', customerId: launch.customerId, market: launch.market, accessType: 'ftth', eligible: [], isTechnicallyCollected: true, isOldLineToMigrate: false,
  targetActivationDate: launch.targetActivationDate, schedule, launchedOn: '1970-01-01', doneOn: {}, policy,
};

export const opening: SiteOpening = { ...olderOpening, edition: 1 };

/** Types of the events that a command makes happen, or the code of its refusal; and the state and the events themselves. */
function given<S, C, E extends JourneyEvent>(model: JourneyModel<S, C, E>, commands: readonly C[]) {
  let atMs = 1_000;
  const happened: { event: E; atMs: number }[] = [];
  const apply = (command: C): readonly E[] | string => {
    const decision = model.decide(fold(model, happened), command, atMs);
    if (!decision.accepted) return decision.refusal.code;
    happened.push(...decision.events.map((event) => ({ event, atMs })));
    return decision.events;
  };
  for (const command of commands) {
    const answer = apply(command);
    if (typeof answer === 'string') throw new Error(`not given: ${JSON.stringify(command)} is refused with ${answer}`);
    atMs += 1_000;
  }
  return {
    state: () => fold(model, happened),
    /** Milliseconds of the last given act. */
    atMs: () => atMs - 1_000,
    when(command: C): string | string[] {
      const answer = apply(command);
      return typeof answer === 'string' ? answer : answer.map(({ type }) => type);
    },
    events: (command: C) => apply(command),
    refusal(command: C) {
      const decision = model.decide(fold(model, happened), command, atMs);
      return decision.accepted ? null : decision.refusal;
    },
  };
}

export const givenDeployment = (...commands: DeploymentCommand[]) => given<ReturnType<typeof deploymentModel.evolve>, DeploymentCommand, DeploymentEvent>(deploymentModel, commands);
export const givenSite = (...commands: SiteCommand[]) => given<ReturnType<typeof siteModel.evolve>, SiteCommand, SiteEvent>(siteModel, commands);
