/** The adapter of the SMS gateway: ports/sms.ts over HTTP (D-10). */
import type { SmsPort } from '../../ports/sms.ts';
import { smsAnswer } from '../../ports/sms.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/** The SMS gateway at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}; a number that cannot be reached is `outside.rejected`. */
export function createSmsPort(settings: Omit<OutsideSystem, 'system'>): SmsPort {
  const sms: OutsideSystem = { ...settings, system: 'sms' };
  return {
    async send({ messageKey, to, text }) {
      await requestOutside(sms, { operation: 'send', method: 'POST', path: '/v1/messages', idempotencyKey: messageKey, body: { messageKey, to, text }, answer: smsAnswer });
    },
  };
}
