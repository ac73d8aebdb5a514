/** The port of the SMS gateway (D-10): what we ask and what it answers. */
import { z } from 'zod';
import type { ToCustomer } from '../domain/customer/sent.ts';
import { outsideText } from './parts.ts';

/** A phone number in international form, `+33612345678`. */
export const smsNumber = z.string().regex(/^\+[1-9]\d{6,14}$/);

/** `POST /v1/messages`, with `Idempotency-Key: <messageKey>`. */
export const smsRequest = z.strictObject({
  /** Our key of this message: sent once, whatever is retried. */
  messageKey: z.string().regex(/^[A-Za-z0-9._-]{1,150}$/),
  to: smsNumber,
  /** Ten parts of 67 characters are the most that gateways join. */
  text: z.string().min(1).max(670),
});

export const smsAnswer = z.object({ smsReference: outsideText(100) });

export type SmsRequest = z.infer<typeof smsRequest>;

/** What an adapter of the SMS gateway can do. Repeating a call with the same key sends nothing twice. */
export interface SmsPort {
  send(request: SmsRequest & { readonly toCustomer?: ToCustomer }): Promise<void>;
}
