/** The port of the mail server: what we send to people outside (D-06 to D-19). */
import type { ToCustomer } from '../domain/customer/sent.ts';

export interface MailAttachment {
  /** As the recipient sees it: `avis-MAD.pdf`. */
  filename: string;
  /** `application/pdf`. */
  mediaType: string;
  content: Buffer;
}

/** A meeting for the recipients' calendars (RFC 6047). */
export interface MailInvitation {
  method: 'REQUEST' | 'CANCEL';
  /** iCalendar; its METHOD is the same. */
  content: string;
}

export interface Mail {
  /** Our key of this mail, `<deployment>.<notice>`: a repetition carries the same Message-ID, so that it can be recognised. Letters, digits, `.`, `_` and `-` only. */
  messageKey: string;
  /** Addresses alone, without names. */
  to: string[];
  subject: string;
  text: string;
  attachments: MailAttachment[];
  /** Where answers go, when not to the sender. */
  replyTo?: string;
  invitation?: MailInvitation;
  /** Where it is for the customer, and no other book has it: what his view shows of it (C-01). */
  toCustomer?: ToCustomer;
}

/** The address of a sender written `Opérateur <contact@example.fr>`, or alone. */
export function addressOf(sender: string): string {
  return /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim();
}

/** What an adapter of the mail server can do. Resolves once the server has taken the mail for every recipient. */
export interface MailPort {
  send(mail: Mail): Promise<void>;
}

const messageIdDomain = 'jalon.invalid';

/** The Message-ID of a mail, angle brackets included. */
export function messageIdOf(messageKey: string): string {
  return `<${messageKey}@${messageIdDomain}>`;
}

/** The key in a Message-ID of ours; of any other, the identifier without its brackets. */
export function messageKeyOf(messageId: string): string {
  const bare = messageId.trim().replace(/^<|>$/g, '');
  return bare.endsWith(`@${messageIdDomain}`) ? bare.slice(0, -messageIdDomain.length - 1) : bare;
}
