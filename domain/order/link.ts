/** The link by which a customer signs his order (S-04): which order it is about, and which of the links that were sent for it. */

/** What such a link is about, as its token carries it. */
export function signatureLinkTask(orderId: string, ordinal: number): string {
  return `${orderId}.signature.${ordinal}`;
}

/** Null for a link to anything else. */
export function readSignatureLink(task: string): { readonly orderId: string; readonly ordinal: number } | null {
  const [, orderId, ordinal] = /^(CMD-\d{4}-\d{6,})\.signature\.(\d{1,6})$/.exec(task) ?? [];
  return orderId === undefined ? null : { orderId, ordinal: Number(ordinal) };
}

/** Why a customer does not sign: of these, so that nothing personal comes into the record. */
export const refusalReasons = ['price', 'not-as-agreed', 'not-now', 'other'] as const;
