/** The requester's answer by the link that he was mailed (T-14): which proposal it is about. */
import type { TicketNumber } from './ticket.ts';

/** What a link to agree by is about, as its token carries it. */
export function agreementLinkTask(number: TicketNumber, ordinal: number): string {
  return `${number}.agreement.${ordinal}`;
}

/** The proposal that such a link is about; null for a link to anything else. */
export function readAgreementLink(task: string): { readonly number: TicketNumber; readonly ordinal: number } | null {
  const [, number, ordinal] = /^(TCK-\d{4}-\d{6,})\.agreement\.(\d{1,6})$/.exec(task) ?? [];
  return number === undefined ? null : { number, ordinal: Number(ordinal) };
}
