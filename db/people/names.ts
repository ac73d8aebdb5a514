/** SQL for what those are called whom a row names by their id: the record keeps ids alone, a reader is given names (C-04). */

/**
 * A person of ours by the directory; null for whom it does not know.
 * @param subject the column that has him, with its table where `subject` is ambiguous
 */
export function personName(subject: string): string {
  return `(SELECT name FROM team_members WHERE subject = ${subject})`;
}

/**
 * Who acted: a person of ours, a machine by its key; null for programs, customers and strangers.
 * @param actor as of `personName`
 */
export function actorName(actor: string): string {
  return `coalesce(${personName(actor)}, CASE WHEN starts_with(${actor}, 'key:') THEN (SELECT name FROM api_keys WHERE id::text = substr(${actor}, 5)) END)`;
}

/** @param customerId the column that has it, never one that is called `id` alone */
export function customerName(customerId: string): string {
  return `(SELECT name FROM customers WHERE customers.id = ${customerId})`;
}
