/** Carries a mail that came in (T-01): to the ticket that it cites, to a new one, or to those who register what nobody else can. */
import type { InboxEntry, Settlement } from '../../db/callbacks/inbox.ts';
import { noteUpload } from '../../db/documents/uploads.ts';
import type { Pool } from '../../db/pool.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { customersOfAddress, filesOf, keepInboundMail, mailsOfTheHour, reserveTicket, settleInboundMail, type InboundMail } from '../../db/ticket/inbound-mails.ts';
import { isOfTheTicket, keepMessage, type MessageContent } from '../../db/ticket/messages.ts';
import { survivorOf } from '../../db/ticket/links.ts';
import { readTicket } from '../../db/ticket/reads.ts';
import type { ErrorCode } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { citedTicket, deskOf, mailboxOf, namedService, writtenByMachine, type IgnoredBecause } from '../../domain/ticket/mail.ts';
import type { TicketMessage } from '../../domain/ticket/messages.ts';
import { withoutQuotedTail } from '../../domain/ticket/quoted.ts';
import type { TicketRegistration } from '../../domain/ticket/registration.schema.ts';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import { keptMail, type KeptMail } from '../../ports/mail-in.ts';
import { backoffMs } from '../inbox.ts';
import { readMail, type ReadMail } from './read.ts';

/** Each answers the code that it was refused with, null when it is done. @throws {Error} when nobody knows yet. */
export interface TicketDoor {
  addMessage(number: string, message: TicketMessage, meta: ActMeta): Promise<ErrorCode | null>;
  register(registration: TicketRegistration, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>): Promise<ErrorCode | null>;
}

export interface MailCarrierParts {
  readonly pool: Pool;
  readonly documents: DocumentStorage;
  readonly tickets: TicketDoor;
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
    const meta: ActMeta = { actor: us, channel: 'callback', commandId: `${entry.source}:${entry.id}` };
    try {
      if (ignored === 'bounce' && inbound.citedTicket !== null) await note(parts, inbound, inbound.citedTicket, meta);
      if (ignored !== null) return await leave(parts, inbound, { status: 'ignored', reason: ignored });
      const placed = inbound.citedTicket === null ? await opened(parts, inbound, meta) : await added(parts, inbound, inbound.citedTicket, meta);
      return await leave(parts, inbound, placed);
    } catch {
      // The engine is away, or has not answered in time: the same command id later gives the answer.
      return { status: 'pending', reason: 'not-answered', journeyId: inbound.citedTicket, againInMs: backoffMs(entry.attempts) };
    }
  };
}

/** What becomes of a mail. */
type Placed = { readonly status: 'attached' | 'registered'; readonly ticket: string } | { readonly status: 'ignored' | 'waiting'; readonly reason: string };

/** T-01, T-08: to the ticket that it cites; a stranger's is marked as such. To one that is closed it comes too late: a person judges it, and what he registers of it reopens that one (T-16). */
async function added({ pool, tickets }: MailCarrierParts, inbound: InboundMail, cited: string, meta: ActMeta): Promise<Placed> {
  // T-02: what cites a merged ticket joins the one that goes on.
  const number = await survivorOf(pool, cited);
  const ticket = await readTicket(pool, number);
  if (!ticket) return { status: 'waiting', reason: 'unknown-ticket' };
  if (ticket.endedAt !== null) return { status: 'waiting', reason: 'ticket-ended' };
  const address = inbound.sender?.address ?? null;
  const isKnownSender = address !== null && ((await customersOfAddress(pool, address)).includes(ticket.customerId) || await isOfTheTicket(pool, cited, address) || await isOfTheTicket(pool, number, address));
  await keepMessage(pool, inbound.id, number, contentOf(inbound));
  const refused = await tickets.addMessage(number, { id: inbound.id, direction: 'in', channel: 'mail', isKnownSender }, meta);
  if (refused !== null && await survivorOf(pool, number) !== number) throw new Error(`${number} was merged at this moment: carried again`);
  return refused === null ? { status: 'attached', ticket: number } : { status: 'waiting', reason: 'ticket-ended' };
}

/** T-01, T-03: a known contact who names a service of his has a ticket; whatever is in doubt is for a person. */
async function opened({ pool, tickets }: MailCarrierParts, inbound: InboundMail, meta: ActMeta): Promise<Placed> {
  const { customerId, rds, sender, desk, subject, text } = inbound;
  if (customerId === null || sender === null) return { status: 'waiting', reason: 'unknown-sender' };
  if (rds === null) return { status: 'waiting', reason: 'no-service' };
  const registration: TicketRegistration = {
    customerId, desk, contact: 'mail', rds, caller: { name: sender.name === '' ? sender.address : sender.name, email: sender.address, relation: 'self' }, agreementOf: 'caller',
    // How bad it is, a person judges when he takes charge (T-05).
    description: `${subject}\n\n${text}`.trim().slice(0, 10_000) || '–', impact: 'degradation', despiteDuplicates: false,
  };
  let number = '';
  const refused = await tickets.register(registration, meta, async (make) => { number = await reserveTicket(pool, inbound.id, make); return number; });
  if (refused !== null) return { status: 'waiting', reason: refused };
  if ((await filesOf(pool, inbound.id)).length > 0) {
    await keepMessage(pool, inbound.id, number, contentOf(inbound));
    await tickets.addMessage(number, { id: inbound.id, direction: 'in', channel: 'mail', isKnownSender: true }, { ...meta, commandId: `${meta.commandId}:files` });
  }
  return { status: 'registered', ticket: number };
}

/** T-01: the mail of ours that came back is noted on the ticket that sent it. */
async function note({ pool, tickets }: MailCarrierParts, inbound: InboundMail, cited: string, meta: ActMeta): Promise<void> {
  const number = await survivorOf(pool, cited);
  if (!(await readTicket(pool, number))) return;
  await keepMessage(pool, inbound.id, number, contentOf(inbound));
  await tickets.addMessage(number, { id: inbound.id, direction: 'internal', channel: 'mail', isKnownSender: false }, meta);
}

function contentOf({ text, subject, sender }: InboundMail): MessageContent {
  return { text: withoutQuotedTail(text) || subject || '–', ...(sender ? { sender } : {}) };
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

async function leave({ pool }: MailCarrierParts, { id }: InboundMail, placed: Placed): Promise<Settlement> {
  await settleInboundMail(pool, id, ['received'], { ...placed, by: us });
  return { status: placed.status === 'ignored' ? 'ignored' : 'delivered', reason: 'reason' in placed ? placed.reason : null, journeyId: 'ticket' in placed ? placed.ticket : null };
}

/** Somebody looks at what no program can. */
function unreadable({ sender, recipients }: KeptMail): ReadMail {
  return {
    sender, recipients, from: sender === null ? null : { name: '', address: sender.toLowerCase() }, messageKey: null, isOurs: false, subject: '', text: '', answers: [], headers: {}, returns: [],
    attachments: [], attachmentsLeftOut: 0,
  };
}
