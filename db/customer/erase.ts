/** Erases what is personal (docs/personal-data.md): of one contact, or of a whole customer; wholly or not at all, and again without harm. */
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { customerLock, mergeLock, recordCustomerEvent, type Edit } from './record.ts';
import { patternsOf, sweepPerson, type Person, type Swept } from './sweep.ts';

export type Erased =
  | { readonly outcome: 'done'; readonly persons: number; readonly values: number }
  | { readonly outcome: 'unknown' }
  /** Journeys and services under way that need it. */
  | { readonly outcome: 'needed'; readonly subjects: readonly string[] };

interface Held extends Swept {
  readonly id: string;
  readonly kind: 'company' | 'public' | 'person';
}

/** Everything of the customer stands still meanwhile: recorders wait; and no merge carries anything of him away (C-09). */
async function hold(client: Client, asked: string): Promise<Held | undefined> {
  await client.query("SET LOCAL statement_timeout = 0; SET LOCAL jalon.erasure = 'on'");
  await client.query('SELECT pg_advisory_xact_lock($1)', [mergeLock]);
  const { rows: [survivor] } = await client.query<{ id: string }>('SELECT id FROM customers WHERE id = survivor_of($1)', [asked]);
  if (!survivor) return undefined;
  await client.query('SELECT pg_advisory_xact_lock($1, slot) FROM (SELECT DISTINCT customer_slot(id) AS slot FROM customers WHERE id = $2 OR merged_into = $2 ORDER BY 1) AS held', [customerLock, survivor.id]);
  const { rows: held } = await client.query<{ id: string; kind: Held['kind'] }>('SELECT id, kind FROM customers WHERE id = $1 OR merged_into = $1 ORDER BY id FOR UPDATE', [survivor.id]);
  const { rows: journeys } = await client.query<{ id: string }>('SELECT DISTINCT journey_id AS id FROM timeline WHERE customer_id = $1', [survivor.id]);
  return { id: survivor.id, kind: held.find(({ id }) => id === survivor.id)?.kind ?? 'company', customers: held.map(({ id }) => id), journeys: journeys.map(({ id }) => id) };
}

/** A contact that was removed before is erased too: what the edits kept of him. */
export async function eraseContact(pool: Pool, customerId: string, contactId: string, edit: Edit): Promise<Erased> {
  return await inTransaction(pool, async (client) => {
    const held = await hold(client, customerId);
    const person = held && await contactAsPerson(client, held.id, contactId);
    if (!person) return { outcome: 'unknown' };
    const subjects = await openJourneysThatName(client, held, person);
    if (subjects.length > 0) return { outcome: 'needed', subjects };
    await client.query('UPDATE customer_measures SET contact_id = NULL WHERE contact_id = $1', [contactId]);
    await client.query('UPDATE customer_changes SET before = NULL, after = NULL WHERE part_id = $1', [contactId]);
    await client.query('DELETE FROM customer_contacts WHERE id = $1', [contactId]);
    // What he wrote himself goes whole.
    const mails = person.mails.map((mail) => mail.toLowerCase());
    await forgetMessages(client, 'ticket = ANY ($1) AND lower(content #>> \'{sender,address}\') = ANY ($2)', [held.journeys, mails]);
    await forgetMails(client, '(customer_id = ANY ($1) OR ticket = ANY ($2)) AND lower(sender_address) = ANY ($3)', [held.customers, held.journeys, mails]);
    await client.query('DELETE FROM outside_answers WHERE customer = ANY ($1)', [held.customers]);
    await emptyAnswers(client, [contactId]);
    const values = await sweepPerson(client, held, person, `Personne effacée ${contactId.slice(-6)}`);
    await recordCustomerEvent(client, held.id, { type: 'personalDataErased', scope: 'contact', contactId, values }, edit);
    return { outcome: 'done', persons: 1, values };
  });
}

export async function eraseCustomer(pool: Pool, customerId: string, edit: Edit): Promise<Erased> {
  return await inTransaction(pool, async (client) => {
    const held = await hold(client, customerId);
    if (!held) return { outcome: 'unknown' };
    const { rows: needed } = await client.query<{ id: string }>(
      'SELECT id FROM journeys WHERE is_open AND id = ANY ($2) UNION ALL SELECT rds FROM services WHERE customer_id = $1 AND ended_on IS NULL ORDER BY 1 LIMIT 20', [held.id, held.journeys]);
    if (needed.length > 0) return { outcome: 'needed', subjects: needed.map(({ id }) => id) };
    const persons = await personsOf(client, held);
    for (const table of ['customer_contacts', 'customer_measures', 'customer_interests']) await client.query(`DELETE FROM ${table} WHERE customer_id = $1`, [held.id]);
    await client.query('UPDATE customer_changes SET before = NULL, after = NULL WHERE customer_id = $1', [held.id]);
    await client.query("UPDATE launch_changes SET before = NULL, after = NULL WHERE deployment_id = ANY ($1) AND ('contacts' = ANY (part) OR ($2 AND 'address' = ANY (part)))", [held.journeys, held.kind === 'person']);
    await forgetMessages(client, 'ticket = ANY ($1)', [held.journeys]);
    await forgetMails(client, 'customer_id = ANY ($1) OR ticket = ANY ($2)', [held.customers, held.journeys]);
    // S-04: the account that a mandate was given for, and from where an order was signed.
    await client.query("UPDATE order_signatures SET signature = signature #- '{mandate,iban}' #- '{mandate,holder}', signing = NULL WHERE journey_id = ANY ($1)", [held.journeys]);
    await client.query("UPDATE order_signature_terms SET signature = signature #- '{mandate,iban}' #- '{mandate,holder}', signing = NULL WHERE journey_id = ANY ($1)", [held.journeys]);
    // S-09: what sellers noted, and whom they saw.
    await client.query('DELETE FROM discovery_notes WHERE customer_id = $1', [held.id]);
    await client.query('DELETE FROM follow_up_notes WHERE journey_id = ANY ($1)', [held.journeys]);
    // S-08: what he complained of, and what he was answered.
    await client.query('DELETE FROM complaint_texts WHERE journey_id = ANY ($1)', [held.journeys]);
    await client.query("UPDATE document_files SET file_name = 'document' WHERE document_id IN (SELECT id FROM documents WHERE deployment_id = ANY ($1))", [held.journeys]);
    await emptyAnswers(client, [...held.customers, ...held.journeys]);
    // What billing and others told of him (C-01).
    await client.query('DELETE FROM outside_answers WHERE customer = ANY ($1)', [held.customers]);
    let values = 0;
    for (const [index, person] of persons.entries()) values += await sweepPerson(client, held, person, `Personne effacée ${index + 1}`);
    await eraseRecord(client, held, new Date(edit.atMs));
    await recordCustomerEvent(client, held.id, { type: 'personalDataErased', scope: 'customer', persons: persons.length, values }, edit);
    return { outcome: 'done', persons: persons.length, values };
  });
}

/** A company's name and seat are no person's; those of a person are. */
async function eraseRecord(client: Client, { kind, customers, id }: Held, at: Date): Promise<void> {
  await client.query('UPDATE customers SET phone = NULL, email = NULL, billing_email = NULL, erased_at = $2, version = version + 1 WHERE id = ANY ($1)', [customers, at]);
  if (kind !== 'person') return;
  await client.query("UPDATE customers SET name = 'Client effacé', siren = NULL, siret = NULL, street = NULL, postal_code = NULL, city = NULL, country = NULL WHERE id = ANY ($1)", [customers]);
  await client.query('DELETE FROM customer_sites WHERE customer_id = $1', [id]);
}

async function contactAsPerson(client: Client, customerId: string, contactId: string): Promise<Person | undefined> {
  const { rows } = await client.query<{ said: { name?: string; phones?: string[]; emails?: string[] } }>(
    `SELECT to_jsonb(c) AS said FROM customer_contacts AS c WHERE id = $2 AND customer_id = $1
     UNION ALL SELECT said FROM customer_changes, LATERAL (VALUES (before), (after)) AS versions (said) WHERE customer_id = $1 AND part_id = $2 AND said IS NOT NULL`, [customerId, contactId]);
  if (rows.length === 0) {
    const { rowCount } = await client.query("SELECT FROM events WHERE journey_id = $1 AND type = 'personalDataErased' AND payload ->> 'contactId' = $2", [customerId, contactId]);
    return rowCount === 0 ? undefined : { names: [], mails: [], phones: [] };
  }
  // What he shares with another contact of the customer is not his alone: a switchboard, a common mailbox.
  const { rows: [others] } = await client.query<{ phones: string[]; mails: string[] }>(
    `SELECT ARRAY(SELECT unnest(phone_keys) FROM customer_contacts WHERE customer_id = $1 AND id <> $2) AS phones, ARRAY(SELECT unnest(mail_keys) FROM customer_contacts WHERE customer_id = $1 AND id <> $2) AS mails`, [customerId, contactId]);
  return {
    names: unique(rows.flatMap(({ said }) => said.name ?? [])),
    phones: unique(rows.flatMap(({ said }) => said.phones ?? [])).filter((phone) => !others?.phones.includes(phone.replaceAll(/\D/g, '').slice(-9))),
    mails: unique(rows.flatMap(({ said }) => said.emails ?? [])).filter((mail) => !others?.mails.includes(mail.toLowerCase())),
  };
}

/** Everybody who is named for the customer: by his record, his orders, his tickets and mails; of a person himself, what his record says. */
async function personsOf(client: Client, { id, kind, customers, journeys }: Held): Promise<Person[]> {
  const { rows } = await client.query<{ name: string | null; mails: (string | null)[]; phones: (string | null)[] }>(
    `SELECT said ->> 'name' AS name, ARRAY[said ->> 'email', said ->> 'address', said ->> 'billing_email'] || ARRAY(SELECT jsonb_array_elements_text(coalesce(said -> 'emails', '[]'))) AS mails,
       ARRAY[said ->> 'phone'] || ARRAY(SELECT jsonb_array_elements_text(coalesce(said -> 'phones', '[]'))) AS phones
     FROM (
       SELECT to_jsonb(c) - 'address' AS said FROM customer_contacts AS c WHERE customer_id = $1
       UNION ALL SELECT said - 'address' FROM customer_changes, LATERAL (VALUES (before), (after)) AS versions (said) WHERE customer_id = $1 AND part_id IS NOT NULL AND said ? 'role'
       UNION ALL SELECT jsonb_path_query(file, 'strict $.** ? (exists (@.role) && exists (@.name))') FROM launch_files WHERE deployment_id = ANY ($3)
       UNION ALL SELECT jsonb_build_object('billing_email', file #>> '{invoice,email}') FROM launch_files WHERE deployment_id = ANY ($3)
       UNION ALL SELECT jsonb_path_query(jsonb_build_array(before, after), 'strict $.** ? (exists (@.role) && exists (@.name))') FROM launch_changes WHERE deployment_id = ANY ($3)
       UNION ALL SELECT person FROM ticket_contents, LATERAL (VALUES (content -> 'caller'), (content -> 'affectedUser'), (content -> 'sender')) AS persons (person) WHERE ticket = ANY ($3) AND person IS NOT NULL
       UNION ALL SELECT contact FROM termination_contacts WHERE journey_id = ANY ($3)
       UNION ALL SELECT content -> 'contact' FROM complaint_texts WHERE journey_id = ANY ($3) AND content ? 'contact'
       UNION ALL SELECT jsonb_path_query(party, 'strict $.** ? (exists (@.role) && exists (@.name))') FROM order_parties WHERE journey_id = ANY ($3)
       UNION ALL SELECT jsonb_build_object('name', signature #>> '{signatory,name}', 'email', signature #>> '{signatory,email}', 'phone', signature #>> '{signatory,mobile}', 'billing_email', signature #>> '{invoice,email}') FROM (SELECT journey_id, signature FROM order_signatures UNION ALL SELECT journey_id, signature FROM order_signature_terms) AS signed WHERE journey_id = ANY ($3)
       UNION ALL SELECT details -> 'invitee' FROM appointment_details WHERE journey_id = ANY ($3)
       UNION ALL SELECT jsonb_build_object('name', sender_name, 'address', sender_address) FROM inbound_mails WHERE customer_id = ANY ($2) OR ticket = ANY ($3)
       UNION ALL SELECT jsonb_build_object('name', CASE WHEN $4 THEN name END, 'email', email, 'billing_email', billing_email, 'phone', phone) FROM customers WHERE id = ANY ($2)
       UNION ALL SELECT jsonb_build_object('name', street) FROM customers WHERE id = ANY ($2) AND $4
       UNION ALL SELECT jsonb_build_object('name', jsonb_path_query(file, '$.sites[*].address.street')) FROM launch_files WHERE deployment_id = ANY ($3) AND $4
       UNION ALL SELECT jsonb_build_object('name', jsonb_path_query(party, '$.sites[*].address.street')) FROM order_parties WHERE journey_id = ANY ($3) AND $4
     ) AS named WHERE jsonb_typeof(said) = 'object'`, [id, customers, journeys, kind === 'person']);
  const byName = new Map<string, { name: string | null; mails: string[]; phones: string[] }>();
  for (const { name, mails, phones } of rows) {
    const known = byName.get(name ?? '') ?? { name, mails: [], phones: [] };
    known.mails.push(...mails.filter((mail) => mail !== null && mail.includes('@') && !mail.endsWith('@jalon.invalid')) as string[]);
    known.phones.push(...phones.filter((phone) => phone !== null));
    byName.set(name ?? '', known);
  }
  return [...byName.values()].map(({ name, mails, phones }) => ({ names: name === null || name.startsWith('Personne effacée') ? [] : [name], mails: unique(mails), phones: unique(phones) }))
    .filter(({ names, mails, phones }) => names.length + mails.length + phones.length > 0);
}

async function openJourneysThatName(client: Client, { journeys }: Held, person: Person): Promise<string[]> {
  const patterns = patternsOf(person);
  const named = (value: string) => `(${value}::text ~* ANY ($2) AND swept(${value}, $2, $3) <> ${value})`;
  const { rows } = await client.query<{ id: string }>(
    `SELECT j.id FROM journeys AS j WHERE j.is_open AND j.id = ANY ($1) AND (
       ${named('j.state')} OR EXISTS (SELECT FROM launch_files AS f WHERE f.deployment_id = j.id AND ${named('f.file')}) OR EXISTS (SELECT FROM ticket_contents AS c WHERE c.ticket = j.id AND ${named('c.content')})
       OR EXISTS (SELECT FROM termination_contacts AS c WHERE c.journey_id = j.id AND ${named('c.contact')})
       OR EXISTS (SELECT FROM complaint_texts AS c WHERE c.journey_id = j.id AND ${named('c.content')}) OR EXISTS (SELECT FROM appointment_details AS p WHERE p.journey_id = j.id AND ${named('p.details')})
       OR EXISTS (SELECT FROM order_parties AS p WHERE p.journey_id = j.id AND ${named('p.party')}) OR EXISTS (SELECT FROM order_signatures AS p WHERE p.journey_id = j.id AND ${named('p.signature')}) OR EXISTS (SELECT FROM order_signature_terms AS p WHERE p.journey_id = j.id AND ${named('p.signature')})
     ) ORDER BY 1 LIMIT 20`, [journeys, patterns, patterns.map(() => '')]);
  return rows.map(({ id }) => id);
}

/** What was written on tickets: the texts go, their files with them; the events that name them stay. */
async function forgetMessages(client: Client, condition: string, values: unknown[]): Promise<void> {
  await forgetFiles(client, `message_id IN (SELECT id FROM ticket_contents WHERE ${condition})`, values);
  await client.query(`DELETE FROM ticket_contents WHERE ${condition}`, values);
}

/** Mails as they came: who wrote, what, and the raw ones in the document storage. */
async function forgetMails(client: Client, condition: string, values: unknown[]): Promise<void> {
  await forgetFiles(client, `message_id IN (SELECT id FROM inbound_mails WHERE ${condition})`, values);
  const { rows } = await client.query<{ sha256: string }>(`SELECT raw_sha256 AS sha256 FROM inbound_mails WHERE (${condition}) AND raw_sha256 <> ''`, values);
  await client.query(`UPDATE inbound_mails SET sender_name = NULL, sender_address = NULL, subject = '', text = '', raw_sha256 = '', raw_size_bytes = 0 WHERE ${condition}`, values);
  await letGo(client, rows);
}

async function forgetFiles(client: Client, condition: string, values: unknown[]): Promise<void> {
  const { rows } = await client.query<{ sha256: string }>(`DELETE FROM message_files WHERE ${condition} RETURNING sha256`, values);
  await letGo(client, rows);
}

/** Answers that are remembered for a week name what they are about in themselves or in their headers: whoever repeats the request is told that it was done, and no more. */
async function emptyAnswers(client: Client, about: readonly string[]): Promise<void> {
  await client.query("UPDATE idempotency_keys SET body = '{}' WHERE body IS NOT NULL AND concat(headers, body) ~ array_to_string($1::text[], '|')", [about]);
}

/** Contents that nothing names any more are removed from the storage like uploads that no journey took: in the next round, or thirty days after somebody sent them last. */
async function letGo(client: Client, contents: readonly { readonly sha256: string }[]): Promise<void> {
  await client.query(
    "INSERT INTO document_uploads (sha256, last_at) SELECT DISTINCT sha256, now() - interval '31 days' FROM unnest($1::text[]) AS sha256 ON CONFLICT DO NOTHING", [contents.map(({ sha256 }) => sha256)]);
}

function unique(all: readonly string[]): string[] {
  return [...new Set(all.filter((one) => one !== ''))];
}
