/** Reads a customer's link (D-06): the token is the credential; what is forged leads nowhere, what is expired says so. */
import { errors, jwtVerify } from 'jose';
import type { z } from 'zod';
import { refuse } from '../../domain/errors/codes.ts';
import { customerLinkAlgorithm, customerLinkClaims } from '../../ports/customer-link.ts';
import { problem } from '../http/problem.ts';

/** @throws {Problem} `link-expired`; `not-found` for whatever we did not sign. */
export async function openLink(token: string, secret: string, nowMs: number): Promise<z.infer<typeof customerLinkClaims>> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: [customerLinkAlgorithm], requiredClaims: ['exp', 'sub'], currentDate: new Date(nowMs) });
    return customerLinkClaims.parse(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw problem(refuse('link-expired'));
    // Not repeated in the answer: what is nearly a credential is none of a log's business.
    throw problem(refuse('not-found', { id: 'links/…' }), { cause: error instanceof Error ? error.name : undefined });
  }
}
