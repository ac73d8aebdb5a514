/** The mails of a complaint (S-08): that it was heard, and what is answered. */
import { ApplicationFailure } from '@temporalio/common';
import type { ComplaintText } from '../../db/complaint/texts.ts';
import type { MailPort } from '../../ports/mail.ts';
import { fromRecord } from '../launch-file.ts';
import { acknowledgementText, answerText } from './texts.ts';

/** On the queue of mail. Each may be repeated: it then sends the same under the same key. */
export interface ComplaintActivities {
  /** `answerBy`: ISO date; null beyond the days that are known. */
  sendAcknowledgement(complaint: { id: string; customerId?: string; orderNumber: string; answerBy: string | null }): Promise<void>;
  sendAnswer(answer: { id: string; orderNumber: string; number: number; textId: string; gestureCents: number }): Promise<void>;
}

export interface ComplaintParts {
  readonly mail: MailPort;
  readonly operator: string;
  /** By id; without those that were erased. */
  readonly readTexts: (id: string) => Promise<ReadonlyMap<string, ComplaintText>>;
}

/** Failures are those of the ports; `record-away` while PostgreSQL is, `outside.rejected` where there is nobody to write to, or nothing to say. */
export function complaintActivities({ mail, operator, readTexts }: ComplaintParts): ComplaintActivities {
  async function read(id: string): Promise<{ readonly contact: { readonly name: string; readonly email: string }; readonly texts: ReadonlyMap<string, ComplaintText> }> {
    const texts = await fromRecord(`what was said in ${id}`, () => readTexts(id));
    const contact = [...texts.values()].flatMap((one) => ('contact' in one ? [one.contact] : []))[0];
    if (!contact) throw ApplicationFailure.nonRetryable(`${id}: nobody is known who could be written to`, 'outside.rejected');
    return { contact, texts };
  }
  return {
    async sendAcknowledgement({ id, customerId, ...facts }) {
      const { contact: { name, email } } = await read(id);
      await mail.send({ messageKey: `${id}.acknowledgement`, to: [email], ...acknowledgementText(operator, { id, name, ...facts }), attachments: [], toCustomer: { kind: 'complaint-acknowledgement', journeyId: id, customerId } });
    },
    async sendAnswer({ id, textId, ...facts }) {
      const { contact: { name, email }, texts } = await read(id);
      const said = texts.get(textId);
      if (!said || !('text' in said)) throw ApplicationFailure.nonRetryable(`${id}: the answer ${textId} is not where it was kept`, 'outside.rejected');
      await mail.send({ messageKey: `${id}.answer.${facts.number}`, to: [email], ...answerText(operator, { id, name, text: said.text, ...facts }), attachments: [], toCustomer: { kind: 'complaint-answer', journeyId: id } });
    },
  };
}
