/** Who may give whom what (C-05): nobody raises himself, nobody gives beyond what he has, and what gives access is given by administrators only. */
import { refuse, type Refusal } from '../errors/codes.ts';
import { allowing, permissionsOf, scopeOf, type Permission } from './permissions.ts';
import type { Principal } from './principal.ts';
import type { Profile } from './profiles.ts';
import { covers, type HouseScope } from './scope.ts';

/** A profile as it is bound in the directory, in a grant or a key; at most one of the three bounds, none: everywhere. */
export interface Bound {
  readonly profile: Profile;
  readonly centre: string | null;
  readonly region: string | null;
  /** The customers whose account manager the person is. */
  readonly ownCustomers: boolean;
}

export interface Centre {
  readonly key: string;
  readonly region: string;
}

/** @param subject whose own customers are meant. A region reaches the centres that it has now. */
export function scopeOfBound({ centre, region, ownCustomers }: Bound, centres: readonly Centre[], subject: string): HouseScope {
  if (centre === null && region === null && !ownCustomers) return { reach: 'all' };
  return { reach: 'part', centres: centres.filter((one) => one.key === centre || one.region === region).map(({ key }) => key), accountManager: ownCustomers ? subject : null };
}

/** Whoever has one of these can come by the others: they give access, or change the rules for everybody. */
const powers: readonly Permission[] = ['user:manage', 'grant:give', 'key:manage', 'people:manage', 'policy:edit'];

/** Whether a supervisor may give the profile for a time. */
export function isGrantable(profile: Profile): boolean {
  return profile !== 'customer' && !permissionsOf([profile]).some((permission) => powers.includes(permission));
}

export interface Given {
  readonly profile: Profile;
  readonly scope: HouseScope;
  /** Null: without an end. */
  readonly until: Date | null;
}

export interface Receiver {
  readonly subject: string;
  /** The centre that the person is of; null: of none. */
  readonly centre: string | null;
}

/** Why the giver may not give it, or take it away, by this permission of his; undefined: he may. */
export function givingRefusal(giver: Principal, by: 'user:manage' | 'grant:give' | 'key:manage', given: Given, to?: Receiver): Refusal | undefined {
  if (to?.subject === giver.subject) return refuse('C-05.own-access');
  if (given.profile === 'customer' && by !== 'key:manage') return refuse('C-05.customer-profile');
  const isPower = given.profile !== 'customer' && !isGrantable(given.profile);
  // A machine never gives access; a supervisor gives no power that could raise him or his.
  if (isPower && (by === 'key:manage' || scopeOf(giver, 'user:manage') === undefined)) return refuse('C-05.profile-not-given', { profile: given.profile });
  // One of what he holds must reach as far and last as long: what is temporary gives nothing for ever.
  const isWithin = allowing(giver, isPower ? 'user:manage' : by).some(({ scope, until }) =>
    covers(scope, given.scope) && (!to || reachesPerson(scope, to)) && (until === null || (given.until !== null && given.until <= until)));
  return isWithin ? undefined : refuse('C-05.beyond-own-access');
}

/** Whether somebody who reaches this much looks after a person. */
export function reachesPerson(scope: HouseScope, { centre }: Pick<Receiver, 'centre'>): boolean {
  return scope.reach === 'all' || (centre !== null && scope.centres.includes(centre));
}
