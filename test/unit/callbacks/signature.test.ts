/** Signatures of callbacks: what the sender signed is accepted, and nothing else. */
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createSignatureVerifier, type CallbackHeaders } from '../../../api/callbacks/signature.ts';

const nowMs = Date.parse('2026-11-22T10:00:00Z');
const secretOf = (letter: string): string => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
const [first, second, foreign] = [secretOf('a'), secretOf('b'), secretOf('c')];
const body = Buffer.from('{"type":"obl.order-acknowledged","note":"réception"}');

function signed(secret: string, { id = 'msg_1', atMs = nowMs, payload = body } = {}): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(atMs / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(atMs), payload),
  };
}

const verify = createSignatureVerifier(first);
const genuine = { outcome: 'genuine', webhookId: 'msg_1', sentAtMs: nowMs };
const refused = (fault: string): object => ({ outcome: 'refused', fault });

describe('a callback', () => {
  it('is genuine when its sender signed these very bytes', () => {
    expect(verify(signed(first), body, nowMs)).toEqual(genuine);
  });

  it('is genuine by either secret while they are rotated', () => {
    const rotating = createSignatureVerifier(`${first} ${second}`);
    expect(rotating(signed(first), body, nowMs)).toEqual(genuine);
    expect(rotating(signed(second), body, nowMs)).toEqual(genuine);
    expect(rotating(signed(foreign), body, nowMs)).toEqual(refused('wrong-signature'));
  });

  it('is genuine when one of several signatures holds, as its sender rotates', () => {
    const headers = signed(first);
    headers['webhook-signature'] = `${signed(foreign)['webhook-signature']} v1a,ignored ${headers['webhook-signature']}`;
    expect(verify(headers, body, nowMs)).toEqual(genuine);
  });

  it('with an empty body is genuine when that was signed', () => {
    const empty = Buffer.alloc(0);
    expect(verify(signed(first, { payload: empty }), empty, nowMs)).toEqual(genuine);
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s is refused', (name) => {
    expect(verify({ ...signed(first), [name]: undefined }, body, nowMs)).toEqual(refused('missing-header'));
    expect(verify({ ...signed(first), [name]: '' }, body, nowMs)).toEqual(refused('missing-header'));
  });

  it.each<[string, CallbackHeaders]>([
    ['a repeated header', { 'webhook-id': ['msg_1', 'msg_2'] }],
    ['an identifier with a line break', { 'webhook-id': 'msg\n1' }],
    ['an endless identifier', { 'webhook-id': 'm'.repeat(257) }],
    ['a timestamp that is no number', { 'webhook-timestamp': '2026-11-22T10:00:00Z' }],
    ['a timestamp with something after it', { 'webhook-timestamp': `${nowMs / 1000}x` }],
  ])('with %s is refused', (_name, headers) => {
    expect(verify({ ...signed(first), ...headers }, body, nowMs)).toEqual(refused('malformed-header'));
  });

  it.each([-300, -299, 0, 299, 300])('sent %i seconds from now is inside the replay window', (seconds) => {
    expect(verify(signed(first, { atMs: nowMs + seconds * 1000 }), body, nowMs)).toMatchObject({ outcome: 'genuine' });
  });

  it.each([-301, 301, -86_400])('sent %i seconds from now is refused, though rightly signed', (seconds) => {
    expect(verify(signed(first, { atMs: nowMs + seconds * 1000 }), body, nowMs)).toEqual(refused('outside-replay-window'));
  });

  it('is refused when its body, its identifier or its instant is not what was signed', () => {
    const tampered = Buffer.from(body.toString().replace('acknowledged', 'refused-here'));
    expect(verify(signed(first), tampered, nowMs)).toEqual(refused('wrong-signature'));
    expect(verify({ ...signed(first), 'webhook-id': 'msg_2' }, body, nowMs)).toEqual(refused('wrong-signature'));
    expect(verify({ ...signed(first), 'webhook-timestamp': String(nowMs / 1000 + 1) }, body, nowMs)).toEqual(refused('wrong-signature'));
  });

  it('is refused when bytes were changed that text would show alike', () => {
    const invalid = Buffer.from([0x7b, 0xff, 0x7d]);
    expect(verify(signed(first, { payload: invalid }), Buffer.from([0x7b, 0xfe, 0x7d]), nowMs)).toEqual(refused('wrong-signature'));
  });

  it.each(['v1', 'v1,', ',', 'v2,x', 'v1,AAAA', ' ', 'x'.repeat(10_000)])('with the signature %j is refused', (signature) => {
    expect(verify({ ...signed(first), 'webhook-signature': signature }, body, nowMs)).toMatchObject({ outcome: 'refused' });
  });
});

describe('the secrets', () => {
  it.each(['', '  ', 'whsec_', `${first} whsec_*not*base64*`])('%j stop the start, and are not repeated in the message', (secrets) => {
    expect(() => createSignatureVerifier(secrets)).toThrow(/^Callback secrets: /);
    expect(() => createSignatureVerifier(secrets)).not.toThrow(/not\*base64/);
  });
});
