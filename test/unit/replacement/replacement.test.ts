/** The rules of a hardware replacement: what it checks, what it asks of people, and how the part is followed (T-20). */
import { describe, expect, it } from 'vitest';
import { concernsOf } from '../../../domain/replacement/hardware.ts';
import { replacementModel } from '../../../domain/replacement/model.ts';
import { after, answer, asked, covered, found, known, opened, ordered, orderKey, unknown, warranty, when } from './given.ts';

const codeOf = (...[state, command]: Parameters<typeof replacementModel.decide> extends [infer S, infer C, ...unknown[]] ? [S, C] : never): string | null => {
  const decision = replacementModel.decide(state, command, 1_000);
  return decision.accepted ? null : decision.refusal.code;
};

describe('warranty and history', () => {
  it.each([
    // A month and a half before 22 November, to the day, is 8 October.
    ['2026-10-08', 45, []], ['2026-10-09', 45, ['treated-recently']], ['2026-11-22', 45, ['treated-recently']], ['2026-11-21', 0, []],
  ])('of hardware treated on %s, with %i days of policy, give %j on 22 November (T-20)', (lastTreatedOn, days, concerns) => {
    expect(concernsOf({ ...covered, lastTreatedOn }, days)).toEqual(concerns);
  });

  it('end with the last day of the cover', () => {
    expect(concernsOf({ ...covered, coveredUntil: '2026-11-22' }, 45)).toEqual([]);
    expect(concernsOf({ ...covered, coveredUntil: '2026-11-21' }, 45)).toEqual(['out-of-warranty']);
    expect(concernsOf({ ...covered, coveredUntil: null, lastTreatedOn: '2026-11-20' }, 45)).toEqual(['treated-recently', 'out-of-warranty']);
  });
});

describe('a replacement', () => {
  it('follows a later version of its policy, and none that it has already or that comes after its end', () => {
    const applied = (version: number, recentTreatmentDays: number) => ({ type: 'applyPolicy', applied: { policy: 'field-service', version, frozen: { recentTreatmentDays } } }) as const;
    const recently = warranty({ lastTreatedOn: '2026-11-20' });
    expect(after(opened(), recently).concerns).toEqual(['treated-recently']);
    expect(after(opened(), applied(2, 0), applied(2, 45), recently).concerns).toEqual([]);
    const abandoned = after(opened(), recently, answer({ choice: 'abandon', comment: 'x' }));
    expect(when(abandoned, applied(2, 0)).events).toEqual([]);
  });

  it('goes from the warranty to the return of the faulty part without asking anybody but for the swap (T-20)', () => {
    const received = after(opened(), warranty(), known, found, ordered, { type: 'partTold', orderKey, fact: { type: 'shipped', trackingReference: 'COL-1' }, heard: 'callback' },
      { type: 'partTold', orderKey, fact: { type: 'received', receivedOn: '2026-11-24' }, heard: 'callback' });
    expect(received.phase).toBe('swap');
    expect(asked(received)).toMatchObject({ step: 'replacement-swap', partNumber: 'L1-001', orderReference: 'CSDP-1' });
    const swapped = when(received, answer({ replacedOn: '2026-11-25', returnReference: 'RET-1' })).state;
    expect([swapped.phase, asked(swapped)]).toEqual(['return', undefined]);
    const { state, events } = when(swapped, { type: 'partTold', orderKey, fact: { type: 'returned', returnedOn: '2026-11-28' }, heard: 'callback' });
    expect(state).toMatchObject({ phase: 'done', endedAtMs: 1_000, isBilled: false, order: { receivedOn: '2026-11-24', replacedOn: '2026-11-25', returnedOn: '2026-11-28' } });
    expect(events.map(({ type }) => type)).toEqual(['partTold', 'phaseEntered']);
  });

  it('asks for what is missing, all at once, and does not go on without it (T-20)', () => {
    const state = after(opened({ serialNumber: null, fault: null }));
    expect(asked(state)).toMatchObject({ step: 'replacement-information', missing: 'serialNumber, fault' });
    const [taskId = ''] = Object.keys(state.tasks.open);
    expect(codeOf(state, { type: 'completeTask', taskId, input: { serialNumber: '5CG-1000' } })).toBe('T-20.information-missing');
    expect(when(state, answer({ serialNumber: '5CG-1000', fault: 'disk' })).state.phase).toBe('warranty');
  });

  it('asks for another serial number where Warranty Check has never heard of it', () => {
    const state = after(opened(), warranty({ isKnown: false, coveredUntil: null }));
    expect(asked(state)).toMatchObject({ step: 'replacement-information', missing: 'serialNumber' });
    expect(when(state, answer({ serialNumber: '5CG-2000' })).state).toMatchObject({ phase: 'warranty', serialNumber: '5CG-2000' });
  });

  it('treated recently is confirmed by the technician, or goes on with another serial number, or is abandoned (T-20)', () => {
    const state = after(opened(), warranty({ lastTreatedOn: '2026-11-12' }));
    expect(asked(state)).toMatchObject({ step: 'replacement-confirmation', concern: 'treated-recently', lastTreatedOn: '2026-11-12', choices: 'go-on, other-serial-number, abandon' });
    expect(when(state, answer({ choice: 'go-on', comment: 'Autre panne' })).state.phase).toBe('inventory');
    const other = when(state, answer({ choice: 'other-serial-number', serialNumber: '5CG-2000', comment: 'Échangé' })).state;
    expect(other).toMatchObject({ phase: 'warranty', serialNumber: '5CG-2000', warranty: null, concerns: [] });
    const abandoned = when(state, answer({ choice: 'abandon', comment: 'Client servi autrement' })).state;
    expect([abandoned.phase, abandoned.endedAtMs, asked(abandoned)]).toEqual(['abandoned', 1_000, undefined]);
  });

  it('out of warranty is billed, once the technician says that the customer has agreed; each concern is settled for itself', () => {
    const both = after(opened(), warranty({ lastTreatedOn: '2026-11-12', coveredUntil: '2025-01-01' }), answer({ choice: 'go-on', comment: 'Vu' }));
    expect(asked(both)).toMatchObject({ concern: 'out-of-warranty' });
    expect(when(both, answer({ choice: 'go-on', comment: 'Client d’accord' })).state).toMatchObject({ phase: 'inventory', isBilled: true });
  });

  it('whose warranty nobody could read is a question too (D-24)', () => {
    expect(asked(after(opened(), { type: 'warrantyRead', warranty: null }))).toMatchObject({ concern: 'warranty-unverified' });
  });

  it('of hardware that the inventory does not know asks for its model, has it created, and waits (T-20)', () => {
    const state = after(opened(), warranty({ model: null }), unknown);
    expect(asked(state)).toMatchObject({ step: 'replacement-information', missing: 'model' });
    const requested = after(opened(), warranty({ model: null }), unknown, answer({ model: 'EliteBook 840' }), { type: 'creationRequested', itemKey: 'REP-2026-000001.item.1', reference: 'NES-1' });
    expect([requested.phase, requested.item]).toEqual(['inventory', 'requested']);
    expect(when(requested, { type: 'itemTold', itemKey: 'REP-2026-000001.item.1', fact: { type: 'created' }, heard: 'callback' }).state.phase).toBe('part');
    const refused = when(requested, { type: 'itemTold', itemKey: 'REP-2026-000001.item.1', fact: { type: 'refused', reason: 'unknown-model' }, heard: 'callback' }).state;
    expect(asked(refused)).toMatchObject({ concern: 'creation-refused' });
    expect(when(refused, answer({ choice: 'go-on', comment: 'Créé à la main' })).state.phase).toBe('part');
  });

  it('of which no part is found has it named by a person', () => {
    const state = after(opened(), warranty(), known, { type: 'partFound', partNumber: null });
    expect(asked(state)).toMatchObject({ missing: 'partNumber' });
    expect(when(state, answer({ partNumber: 'L9-009' })).state).toMatchObject({ phase: 'order', partNumber: 'L9-009' });
  });

  it('whose order is refused is ordered anew under another key, or abandoned', () => {
    const state = after(opened(), warranty(), known, found, { type: 'orderRefused', orderKey, reason: 'part-discontinued' });
    expect(asked(state)).toMatchObject({ concern: 'order-refused', choices: 'go-on, abandon' });
    const [taskId = ''] = Object.keys(state.tasks.open);
    expect(codeOf(state, { type: 'completeTask', taskId, input: { choice: 'other-serial-number', serialNumber: '5CG-2000', comment: '' } })).toBe('D-09.choice-not-open');
    expect(when(state, answer({ choice: 'go-on', comment: 'Remplaçante' })).state).toMatchObject({ phase: 'order', attempts: 1 });
  });

  it('ordered by other means, after the call was passed over, awaits nothing of CSDP (D-24)', () => {
    const state = after(opened(), warranty(), known, found, { type: 'partOrdered', orderKey, reference: null, on: null });
    expect(state.phase).toBe('swap');
    expect(when(state, answer({ replacedOn: '2026-11-25', returnReference: 'RET-1' })).state.phase).toBe('done');
  });
});

describe('what CSDP and the inventory tell', () => {
  const delivering = after(opened(), warranty(), known, found, ordered);
  const typesOf = (command: Parameters<typeof when>[1], state = delivering) => when(state, command).events.map(({ type }) => type);

  it('is kept as ignored when it comes again, of another order, or when nothing is awaited', () => {
    const shipped = { type: 'partTold', orderKey, fact: { type: 'shipped', trackingReference: 'COL-1' }, heard: 'callback' } as const;
    const { state } = when(delivering, shipped);
    expect(typesOf(shipped, state)).toEqual(['callbackIgnored']);
    expect(typesOf({ ...shipped, orderKey: 'REP-2026-000001.part.2' })).toEqual(['callbackIgnored']);
    expect(typesOf({ type: 'itemTold', itemKey: 'REP-2026-000001.item.1', fact: { type: 'created' }, heard: 'callback' })).toEqual(['callbackIgnored']);
  });

  it('is no event when we asked ourselves and learned nothing new', () => {
    expect(typesOf({ type: 'partTold', orderKey: 'REP-2026-000001.part.2', fact: { type: 'received', receivedOn: '2026-11-24' }, heard: 'asked' })).toEqual([]);
  });

  it('may come out of order: what has come in was sent', () => {
    const received = when(delivering, { type: 'partTold', orderKey, fact: { type: 'received', receivedOn: '2026-11-24' }, heard: 'callback' }).state;
    expect(received.phase).toBe('swap');
    const late = when(received, { type: 'partTold', orderKey, fact: { type: 'shipped', trackingReference: 'COL-1' }, heard: 'callback' }).state;
    expect([late.phase, Object.keys(late.tasks.open)]).toEqual(['swap', Object.keys(received.tasks.open)]);
  });
});
