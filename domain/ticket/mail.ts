/** What a mail that came in is to the support desk (T-01): written by a person or a machine, about which ticket, to which desk. */

/** A mail as it was read: headers decoded, nothing judged yet. */
export interface IncomingMail {
  /** Of the envelope; null where it was empty, as bounces have it. */
  readonly sender: string | null;
  /** Whom the envelope was for: addresses of ours. */
  readonly recipients: readonly string[];
  readonly from: { readonly name: string; readonly address: string } | null;
  /** Bare, or the key of a mail of ours. */
  readonly messageKey: string | null;
  readonly isOurs: boolean;
  readonly subject: string;
  readonly text: string;
  /** The mails that it answers, newest first: bare Message-IDs, of ours their keys. */
  readonly answers: readonly string[];
  /** First value of each header, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Keys of mails of ours that a bounce returns, wholly or by their headers. */
  readonly returns: readonly string[];
}

/** Why nobody need answer a mail: recorded with it, and shown. */
export type IgnoredBecause = 'bounce' | 'own-mail' | 'auto-submitted' | 'response-suppressed' | 'bulk' | 'too-many';

/** A machine answering a machine never ends: what a machine wrote is kept, and answered by nobody (T-01). Null: a person wrote it, as far as can be told. */
export function writtenByMachine(mail: IncomingMail, mailboxes: readonly string[]): Exclude<IgnoredBecause, 'too-many'> | null {
  const { headers } = mail;
  if (mail.sender === null || /^multipart\/report\b/i.test(headers['content-type'] ?? '')) return 'bounce';
  if (mail.isOurs || (mail.from !== null && mailboxes.includes(mailboxOf(mail.from.address)))) return 'own-mail';
  // RFC 3834: «no» is a person's.
  if ((headers['auto-submitted'] ?? 'no').trim().toLowerCase().split(/[\s;(]/)[0] !== 'no') return 'auto-submitted';
  // «DR, RN, NRN» only ask for no receipts: people's mails have them.
  if (/\b(?:all|oof|autoreply)\b/i.test(headers['x-auto-response-suppress'] ?? '')) return 'response-suppressed';
  if (/^\s*(?:bulk|junk|list)\s*$/i.test(headers['precedence'] ?? '')) return 'bulk';
  return null;
}

const ticketNumber = /\bTCK-\d{4}-\d{6,9}\b/gi;

/** The ticket that a mail is about: by the address it went to, the mail of ours that it answers, or its subject; in this order, for people change subjects. */
export function citedTicket({ recipients, answers, returns, subject }: Pick<IncomingMail, 'recipients' | 'answers' | 'returns' | 'subject'>): string | null {
  const tags = recipients.flatMap((recipient) => /\+([^@]+)@/.exec(recipient)?.[1] ?? []);
  const keys = [...returns, ...answers].map((key) => key.split('.')[0] ?? '');
  for (const text of [...tags, ...keys, subject]) {
    const [found] = text.match(ticketNumber) ?? [];
    if (found !== undefined) return found.toUpperCase();
  }
  return null;
}

/** The service that a text names (T-03); null where it names none, or more than one. */
export function namedService(text: string): string | null {
  const named = new Set([...text.matchAll(/\bRDS-\d{6,12}\b/gi)].map(([rds]) => rds.toUpperCase()));
  return named.size === 1 ? [...named][0] ?? null : null;
}

/** An address as mailboxes are compared: without what stands behind `+`, in lower case. */
export function mailboxOf(address: string): string {
  return address.trim().toLowerCase().replace(/\+[^@]*@/, '@');
}

/** Where an answer to a ticket's mail goes: `assistance+TCK-2026-000123@…`. */
export function answerAddress(mailbox: string, number: string): string {
  const at = mailbox.lastIndexOf('@');
  return `${mailbox.slice(0, at)}+${number}${mailbox.slice(at)}`;
}

/** The desk that a mail is for; null where it went to none of them. @param desks mailbox by desk */
export function deskOf(recipients: readonly string[], desks: Readonly<Record<string, string>>): string | null {
  const reached = new Set(recipients.map(mailboxOf));
  return Object.keys(desks).find((desk) => reached.has((desks[desk] ?? '').toLowerCase())) ?? null;
}
