/** Carries a mail that came in (T-01): to the ticket that it cites, to a new one, or to those who register what nobody else can. */
import type { InboxEntry, Settlement } from '../../db/callbacks/inbox.ts';
import { noteUpload } from '../../db/documents/uploads.ts';
import type { Pool } from '../../db/pool.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { customersOfAddress, keepInboundMail, mailsOfTheHour, settleInboundMail, type InboundMail } from '../../db/ticket/inbound-mails.ts';
import { citedTicket, deskOf, mailboxOf, namedService, writtenByMachine, type IgnoredBecause } from '../../domain/ticket/mail.ts';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import { keptMail, type KeptMail } from '../../ports/mail-in.ts';
import { backoffMs } from '../inbox.ts';
import { readMail, type ReadMail } from './read.ts';

export interface MailCarrierParts {
  readonly pool: Pool;
  readonly documents: DocumentStorage;
}

const us = 'system:mail';

/** Makes what carries one mail of the inbox. A mail may be carried again after a crash, or twice at once: it ends in one place. */
export function createMailCarrier(parts: MailCarrierParts): (entry: InboxEntry) => Promise<Settlement> {
  return async (entry) => {
    const kept = keptMail.parse(entry.payload);
    const raw = await parts.documents.get(kept.sha256).catch(() => undefined);
    if (raw === undefined) return { status: 'pending', reason: 'storage-away', journeyId: null, againInMs: backoffMs(entry.attempts) };
    const mail = await readMail(raw, kept).catch(() => unreadable(kept));
    const { inbound, ignored } = await keep(parts, entry.id, kept, mail);
    if (ignored !== null) return await leave(parts, inbound, { status: 'ignored', reason: ignored });
    return await leave(parts, inbound, { status: 'waiting', reason: 'not-registered' });
  };
}

/** What was read of it goes where people can see it; its files go where files are. */
async function keep({ pool, documents }: MailCarrierParts, inboxId: string, kept: KeptMail, mail: ReadMail): Promise<{ inbound: InboundMail; ignored: IgnoredBecause | null }> {
  const { values } = await currentPolicies(pool, ['desks', 'notices']);
  const mailboxes = Object.fromEntries(Object.entries(values.desks.desks).map(([desk, { mailbox }]) => [desk, mailbox]));
  for (const { sha256, bytes } of mail.attachments) {
    await noteUpload(pool, sha256);
    await documents.put(sha256, bytes);
  }
  const customers = mail.from === null ? [] : await customersOfAddress(pool, mail.from.address);
  const inbound = await keepInboundMail(pool, {
    inboxId, desk: deskOf(mail.recipients, mailboxes) ?? Object.keys(mailboxes)[0] ?? '', sender: mail.from, subject: mail.subject, text: mail.text, raw: kept,
    files: mail.attachments.map(({ fileName, mediaType, bytes, sha256 }) => ({ fileName, mediaType, sizeBytes: bytes.length, sha256 })), filesLeftOut: mail.attachmentsLeftOut,
    customerId: customers.length === 1 ? customers[0] ?? null : null, rds: namedService(`${mail.subject}\n${mail.text}`), citedTicket: citedTicket(mail),
  });
  const byMachine = writtenByMachine(mail, Object.values(mailboxes).map(mailboxOf));
  const tooMany = byMachine === null && mail.from !== null && await mailsOfTheHour(pool, mail.from.address) > values.notices.mailsPerHourMax;
  return { inbound, ignored: byMachine ?? (tooMany ? 'too-many' : null) };
}

async function leave({ pool }: MailCarrierParts, { id, ticket }: InboundMail, { status, reason }: { status: 'ignored' | 'waiting'; reason: string }): Promise<Settlement> {
  await settleInboundMail(pool, id, ['received'], { status, reason, by: us });
  return { status: status === 'ignored' ? 'ignored' : 'delivered', reason, journeyId: ticket };
}

/** Somebody looks at what no program can. */
function unreadable({ sender, recipients }: KeptMail): ReadMail {
  return {
    sender, recipients, from: sender === null ? null : { name: '', address: sender.toLowerCase() }, messageKey: null, isOurs: false, subject: '', text: '', answers: [], headers: {}, returns: [],
    attachments: [], attachmentsLeftOut: 0,
  };
}
