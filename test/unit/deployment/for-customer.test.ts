/** What a customer is told of the step under way (D-22). */
import { expect, it } from 'vitest';
import { phaseForCustomer, phasesShownAs } from '../../../domain/deployment/for-customer.ts';
import { isCustomerFacing } from '../../../domain/deployment/milestones.ts';
import { deploymentSteps, siteSteps, steps } from '../../../domain/deployment/steps.ts';

it('is a step of a milestone that concerns him, or his own', () => {
  for (const step of [...deploymentSteps, ...siteSteps]) {
    const shown = phaseForCustomer(step) as typeof step;
    const { milestone, owner } = steps[shown];
    expect(owner === 'customer' || (milestone !== null && isCustomerFacing(milestone)), `${step} is shown as ${shown}`).toBe(true);
    expect(phasesShownAs(shown)).toContain(step);
    expect(phasesShownAs(step)).toHaveLength(step === shown ? phasesShownAs(shown).length : 0);
  }
});
