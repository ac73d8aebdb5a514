/** What a customer's link carries (D-06): which task it opens, of which customer, until when; signed, nothing personal. Made with the mail, read by the API. */
import { z } from 'zod';

/** How the token is signed; the secret is the installation's. */
export const customerLinkAlgorithm = 'HS256';

export const customerLinkClaims = z.object({
  /** The task's id. */
  sub: z.string().min(1).max(200),
  customerId: z.string().min(1).max(20),
  /** Seconds since the epoch. */
  exp: z.int(),
});

/** Where a customer reads and answers what one task asks of him. */
export function customerLinkAddress(customerUrl: string, token: string): string {
  return `${customerUrl.replace(/\/+$/, '')}/f/${token}`;
}
