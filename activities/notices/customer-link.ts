/** Links by which a customer does a task without signing in (D-06): signed, and good for as long as the policy says. */
import { SignJWT } from 'jose';
import { customerLinkAddress, customerLinkAlgorithm } from '../../ports/customer-link.ts';

export interface CustomerLinkSettings {
  readonly customerUrl: string;
  readonly secret: string;
  /** For how long a link is good, milliseconds. */
  readonly readValidityMs: () => Promise<number>;
}

/** Makes the link of a task, good from that instant: asked again for the same, it is the same link. */
export type CustomerLink = (taskId: string, customerId: string, fromMs: number) => Promise<string>;

export function customerLinks({ customerUrl, secret, readValidityMs }: CustomerLinkSettings): CustomerLink {
  const key = new TextEncoder().encode(secret);
  return async (taskId, customerId, fromMs) => {
    const expiresAt = new Date(fromMs + await readValidityMs());
    const token = await new SignJWT({ customerId }).setProtectedHeader({ alg: customerLinkAlgorithm }).setSubject(taskId).setExpirationTime(expiresAt).sign(key);
    return customerLinkAddress(customerUrl, token);
  };
}
