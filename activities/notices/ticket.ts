/** The notices of a ticket (T-07, T-08, T-10, T-22): asked for by key and business facts, completed with what PostgreSQL knows of people, sent by mail. */
import type { Notice, NoticeRecipient } from '../../domain/ticket/notices.ts';
import { answerAddress } from '../../domain/ticket/mail.ts';
import { agreementLinkTask } from '../../domain/ticket/agreement.ts';
import type { MailPort } from '../../ports/mail.ts';
import { fromRecord } from '../launch-file.ts';
import type { CustomerLink } from './customer-link.ts';
import { ticketNoticeText, type TicketFrame } from './ticket-texts.ts';

/** On the queue of mail. May be repeated: it then sends the same under the same key. */
export interface TicketNoticeActivities {
  /** `nobody`: no address is known of whom it is for. */
  sendTicketNotice(asked: { readonly number: string; readonly notice: Notice }): Promise<'sent' | 'nobody'>;
}

/** What PostgreSQL knows of a ticket that somebody is told of. */
export interface TicketFacts {
  readonly customerId: string;
  readonly priority: string;
  readonly rds: string | null;
  /** Where answers go. */
  readonly mailbox: string;
  readonly solution: string | null;
  readonly waitingLabel: string | null;
}

export interface TicketNoticeParts {
  readonly mail: MailPort;
  readonly operator: { readonly name: string; readonly readTimeZone: () => Promise<string> };
  readonly customerLink: CustomerLink;
  readonly readTicketFacts: (number: string) => Promise<TicketFacts>;
  /** Addresses of whom a notice is for; the requester's none once erased, or if he never gave one. */
  readonly readRecipients: (number: string, to: NoticeRecipient, assignee: string | null) => Promise<readonly string[]>;
  /** The text of a message; null once erased. */
  readonly readMessageText: (messageId: string) => Promise<string | null>;
  /** What a worksheet says was done; null once erased. */
  readonly readWorkDone: (number: string, contentId: string) => Promise<string | null>;
}

/** Failures are those of the mail server; `record-away` while PostgreSQL is. */
export function ticketNoticeActivities({ mail, operator, customerLink, readTicketFacts, readRecipients, readMessageText, readWorkDone }: TicketNoticeParts): TicketNoticeActivities {
  return {
    async sendTicketNotice({ number, notice: { key, to, assignee, atMs, content } }) {
      const what = `the notice ${key} of ${number}`;
      const recipients = await fromRecord(what, () => readRecipients(number, to, assignee));
      if (recipients.length === 0) return 'nobody';
      const facts = await fromRecord(what, () => readTicketFacts(number));
      const frame: TicketFrame = { operator: operator.name, number, timeZone: await fromRecord(what, operator.readTimeZone), ...facts };
      const said = ticketNoticeText(frame, content, {
        link: content.kind === 'agreement' ? await fromRecord(what, () => customerLink(agreementLinkTask(number, content.ordinal), facts.customerId, atMs)) : '',
        message: content.kind === 'message' || content.kind === 'broadcast' || content.kind === 'customer-wrote' ? await fromRecord(what, () => readMessageText(content.messageId)) : content.kind === 'work-report' ? await fromRecord(what, () => readWorkDone(number, content.contentId)) : null,
      });
      await mail.send({ messageKey: `${number}.${key}`, to: [...recipients], ...said, attachments: [], ...(to === 'requester' ? { replyTo: answerAddress(facts.mailbox, number) } : {}) });
      return 'sent';
    },
  };
}
