/** What the API shows and takes of people's access (C-05): the directory, centres, grants, keys, what was ever given. */
import { z } from 'zod';
import { peopleActs } from '../../db/people/acts.ts';
import { mailAddress } from '../../domain/people/mail-address.schema.ts';
import { permissionNames, type Permission } from '../../domain/people/permissions.ts';
import { profileNames, type Profile } from '../../domain/people/profiles.ts';
import { key, text } from '../../domain/policy/parts.schema.ts';
import { personName, subject } from './views.schema.ts';

const instant = z.iso.datetime();
export const profile = z.enum(profileNames as [Profile, ...Profile[]]);
const permission = z.enum(permissionNames as readonly [Permission, ...Permission[]]);

const boundShape = {
  profile, centre: key.nullable().default(null), region: key.nullable().default(null).meta({ description: 'Every centre that it has, now and later' }),
  ownCustomers: z.boolean().default(false).meta({ description: 'The customers whose account manager the person is' }),
};
interface AnyBound { readonly centre: string | null; readonly region: string | null; readonly ownCustomers: boolean }
const hasOneBound = ({ centre, region, ownCustomers }: AnyBound): boolean => [centre !== null, region !== null, ownCustomers].filter(Boolean).length <= 1;
const oneBound = 'at most one of centre, region, ownCustomers; none: everywhere';

const assignment = z.strictObject(boundShape).refine(hasOneBound, oneBound).meta({ id: 'Assignment' });
const assignmentView = z.object({ profile: z.string(), centre: z.string().nullable(), region: z.string().nullable(), ownCustomers: z.boolean() });

export const bySubject = z.object({ subject });
export const byKey = z.object({ key });
export const byUuid = z.object({ id: z.uuid() });

export const personEntry = z.strictObject({
  name: z.string().trim().min(1).max(200), email: mailAddress.max(254).nullable().default(null),
  profile: profile.exclude(['customer']).meta({ description: 'By which work is given; what the person may do is said by `assignments`' }),
  team: key.meta({ description: 'Of a desk, or the name of those who deliver together' }), centre: key.nullable().default(null),
  calendar: key.nullable().default(null).meta({ description: 'Working hours, of the policy `calendars`; null: the desk’s' }),
  skills: z.array(key).max(100).default([]).meta({ description: 'Categories and symptoms of the policy `classification`, beyond what the team knows' }),
  assignments: z.array(assignment).max(30),
}).meta({ id: 'PersonEntry' });

export const personView = z.object({
  subject: z.string(), name: z.string(), email: z.string().nullable().meta({ description: 'For who keeps the directory, and the person himself; null for others' }),
  profile: z.string(), team: z.string(), desk: z.string().nullable(), centre: z.string().nullable(), region: z.string().nullable(), calendar: z.string().nullable(), skills: z.array(z.string()),
  assignments: z.array(assignmentView), version: z.int(),
}).meta({ id: 'Person' });

export const meView = z.object({
  subject: z.string(), name: z.string().nullable(), customerId: z.string().nullable(),
  profiles: z.array(z.object({
    profile: z.string(), label: text, source: z.enum(['token', 'directory', 'grant', 'key']), centres: z.array(z.string()).nullable().meta({ description: 'null: everywhere' }),
    ownCustomers: z.boolean(), until: instant.nullable(),
  })),
  permissions: z.array(z.object({
    permission: z.string(), reach: z.enum(['all', 'part', 'own']).meta({ description: 'all: everything; part: customers of `centres`, and one’s own where `ownCustomers`; own: one’s own customer' }),
    centres: z.array(z.string()).nullable(), ownCustomers: z.boolean(),
  })),
  temporalUiUrl: z.url().nullable().meta({ description: 'Of the namespace in the Temporal Web UI: a journey is at `/workflows/{workflow id, percent-encoded}` below it. null without `engine:read` over the whole house, or where this installation names no Web UI' }),
  person: personView.nullable().meta({ description: 'As the directory has him; null for who is not in it' }),
}).meta({ id: 'Me' });

export const profileView = z.object({
  profile: z.string(), label: text, permissions: z.array(z.object({ permission: z.string(), reach: z.enum(['all', 'own']) })),
  grantable: z.boolean().meta({ description: 'Whether a supervisor may give it for a time; the others are an administrator’s to give' }),
}).meta({ id: 'Profile' });

export const centreEntry = z.strictObject({ label: text, region: key }).meta({ id: 'CentreEntry' });
export const centreView = z.object({ key: z.string(), label: text, region: z.string(), version: z.int() }).meta({ id: 'Centre' });

export const teamEntry = z.strictObject({
  label: text, desk: key, level: z.union([z.literal(1), z.literal(2), z.literal(3)]), skills: z.array(key).max(100).default([]).meta({ description: 'None: whatever comes' }), manager: subject.nullable().default(null),
}).meta({ id: 'TeamEntry' });

export const grantEntry = z.strictObject({ subject, ...boundShape, expiresAt: z.iso.datetime({ offset: true }), reason: z.string().trim().min(1).max(500) }).refine(hasOneBound, oneBound).meta({ id: 'GrantEntry' });
export const grantView = z.object({
  id: z.uuid(), subject: z.string(), name: z.string(), ...assignmentView.shape, reason: z.string(), grantedBy: z.string(), grantedAt: instant, expiresAt: instant,
  revokedAt: instant.nullable(), revokedBy: z.string().nullable(), isLive: z.boolean(),
}).meta({ id: 'Grant' });

export const apiKeyEntry = z.strictObject({
  name: z.string().trim().min(1).max(200), profiles: z.array(assignment.refine(({ ownCustomers }) => !ownCustomers, 'a key has no customers of its own')).min(1).max(10),
  permissions: z.array(permission).min(1).max(permissionNames.length).nullable().default(null).meta({ description: 'Nothing but these; null: whatever the profiles allow' }),
  customerId: z.string().max(20).nullable().default(null).meta({ description: 'Of a key with the profile `customer`' }),
  team: key.nullable().default(null).meta({ description: 'The support team that it acts for; null: it is of no desk (T-11)' }),
  expiresAt: z.iso.datetime({ offset: true }),
}).meta({ id: 'ApiKeyEntry' });
export const apiKeyView = z.object({
  id: z.uuid(), subject: z.string().meta({ description: 'What timelines call it' }), name: z.string(), profiles: z.array(assignmentView), permissions: z.array(z.string()).nullable(), customerId: z.string().nullable(), team: z.string().nullable(),
  createdBy: z.string(), createdByName: personName, createdAt: instant, expiresAt: instant, revokedAt: instant.nullable(), revokedBy: z.string().nullable(),
  lastUsedAt: instant.nullable().meta({ description: 'To the minute' }),
}).meta({ id: 'ApiKey' });
export const newApiKeyView = apiKeyView.extend({ key: z.string().meta({ description: 'The bearer token; shown here once and kept nowhere' }) }).meta({ id: 'NewApiKey' });

export const actView = z.object({
  id: z.int(), at: instant, actor: z.string(), act: z.enum(peopleActs), object: z.string(), before: z.record(z.string(), z.unknown()).nullable(), after: z.record(z.string(), z.unknown()).nullable(),
  channel: z.string(), requestId: z.string(),
}).meta({ id: 'PeopleAct' });
