/** Mails that came in (T-01): kept as they were read, until a ticket has them or a person has said why none does. */
import type { Scope } from '../../domain/people/scope.ts';
import { inScopeOrNobodys } from '../people/scope.ts';
import { inTransaction, type Pool } from '../pool.ts';

export const inboundStates = ['received', 'waiting', 'attached', 'registered', 'dismissed', 'ignored'] as const;
export type InboundState = (typeof inboundStates)[number];

export interface InboundFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface NewInboundMail {
  readonly inboxId: string;
  readonly desk: string;
  readonly sender: { readonly name: string; readonly address: string } | null;
  readonly subject: string;
  readonly text: string;
  readonly raw: { readonly sha256: string; readonly sizeBytes: number };
  readonly files: readonly InboundFile[];
  readonly filesLeftOut: number;
  readonly customerId: string | null;
  readonly rds: string | null;
  readonly citedTicket: string | null;
}

export interface InboundMail extends Omit<NewInboundMail, 'inboxId' | 'files' | 'raw'> {
  readonly id: string;
  readonly receivedAt: Date;
  readonly status: InboundState;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly settledBy: string | null;
  readonly settledAt: Date | null;
}

/** Keeps a mail with its files; one that is there already stays as it is, and is what comes back. */
export async function keepInboundMail(pool: Pool, mail: NewInboundMail): Promise<InboundMail> {
  return await inTransaction(pool, async (client) => {
    const { rows: [row] } = await client.query<{ id: string }>(
      `INSERT INTO inbound_mails (inbox_id, desk, sender_name, sender_address, subject, text, raw_sha256, raw_size_bytes, files_left_out, customer_id, rds, cited_ticket, received_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce((SELECT received_at FROM inbox WHERE source = 'mail' AND id = $1), now()) ON CONFLICT (inbox_id) DO NOTHING RETURNING id`,
      [mail.inboxId, mail.desk, mail.sender?.name ?? null, mail.sender?.address ?? null, mail.subject, mail.text, mail.raw.sha256, mail.raw.sizeBytes, mail.filesLeftOut, mail.customerId, mail.rds, mail.citedTicket]);
    if (row) {
      await client.query(
        `INSERT INTO message_files (message_id, ordinal, file_name, media_type, size_bytes, sha256)
         SELECT $1, ordinal, file_name, media_type, size_bytes, sha256 FROM jsonb_to_recordset($2) AS f (ordinal int, file_name text, media_type text, size_bytes int, sha256 text)`,
        [row.id, JSON.stringify(mail.files.map(({ fileName, mediaType, sizeBytes, sha256 }, index) => ({ ordinal: index + 1, file_name: fileName, media_type: mediaType, size_bytes: sizeBytes, sha256 })))]);
    }
    const { rows: [kept] } = await client.query<InboundRow>(`${select} WHERE inbox_id = $1`, [mail.inboxId]);
    if (!kept) throw new Error('an inbound mail was not kept');
    return view(kept);
  });
}

interface InboundRow extends Omit<InboundMail, 'sender'> {
  readonly senderName: string | null;
  readonly senderAddress: string | null;
}

const select = `SELECT id, desk, sender_name AS "senderName", sender_address AS "senderAddress", subject, text, files_left_out AS "filesLeftOut", received_at AS "receivedAt",
  customer_id AS "customerId", rds, cited_ticket AS "citedTicket", status, reason, ticket, settled_by AS "settledBy", settled_at AS "settledAt" FROM inbound_mails`;

function view({ senderName, senderAddress, ...row }: InboundRow): InboundMail {
  return { ...row, sender: senderAddress === null ? null : { name: senderName ?? '', address: senderAddress } };
}

export async function readInboundMail(pool: Pool, id: string): Promise<InboundMail | undefined> {
  const { rows: [row] } = await pool.query<InboundRow>(`${select} WHERE id = $1`, [id]);
  return row && view(row);
}

export interface InboundCursor {
  readonly receivedAt: string;
  readonly id: string;
}

/** Those that wait oldest first, as a queue is worked; any others newest first. */
export async function listInboundMails(pool: Pool, { scope, status, desk, after, limit }: { scope: Scope; status: InboundState; desk?: string | undefined; after?: InboundCursor | undefined; limit: number }): Promise<InboundMail[]> {
  const values: unknown[] = [status, desk ?? null, after?.receivedAt ?? null, after?.id ?? null, limit];
  const [order, beyond] = status === 'waiting' ? ['received_at, id', '>'] : ['received_at DESC, id DESC', '<'];
  const { rows } = await pool.query<InboundRow>(
    `${select} WHERE status = $1 AND ($2::text IS NULL OR desk = $2) AND ($3::timestamptz IS NULL OR (received_at, id) ${beyond} ($3, $4))
       AND ${inScopeOrNobodys(scope, 'customer_id', values)} ORDER BY ${order} LIMIT $5`, values);
  return rows.map(view);
}

export interface InboundSettlement {
  readonly status: Exclude<InboundState, 'received'>;
  readonly reason?: string | undefined;
  readonly ticket?: string | undefined;
  /** A person, or `system:mail`. */
  readonly by: string;
}

/** Settles a mail that is in one of these states; false when it is in another by now. One that waits for a person is settled by nobody yet. */
export async function settleInboundMail(pool: Pool, id: string, from: readonly InboundState[], { status, reason, ticket, by }: InboundSettlement): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE inbound_mails SET status = $3, reason = coalesce($4, reason), ticket = coalesce($5, ticket),
       settled_by = CASE WHEN $3 = 'waiting' THEN NULL ELSE $6 END, settled_at = CASE WHEN $3 = 'waiting' THEN NULL ELSE now() END
     WHERE id = $1 AND status = ANY ($2)`,
    [id, from, status, reason ?? null, ticket ?? null, by]);
  return rowCount === 1;
}

/** How many mails of this address came within an hour before now (T-01). */
export async function mailsOfTheHour(pool: Pool, address: string): Promise<number> {
  const { rows: [row] } = await pool.query<{ n: number }>("SELECT count(*) AS n FROM inbound_mails WHERE sender_address = $1 AND received_at > now() - interval '1 hour'", [address]);
  return row?.n ?? 0;
}

/** The customers one of whose contacts has this address (T-02). */
export async function customersOfAddress(pool: Pool, address: string): Promise<string[]> {
  const { rows } = await pool.query<{ customerId: string }>({
    name: 'customers-of-address',
    text: `SELECT survivor_of(file ->> 'customerId') AS "customerId" FROM launch_files WHERE lower(jsonb_path_query_array(file, 'strict $.**.email')::text)::jsonb ? $1
           UNION SELECT customer_id FROM customer_contacts WHERE mail_keys @> ARRAY[$1::text] ORDER BY 1`,
    values: [address.toLowerCase()],
  });
  return rows.map(({ customerId }) => customerId);
}

/** What came with a mail, or with the message that it has become. */
export async function filesOf(pool: Pool, messageId: string): Promise<(InboundFile & { readonly ordinal: number })[]> {
  const { rows } = await pool.query<InboundFile & { ordinal: number }>({
    name: 'message-files',
    text: 'SELECT ordinal, file_name AS "fileName", media_type AS "mediaType", size_bytes AS "sizeBytes", sha256 FROM message_files WHERE message_id = $1 ORDER BY ordinal', values: [messageId],
  });
  return rows;
}

/** The ticket number of a mail that is being registered: taken once, be it carried again after a crash. */
export async function reserveTicket(pool: Pool, id: string, make: () => Promise<string>): Promise<string> {
  const known = (await readInboundMail(pool, id))?.ticket ?? null;
  if (known !== null) return known;
  await pool.query('UPDATE inbound_mails SET ticket = $2 WHERE id = $1 AND ticket IS NULL', [id, await make()]);
  const taken = (await readInboundMail(pool, id))?.ticket ?? null;
  if (taken === null) throw new Error(`the mail ${id} is gone`);
  return taken;
}
