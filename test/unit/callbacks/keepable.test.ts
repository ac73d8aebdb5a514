/** What outside systems send is kept whatever it is, and reaches a journey only when its record can hold it. */
import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../../api/callbacks/routes.ts';
import { billingStartAnswer } from '../../../ports/billing.ts';
import { oblCallback, oblOrderState } from '../../../ports/obl.ts';

const acknowledged = { type: 'order.acknowledged', orderKey: 'AFF-2026-000123.S001.1', oblReference: 'OBL-1', plannedDeliveryDate: '2026-12-01' };
const delivered = {
  type: 'order.delivered', orderKey: 'AFF-2026-000123.S001.1', oblReference: 'OBL-1', reportReference: 'PV-1', deliveredOn: '2026-12-01', reservations: ['prise à refixer'],
};

describe('the body of a signed callback', () => {
  it('is kept as it is when jsonb can hold it', () => {
    expect(payloadOf(Buffer.from(JSON.stringify(acknowledged)))).toEqual(acknowledged);
    expect(payloadOf(Buffer.from('{"smile": "\\ud83d\\ude00"}'))).toEqual({ smile: '😀' });
  });

  it.each([
    ['a NUL', '{"note": "\\u0000"}'], ['half of a surrogate pair', '{"note": "\\ud800"}'], ['half of a pair in a name', '{"\\udc00": 1}'],
    ['more depth than a stack has', `${'['.repeat(100_000)}${']'.repeat(100_000)}`], ['no JSON', 'order=1'],
  ])('is kept as text when it has %s', (_, text) => {
    expect(payloadOf(Buffer.from(text))).toEqual({ unreadable: text });
  });

  it('shows a NUL that stands in plain text', () => {
    expect(payloadOf(Buffer.from('a\0b'))).toEqual({ unreadable: 'a\\u0000b' });
  });
});

describe('what an outside system says', () => {
  it('is understood, a business number of seven digits too', () => {
    for (const callback of [acknowledged, delivered, { ...acknowledged, orderKey: 'AFF-2026-1000000.S001.1' }]) expect(oblCallback.safeParse(callback).success).toBe(true);
  });

  it.each([
    ['a date that stands for “unknown”', { ...acknowledged, plannedDeliveryDate: '9999-12-31' }],
    ['a date before all dates', { ...delivered, deliveredOn: '0000-01-01' }],
    ['half of a surrogate pair', { ...acknowledged, oblReference: '\ud800' }],
    ['a text without end', { ...delivered, reservations: ['x'.repeat(501)] }],
    ['a list without end', { ...delivered, reservations: Array.from({ length: 101 }, () => 'x') }],
  ])('is a breach of the contract with %s: PostgreSQL or the engine would refuse the event for ever', (_, callback) => {
    expect(oblCallback.safeParse(callback).success).toBe(false);
  });

  it('is checked alike in an answer', () => {
    const state = { state: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '2026-12-01', slot: null, offer: null, refusalReason: null, deliveryReport: null };
    expect(oblOrderState.safeParse(state).success).toBe(true);
    expect(oblOrderState.safeParse({ ...state, plannedDeliveryDate: '9999-12-31' }).success).toBe(false);
    expect(billingStartAnswer.safeParse({ outcome: 'refused', reason: '\0' }).success).toBe(false);
  });
});
