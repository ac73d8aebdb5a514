/** One schema per policy of the catalogue, and what a policy is called and typed as everywhere else. */
import type { z } from 'zod';
import type { PolicyName } from './catalogue.ts';
import * as commerce from './commerce.schema.ts';
import * as delivery from './delivery.schema.ts';
import * as relations from './relations.schema.ts';
import * as support from './support.schema.ts';

export const policySchemas = {
  'calendars': delivery.calendars,
  'lead-times': delivery.leadTimes,
  'reminders': delivery.reminders,
  'obls': delivery.obls,
  'obl-refusals': delivery.oblRefusals,
  'equipment': delivery.equipment,
  'activation-tests': delivery.activationTests,
  'acceptance': delivery.acceptance,
  'points-of-no-return': delivery.pointsOfNoReturn,
  'outside-calls': delivery.outsideCalls,
  'service-levels': support.serviceLevels,
  'escalation': support.escalation,
  'waiting-reasons': support.waitingReasons,
  'desks': support.desks,
  'classification': support.classification,
  'scripts': support.scripts,
  'ticket-tasks': support.ticketTasks,
  'notices': support.notices,
  'field-service': support.fieldService,
  'billing': commerce.billing,
  'termination': commerce.termination,
  'customer-view': relations.customerView,
  'contact-reasons': relations.contactReasons,
  'sales-catalogue': commerce.salesCatalogue,
  'sales': commerce.sales,
} as const satisfies Record<PolicyName, z.ZodType>;

/** Every policy's value, by name. */
export type Policies = { readonly [Name in PolicyName]: z.infer<(typeof policySchemas)[Name]> };
