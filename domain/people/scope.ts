/** How far a permission goes (C-05): over everything, over the customers of some centres or one's own charge, or over one's own customer. */

/** Of the house. */
export type HouseScope =
  | { readonly reach: 'all' }
  /** Customers of these centres, and those whose account manager this person is; who is of no centre is seen by `all` only. */
  | { readonly reach: 'part'; readonly centres: readonly string[]; readonly accountManager: string | null };

/** A permission as one person has it; `own`: he is the customer. */
export type Scope = HouseScope | { readonly reach: 'own'; readonly customerId: string };

export const everything: HouseScope = { reach: 'all' };

/** What several reach together; undefined for none. */
export function unitedScope(scopes: readonly HouseScope[]): HouseScope | undefined {
  const parts = scopes.filter((scope) => scope.reach === 'part');
  if (parts.length < scopes.length) return everything;
  const [first] = parts;
  if (first === undefined) return undefined;
  return { reach: 'part', centres: [...new Set(parts.flatMap(({ centres }) => centres))], accountManager: parts.find(({ accountManager }) => accountManager !== null)?.accountManager ?? null };
}

/** What several permissions of one person reach together: as one of the house where he is, else as a customer. */
export function widestScope(scopes: readonly Scope[]): Scope | undefined {
  return unitedScope(scopes.filter((scope) => scope.reach !== 'own')) ?? scopes[0];
}

/** Whether all that the one reaches is within the other. */
export function covers(wide: HouseScope, narrow: HouseScope): boolean {
  if (wide.reach === 'all') return true;
  return narrow.reach === 'part' && narrow.centres.every((centre) => wide.centres.includes(centre)) && (narrow.accountManager === null || narrow.accountManager === wide.accountManager);
}

/** A customer with what scopes go by. */
export interface PlacedCustomer {
  readonly id: string;
  /** Of the records that were merged into his (C-09). */
  readonly formerIds: readonly string[];
  readonly centre: string | null;
  readonly accountManager: string | null;
}

/** Whether a scope reaches what belongs to a customer, or to nobody (null); in memory, as `inScope` says it in SQL. */
export function reaches(scope: Scope, customer: PlacedCustomer | null): boolean {
  if (scope.reach === 'all') return true;
  if (customer === null) return false;
  if (scope.reach === 'own') return customer.id === scope.customerId || customer.formerIds.includes(scope.customerId);
  return (customer.centre !== null && scope.centres.includes(customer.centre)) || (customer.accountManager !== null && customer.accountManager === scope.accountManager);
}
