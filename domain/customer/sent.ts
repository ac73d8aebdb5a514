/** What customers are sent by themselves, mail or text, and stands among what passed between them and us (C-01). What tickets tell, and letters with a document that is kept, stand there by their own books. */
export const sentKinds = [
  'welcome', 'meeting-invitation', 'collection-reminder', 'supplementary-collection', 'project-report', 'slot', 'slot-off', 'slot-recalled', 'works-quote', 'validation-reminder', 'withdrawal',
  'termination-news', 'return-reminder', 'equipment-handling', 'backup-failing', 'backup-recovered',
  'signature-invitation', 'signature-code', 'order-signed', 'appointment-invitation', 'appointment-confirmation', 'appointment-cancellation', 'complaint-acknowledgement', 'complaint-answer',
] as const;

export type SentKind = (typeof sentKinds)[number];

/** Of a mail or a text that is for the customer: what it is, and of which journey. */
export interface ToCustomer {
  readonly kind: SentKind;
  readonly journeyId: string;
  /** Where it is known without the journey's record, which may be as new as the message. */
  readonly customerId?: string | undefined;
}
