/** The adapter of the eligibility service: ports/eligibility.ts over HTTP (C-01). */
import type { EligibilityPort } from '../../ports/eligibility.ts';
import { eligibility } from '../../ports/eligibility.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/** The service at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}; `outside.rejected` with 404 for an address it cannot place. */
export function createEligibilityPort(settings: Omit<OutsideSystem, 'system'>): EligibilityPort {
  const service: OutsideSystem = { ...settings, system: 'eligibility' };
  return {
    of: ({ street, postalCode, city, country }) =>
      requestOutside(service, { operation: 'test', method: 'GET', path: `/v1/eligibility?${String(new URLSearchParams({ street, postalCode, city, country }))}`, answer: eligibility }),
  };
}
