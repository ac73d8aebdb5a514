/** The outside calls of a termination: what the workflow asks for by key, turned into calls of the ports. */
import { ApplicationFailure } from '@temporalio/common';
import type { IssuedDocument } from '../../domain/documents/issued.ts';
import type { LeavingEquipment, MadeInvoice } from '../../domain/termination/termination.ts';
import type { BillingPort, EquipmentInvoiceRequest, FinalInvoiceRequest, MadeInvoiceAnswer } from '../../ports/billing.ts';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import type { MailPort } from '../../ports/mail.ts';
import { fromRecord } from '../launch-file.ts';
import { issue, type IssuedBook } from '../notices/issue.ts';
import type { Operator } from '../notices/notices.ts';
import { confirmationPdf, returnLabelsPdf } from './pdf.ts';
import { confirmationText, returnLabelsText, returnReminderText } from './texts.ts';

/** On the queue of billing. Dates are ISO dates. */
export interface TerminationBillingActivities {
  /** `lastDay`: billed, included. */
  stopBilling(stop: { service: string; termination: string; lastDay: string }): Promise<void>;
  /** */
  withdrawStop(stop: { service: string; termination: string }): Promise<void>;
  issueFinalInvoice(request: FinalInvoiceRequest): Promise<MadeInvoice>;
  issueEquipmentInvoice(request: EquipmentInvoiceRequest): Promise<MadeInvoice>;
}

export function terminationBillingActivities(billing: BillingPort): TerminationBillingActivities {
  return {
    stopBilling: (stop) => billing.stop(stop),
    withdrawStop: (stop) => billing.withdrawStop(stop),
    issueFinalInvoice: async (request) => made(await billing.issueFinalInvoice(request)),
    issueEquipmentInvoice: async (request) => made(await billing.issueEquipmentInvoice(request)),
  };
}

function made({ invoiceReference: reference, totals }: MadeInvoiceAnswer): MadeInvoice {
  return { reference, totals };
}

/** On the queue of mail. Each may be repeated: it then sends the same under the same key. */
export interface TerminationNoticeActivities {
  /** answers the PDF that was sent, which is kept. */
  sendConfirmation(notice: { id: string; customerId: string; ticket: string; receivedOn: string; letterReference: string; services: string[]; confirmedOn: string }): Promise<Letter>;
  /** the same. */
  sendReturnLabels(notice: { id: string; customerId: string; equipment: LeavingEquipment[]; sentOn: string; withinDays: number }): Promise<Letter>;
  remindReturn(notice: { id: string; serialNumbers: string[]; deadlineOn: string; ordinal: number }): Promise<void>;
}

/** The PDF; `isByPost`: nobody has a mail address, and it is for a person to print and post. */
export type Letter = IssuedDocument & { readonly isByPost?: true };

/** Whom we write to about a termination: kept beside the record, where it can be erased. */
export interface TerminationContact {
  readonly name: string;
  readonly email: string | null;
}

export interface TerminationNoticeParts {
  readonly mail: MailPort;
  readonly storage: DocumentStorage;
  readonly issued: IssuedBook;
  readonly operator: Pick<Operator, 'name' | 'legalLine'>;
  /** The customer's company name; null for a stranger. */
  readonly readCustomerName: (customerId: string) => Promise<string | null>;
  /** Null once it was erased. */
  readonly readContact: (id: string) => Promise<TerminationContact | null>;
}

/** Failures are those of the ports; `record-away` while PostgreSQL is, `outside.rejected` where there is nobody to write to. */
export function terminationNoticeActivities({ mail, storage, issued, operator: { name: operator, legalLine }, readCustomerName, readContact }: TerminationNoticeParts): TerminationNoticeActivities {
  async function recipientOf(id: string): Promise<TerminationContact> {
    const contact = await fromRecord(`whom to write to about ${id}`, () => readContact(id));
    if (contact === null) throw ApplicationFailure.nonRetryable(`${id}: nobody to write to is known for it`, 'outside.rejected');
    return contact;
  }

  /** Who it is from and to, as a letter begins. */
  async function headOf(id: string, customerId: string, attention: string) {
    const company = await fromRecord(`the name of ${customerId}`, () => readCustomerName(customerId));
    return { operator, legalLine, id, customer: { id: customerId, company, attention } };
  }

  /** Written and kept first: what cannot be mailed is there to be posted, and holds nobody up. */
  async function sendIssued(messageKey: string, fileName: string, to: string | null, said: { subject: string; text: string }, write: () => Promise<Buffer>): Promise<Letter> {
    const { document, content } = await issue(storage, issued, { messageKey, fileName, write });
    if (to === null) return { ...document, isByPost: true };
    await mail.send({ messageKey, to: [to], ...said, attachments: [{ filename: fileName, mediaType: 'application/pdf', content }] });
    return document;
  }

  return {
    async sendConfirmation({ id, customerId, ...facts }) {
      const { name, email } = await recipientOf(id);
      const head = await headOf(id, customerId, name);
      return await sendIssued(`${id}.confirmation`, `confirmation-${id}.pdf`, email, confirmationText(operator, { id, ...facts }), () => confirmationPdf({ ...head, ...facts }));
    },
    async sendReturnLabels({ id, customerId, ...facts }) {
      const { name, email } = await recipientOf(id);
      const head = await headOf(id, customerId, name);
      return await sendIssued(`${id}.return-labels`, `retour-${id}.pdf`, email, returnLabelsText(operator, { id, ...facts }), () => returnLabelsPdf({ ...head, ...facts }));
    },
    async remindReturn({ id, ordinal, ...facts }) {
      const { email } = await recipientOf(id);
      if (email === null) throw ApplicationFailure.nonRetryable(`${id}: nobody with a mail address is known for it, call or write by post`, 'outside.rejected');
      await mail.send({ messageKey: `${id}.return-reminder.${ordinal}`, to: [email], ...returnReminderText(operator, { id, ordinal, ...facts }), attachments: [], toCustomer: { kind: 'return-reminder', journeyId: id } });
    },
  };
}
