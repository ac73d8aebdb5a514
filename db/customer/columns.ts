/** Fields of customers' records and the columns they are kept in; the one table that stores and reads are made from. */
import { isDeepStrictEqual } from 'node:util';
import type { PartName } from '../../domain/customer/customer.schema.ts';

/** Of the record itself; its address is four columns. */
export const customerColumns = {
  name: 'name', kind: 'kind', siren: 'siren', siret: 'siret', language: 'language', market: 'market', contract: 'contract', centre: 'centre', phone: 'phone', email: 'email', billingEmail: 'billing_email',
} as const;
export const addressColumns = { street: 'street', postalCode: 'postal_code', city: 'city', country: 'country' } as const;

interface PartTable {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
}

export const partTables: Readonly<Record<PartName, PartTable>> = {
  contacts: { table: 'customer_contacts', columns: { role: 'role', name: 'name', job: 'job', phones: 'phones', emails: 'emails', isMain: 'is_main', note: 'note' } },
  sites: { table: 'customer_sites', columns: { label: 'label', street: 'street', postalCode: 'postal_code', city: 'city', country: 'country', accessNote: 'access_note' } },
  equipment: { table: 'customer_equipment', columns: { label: 'label', ownership: 'ownership', serialNumber: 'serial_number', rds: 'rds', installedOn: 'installed_on', warrantyUntil: 'warranty_until', returnedOn: 'returned_on' } },
  measures: { table: 'customer_measures', columns: { kind: 'kind', detail: 'detail', contactId: 'contact_id', startsOn: 'starts_on', endsOn: 'ends_on' } },
  interests: { table: 'customer_interests', columns: { kind: 'kind', label: 'label', happensOn: 'happens_on' } },
};

/** `name, billing_email AS "billingEmail"`. */
export function selected(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns).map(([field, column]) => (field === column ? column : `${column} AS "${field}"`)).join(', ');
}

/** Columns and values of what was said, in one order; of what was not, nothing. */
export function written(columns: Readonly<Record<string, string>>, fields: Readonly<Record<string, unknown>>): { readonly names: string[]; readonly values: unknown[] } {
  const said = Object.entries(columns).filter(([field]) => fields[field] !== undefined);
  return { names: said.map(([, column]) => column), values: said.map(([field]) => fields[field]) };
}

/** Of the fields that were said, those that are another now than they were; undefined: nothing changes. */
export function changedFields(before: Readonly<Record<string, unknown>>, said: Readonly<Record<string, unknown>>): { before: Record<string, unknown>; after: Record<string, unknown> } | undefined {
  const changed = Object.keys(said).filter((field) => said[field] !== undefined && !isDeepStrictEqual(said[field], before[field]));
  if (changed.length === 0) return undefined;
  const pick = (from: Readonly<Record<string, unknown>>) => Object.fromEntries(changed.map((field) => [field, from[field]]));
  return { before: pick(before), after: pick(said) };
}
