/** Who may do what (C-05): profile × permission as data, and the questions asked of it. What the table does not say is refused. */
import type { Holding, Principal } from './principal.ts';
import type { Profile } from './profiles.ts';
import { unitedScope, type Scope } from './scope.ts';

/** Every permission, `<subject>:<verb>`. */
export const permissionNames = [
  'deployment:launch',
  'deployment:read',
  'deployment:cancel',
  /** Registers that the customer goes back on his order, which nobody may deny him (C-08); `own`: he does it himself. */
  'deployment:withdraw',
  /** Gives an assigned deployment to another coordinator of one's own team (D-03). */
  'deployment:reassign',
  /** Target date, contacts, offers (D-25). */
  'deployment:change',
  /** The meetings of the kick-off (D-05 to D-07). */
  'meeting:plan',
  /** Another slot for a site's visit (D-10); `own`: a wish, for the coordinator to plan. */
  'site:replan',
  /** Abandons a site, or approves that a coordinator does (D-23). */
  'site:abandon',
  /** Who may see a deployment may see its documents; these two change them (D-04). */
  'document:add',
  'document:accept',
  /** What happened, act by act, with comments: for the house, not for the customer. */
  'timeline:read',
  'task:read',
  /** Opens the door only: a task is completed by a person who has the profile that owns it; `own`: only those of the person's own customer. */
  'task:complete',
  /** Gives a task to somebody who may do it, and takes it back; within one's own team, but for a supervisor (C-07). */
  'task:assign',
  /** Retry or skip a call to an outside system that keeps failing (D-24). */
  'stuck-call:handle',
  'callback:read',
  /** Is led into the Temporal Web UI, and reads there what is encrypted: it shows everybody's journeys, so it takes the whole house. */
  'engine:read',
  /** Mails that nobody but a person can tell what to do with (T-01). */
  'inbound-mail:handle',
  /** Teams, referents, absences, the rota. */
  'people:read',
  /** Referents, the rota, anybody's absences (T-11, T-19). */
  'people:manage',
  /** One's own absences. */
  'absence:enter',
  /** The nights of backups (T-21); and which are watched. */
  'backup:read',
  'backup:manage',
  /** T-01, T-02. */
  'ticket:create',
  'ticket:read',
  /** Everything that is done on a ticket but what follows. */
  'ticket:act',
  /** T-11. */
  'ticket:attribute',
  /** T-14: says that it is solved, or not; `own`: the customer himself. */
  'ticket:agree',
  /** Writes to the customer, or a note; `own`: the customer writes to us (T-01). */
  'ticket:write',
  /** T-08: closes without the requester's agreement. */
  'ticket:supervise',
  /** Customers' records (C-01): who they are, whom to talk to, what they have. */
  'customer:read',
  /** Creates and edits them (C-09). */
  'customer:edit',
  /** Makes two records of one customer one (C-09). */
  'customer:merge',
  /** Erases what is personal, for good (docs/personal-data.md). */
  'customer:erase',
  /** The 360° view (C-01): of the house, on one who is talked to. */
  'customer:view',
  /** What billing tells of him: consumption, invoices, balance, payer's quality (C-01). */
  'account:read',
  /** Notes that there was a contact, and is told where its reason leads (C-02). */
  'contact:record',
  /** The directory: people with their profiles, teams, centres. */
  'user:manage',
  /** Temporary access, and what was ever given or taken. */
  'grant:give',
  /** Keys of machines. */
  'key:manage',
  /** Who outside is told what happens; no more of it than that it happened. */
  'webhook:manage',
  /** enters a customer's letter, or has his request withdrawn; `own`: the customer himself. */
  'termination:open',
  'termination:read',
  'termination:withdraw',
  /** S-01: proposals, the catalogue, what was dropped (S-07). */
  'proposal:read',
  'proposal:edit',
  /** Orders with their papers (S-02); `own`: the customer's own. */
  'order:read',
  /** Orders what was proposed, has it signed, hands it over (S-02 to S-05). */
  'order:place',
  /** Has a code sent and types it in (S-04): by the seller beside the customer; `own`: the customer himself. */
  'order:sign',
  /** Sends an order back (S-06). */
  'order:reject',
  /** S-09: opportunities and follow-ups. */
  'opportunity:read',
  'opportunity:edit',
  /** S-09: what sellers noted of a customer; `own`: he reads it himself. */
  'discovery:read',
  'appointment:read',
  /** Plans, moves and cancels. */
  'appointment:plan',
  /** S-08: enters what a customer complains of; */
  'complaint:open',
  'complaint:read',
  /** gives a goodwill gesture, as far as the policy lets his profile, and notes that the customer takes his complaint back. */
  'complaint:handle',
  'policy:read',
  'policy:edit',
  'preview:use',
  /** C-06: of persons and teams as far as the scope goes, a manager his own team's; of whole centres all, to compare. */
  'indicators:read',
] as const;

export type Permission = (typeof permissionNames)[number];

/** How far a profile takes a permission: as far as the profile itself reaches, or to what belongs to the person's own customer. */
type Reach = 'all' | 'own';

type Grants = Readonly<Partial<Record<Permission, Reach>>>;

/** Works on journeys: sees them, has a basket, completes its tasks (C-07), is away now and then. */
const worker = { 'customer:read': 'all', 'deployment:read': 'all', 'timeline:read': 'all', 'task:read': 'all', 'task:complete': 'all', 'people:read': 'all', 'absence:enter': 'all', 'termination:read': 'all', 'preview:use': 'all' } as const satisfies Grants;
/** Brings documents as well. */
const supplier = { ...worker, 'document:add': 'all' } as const satisfies Grants;

/** Talks with customers (C-01, C-02, S-08). */
const relation = { 'customer:view': 'all', 'contact:record': 'all', 'complaint:open': 'all', 'complaint:read': 'all' } as const satisfies Grants;
/** Sells (chapter 5). */
const seller = { 'proposal:read': 'all', 'proposal:edit': 'all', 'order:read': 'all', 'order:place': 'all', 'order:sign': 'all', 'opportunity:read': 'all', 'opportunity:edit': 'all', 'discovery:read': 'all', 'appointment:read': 'all', 'appointment:plan': 'all' } as const satisfies Grants;
/** And of money. */
const commercial = { ...relation, 'account:read': 'all' } as const satisfies Grants;

/** Works on tickets as well (chapter 2). */
const agent = { ...worker, ...relation, 'customer:edit': 'all', 'backup:read': 'all', 'ticket:create': 'all', 'ticket:read': 'all', 'ticket:act': 'all', 'ticket:agree': 'all', 'ticket:write': 'all' } as const satisfies Grants;

const grants: Readonly<Record<Profile, Grants>> = {
  'coordinator': {
    ...worker, ...relation, 'order:read': 'all', 'order:reject': 'all', 'customer:edit': 'all', 'deployment:launch': 'all', 'deployment:cancel': 'all', 'deployment:withdraw': 'all', 'deployment:change': 'all', 'meeting:plan': 'all', 'site:replan': 'all', 'document:add': 'all', 'document:accept': 'all',
  },
  'production-manager': { ...worker, 'order:read': 'all', 'order:reject': 'all', 'customer:view': 'all', 'task:assign': 'all', 'deployment:reassign': 'all', 'site:abandon': 'all', 'policy:read': 'all', 'indicators:read': 'all' },
  // T-24: a ticket may tell of a need.
  'sales-engineer': { ...supplier, ...commercial, ...seller, 'customer:edit': 'all', 'meeting:plan': 'all', 'ticket:read': 'all' },
  'sales-manager': { ...supplier, ...commercial, ...seller, 'task:assign': 'all', 'customer:edit': 'all', 'indicators:read': 'all' },
  'account-manager': { ...supplier, ...commercial, ...seller, 'customer:edit': 'all', 'ticket:read': 'all' },
  'presales-engineer': { ...supplier, 'proposal:read': 'all', 'order:read': 'all', 'opportunity:read': 'all', 'discovery:read': 'all' },
  'business-director': { ...worker, 'proposal:read': 'all', 'order:read': 'all', 'opportunity:read': 'all', 'indicators:read': 'all' },
  'field-technician': supplier,
  'specialist-technician': worker,
  'logistics': worker,
  'service-agent': { ...agent, ...commercial, 'proposal:read': 'all', 'order:read': 'all', 'opportunity:read': 'all', 'discovery:read': 'all', 'appointment:read': 'all', 'complaint:handle': 'all', 'deployment:withdraw': 'all', 'inbound-mail:handle': 'all', 'termination:open': 'all', 'termination:withdraw': 'all' },
  'technician-n1': { ...agent, 'inbound-mail:handle': 'all' },
  'technician-n2': agent,
  'technician-n3': agent,
  // The dispatcher attributes what nobody has yet: his subject is the queue, not the journeys.
  'dispatcher': { 'customer:read': 'all', 'backup:read': 'all', 'task:read': 'all', 'task:complete': 'all', 'inbound-mail:handle': 'all', 'people:read': 'all', 'people:manage': 'all', 'absence:enter': 'all', 'preview:use': 'all', 'ticket:read': 'all', 'ticket:act': 'all', 'ticket:attribute': 'all', 'ticket:write': 'all' },
  // C-08: he answers payment questions, which are tickets.
  'billing-admin': { ...worker, ...commercial, 'order:read': 'all', 'order:reject': 'all', 'customer:edit': 'all', 'ticket:read': 'all' },
  'network-admin': { ...worker, 'backup:read': 'all', 'backup:manage': 'all', 'stuck-call:handle': 'all', 'callback:read': 'all', 'engine:read': 'all', 'ticket:read': 'all' },
  // A supervisor reassigns and unblocks; he does not do another profile's task in its place.
  'supervisor': {
    ...commercial, 'customer:read': 'all', 'customer:edit': 'all', 'customer:merge': 'all', 'customer:erase': 'all', 'deployment:read': 'all', 'timeline:read': 'all', 'task:read': 'all', 'task:assign': 'all', 'stuck-call:handle': 'all', 'callback:read': 'all', 'engine:read': 'all', 'inbound-mail:handle': 'all',
    'people:read': 'all', 'people:manage': 'all', 'absence:enter': 'all', 'policy:read': 'all', 'preview:use': 'all', 'ticket:read': 'all', 'ticket:act': 'all', 'ticket:attribute': 'all', 'ticket:write': 'all', 'ticket:supervise': 'all', 'backup:read': 'all', 'grant:give': 'all', 'termination:read': 'all', 'termination:withdraw': 'all', 'proposal:read': 'all', 'order:read': 'all', 'opportunity:read': 'all', 'discovery:read': 'all', 'appointment:read': 'all', 'complaint:handle': 'all', 'indicators:read': 'all',
  },
  // No business acts, and no sight of customers' business either.
  'admin': { 'people:read': 'all', 'user:manage': 'all', 'grant:give': 'all', 'key:manage': 'all', 'webhook:manage': 'all', 'policy:read': 'all', 'policy:edit': 'all', 'preview:use': 'all' },
  // What his deployment asks of him: collections, works to agree to, the validation of his invoice (D-06, D-09, D-11, D-17); and when he would rather be visited (D-10).
  'customer': { 'customer:read': 'own', 'deployment:read': 'own', 'deployment:withdraw': 'own', 'site:replan': 'own', 'task:read': 'own', 'task:complete': 'own', 'ticket:create': 'own', 'ticket:read': 'own', 'ticket:agree': 'own', 'ticket:write': 'own', 'termination:read': 'own', 'termination:withdraw': 'own', 'order:read': 'own', 'order:sign': 'own', 'discovery:read': 'own', 'complaint:read': 'own' },
};

/** Every permission that these profiles give together, in the order of `permissionNames`. */
export function permissionsOf(profiles: readonly Profile[]): readonly Permission[] {
  return permissionNames.filter((permission) => allows(profiles, permission));
}

/** How far a profile takes a permission that it gives. */
export function reachOf(profile: Profile, permission: Permission): Reach {
  return grants[profile][permission] ?? 'own';
}

/** Whether one of these profiles gives the permission, however far it reaches. */
export function allows(profiles: readonly Profile[], permission: Permission): boolean {
  return profiles.some((profile) => grants[profile][permission] !== undefined);
}

/**
 * How far the person's permission goes, or undefined where nothing that he holds gives it.
 * As one of the house where he is one, else as a customer; `own` without a customer in the token reaches nothing.
 */
export function scopeOf(principal: Pick<Principal, 'holdings' | 'customerId' | 'only'>, permission: Permission): Scope | undefined {
  const { holdings, customerId, only } = principal;
  if (only && !only.includes(permission)) return undefined;
  const house = unitedScope(allowing({ holdings }, permission).map(({ scope }) => scope));
  if (house) return house;
  return customerId !== undefined && holdings.some(({ profile }) => grants[profile][permission] === 'own') ? { reach: 'own', customerId } : undefined;
}

/** What of the house's profiles that somebody holds gives the permission. */
export function allowing({ holdings }: Pick<Principal, 'holdings'>, permission: Permission): readonly Holding[] {
  return holdings.filter(({ profile }) => grants[profile][permission] === 'all');
}
