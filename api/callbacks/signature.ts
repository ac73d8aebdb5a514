/** Signatures of callbacks coming in: Standard Webhooks headers over the raw body, checked before a byte of it is parsed. */
import { isUtf8 } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** How far the sender's clock may be from ours; an older message may be a replay (Standard Webhooks' own figure). */
const replayWindowSeconds = 5 * 60;
/** The identifier becomes a key of the inbox. */
const webhookIdPattern = /^[\x21-\x7e]{1,256}$/;
/** More than any rotation needs; each costs a comparison per secret. */
const signaturesMax = 10;

export type SignatureFault = 'missing-header' | 'malformed-header' | 'outside-replay-window' | 'wrong-signature';

export type SignatureVerification =
  | { readonly outcome: 'genuine'; readonly webhookId: string; readonly sentAtMs: number }
  | { readonly outcome: 'refused'; readonly fault: SignatureFault };

/** As Node gives them: lower-case names. */
export type CallbackHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Checks one callback; `rawBody` is the bytes as received, `nowMs` epoch milliseconds. */
export type SignatureVerifier = (headers: CallbackHeaders, rawBody: Buffer, nowMs: number) => SignatureVerification;

/**
 * Makes the check for one sender. All the secrets are valid, so that a rotation loses no callback: add the new one, let
 * the sender change, take the old one away.
 * @param secrets `whsec_` and base64, separated by spaces (`JALON_OBL_CALLBACK_SECRETS`).
 * @throws {Error} at start when there is no secret, or one is not base64; never says which characters.
 */
export function createSignatureVerifier(secrets: string): SignatureVerifier {
  const webhooks = secrets.split(/\s+/).filter((secret) => secret !== '').map(webhookOf);
  if (webhooks.length === 0) throw new Error('Callback secrets: at least one is needed.');
  return (headers, rawBody, nowMs) => {
    const id = headers['webhook-id'];
    const timestamp = headers['webhook-timestamp'];
    const signature = headers['webhook-signature'];
    if (!id || !timestamp || !signature) return refused('missing-header');
    if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return refused('malformed-header');
    if (!webhookIdPattern.test(id) || !/^\d{1,12}$/.test(timestamp)) return refused('malformed-header');
    const sentAtMs = Number(timestamp) * 1000;
    if (Math.abs(nowMs - sentAtMs) > replayWindowSeconds * 1000) return refused('outside-replay-window');
    // The library signs text: bytes that are no UTF-8 would all become the same replacement character.
    if (!isUtf8(rawBody)) return refused('wrong-signature');
    const given = signature.split(' ').slice(0, signaturesMax).map((entry) => Buffer.from(entry));
    const expected = webhooks.map((webhook) => Buffer.from(webhook.sign(id, new Date(sentAtMs), rawBody)));
    const genuine = expected.some((own) => given.some((other) => own.length === other.length && timingSafeEqual(own, other)));
    return genuine ? { outcome: 'genuine', webhookId: id, sentAtMs } : refused('wrong-signature');
  };
}

function refused(fault: SignatureFault): SignatureVerification {
  return { outcome: 'refused', fault };
}

function webhookOf(secret: string, index: number): Webhook {
  try {
    return new Webhook(secret);
  } catch {
    throw new Error(`Callback secrets: number ${index + 1} is not "whsec_" followed by base64.`);
  }
}
