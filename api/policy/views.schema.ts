/** What the API shows of policies. */
import { z } from 'zod';
import { personName } from '../people/views.schema.ts';

const instant = z.iso.datetime();
const anyValue = z.record(z.string(), z.unknown());

export const policySummary = z.object({
  name: z.string(),
  label: z.object({ fr: z.string(), en: z.string() }),
  rules: z.array(z.string()).meta({ description: 'The rules whose numbers and choices it holds' }),
  version: z.int(),
  author: z.string().meta({ description: '`system:defaults` for what is shipped' }),
  authorName: personName,
  createdAt: instant,
}).meta({ id: 'PolicySummary' });

export const policyView = policySummary.extend({
  current: z.boolean().meta({ description: 'Whether it is the newest version: the one that new journeys take' }),
  value: anyValue,
  valueSchema: anyValue.meta({ description: 'JSON Schema of `value`' }),
}).meta({ id: 'Policy' });

export const policyVersion = z.object({ version: z.int(), author: z.string(), authorName: personName, createdAt: instant }).meta({ id: 'PolicyVersion' });

export const policyProposal = z.strictObject({ value: anyValue.meta({ description: 'As `valueSchema` of the policy says' }) }).meta({ id: 'PolicyProposal' });

const change = z.object({
  pointer: z.string().meta({ description: 'JSON pointer within the value; a list is one value' }),
  change: z.enum(['added', 'removed', 'changed']),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

export const policyImpactView = z.object({
  currentVersion: z.int(),
  changes: z.array(change).meta({ description: 'From the current version to the proposed value' }),
  running: z.array(z.object({
    version: z.int(),
    deployments: z.int(),
    sites: z.int(),
    tickets: z.int(),
    changes: z.array(change).meta({ description: 'What applying the proposed value would change for them' }),
  })).meta({ description: 'Running journeys by the version they run under, oldest first' }),
}).meta({ id: 'PolicyImpact' });

export const policyApplication = z.object({
  policy: z.string(),
  version: z.int(),
  requestedBy: z.string(),
  requestedAt: instant,
  journeys: z.int().meta({ description: 'Running journeys that were below this version' }),
  waiting: z.int().meta({ description: 'Of these: still to be moved' }),
  moved: z.int(),
  unneeded: z.int().meta({ description: 'Of these: ended meanwhile, or moved to a newer version' }),
  troubled: z.int().meta({ description: 'Of those that wait: tried in vain, and tried again' }),
  finishedAt: instant.nullable(),
}).meta({ id: 'PolicyApplication' });
