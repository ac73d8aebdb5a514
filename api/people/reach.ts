/** What somebody is towards one customer (C-05): a profile that he holds for some centres counts there only. */
import type { Pool } from 'pg';
import type { Client } from '../../db/pool.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { changeKinds, readingOf, type ChangeKind } from '../../domain/live/change.ts';
import { scopeOf, type Permission } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { problem } from '../http/problem.ts';

/** The profiles that he has towards a customer; that of a customer towards his own, also under the id of a record that was merged (C-09). */
export async function profilesTowards(pool: Pick<Pool | Client, 'query'>, { holdings, customerId: own }: Principal, customerId: string): Promise<readonly Profile[]> {
  const found = await Promise.all(holdings.map(async ({ profile, scope }) => {
    const reach: Scope | undefined = profile !== 'customer' ? scope : own === undefined ? undefined : { reach: 'own', customerId: own };
    const isHis = reach !== undefined && await seesCustomer(pool, reach, customerId);
    return isHis ? [profile] : [];
  }));
  return [...new Set(found.flat())];
}

/** Whether one of the house has a permission towards a customer. */
export async function mayTowards(pool: Pick<Pool | Client, 'query'>, principal: Principal, permission: Permission, customerId: string): Promise<boolean> {
  const scope = scopeOf(principal, permission);
  return scope !== undefined && scope.reach !== 'own' && await seesCustomer(pool, scope, customerId);
}

/** @throws {Problem} `not-found`, for who has not the permission towards the customer whose object it is. */
export async function demandTowards(pool: Pick<Pool | Client, 'query'>, principal: Principal, permission: Permission, customerId: string, id: string): Promise<void> {
  if (!(await mayTowards(pool, principal, permission, customerId))) throw problem(refuse('not-found', { id }));
}

/** What stands in a customer's record and is not for all who may read it, by the beginnings of its types (C-05). */
const ofSales = { 'opportunity': 'opportunity:read', 'proposal': 'proposal:read', 'dropped': 'proposal:read', 'discovery': 'discovery:read' } as const satisfies Record<string, Permission>;

/** What a customer's timeline tells somebody of the house. */
interface Told {
  /** Of which kinds of journey he sees what belongs to the customer: what he hears live of it, he reads of it. */
  readonly kinds: readonly ChangeKind[];
  /** The beginnings of the types of the customer's own events that he may not see: what their lists hide from him it does not tell. */
  readonly withheld: readonly string[];
  readonly readsAccount: boolean;
}

/** C-05. */
export async function toldOf(pool: Pick<Pool | Client, 'query'>, principal: Principal, customerId: string): Promise<Told> {
  // Most scopes of one person are the same, and are asked for once.
  const asked = new Map<string, Promise<boolean>>();
  const may = async (permission: Permission): Promise<boolean> => {
    const scope = scopeOf(principal, permission);
    if (scope === undefined || scope.reach === 'own') return false;
    const key = JSON.stringify(scope);
    const answer = asked.get(key) ?? seesCustomer(pool, scope, customerId);
    asked.set(key, answer);
    return await answer;
  };
  const [kinds, withheld, readsAccount] = await Promise.all([
    Promise.all(changeKinds.map(async (kind) => (await may(readingOf[kind]) ? [kind] : []))),
    Promise.all(Object.entries(ofSales).map(async ([type, permission]) => (await may(permission) ? [] : [type]))),
    may('account:read'),
  ]);
  return { kinds: kinds.flat(), withheld: withheld.flat(), readsAccount };
}
