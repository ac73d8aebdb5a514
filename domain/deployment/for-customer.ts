/** What a customer is told of the step under way (D-22): his own; while the house is at one of its own, the next that concerns him. */
import type { DeploymentPhase } from './deployment.ts';
import type { SitePhase } from './site.ts';

type Phase = DeploymentPhase | SitePhase;

/** The house's own, by the one that they lead to. */
const leadingTo: Readonly<Partial<Record<Phase, readonly Phase[]>>> = {
  'welcome-call': ['techno-commercial-approval', 'financial-approval', 'sales-collection', 'assignment', 'technical-validation', 'internal-launch'],
  'intervention-planning': ['obl-choice', 'access-order', 'acknowledgement', 'order-refused', 'reordering'],
  'technical-visit': ['visit-blocked'],
  'installation': ['equipment', 'configuration', 'dispatch', 'delivery-report'],
  'activation': ['service-production'],
  'acceptance': ['delivery-notice'],
};

const shownAs: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(leadingTo).flatMap(([shown, own]) => own.map((phase) => [phase, shown])));

export function phaseForCustomer(phase: string): string {
  return shownAs[phase] ?? phase;
}

/** Those that a customer is shown as this one; none for one of the house's own. */
export function phasesShownAs(shown: string): readonly string[] {
  return shown in shownAs ? [] : [shown, ...leadingTo[shown as Phase] ?? []];
}
