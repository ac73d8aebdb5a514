/** What is told onward of the record, live and by webhooks: that something of a subject changed, whose it is, and who may hear of it. No name, no text of anybody. */
import type { JourneyKind } from '../journey/kinds.ts';
import { kindOf, prefixes } from '../journey/kind-of.ts';
import { scopeOf, type Permission } from '../people/permissions.ts';
import type { Principal } from '../people/principal.ts';
import { reaches, type PlacedCustomer, type Scope } from '../people/scope.ts';

/** A journey, or a customer's own record (C-04). */
export type ChangeKind = JourneyKind | 'customer';

/** What somebody must be allowed to read to hear that it changed. */
export const readingOf: Readonly<Record<ChangeKind, Permission>> = {
  deployment: 'deployment:read', site: 'deployment:read', ticket: 'ticket:read', replacement: 'ticket:read', backup: 'backup:read', termination: 'termination:read', order: 'order:read', appointment: 'appointment:read', followUp: 'opportunity:read', complaint: 'complaint:read', customer: 'customer:read',
};
export const changeKinds = Object.keys(readingOf) as [ChangeKind, ...ChangeKind[]];

/** One or more recorded events of a subject that follow each other without one of another between. */
export interface Change {
  /** Of the last of them. */
  readonly position: number;
  readonly kind: ChangeKind;
  /** Of the journey, or of the customer. */
  readonly id: string;
  /** Null: nobody's, the house's own. */
  readonly customer: PlacedCustomer | null;
  readonly deploymentId: string | null;
  /** Of the events, in their order. */
  readonly types: readonly string[];
  readonly at: Date;
}

/** What the ids of a kind begin with: a deployment's and its sites' alike. */
export const prefixesOf: Readonly<Record<ChangeKind, string>> = { ...prefixes, customer: 'CLI' };

export function changeKindOf(id: string): ChangeKind {
  return id.startsWith('CLI-') ? 'customer' : kindOf(id);
}

/** What somebody hears of, by kind. */
export interface Hearing {
  readonly scopes: ReadonlyMap<ChangeKind, Scope>;
  /** How far he may know what was done, act by act. */
  readonly acts: Scope | undefined;
}

export function hearingOf(principal: Pick<Principal, 'holdings' | 'customerId' | 'only'>): Hearing {
  const scopes = changeKinds.flatMap((kind) => { const scope = scopeOf(principal, readingOf[kind]); return scope ? [[kind, scope] as const] : []; });
  return { scopes: new Map(scopes), acts: scopeOf(principal, 'timeline:read') };
}

/** Whether he hears of it, and of the acts as well. */
export function hears({ scopes, acts }: Hearing, { kind, customer }: Change): 'all' | 'that-it-changed' | 'nothing' {
  const scope = scopes.get(kind);
  if (!scope || !reaches(scope, customer)) return 'nothing';
  return acts && reaches(acts, customer) ? 'all' : 'that-it-changed';
}

/** Runs of one subject's rows become one change each: whoever goes on after any of them misses nothing and hears nothing twice. @param rows by position */
export function changesOf(rows: readonly Change[]): Change[] {
  const changes: Change[] = [];
  for (const row of rows) {
    const last = changes.at(-1);
    if (last?.id === row.id && last.customer?.id === row.customer?.id) changes[changes.length - 1] = { ...row, types: [...last.types, ...row.types] };
    else changes.push(row);
  }
  return changes;
}

export interface ChangeFilter {
  readonly kinds: readonly ChangeKind[] | undefined;
  readonly id: string | undefined;
  readonly customerId: string | undefined;
  readonly deploymentId: string | undefined;
}

export function matches({ kinds, id, customerId, deploymentId }: ChangeFilter, change: Change): boolean {
  return (kinds === undefined || kinds.includes(change.kind)) && (id === undefined || id === change.id)
    && (customerId === undefined || (change.customer !== null && isOf(change.customer, customerId))) && (deploymentId === undefined || deploymentId === change.deploymentId);
}

function isOf({ id, formerIds }: PlacedCustomer, customerId: string): boolean {
  return id === customerId || formerIds.includes(customerId);
}
