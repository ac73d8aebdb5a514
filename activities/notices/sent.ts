/** Mails and texts to customers with their trace (C-01, C-04): what went out is noted, where the customer's view reads it. */
import type { ToCustomer } from '../../domain/customer/sent.ts';
import type { MailPort } from '../../ports/mail.ts';
import type { SmsPort } from '../../ports/sms.ts';
import { fromRecord } from '../launch-file.ts';

/** The first under a key stays. */
export type KeepSent = (messageKey: string, channel: 'mail' | 'sms', of: ToCustomer) => Promise<void>;

/** Noted after it went out, for before nobody knows whether it will: where the record is away then, the call fails as `record-away`, and its repetition sends the same under the same key. */
async function sent(keep: KeepSent, channel: 'mail' | 'sms', messageKey: string, of: ToCustomer | undefined): Promise<void> {
  if (of) await fromRecord(`the book of what was sent, for ${messageKey},`, () => keep(messageKey, channel, of));
}

export function tracedMail(mail: MailPort, keep: KeepSent): MailPort {
  return {
    async send(message) {
      await mail.send(message);
      await sent(keep, 'mail', message.messageKey, message.toCustomer);
    },
  };
}

export function tracedSms(sms: SmsPort, keep: KeepSent): SmsPort {
  return {
    async send(message) {
      await sms.send(message);
      await sent(keep, 'sms', message.messageKey, message.toCustomer);
    },
  };
}
