/** The trace of what goes out to customers (C-01, C-04). */
import { expect, it } from 'vitest';
import { tracedMail, tracedSms } from '../../../activities/notices/sent.ts';
import type { ToCustomer } from '../../../domain/customer/sent.ts';
import type { Mail } from '../../../ports/mail.ts';

const toCustomer: ToCustomer = { kind: 'complaint-answer', journeyId: 'REC-2026-000001' };
const mail = (of?: ToCustomer): Mail => ({ messageKey: 'REC-2026-000001.answer.1', to: ['anne@client.invalid'], subject: 'Votre réclamation', text: '…', attachments: [], ...(of ? { toCustomer: of } : {}) });

it('is noted once it went out, for mails and texts to a customer, and for nobody else’s (C-01, C-04)', async () => {
  const happened: unknown[] = [];
  const keep = async (...kept: unknown[]): Promise<void> => void happened.push(kept);
  const port = { send: async ({ messageKey }: { messageKey: string }) => void happened.push(messageKey) };
  await tracedMail(port, keep).send(mail(toCustomer));
  await tracedMail(port, keep).send(mail());
  await tracedSms(port, keep).send({ messageKey: 'CMD-2026-000001.code.1', to: '+33639981234', text: '…', toCustomer });
  expect(happened).toEqual(['REC-2026-000001.answer.1', ['REC-2026-000001.answer.1', 'mail', toCustomer], 'REC-2026-000001.answer.1', 'CMD-2026-000001.code.1', ['CMD-2026-000001.code.1', 'sms', toCustomer]]);
});

it('is none of what did not go out; where it cannot be kept, the call is repeated (C-04)', async () => {
  const kept: unknown[] = [];
  const away = tracedMail({ send: async () => await Promise.reject(new Error('refused')) }, async (key) => void kept.push(key));
  await expect(away.send(mail(toCustomer))).rejects.toThrow('refused');
  expect(kept).toEqual([]);
  const unkept = tracedMail({ send: async () => undefined }, async () => await Promise.reject(new Error('away')), []);
  await expect(unkept.send(mail(toCustomer))).rejects.toMatchObject({ type: 'record-away', nonRetryable: false });
});

it('is noted again where the record is away for a moment, and nothing is sent twice for it (C-04)', async () => {
  let [sentTimes, tries] = [0, 0];
  const moment = tracedMail({ send: async () => { sentTimes += 1; } }, async () => { tries += 1; if (tries < 3) throw new Error('away'); }, [1, 1]);
  await moment.send(mail(toCustomer));
  expect([sentTimes, tries]).toEqual([1, 3]);
});
