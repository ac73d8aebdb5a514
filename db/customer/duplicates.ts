/** Records that are likely the same customer (C-09), each with why; every question is answered by an index. */
import type { CustomerEntry } from '../../domain/customer/customer.schema.ts';
import type { Client } from '../pool.ts';

export type Likeness = 'siren' | 'siret' | 'name' | 'name-and-place' | 'phone' | 'email';

export interface LikelyDuplicate {
  readonly id: string;
  readonly name: string;
  readonly siren: string | null;
  readonly city: string | null;
  readonly reasons: readonly Likeness[];
}

/** Names that are so much alike are taken for one written otherwise; in the same place, less is enough. */
const alike = 0.7;
const alikeInPlace = 0.4;
const shown = 20;

/** Those with the most in common first. */
export async function likelyDuplicates(client: Pick<Client, 'query'>, { name, siren, siret, phone, email, billingEmail, address, contacts = [] }: CustomerEntry): Promise<LikelyDuplicate[]> {
  const phones = [phone, ...contacts.flatMap((contact) => contact.phones ?? [])].filter((one) => one != null);
  const mails = [email, billingEmail, ...contacts.flatMap((contact) => contact.emails ?? [])].filter((one) => one != null);
  const { rows } = await client.query<LikelyDuplicate>({
    name: 'customer-duplicates',
    text: `
      WITH asked AS MATERIALIZED (SELECT normal_name($1) AS name, phone_keys($4) AS phones, mail_keys($5) AS mails),
      found (id, reason) AS (
        SELECT id, 'siren' FROM customers WHERE siren = $2
        UNION ALL SELECT id, 'siret' FROM customers WHERE siret = $3
        UNION ALL SELECT id, 'name' FROM customers WHERE merged_into IS NULL AND name_key = (SELECT name FROM asked)
        UNION ALL SELECT id, 'name' FROM customers WHERE merged_into IS NULL AND name_key % (SELECT name FROM asked) AND similarity(name_key, (SELECT name FROM asked)) >= $7
        UNION ALL SELECT id, 'name-and-place' FROM customers WHERE merged_into IS NULL AND postal_code = $6 AND similarity(name_key, (SELECT name FROM asked)) >= $8
        UNION ALL SELECT id, 'phone' FROM customers WHERE phone_key = ANY (ARRAY(SELECT unnest(phones) FROM asked))
        UNION ALL SELECT customer_id, 'phone' FROM customer_contacts WHERE phone_keys && ARRAY(SELECT unnest(phones) FROM asked)
        UNION ALL SELECT id, 'email' FROM customers WHERE lower(email) = ANY (ARRAY(SELECT unnest(mails) FROM asked))
        UNION ALL SELECT id, 'email' FROM customers WHERE lower(billing_email) = ANY (ARRAY(SELECT unnest(mails) FROM asked))
        UNION ALL SELECT customer_id, 'email' FROM customer_contacts WHERE mail_keys && ARRAY(SELECT unnest(mails) FROM asked)
      )
      SELECT c.id, c.name, c.siren, c.city, array_agg(DISTINCT reason ORDER BY reason) AS reasons
      FROM (SELECT survivor_of(id) AS id, reason FROM found) AS found JOIN customers AS c ON c.id = found.id
      GROUP BY c.id ORDER BY count(DISTINCT reason) DESC, c.id LIMIT ${shown}`,
    values: [name, siren ?? null, siret ?? null, phones, mails, address?.postalCode ?? null, alike, alikeInPlace],
  });
  return rows;
}
