/** Takes what names or reaches a person out of everything that is kept of a customer, wherever it was written (docs/personal-data.md). */
import type { Client } from '../pool.ts';

/** By what a person is named and reached, in every way that was ever kept. */
export interface Person {
  readonly names: readonly string[];
  readonly mails: readonly string[];
  readonly phones: readonly string[];
}

/** Whose rows are swept. */
export interface Swept {
  /** The surviving record and those that were merged into it. */
  readonly customers: readonly string[];
  readonly journeys: readonly string[];
}

/** What stands there afterwards: what reads a launch file still takes it for a name, an address, a number. */
const erasedMail = 'efface@jalon.invalid';
const erasedPhone = '000000';

/** Columns of words, but for the name and the seat of the customer himself, which are no contact's; every column of JSON is swept, and no other: keys of tables, people and equipment are nobody's name. */
const wordColumns = ['name', 'note', 'detail', 'text', 'sender_name', 'sender_address', 'message', 'contact_email', 'file_name', 'label', 'access_note', 'reason', 'comment', 'description', 'email', 'phone', 'billing_email', 'street', 'rejection_reason'];

/** How a row says whose it is. */
const owners = { customer_id: 'customers', journey_id: 'journeys', deployment_id: 'journeys', ticket: 'journeys' } as const;
const byId: Readonly<Record<string, string>> = {
  customers: 'id = ANY ($1)', journeys: 'id = ANY ($2)', inbox: "journey_id = ANY ($2) OR source = 'mail' AND id IN (SELECT inbox_id FROM inbound_mails WHERE customer_id = ANY ($1) OR ticket = ANY ($2))",
  document_files: 'document_id IN (SELECT id FROM documents WHERE deployment_id = ANY ($2))',
  message_files: 'message_id IN (SELECT id FROM ticket_contents WHERE ticket = ANY ($2) UNION ALL SELECT id FROM inbound_mails WHERE customer_id = ANY ($1) OR ticket = ANY ($2))',
  // Answers remembered for a week name what they are about in themselves or in their headers.
  idempotency_keys: "concat(headers, body) ~ array_to_string($1::text[] || $2::text[], '|')",
};

interface Column { readonly table: string; readonly column: string; readonly type: 'text' | 'jsonb' | 'text[]'; readonly condition: string }

/** Whatever the schema has of a customer now: a table that is added later is swept too. */
async function columnsOf(client: Client): Promise<Column[]> {
  const { rows } = await client.query<{ table: string; column: string; type: Column['type']; owners: string[] }>(
    `SELECT c.table_name AS table, c.column_name AS column, CASE c.data_type WHEN 'ARRAY' THEN 'text[]' ELSE c.data_type END AS type,
       ARRAY(SELECT o.column_name::text FROM information_schema.columns AS o WHERE o.table_schema = 'public' AND o.table_name = c.table_name AND o.column_name = ANY ($1)) AS owners
     FROM information_schema.columns AS c JOIN information_schema.tables AS t USING (table_schema, table_name)
     WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' AND NOT (c.table_name = 'customers' AND c.column_name IN ('name', 'street'))
       AND (c.data_type = 'jsonb' OR c.data_type = 'text' AND c.column_name = ANY ($2) OR c.table_name = 'inbound_mails' AND c.column_name = 'subject' OR c.table_name = 'idempotency_keys' AND c.column_name = 'body'
         OR c.udt_name = '_text' AND c.column_name IN ('phones', 'emails'))
     ORDER BY 1, 2`, [Object.keys(owners), wordColumns]);
  return rows.flatMap(({ owners: owned, table, ...column }) => {
    const condition = byId[table] ?? owned.map((owner) => `${owner} = ANY (${owners[owner as keyof typeof owners] === 'customers' ? '$1' : '$2'})`).join(' OR ');
    return condition === '' ? [] : [{ table, ...column, condition }];
  });
}

/** @param erasedName stands for his name; another for each person, for contacts of one role are told apart by it. @returns how many values held something of him. */
export async function sweepPerson(client: Client, { customers, journeys }: Swept, person: Person, erasedName: string): Promise<number> {
  const patterns = ([[namePattern(person.names), erasedName], [mailPattern(person.mails), erasedMail], [phonePattern(person.phones), erasedPhone]] as const).filter(([pattern]) => pattern !== '');
  if (patterns.length === 0) return 0;
  let swept = 0;
  const values = [customers, journeys, patterns.map(([pattern]) => pattern), patterns.map(([, word]) => word)];
  for (const { table, column, type, condition } of await columnsOf(client)) {
    // First what could hold him, by one look at the whole: few rows are taken apart.
    const { rowCount } = await client.query(
      `WITH asked AS (SELECT $1::text[], $2::text[], $4::text[])
       UPDATE ${table} SET ${column} = ${withoutHim[type](column)} WHERE (${condition}) AND ${column}::text ~* ANY ($3::text[]) AND ${withoutHim[type](column)} IS DISTINCT FROM ${column}`, values);
    swept += rowCount ?? 0;
  }
  return swept;
}

/** What stands in a column once he is gone from it. */
const withoutHim: Readonly<Record<Column['type'], (column: string) => string>> = {
  'jsonb': (column) => `swept(${column}, $3, $4)`,
  // An answer that is remembered is JSON in a text.
  'text': (column) => `CASE WHEN ${column} IS JSON OBJECT THEN swept(${column}::jsonb, $3, $4)::text ELSE swept(to_jsonb(${column}), $3, $4) #>> '{}' END`,
  'text[]': (column) => `ARRAY(SELECT jsonb_array_elements_text(swept(to_jsonb(${column}), $3, $4)))`,
};

/** By which a text that names or reaches him is found; none of somebody of whom nothing is known. */
export function patternsOf({ names, mails, phones }: Person): string[] {
  return [namePattern(names), mailPattern(mails), phonePattern(phones)].filter((pattern) => pattern !== '');
}

/** As he is written, in either order of two words, whatever the spaces; as it stands in JSON too. */
function namePattern(names: readonly string[]): string {
  const written = names.flatMap((name) => {
    const words = name.trim().split(/\s+/).filter((word) => word !== '');
    return words.length === 2 ? [words, words.toReversed()] : words.length === 0 ? [] : [words];
  });
  const forms = written.flatMap((words) => [words, words.map((word) => JSON.stringify(word).slice(1, -1))]).map((words) => words.map(literal).join('\\s+'));
  return forms.length === 0 ? '' : `(?<![\\w-])(?:${[...new Set(forms)].join('|')})(?![\\w-])`;
}

function mailPattern(mails: readonly string[]): string {
  return mails.length === 0 ? '' : `(?<![\\w.+-])(?:${[...new Set(mails.map(literal))].join('|')})(?![\\w-])`;
}

const digitsAlike = 9;
const digitsMin = 6;

/** With its country's digits or without, however it is set out. */
function phonePattern(phones: readonly string[]): string {
  const numbers = [...new Set(phones.map((phone) => phone.replaceAll(/\D/g, '').slice(-digitsAlike)).filter((digits) => digits.length >= digitsMin && /[1-9]/.test(digits)))];
  const between = '[ .()-]*';
  return numbers.length === 0 ? '' : `(?<![0-9])(?:(?:\\+|00)[0-9]{1,3}${between}0?${between}|0${between})?(?:${numbers.map((digits) => digits.split('').join(between)).join('|')})(?![0-9])`;
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?()[\]{}|\\^$]/g, '\\$&');
}
