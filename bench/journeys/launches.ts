/** The launches of the benchmark: schedule and frozen policy as the API makes them of the shipped policies, with a link that is observed for a moment only. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addBusinessDays } from '../../domain/calendar/businessDays.ts';
import { backwardSchedule } from '../../domain/deployment/backward.ts';
import { siteKey, type Launch } from '../../domain/deployment/deployment.ts';
import { operatorCalendar } from '../../domain/calendar/freeze.ts';
import { deliveryPolicies, freezeDeliveryPolicy } from '../../domain/deployment/freeze-policy.ts';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';
import type { PolicyName } from '../../domain/policy/catalogue.ts';
import { policySchemas, type Policies } from '../../domain/policy/policies.schema.ts';
import { projectRoot } from '../../project-root.ts';
import { customerId } from './ground.ts';

const observationMs = 200;
const targetActivationDate = '2030-03-01';

const order: Launch['order'] = {
  purchaseOrderContract: false, customOffer: false, amendedTerms: false, feasibilityStudy: false, electronicSignature: false, electronicMandate: false,
};

async function shipped<Name extends PolicyName>(name: Name): Promise<Policies[Name]> {
  const path = join(projectRoot(import.meta.url), 'domain', 'policy', 'defaults', `${name}.json`);
  return policySchemas[name].parse(JSON.parse(await readFile(path, 'utf8'))) as Policies[Name];
}

const written = Object.fromEntries(await Promise.all(deliveryPolicies.map(async (name) => [name, await shipped(name)] as const))) as Pick<Policies, (typeof deliveryPolicies)[number]>;
const frozen = freezeDeliveryPolicy(written, Object.fromEntries(deliveryPolicies.map((name) => [name, 1])), Date.now());
const policy: Launch['policy'] = { ...frozen, acceptance: { ...frozen.acceptance, observationMs } };
const schedule = backwardSchedule(written['lead-times'], targetActivationDate, (date, days) => addBusinessDays(operatorCalendar(written.calendars), date, days));

/** What PostgreSQL keeps of a launch. */
export function launchFile(siteCount: number): LaunchFile {
  return {
    customerId, orderNumber: 'BC-2026-1', market: 'private', targetActivationDate, engagementMonths: 36, ...order,
    contacts: [{ role: 'administrative', name: 'Jeanne Martin', email: 'jeanne.martin@client.invalid' }],
    sites: Array.from({ length: siteCount }, (_, index) => ({
      label: `Agence ${index + 1}`, accessType: 'ftth', contacts: [], address: { street: '1 rue de la Gare', postalCode: '69001', city: 'Lyon', country: 'FR' },
      lines: [{ code: 'FTTH-1G', label: 'Accès fibre 1 Gb/s', recurringCents: 4_900, oneOffCents: 15_000 }],
    })),
  };
}

/** What the journey knows of it. */
export function launchOf(deploymentId: string, { orderNumber, market, sites }: LaunchFile): Launch {
  return {
    deploymentId, customerId, orderNumber, market, targetActivationDate, order, schedule, policy,
    sites: sites.map(({ accessType }, index) => ({ site: siteKey(index), accessType, eligible: [] })),
  };
}
