/** The outside calls of an order (S-02, S-04): its paper, its codes, the evidence of its signature. What a customer types comes through none of them, and no code leaves by any other way than the SMS. */
import { ApplicationFailure } from '@temporalio/common';
import type { IssuedDocument } from '../../domain/documents/issued.ts';
import type { Evidence } from '../../domain/order/order.ts';
import type { OrderParty } from '../../domain/order/party.schema.ts';
import type { Basket } from '../../domain/sales/proposal.ts';
import type { KeptSignature, Signing, TermsId } from '../../db/order/parties.ts';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import type { MailPort } from '../../ports/mail.ts';
import type { SmsPort } from '../../ports/sms.ts';
import { fromRecord } from '../launch-file.ts';
import { signatureLinkTask } from '../../domain/order/link.ts';
import type { CustomerLink } from '../notices/customer-link.ts';
import { issue, type IssuedBook } from '../notices/issue.ts';
import type { Letterhead } from '../notices/pdf/sheet.ts';
import { evidenceData, evidencePdf, mandatePdf, orderPdf, type SignatureFacts } from './pdf.ts';
import { codeText, invitationText, signedText, withdrawnText } from './texts.ts';

/** Who signs is read under the terms that the journey has taken. */
interface OfTerms {
  readonly orderId: string;
  readonly termsId?: string;
}

/** On the queue of mail. Each may be repeated: it then issues and sends the same under the same key. */
export interface OrderActivities {
  issueOrder(order: { orderId: string; proposalId: string; version: number }): Promise<IssuedDocument>;
  sendSigningLink(invitation: OfTerms & { customerId: string; ordinal: number; preparedAtMs: number; ttcCents: number }): Promise<void>;
  sendCode(code: OfTerms & { ordinal: number; ttcCents: number }): Promise<void>;
  sealSignature(signed: OfTerms & { document: IssuedDocument; signedAtMs: number; code: { ordinal: number; sentAtMs: number }; mandate: boolean }): Promise<Evidence>;
  sendSigned(signed: OfTerms & { documents: IssuedDocument[] }): Promise<void>;
  /** C-08. */
  sendWithdrawn(order: OfTerms): Promise<void>;
}

export interface OrderParts {
  readonly mail: MailPort;
  readonly sms: SmsPort;
  readonly storage: DocumentStorage;
  readonly issued: IssuedBook;
  readonly letterhead: Letterhead;
  readonly customerLink: CustomerLink;
  readonly readCustomerName: (customerId: string) => Promise<string | null>;
  /** The proposal that was ordered: it no longer changes. */
  readonly readBasket: (proposalId: string) => Promise<(Basket & { readonly customerId: string }) | undefined>;
  readonly readParty: (orderId: string, version: number) => Promise<OrderParty | undefined>;
  readonly readSignature: (orderId: string, termsId: TermsId) => Promise<{ readonly signature: KeptSignature; readonly signing: Signing | null } | undefined>;
  /** Asked again, the same. */
  readonly issueCode: (orderId: string, ordinal: number) => Promise<string>;
  readonly readProof: (orderId: string, ordinal: number) => Promise<string | null>;
  /** Today where the operator is, ISO. */
  readonly today: () => Promise<string>;
}

/** Failures are those of the ports; `record-away` while PostgreSQL is, `outside.rejected` where there is nobody to write to. */
export function orderActivities(parts: OrderParts): OrderActivities {
  const { mail, sms, storage, issued, letterhead } = parts;

  async function signatureOf({ orderId, termsId }: OfTerms): Promise<{ signature: KeptSignature; signing: Signing | null }> {
    const found = await fromRecord(`who signs ${orderId}`, () => parts.readSignature(orderId, termsId));
    if (!found) throw ApplicationFailure.nonRetryable(`${orderId}: nobody is known to sign it`, 'outside.rejected');
    return found;
  }

  return {
    async issueOrder({ orderId, proposalId, version }) {
      const [basket, party] = await fromRecord(`what ${orderId} orders`, () => Promise.all([parts.readBasket(proposalId), parts.readParty(orderId, version)]));
      if (!basket || !party) throw ApplicationFailure.nonRetryable(`${orderId}: what is ordered is not known`, 'outside.rejected');
      const company = await fromRecord(`the name of ${basket.customerId}`, () => parts.readCustomerName(basket.customerId));
      const { document } = await issue(storage, issued, {
        messageKey: `${orderId}.order.${version}`, fileName: `bon-de-commande-${orderId}.pdf`, write: async () => await orderPdf({ letterhead, orderId, customer: { id: basket.customerId, company }, basket, party, on: await parts.today() }),
      });
      return document;
    },
    // S-04: by mail alone. Who has the mailbox has the link, who has the mobile has the code: neither signs.
    async sendSigningLink({ customerId, ordinal, preparedAtMs, ttcCents, ...of }) {
      const { orderId } = of;
      const { signature: { signatory: { name, email, mobile } } } = await signatureOf(of);
      const link = await fromRecord('how long a link is good', () => parts.customerLink(signatureLinkTask(orderId, ordinal), customerId, preparedAtMs));
      await mail.send({ messageKey: `${orderId}.invitation.${ordinal}`, to: [email], ...invitationText(letterhead.operator, { orderId, name, ttcCents, link, mobileEnd: mobile?.slice(-4) ?? '' }), attachments: [], toCustomer: { kind: 'signature-invitation', journeyId: orderId, customerId } });
    },
    async sendCode({ ordinal, ttcCents, ...of }) {
      const { orderId } = of;
      const { signature: { signatory: { mobile } } } = await signatureOf(of);
      if (mobile === undefined) throw ApplicationFailure.nonRetryable(`${orderId}: no mobile number is known`, 'outside.rejected');
      const code = await fromRecord(`the code of ${orderId}`, () => parts.issueCode(orderId, ordinal));
      await sms.send({ messageKey: `${orderId}.code.${ordinal}`, to: mobile, text: codeText(letterhead.operator, { orderId, ttcCents, code }), toCustomer: { kind: 'signature-code', journeyId: orderId } });
    },
    async sealSignature({ document, signedAtMs, code, mandate: isMandated, ...of }) {
      const { orderId } = of;
      const { signature, signing } = await signatureOf(of);
      const proof = await fromRecord(`the proof of the code of ${orderId}`, () => parts.readProof(orderId, code.ordinal));
      const facts: SignatureFacts = { orderId, document, signedAt: new Date(signedAtMs).toISOString(), code: { ordinal: code.ordinal, sentAt: new Date(code.sentAtMs).toISOString(), proof: proof ?? '' }, signature, signing };
      const json = await issue(storage, issued, { messageKey: `${orderId}.evidence.json`, fileName: `preuve-${orderId}.json`, write: () => Promise.resolve(evidenceData(facts)) });
      const pdf = await issue(storage, issued, { messageKey: `${orderId}.evidence.pdf`, fileName: `preuve-${orderId}.pdf`, write: () => evidencePdf(letterhead, facts, json.document.digest) });
      const given = isMandated ? signature.mandate : null;
      const mandate = given && await issue(storage, issued, { messageKey: `${orderId}.mandate`, fileName: `mandat-${orderId}.pdf`, write: () => mandatePdf(letterhead, given, facts) });
      return { pdf: pdf.document, json: json.document, mandate: mandate ? mandate.document : null };
    },
    async sendSigned({ documents, ...of }) {
      const { orderId } = of;
      const { signature: { signatory } } = await signatureOf(of);
      const names = [`bon-de-commande-${orderId}.pdf`, `preuve-${orderId}.pdf`, `mandat-${orderId}.pdf`];
      const attachments = await Promise.all(documents.map(async ({ digest }, index) => {
        const content = await fromRecord('the document storage', () => storage.get(digest));
        if (content === undefined) throw ApplicationFailure.nonRetryable(`${orderId}: the document ${digest} is not where it was kept`, 'outside.rejected');
        return { filename: names[index] ?? `document-${orderId}.pdf`, mediaType: 'application/pdf' as const, content: Buffer.from(content) };
      }));
      await mail.send({ messageKey: `${orderId}.signed`, to: [signatory.email], ...signedText(letterhead.operator, { orderId, name: signatory.name }), attachments, toCustomer: { kind: 'order-signed', journeyId: orderId } });
    },
    async sendWithdrawn(of) {
      const { orderId } = of;
      const { signature: { signatory } } = await signatureOf(of);
      await mail.send({ messageKey: `${orderId}.withdrawn`, to: [signatory.email], ...withdrawnText(letterhead.operator, { orderId, name: signatory.name }), attachments: [], toCustomer: { kind: 'withdrawal', journeyId: orderId } });
    },
  };
}
