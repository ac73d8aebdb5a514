/** The notices of a ticket (T-07, T-08, T-10, T-22): asked for by key and business facts, completed with what PostgreSQL knows of people, sent by mail. */
import type { Notice, NoticeRecipient } from '../../domain/ticket/notices.ts';
import { answerAddress } from '../../domain/ticket/mail.ts';
import { agreementLinkTask } from '../../domain/ticket/agreement.ts';
import type { MailPort } from '../../ports/mail.ts';
import { fromRecord } from '../launch-file.ts';
import type { CustomerLink } from './customer-link.ts';
import { ticketNoticeText, type TicketFrame } from './ticket-texts.ts';

/** On the queue of mail. May be repeated: it then sends the same under the same keys. */
export interface TicketNoticeActivities {
  /**
   * Sends them in order, as far as it gets. `nobody`: no address is known of whom it is for.
   * @returns what became of the first of them; those that are missing were not sent.
   * @throws {ApplicationFailure} when not even the first one could be.
   */
  sendTicketNotices(asked: { readonly number: string; readonly notices: readonly Notice[] }): Promise<('sent' | 'nobody')[]>;
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

/** After that no further mail is begun: with the ten seconds that one may take, the call ends before the engine takes its worker for dead. */
const begunWithinMs = 8_000;

/** Failures are those of the mail server; `record-away` while PostgreSQL is. */
export function ticketNoticeActivities({ mail, operator, customerLink, readTicketFacts, readRecipients, readMessageText, readWorkDone }: TicketNoticeParts): TicketNoticeActivities {
  async function send(number: string, { key, to, assignee, atMs, content }: Notice, frame: () => Promise<TicketFrame>): Promise<'sent' | 'nobody'> {
    const what = `the notice ${key} of ${number}`;
    const recipients = await fromRecord(what, () => readRecipients(number, to, assignee));
    if (recipients.length === 0) return 'nobody';
    const facts = await fromRecord(what, frame);
    const said = ticketNoticeText(facts, content, {
      link: content.kind === 'agreement' ? await fromRecord(what, () => customerLink(agreementLinkTask(number, content.ordinal), facts.customerId, atMs)) : '',
      message: content.kind === 'message' || content.kind === 'broadcast' || content.kind === 'customer-wrote' ? await fromRecord(what, () => readMessageText(content.messageId)) : content.kind === 'work-report' ? await fromRecord(what, () => readWorkDone(number, content.contentId)) : null,
    });
    await mail.send({ messageKey: `${number}.${key}`, to: [...recipients], ...said, attachments: [], ...(to === 'requester' ? { replyTo: answerAddress(facts.mailbox, number) } : {}) });
    return 'sent';
  }

  return {
    async sendTicketNotices({ number, notices }) {
      const beganMs = Date.now();
      let known: Promise<TicketFrame> | undefined;
      const readFrame = async (): Promise<TicketFrame> => ({ operator: operator.name, number, timeZone: await operator.readTimeZone(), ...await readTicketFacts(number) });
      const frame = (): Promise<TicketFrame> => (known ??= readFrame());
      const ends: ('sent' | 'nobody')[] = [];
      try {
        for (const notice of notices) {
          if (Date.now() >= beganMs + begunWithinMs) break;
          ends.push(await send(number, notice, frame));
        }
      } catch (failure) {
        // What was sent is told first, so that trying again repeats none of it.
        if (ends.length === 0) throw failure;
      }
      return ends;
    },
  };
}
