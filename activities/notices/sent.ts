/** Mails and texts to customers with their trace (C-01, C-04): what went out is noted, where the customer's view reads it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ToCustomer } from '../../domain/customer/sent.ts';
import type { MailPort } from '../../ports/mail.ts';
import type { SmsPort } from '../../ports/sms.ts';
import { fromRecord } from '../launch-file.ts';

/** The first under a key stays. */
export type KeepSent = (messageKey: string, channel: 'mail' | 'sms', of: ToCustomer) => Promise<void>;

/** A record that is away for a moment is no reason to send twice. */
const noteAgainAfterMs: readonly number[] = [500, 1_500, 4_000];

/** Noted after it went out, for before nobody knows whether it will: where the record stays away, the call fails as `record-away`, and its repetition sends the same under the same key. */
async function sent(keep: KeepSent, channel: 'mail' | 'sms', messageKey: string, of: ToCustomer | undefined, [waitMs, ...waits]: readonly number[]): Promise<void> {
  if (!of) return;
  try {
    await fromRecord(`the book of what was sent, for ${messageKey},`, () => keep(messageKey, channel, of));
  } catch (error) {
    if (waitMs === undefined) throw error;
    await sleep(waitMs);
    await sent(keep, channel, messageKey, of, waits);
  }
}

/** @param waitsMs between the attempts to note it */
export function tracedMail(mail: MailPort, keep: KeepSent, waitsMs = noteAgainAfterMs): MailPort {
  return {
    async send(message) {
      await mail.send(message);
      await sent(keep, 'mail', message.messageKey, message.toCustomer, waitsMs);
    },
  };
}

/** @param waitsMs between the attempts to note it */
export function tracedSms(sms: SmsPort, keep: KeepSent, waitsMs = noteAgainAfterMs): SmsPort {
  return {
    async send(message) {
      await sms.send(message);
      await sent(keep, 'sms', message.messageKey, message.toCustomer, waitsMs);
    },
  };
}
