/** The rules of an order: approved, signed, handed over, rejected (S-01 to S-06); and its laws over any acts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveryOf, servicesGone } from '../../../domain/order/delivery.ts';
import { isIban, isMobile, maskedIban, plainIban } from '../../../domain/order/iban.ts';
import { orderModel } from '../../../domain/order/model.ts';
import { invitationToSend, missingForProduction } from '../../../domain/order/progress.ts';
import { versionOf, type OrderCommand, type OrderEvent, type OrderState } from '../../../domain/order/order.ts';
import { held, line } from '../sales/given.ts';
import { add, after, answer, asked, complete, decide, electronic, inProduction, issued, minute, onPaper, opened, sealed, sent, signedByCode, startMs, typed, when, type Act } from './given.ts';

describe('a discount beyond the limit (S-01)', () => {
  const asking = after(opened({ discount: { basisPoints: 2_500, limitBasisPoints: 1_000 } }));
  it('is the business director’s to approve, before anything is issued', () => {
    expect([asking.phase, asked(asking)]).toEqual(['discount-approval', [['discount-approval', 'business-director', null]]]);
    expect(when(asking, answer('discount-approval', { approved: true, comment: 'Volume' })).state.phase).toBe('issuing');
  });
  it('ends the order where it is refused', () => {
    expect(when(asking, answer('discount-approval', { approved: false, comment: 'Trop' })).state).toMatchObject({ phase: 'ended', outcome: 'refused' });
  });
});

describe('the customer’s data (S-02)', () => {
  it('is changed once for all sub-orders: the order is issued anew, and no code that was sent before signs it', () => {
    const waiting = after(opened(), issued, electronic, { type: 'askCode' }, sent);
    const changed = when(waiting, { type: 'changeParty', version: 2 }).state;
    expect(changed).toMatchObject({ phase: 'issuing', document: null, partyVersion: 2 });
    // What was issued of the data before is not what is signed.
    expect(when(changed, { type: 'documentIssued', document: { id: 'x', digest: 'x', sizeBytes: 1 }, version: 1 }).events).toEqual([]);
    expect(decide(when(changed, issued).state, typed(true))).toBe('S-04.code-expired');
  });
  it('is not changed once the order is signed, but for when and by which access it can be delivered (S-05)', () => {
    const signed = after(opened(), ...signedByCode);
    expect(decide(signed, { type: 'changeParty', version: 2 })).toBe('wrong-state');
    expect(when(signed, { type: 'changeParty', version: 2, isSameOrder: true }).state).toMatchObject({ phase: 'signed', partyVersion: 2, document: signed.document });
  });
});

describe('a signature by code (S-04)', () => {
  const asking = after(opened(), issued, electronic, { type: 'askCode' });
  const waiting = when(asking, sent).state;

  it('is made by the code that was sent, within its ten minutes, and then sealed by its evidence', () => {
    expect(decide(asking, typed(true))).toBe('S-04.code-expired');
    const signed = when(waiting, typed(true), startMs + 10 * minute - 1).state;
    expect(signed).toMatchObject({ phase: 'sealing', signed: { how: 'code' } });
    expect(when(signed, sealed).state.phase).toBe('signed');
    expect(decide(waiting, typed(true), startMs + 10 * minute)).toBe('S-04.code-expired');
    expect(decide(waiting, { type: 'enterCode', ordinal: 2, isRight: true })).toBe('S-04.code-expired');
  });

  it('takes three tries of a code, three codes of an order, and another a minute after the last', () => {
    const tired = [1, 2, 3].reduce((state) => when(state, typed(false)).state, waiting);
    expect(decide(tired, typed(true))).toBe('S-04.too-many-attempts');
    expect(decide(waiting, { type: 'askCode' })).toBe('S-04.code-just-sent');
    const third = [1, 2].reduce((state, n) => when(when(state, { type: 'askCode' }, startMs + n * minute).state, sent, startMs + n * minute).state, waiting);
    expect(decide(third, { type: 'askCode' }, startMs + 60 * minute)).toBe('S-04.no-more-codes');
  });

  it('cannot be guessed: of any acts in any order, at most nine wrong codes are looked at, and a right one after three wrong ones of its own is refused', () => {
    const guess = fc.constantFrom<Act | 'wait'>('wait', { type: 'askCode' }, sent, typed(false), typed(false), typed(false), electronic, onPaper, { type: 'changeParty', version: 2 }, issued);
    fc.assert(fc.property(fc.array(guess, { maxLength: 120 }), (acts) => {
      let [state, nowMs, looked]: [OrderState, number, number] = [after(opened(), issued, electronic), startMs, 0];
      for (const act of acts) {
        if (act === 'wait') nowMs += minute;
        else {
          const before = state;
          const at = decide(state, act, nowMs);
          if (typeof at === 'string') continue;
          ({ state } = at);
          if (at.events.some(({ type }) => type === 'codeRefused')) looked += 1;
          if ((before.code?.attempts ?? 0) >= 3) expect(decide(before, typed(true), nowMs)).not.toHaveProperty('events');
        }
      }
      expect(looked).toBeLessThanOrEqual(9);
    }));
  });

  it('is led to by one link at a time, mailed anew when somebody else signs; his mandate is the customer’s to give until he has signed', () => {
    const invited = after(opened(), issued, electronic, { type: 'invitationSent', ordinal: 1 });
    expect([invitationToSend(after(opened(), issued, electronic)), invitationToSend(invited)]).toEqual([1, null]);
    const again = when(when(invited, { type: 'askCode' }).state, sent).state;
    expect(invitationToSend(when(again, { type: 'invite' }).state)).toBe(2);
    expect(decide(when(again, { type: 'invite' }).state, typed(true))).toBe('S-04.code-expired');
    expect(when(when(again, { type: 'invite' }).state, { type: 'invitationSent', ordinal: 1 }).events).toEqual([]);
    const without = after(opened(), issued, { type: 'prepareSignature', terms: { mode: 'electronic', mandate: 'paper', invoice: 'paper' } });
    expect(when(without, { type: 'giveMandate' }).state.signature?.mandate).toBe('electronic');
    // Of another account than the one that was shown: told of, and signed by no code that went out before.
    const given = when(again, { type: 'giveMandate' });
    expect([given.events, decide(given.state, typed(true))]).toEqual([[{ type: 'mandateGiven', voidsCode: true }], 'S-04.code-expired']);
    // As histories of before have it.
    expect(when(again, { type: 'giveMandate', isAsBefore: true }).events).toEqual([]);
    expect([decide(after(opened(), issued, onPaper), { type: 'invite' }), decide(after(opened(), issued, onPaper), { type: 'giveMandate' }), decide(after(opened(), ...signedByCode), { type: 'giveMandate' })]).toEqual(['wrong-state', 'wrong-state', 'wrong-state']);
  });

  it('is prepared, and its customer’s data changed, by who has read what stands there: of two at once the second is told (S-02, S-04)', () => {
    const by = (termsId: string, read?: string): OrderCommand => ({ type: 'prepareSignature', terms: { mode: 'electronic', mandate: 'paper', invoice: 'paper', termsId }, ...(read === undefined ? {} : { read }) });
    const ready = after(opened(), issued);
    const first = when(ready, by('t1', '1.0')).state;
    expect([versionOf(ready), versionOf(first), decide(first, by('t2', '1.0')), decide(first, { type: 'changeParty', version: 2, read: '1.0' })]).toEqual(['1.0', '1.t1', 'stale-version', 'stale-version']);
    // The mandate that the customer gives meanwhile is not overwritten either, nor given to another signatory than his.
    const given = when(first, { type: 'giveMandate', termsId: 't3', read: '1.t1' });
    expect([given.events[0], versionOf(given.state), given.state.signature?.mandate]).toEqual([{ type: 'mandateGiven', voidsCode: true, termsId: 't3' }, '1.t3', 'electronic']);
    expect([decide(given.state, by('t2', '1.t1')), decide(given.state, { type: 'giveMandate', termsId: 't4', read: '1.t1' })]).toEqual(['stale-version', 'stale-version']);
    expect(versionOf(when(given.state, { type: 'changeParty', version: 2, read: '1.t3' }).state)).toBe('2.t3');
    // Who was told nothing of versions, as histories of before.
    expect(versionOf(when(given.state, electronic).state)).toBe('1.1');
  });

  it('has its time from when its discount is approved, expires where nobody signs, and is given up until it goes to production (C-08)', () => {
    const untilMs = startMs + 30 * 24 * 60 * minute;
    expect(when(waiting, { type: 'signatureExpired' }, untilMs - 1).events).toEqual([]);
    expect(when(waiting, { type: 'signatureExpired' }, untilMs).state).toMatchObject({ phase: 'ended', outcome: 'expired' });
    expect(when(waiting, { type: 'abandon', reason: 'x' }).state.outcome).toBe('abandoned');
    // Its seller alone: neither the customer's link nor a cancellation of the engine gives up what is signed.
    expect(decide(after(opened(), ...signedByCode), { type: 'abandon', reason: 'x' })).toBe('wrong-state');
    expect(when(after(opened(), ...signedByCode), { type: 'abandon', reason: 'x', alsoSigned: true }).state).toMatchObject({ phase: 'ended', outcome: 'withdrawn', tasks: { open: {} } });
    expect(decide(after(opened(), ...inProduction), { type: 'abandon', reason: 'x', alsoSigned: true })).toBe('wrong-state');
    const late = startMs + 40 * 24 * 60 * minute;
    const approved = when(after(opened({ discount: { basisPoints: 2_500, limitBasisPoints: 1_000 } })), answer('discount-approval', { approved: true, comment: 'x' }), late).state;
    expect(when(approved, { type: 'signatureExpired' }, late).events).toEqual([]);
    expect(when(approved, { type: 'signatureExpired' }, late + 30 * 24 * 60 * minute).state.outcome).toBe('expired');
  });

  it('is gone back on by the customer himself once it is signed, within the days that he has, and by no other way than that of a deployment (C-08)', () => {
    const signed = after(opened(), ...signedByCode);
    const on = (declaredOn: string): OrderCommand => ({ type: 'withdraw', reason: null, declared: { declaredOn, from: '2026-03-02', today: '2026-03-20', until: '2026-03-16' } });
    expect(['2026-03-01', '2026-03-21', '2026-03-17'].map((day) => decide(signed, on(day)))).toEqual(['C-08.declared-on', 'C-08.declared-on', 'C-08.period-over']);
    const withdrawn = when(signed, on('2026-03-16'));
    expect(withdrawn.events[0]).toEqual({ type: 'orderWithdrawn', declaredOn: '2026-03-16', until: '2026-03-16', reason: null });
    expect(withdrawn.state).toMatchObject({ phase: 'ended', outcome: 'withdrawn', tasks: { open: {} } });
    expect([when(withdrawn.state, on('2026-03-16')).events, decide(waiting, on('2026-03-16')), decide(after(opened(), ...inProduction), on('2026-03-16'))]).toEqual([[], 'wrong-state', 'wrong-state']);
    // He is told once; of one that nobody had signed he is not.
    const told = when(withdrawn.state, { type: 'withdrawalTold' });
    expect([told.events, when(told.state, { type: 'withdrawalTold' }).events, when(when(waiting, { type: 'abandon', reason: 'x' }).state, { type: 'withdrawalTold' }).events]).toEqual([[{ type: 'withdrawalTold' }], [], []]);
  });

  it('remains possible on paper: the scan carries the number of the order', () => {
    expect(decide(waiting, add('purchase-order', 'CMD-2026-000001'))).toBe('S-04.not-on-paper');
    const paper = when(waiting, onPaper).state;
    expect(decide(paper, add('purchase-order', 'CMD-2026-000002'))).toBe('S-04.other-order-number');
    const signed = when(paper, add('purchase-order', 'CMD-2026-000001')).state;
    expect([signed.phase, missingForProduction(signed)]).toEqual(['signed', ['deal-simulator', 'eligibility-evidence', 'bank-details', 'sepa-mandate']]);
  });
});

describe('a hand-over (S-05)', () => {
  it('needs every document; said again, it changes nothing; what the launch refuses comes back with its code', () => {
    const signed = after(opened(), ...signedByCode);
    expect(asked(signed)).toEqual([['order-hand-over', 'sales-engineer', 'sales-engineer']]);
    expect(decide(signed, { type: 'handOver' })).toBe('S-05.incomplete');
    const missing = (state: OrderState) => Object.values(state.tasks.open).map(({ context }) => context['missing']);
    expect([missing(signed), missing(when(signed, add('deal-simulator')).state)]).toEqual([['deal-simulator, eligibility-evidence'], ['eligibility-evidence']]);
    expect(missing(when(signed, { ...add('deal-simulator'), isAsBefore: true } as OrderCommand).state)).toEqual(missing(signed));
    expect(asked(after(opened({ emitter: 'x', emitterAs: 'account-manager' }), ...signedByCode))).toEqual([['order-hand-over', 'account-manager', 'x']]);
    const handing = complete.concat({ type: 'handOver' }).reduce<OrderState>((state, act) => when(state, act).state, signed);
    expect(handing.phase).toBe('handing-over');
    expect(when(handing, { type: 'handOver' }).events).toEqual([]);
    expect(when(handing, { type: 'handOverFailed', code: 'D-01.target-date-past' }).state).toMatchObject({ phase: 'signed', handOverFailure: 'D-01.target-date-past' });
  });

  it('never takes an unsigned, incomplete or unbalanced order to production, whatever is done (S-03, S-04, S-05)', () => {
    let handedOver = 0;
    const any = fc.constantFrom<Act>(
      issued, issued, electronic, onPaper, { type: 'askCode' }, sent, typed(true), typed(false), sealed, { type: 'sealed', evidence: null }, add('purchase-order', 'CMD-2026-000001'), ...complete, add('bank-details'), add('sepa-mandate'),
      { type: 'handOver' }, { type: 'handOver' }, { type: 'handedOver', deploymentId: 'AFF-2026-000001', terminationId: null }, { type: 'changeParty', version: 2 }, (state) => ({ type: 'completeTask', taskId: Object.keys(state.tasks.open)[0] ?? '', input: { approved: true, comment: 'x' } as never }),
    );
    // Each part of the whole is drawn by itself, so that what hangs together in a real order does not: a schedule beside its total, sub-orders that do not add up to it, or of both signs.
    const amounts = fc.record({ parts: fc.array(fc.constantFrom<number>(12_000, 6_000, -6_000, 0), { minLength: 1, maxLength: 2 }), off: fc.constantFrom(0, 0, 0, 1, -1), scheduledOff: fc.constantFrom(0, 0, 0, 1, -1) });
    fc.assert(fc.property(fc.array(any, { maxLength: 90, size: 'max' }), amounts, fc.boolean(), fc.boolean(), (acts, { parts, off, scheduledOff }, isDiscounted, delivers) => {
      const ttcCents = parts.reduce((sum, part) => sum + part, 0) + off;
      const scheduledCents = Math.max(0, ttcCents) + scheduledOff;
      let state = after(opened({ ttcCents, scheduledCents, subOrders: parts.map((part) => ({ range: 'access', htCents: part, ttcCents: part })), delivers, discount: isDiscounted ? { basisPoints: 2_000, limitBasisPoints: 1_000 } : null }));
      // What is demanded of it is told from the events alone, not by the functions that demand it.
      const seen: OrderEvent[] = [];
      for (const act of acts) {
        const at = decide(state, act);
        if (typeof at !== 'string') {
          ({ state } = at);
          seen.push(...at.events);
        }
        if (state.phase !== 'handing-over' && state.phase !== 'in-production') continue;
        handedOver += 1;
        const signatures = seen.flatMap((event) => (event.type === 'orderSigned' ? [event.how] : []));
        expect(signatures).toHaveLength(1);
        const evidence = seen.findLast((event) => event.type === 'signatureSealed')?.evidence ?? null;
        const held = new Set<string>([...seen.flatMap((event) => (event.type === 'fileAdded' ? [event.file.kind] : [])), ...(evidence ? ['purchase-order', ...(evidence.mandate ? ['sepa-mandate'] : [])] : [])]);
        const isElectronicMandate = signatures[0] === 'code' && seen.findLast((event) => event.type === 'signaturePrepared')?.terms.mandate === 'electronic';
        const wanted = ['purchase-order', ...(delivers ? ['deal-simulator', 'eligibility-evidence', ...(isElectronicMandate ? [] : ['bank-details', 'sepa-mandate'])] : [])];
        expect(wanted.filter((kind) => !held.has(kind))).toEqual([]);
        expect([off, scheduledOff, new Set(parts.map((part) => part < 0)).size]).toEqual([0, 0, 1]);
        if (isDiscounted) expect(seen.some((event) => event.type === 'discountDecided' && event.approved)).toBe(true);
        break;
      }
    }), { numRuns: 1_500 });
    // Otherwise it was never tried.
    expect(handedOver).toBeGreaterThan(20);
  });
});

describe('a reject (S-06)', () => {
  const rejected = after(opened(), ...inProduction, { type: 'reject', side: 'billing', by: 'billing-admin', as: 'billing-admin', comment: 'RIB illisible' });
  it('is a task of the emitter, comes back to who rejected, and goes on until he is content', () => {
    expect(asked(rejected)).toEqual([['order-reject', 'sales-engineer', 'sales-engineer']]);
    const answered = when(rejected, answer('order-reject', { comment: 'Nouveau RIB' })).state;
    expect(asked(answered)).toEqual([['order-reject-review', 'billing-admin', 'billing-admin']]);
    const again = when(answered, answer('order-reject-review', { settled: false, comment: 'Toujours pas' })).state;
    expect(asked(again)).toEqual([['order-reject', 'sales-engineer', 'sales-engineer']]);
    const settled = [answer('order-reject', { comment: 'Voilà' }), answer('order-reject-review', { settled: true, comment: 'Merci' })].reduce((state, act) => when(state, act).state, again);
    expect([asked(settled), settled.rejects.map(({ status }) => status)]).toEqual([[], ['settled']]);
  });
  it('is possible in production only, several at once, and ends with it', () => {
    expect(decide(after(opened(), ...signedByCode), { type: 'reject', side: 'production', by: 'x', as: 'coordinator', comment: 'x' })).toBe('wrong-state');
    const two = when(rejected, { type: 'reject', side: 'production', by: 'c', as: 'coordinator', comment: 'Adresse' }).state;
    expect(asked(two)).toHaveLength(2);
    expect(when(two, { type: 'productionEnded' }).state).toMatchObject({ phase: 'ended', outcome: 'produced', tasks: { open: {} } });
    expect(when(two, { type: 'productionEnded', how: 'cancelled' }).state).toMatchObject({ phase: 'ended', outcome: 'cancelled' });
  });
});

describe('what production is to do (S-05)', () => {
  const terms = { engagementMonths: 36, vatBasisPoints: 2_000 };
  const access = { rds: 'RDS-000001', product: 'old', label: 'Ancien', site: 'Lyon', monthlyCents: 5_000 };
  const phone = { rds: 'RDS-000001', product: 'phone', label: 'Ligne', site: 'Lyon', monthlyCents: 900 };
  const heldAccess = held({ held: { product: 'old', label: 'Ancien' } });
  it('delivers what is new where it is sold, and a service that changes anew with all that is left of it', () => {
    const delivery = deliveryOf([{ ...heldAccess, action: 'change', recurringCents: 4_000, oneOffCents: 100, product: 'ftth-pro', label: 'Fibre' }, line({ product: 'router-pro', label: 'Routeur', quantity: 2, recurringCents: 100, oneOffCents: 0 })], [access, phone], terms);
    expect(delivery).toEqual({ ends: [], sites: [{ label: 'Lyon', replaces: ['RDS-000001'], lines: [
      { code: 'ftth-pro', label: 'Fibre', recurringCents: 4_000, oneOffCents: 100 }, { code: 'phone', label: 'Ligne', recurringCents: 900, oneOffCents: 0 }, { code: 'router-pro', label: '2 × Routeur', recurringCents: 200, oneOffCents: 0 },
    ] }] });
  });
  it('means the service that took the place of the one that was ordered on, and none where it has gone (C-08)', () => {
    const now = [{ ...access, rds: 'RDS-000002', formerly: ['RDS-000001'] }, { ...phone, rds: 'RDS-000002', formerly: ['RDS-000001'] }];
    const removed = [{ ...heldAccess, action: 'remove' as const }];
    expect(deliveryOf(removed, now, terms)).toMatchObject({ ends: [], sites: [{ replaces: ['RDS-000002'], lines: [{ code: 'phone' }] }] });
    expect(deliveryOf(removed, now.slice(0, 1), terms)).toEqual({ sites: [], ends: ['RDS-000002'] });
    expect([servicesGone(removed, now), servicesGone(removed, []), servicesGone([heldAccess], [])]).toEqual([[], ['RDS-000001'], []]);
  });
  it('ends a service of which everything goes, and only then', () => {
    expect(deliveryOf([{ ...heldAccess, action: 'remove' }], [access], terms)).toEqual({ sites: [], ends: ['RDS-000001'] });
    expect(deliveryOf([{ ...heldAccess, action: 'remove' }], [access, phone], terms)).toMatchObject({ ends: [], sites: [{ replaces: ['RDS-000001'], lines: [{ code: 'phone' }] }] });
    expect(deliveryOf([heldAccess], [access], terms)).toEqual({ sites: [], ends: [] });
  });
});

describe('bank accounts and mobiles (S-04)', () => {
  it('are told by check digits and length, and shown by their end', () => {
    expect([plainIban('fr76 3000 6000 0112 3456 7890 189'), 'DE89370400440532013000', 'BE68539007547034'].map(isIban)).toEqual([true, true, true]);
    expect(['FR7630006000011234567890188', 'FR763000600001123456789018', 'US12345678901234567890', 'FR', ''].map(isIban)).toEqual([false, false, false, false, false]);
    expect(maskedIban('FR7630006000011234567890189')).toBe('FR•• •••• 0189');
  });
  it('have no other key that one wrong digit would leave right', () => {
    fc.assert(fc.property(fc.integer({ min: 4, max: 26 }), fc.integer({ min: 1, max: 9 }), (place, more) => {
      const iban = 'FR7630006000011234567890189';
      expect(isIban(`${iban.slice(0, place)}${(Number(iban[place]) + more) % 10}${iban.slice(place + 1)}`)).toBe(false);
    }));
  });
  it('get a code only where an SMS arrives', () => {
    expect(['+33612345678', '+33712345678', '+4915112345678', '+33112345678', '0612345678', '+33 6'].map(isMobile)).toEqual([true, true, true, false, false, false]);
  });
});

it('an order begins as nothing (S-02)', () => {
  expect(decide(orderModel.initial, { type: 'askCode' })).toBe('wrong-state');
});
