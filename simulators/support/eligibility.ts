/** The simulated eligibility service: copper everywhere, fibre in most places, and what the words of a city say (C-01, D-08). */
import { z } from 'zod';
import type { Eligibility } from '../../ports/eligibility.ts';
import { queryOf } from '../shared/calls.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulatorPart, type SimulatorPart, type SimulatorSettings } from '../shared/simulator.ts';

const asked = z.object({ street: z.string().min(1), postalCode: z.string().min(1), city: z.string().min(1), country: z.string().length(2) });

type Access = Eligibility['accesses'][number];
const catalogue: readonly (readonly [access: Omit<Access, 'isEligible' | 'reason'>, label: string, recurringCents: number])[] = [
  [{ accessType: 'ftth', obl: 'orange-wholesale', downMbps: 1000, upMbps: 400, deliveryDays: 20 }, 'Fibre Pro', 49_00],
  [{ accessType: 'ftto', obl: 'orange-wholesale', downMbps: 1000, upMbps: 1000, deliveryDays: 60 }, 'Fibre dédiée', 390_00],
  [{ accessType: 'adsl', obl: 'orange-wholesale', downMbps: 18, upMbps: 1, deliveryDays: 15 }, 'Cuivre Pro', 39_00],
  [{ accessType: '4g', obl: null, downMbps: 80, upMbps: 20, deliveryDays: 3 }, 'Accès 4G', 35_00],
];
/** Postal codes that end so have no fibre yet. */
const withoutFibre = /[89]$/;

/** It keeps nothing but what it was asked; it never calls back. */
export function createEligibilitySimulator(settings: SimulatorSettings): SimulatorPart {
  let tests = 0;
  return createSimulatorPart<{ type: 'tested'; subject: string; atMs: number }>({
    name: 'eligibility',
    routes: [{
      operation: 'test', method: 'get', path: '/v1/eligibility', subjectOf: ({ query }) => query['postalCode'],
      decide(call) {
        const address = queryOf(asked, call);
        if (/SIM-UNPLACED/i.test(address.city)) throw new Problem(404, 'address-unknown', 'no such address');
        return { status: 200, body: answer(address, call.nowMs, tests + 1), facts: [{ type: 'tested', subject: address.postalCode, atMs: call.nowMs }] };
      },
    }],
    apply: () => { tests += 1; },
    reset: () => { tests = 0; },
  }, settings);
}

function answer({ postalCode, city }: z.infer<typeof asked>, nowMs: number, test: number): Eligibility {
  const hasFibre = !withoutFibre.test(postalCode) && !/SIM-NO-FIBRE/i.test(city);
  const accesses = catalogue.map(([access]): Access => {
    const isEligible = hasFibre || !access.accessType.startsWith('ft');
    return { ...access, isEligible, reason: isEligible ? null : 'no-fibre-yet' };
  });
  const offers = catalogue.filter((_, index) => accesses[index]?.isEligible)
    .map(([{ accessType }, label, recurringCents]) => ({ code: accessType.toUpperCase(), label, accessType, recurringCents }));
  return { evidenceReference: `ELI-${String(test).padStart(6, '0')}`, testedAt: new Date(nowMs).toISOString(), accesses, offers };
}
