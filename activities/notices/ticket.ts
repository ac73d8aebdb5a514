/** The notices of a ticket (T-07, T-08, T-10, T-22): asked for by key and business facts, completed with what PostgreSQL knows of people, sent by mail. */
import type { Pool } from '../../db/pool.ts';
import { readLinkValidity } from '../../db/policy/store.ts';
import { readMessageText } from '../../db/ticket/messages.ts';
import { readNoticeRecipients, readWorkDone } from '../../db/ticket/notice-facts.ts';
import { agreementLinkTask } from '../../domain/ticket/agreement.ts';
import { answerAddress } from '../../domain/ticket/mail.ts';
import type { NoticeContent, SendNotice } from '../../domain/ticket/notices.ts';
import type { MailPort } from '../../ports/mail.ts';
import { customerLinks } from './customer-link.ts';
import { ticketNoticeText } from './ticket-texts.ts';

export interface TicketNoticeParts {
  readonly pool: Pool;
  readonly mail: MailPort;
  /** Who signs. */
  readonly operatorName: string;
  /** Where customers answer, and what signs the links that lead there (T-14). */
  readonly customerUrl: string;
  readonly linkSecret: string;
}

/** Failures are those of the mail server, and of PostgreSQL while it is away. */
export function ticketNoticeSender({ pool, mail, operatorName, customerUrl, linkSecret }: TicketNoticeParts): SendNotice {
  const customerLink = customerLinks({ customerUrl, secret: linkSecret, readValidityMs: () => readLinkValidity(pool) });

  async function textOf(number: string, content: NoticeContent): Promise<string | null> {
    switch (content.kind) {
      case 'message':
      case 'broadcast':
      case 'customer-wrote':
        return await readMessageText(pool, content.messageId);
      case 'work-report':
        return await readWorkDone(pool, number, content.contentId);
      default:
        return null;
    }
  }

  return async (facts, { key, to, assignee, atMs, content }) => {
    const { number, customerId, mailbox } = facts;
    const recipients = await readNoticeRecipients(pool, number, to, assignee);
    if (recipients.length === 0) return 'nobody';
    const said = ticketNoticeText({ ...facts, operator: operatorName }, content, {
      link: content.kind === 'agreement' ? await customerLink(agreementLinkTask(number, content.ordinal), customerId, atMs) : '', message: await textOf(number, content), nowMs: Date.now(),
    });
    await mail.send({ messageKey: `${number}.${key}`, to: [...recipients], ...said, attachments: [], ...(to === 'requester' ? { replyTo: answerAddress(mailbox, number) } : {}) });
    return 'sent';
  };
}
