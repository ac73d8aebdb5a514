/** The way of the simulated JARVIS to the OBL: it relays an order under the order's own key and answers only with what the OBL answered (D-08). */
import { oblOrderAnswer, type OblOrderAnswer, type OblOrderRequest } from '../../ports/obl.ts';
import { Problem } from '../shared/problem.ts';

export interface OblAccess {
  url: string;
  token: string;
  /** Milliseconds for the whole call. */
  timeoutMs: number;
}

/** Worth another try: the OBL is away, or we are not known there, which its operator puts right. */
const passing = new Set([401, 403, 408, 425, 429]);

/** @throws {Problem} 502 `obl-unavailable` when no answer or none that can be read came, 422 `obl-rejected` when the OBL wants none of it */
export async function placeAtObl(obl: OblAccess, request: OblOrderRequest): Promise<OblOrderAnswer> {
  const { status, body } = await post(obl, request);
  if (status >= 400 && status < 500 && !passing.has(status)) throw new Problem(422, 'obl-rejected', `the OBL answers ${status}`);
  const answer = oblOrderAnswer.safeParse(body);
  if (status >= 300 || !answer.success) throw new Problem(502, 'obl-unavailable', `the OBL answers ${status}`);
  return answer.data;
}

async function post({ url, token, timeoutMs }: OblAccess, request: OblOrderRequest): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/v1/orders`, {
      method: 'POST', redirect: 'manual', body: JSON.stringify(request),
      headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': request.orderKey },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    throw new Problem(502, 'obl-unavailable', 'the OBL does not answer');
  }
}
