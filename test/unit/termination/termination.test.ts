/** The rules of a termination, given, when, then (R-01 to R-07, C-08). */
import { describe, expect, it } from 'vitest';
import { chargeableEquipment, effectiveAtMs, nextReminder, partsToEnd, winBackUntilMs } from '../../../domain/termination/progress.ts';
import { phasesBeforeReturn, terminationSteps } from '../../../domain/termination/steps.ts';
import type { DeproductionPart, TerminationCommand, TerminationState } from '../../../domain/termination/termination.ts';
import { after, answer, asked, day, effective, entered, feeConfirmed, invoiced, leaves, opened, opening, partEnded, refusalOf, registered, startMs, stopped, toDeproduction, when, type Act } from './given.ts';

const parts: readonly DeproductionPart[] = ['supervision', 'backbone', 'radius', 'ip', 'service', 'access-line'];
const allEnded: readonly Act[] = opening.services.flatMap(({ rds }) => parts.map((part) => partEnded(rds, part)));
const labels: Act = { type: 'labelsSent', document: null, sentOn: '2026-04-06' };
/** Each step once, in the order of their names. */
const stepsOf = ({ tasks }: TerminationState): string[] => Object.values(tasks.open).map(({ step }) => step).toSorted();
const taskAnswered = (state: TerminationState, act: Act) => (typeof act === 'function' ? act(state) : act) as Extract<TerminationCommand, { type: 'completeTask' }>;
const typesOf = (events: readonly { type: string }[]): string[] => events.map(({ type }) => type);

describe('a termination', () => {
  it('waits for its ticket, then for its letter, whichever order they are told in again (R-01)', () => {
    expect(after(opened()).phase).toBe('registration');
    expect(after(opened(), { type: 'ticketOpened', ticket: 'TCK-1' }).phase).toBe('registration');
    const state = after(opened(), ...registered);
    expect([state.phase, state.ticket]).toEqual(['win-back', 'TCK-2026-000001']);
    expect(when(state, { type: 'ticketOpened', ticket: 'TCK-2' }).events).toEqual([]);
    expect(when(state, { type: 'confirmationSent', document: null }).events).toEqual([]);
  });

  it('asks sales to win the customer back within ten business days, then goes on (R-02)', () => {
    const state = after(opened(), ...registered);
    expect(asked(state)).toMatchObject({ step: 'win-back', owner: 'sales-engineer', dueOn: '2026-01-19T12:00:00.000Z', monthlyCents: 14_900 });
    expect(when(state, { type: 'winBackLapsed' }, startMs + 14 * day - 1).events).toEqual([]);
    const lapsed = when(state, { type: 'winBackLapsed' }, startMs + 14 * day);
    expect(typesOf(lapsed.events)).toEqual(['winBackEnded', 'taskWithdrawn', 'phaseEntered', 'feeComputed', 'taskOpened']);
    expect([lapsed.state.winBack, lapsed.state.phase]).toEqual(['lapsed', 'fee']);
  });

  it('ends where he is won back, and keeps his service (R-02)', () => {
    const { state, events } = when(after(opened(), ...registered), answer({ outcome: 'kept', comment: 'Remise de 10 %' }));
    expect([state.outcome, state.phase]).toEqual(['kept', 'closing']);
    expect(events).toContainEqual({ type: 'winBackEnded', how: 'kept' });
    const closed = when(state, { type: 'ticketClosed' });
    expect(closed.events.at(-1)).toEqual({ type: 'terminationEnded', outcome: 'kept' });
    expect(when(closed.state, { type: 'ticketClosed' }).events).toEqual([]);
  });

  it('has a letter that could not be mailed posted by a person, and goes on meanwhile (R-01)', () => {
    const document = { id: 'D-1', digest: 'd', sizeBytes: 1 };
    const state = after(opened(), { type: 'ticketOpened', ticket: 'TCK-1' }, { type: 'confirmationSent', document, isByPost: true });
    expect(state.phase).toBe('win-back');
    const letter = Object.values(state.tasks.open).find(({ step }) => step === 'letter-by-post');
    expect(letter).toMatchObject({ owner: 'service-agent', context: { letter: 'termination-confirmation', documentId: 'D-1' } });
    expect(state.news.at(-1)).toEqual({ kind: 'confirmed', facts: { document: 'D-1', by: 'post' } });
    const lapsed = when(state, { type: 'winBackLapsed' }, startMs + 14 * day).state;
    expect(stepsOf(lapsed)).toEqual(['letter-by-post', 'termination-fee']);
    expect(stepsOf(when(lapsed, { type: 'completeTask', taskId: letter?.id ?? '', input: {} }).state)).toEqual(['termination-fee']);
    // Who stays needs no letter any more.
    expect(stepsOf(when(lapsed, { type: 'withdraw', reason: 'x' }).state)).toEqual([]);
  });

  it('that the desk ended the ticket of does not end before the customer has heard the rest (R-07)', () => {
    const state = after(opened(), ...registered, { type: 'ticketTold', upTo: 1 }, { type: 'ticketClosed', tellsRest: true });
    const withdrawn = when(state, { type: 'withdraw', reason: 'x' }).state;
    expect([withdrawn.phase, withdrawn.news.length]).toEqual(['closing', 2]);
    expect(when(withdrawn, { type: 'ticketTold', upTo: 2 }).state).toMatchObject({ phase: 'ended', outcome: 'withdrawn' });
    // As histories from before hold it.
    expect(after(opened(), ...registered, { type: 'ticketClosed' }, { type: 'withdraw', reason: 'x' }).phase).toBe('ended');
  });

  it('moves the limit of the win-back with the policy that is applied to it (R-02)', () => {
    const state = after(opened(), ...registered, { type: 'applyPolicy', applied: { policy: 'termination', version: 2, frozen: { winBackWithin: { elapsedMs: day } } } });
    expect(winBackUntilMs(state)).toBe(startMs + day);
    expect(asked(state)).toMatchObject({ dueOn: new Date(startMs + day).toISOString() });
    expect(when(state, { type: 'applyPolicy', applied: { policy: 'termination', version: 2, frozen: { winBackWithin: { elapsedMs: 2 * day } } } }).events).toEqual([]);
  });

  it('shows billing the fee with its working, and takes what billing decides (R-03)', () => {
    const state = after(opened({ claimedExemption: 'legal' }), ...registered, leaves);
    expect(asked(state)).toMatchObject({
      step: 'termination-fee', owner: 'billing-admin', totalCents: 9 * 4_900, noticeEndsOn: '2026-04-05', claimedExemption: 'legal', choices: 'confirm, exempt, amend',
      working: 'RDS-000001: 9 × 49,00 € = 441,00 € (2026-12-31) ; RDS-900001: 0 × 100,00 € = 0,00 € (2026-03-31)',
    });
    expect(when(state, feeConfirmed).state.feeCents).toBe(9 * 4_900);
    expect(when(state, answer({ choice: 'exempt', exemption: 'legal', comment: 'Juste' })).state.feeCents).toBe(0);
    expect(when(state, answer({ choice: 'amend', totalCents: 10_000, comment: 'Accord' })).state.feeCents).toBe(10_000);
    expect(refusalOf(state, answer({ choice: 'exempt', exemption: 'friend', comment: 'x' }))).toBe('R-03.unknown-exemption');
  });

  it('computes the fee anew where a policy that is applied meanwhile gives another notice, and keeps what billing has decided (R-03)', () => {
    const applied = { type: 'applyPolicy', applied: { policy: 'termination', version: 2, frozen: { noticeMonths: 1 } } } as const;
    const state = after(opened(), ...registered, leaves, applied);
    expect(asked(state)).toMatchObject({ step: 'termination-fee', noticeMonths: 1, noticeEndsOn: '2026-02-05', totalCents: 11 * 4_900 + 2 * 10_000 });
    expect(when(state, feeConfirmed).state.feeCents).toBe(11 * 4_900 + 2 * 10_000);
    expect(when(after(opened(), ...registered, leaves, feeConfirmed), applied).state).toMatchObject({ feeCents: 9 * 4_900, fee: { noticeEndsOn: '2026-04-05' } });
  });

  it('has the fee typed in where the engagement is not known (R-03)', () => {
    const state = after(opened({ services: [{ rds: 'RDS-900001', serviceKey: 'RDS-900001', orderKey: null, monthlyCents: null, engagementEndsOn: null }] }), ...registered, leaves);
    expect(asked(state)).toMatchObject({ totalCents: null, choices: 'exempt, amend' });
    expect(refusalOf(state, feeConfirmed)).toBe('R-03.fee-unknown');
    expect(when(state, answer({ choice: 'amend', totalCents: 0, comment: 'Sans engagement' })).state.phase).toBe('entry');
  });

  it('is entered with a date, and is effective when that day is over in the operator’s zone (R-04)', () => {
    const state = after(opened(), ...registered, leaves, feeConfirmed);
    expect(asked(state)).toMatchObject({ step: 'termination-entry', proposedOn: '2026-04-05', feeCents: 44_100 });
    expect(refusalOf(state, answer({ effectiveOn: '2026-01-04' }))).toBe('R-04.before-receipt');
    const scheduled = when(state, entered).state;
    expect([scheduled.phase, effectiveAtMs(scheduled)]).toEqual(['scheduled', Date.parse('2026-04-06T00:00:00Z')]);
    expect(after(opened(), ...registered, leaves, feeConfirmed, entered, ...stopped, effective).phase).toBe('final-invoice');
  });

  it('takes down every part of every service in order, each once (R-05)', () => {
    const state = after(...toDeproduction);
    expect(partsToEnd(state).map(({ service, part }) => `${service.rds} ${part}`).slice(0, 7)).toEqual([...parts.map((part) => `RDS-000001 ${part}`), 'RDS-900001 supervision']);
    expect(when(after(...toDeproduction, partEnded('RDS-000001', 'ip')), partEnded('RDS-000001', 'ip')).events).toEqual([]);
    const { state: ended, events } = when(after(...toDeproduction, ...allEnded.slice(0, -1)), allEnded.at(-1) as Act);
    expect(events).toContainEqual({ type: 'servicesEnded', endedOn: '2026-04-05', services: ['RDS-000001', 'RDS-900001'] });
    expect([ended.phase, ended.outcome]).toEqual(['equipment-return', 'terminated']);
  });

  it('hands to a coordinator what no system took down, and waits for him (R-05)', () => {
    const state = after(...toDeproduction, ...allEnded.slice(0, -1), partEnded('RDS-900001', 'access-line', 'unknown'));
    expect([state.phase, asked(state)]).toMatchObject(['deproduction', { step: 'deproduction-by-hand', owner: 'coordinator', left: 'RDS-900001 access-line (unknown)' }]);
    const { state: done, events } = when(state, answer({ comment: 'Résiliée par téléphone' }));
    expect(typesOf(events)).toContain('servicesEnded');
    expect(done.phase).toBe('equipment-return');
  });

  it('expects the equipment within thirty days, reminds fifteen and five days before, and invoices what is missing or damaged (R-06)', () => {
    const state = after(...toDeproduction, ...allEnded, labels);
    expect(asked(state)).toMatchObject({ step: 'equipment-return', owner: 'logistics', deadlineOn: '2026-05-06', dueOn: '2026-05-07T00:00:00.000Z', serialNumbers: 'SN-000001-001, SN-000001-002' });
    expect(nextReminder(state)).toEqual({ ordinal: 1, atMs: Date.parse('2026-04-21T00:00:00Z') });
    const reminded = when(state, { type: 'returnReminded', ordinal: 1 }).state;
    expect(nextReminder(reminded)).toEqual({ ordinal: 2, atMs: Date.parse('2026-05-01T00:00:00Z') });
    expect(when(reminded, { type: 'returnReminded', ordinal: 1 }).events).toEqual([]);
    expect(nextReminder(when(reminded, { type: 'returnReminded', ordinal: 2 }).state)).toBeNull();
    const [one, other] = opening.equipment.map(({ serialNumber }) => serialNumber);
    const checked = (condition: string, second: string) => answer({ equipment: [{ serialNumber: one, condition }, { serialNumber: other, condition: second }] });
    expect(when(state, checked('returned', 'returned')).state.phase).toBe('closing');
    // What is damaged is back; what is missing may still come until the deadline.
    expect(refusalOf(state, checked('damaged', 'missing'), Date.parse('2026-05-05T23:59:59Z'))).toBe('R-06.before-deadline');
    expect(refusalOf(state, checked('damaged', 'returned'))).toBeNull();
    // As histories from before hold it.
    const early: Act = (one) => ({ ...taskAnswered(one, checked('damaged', 'missing')), missesEarly: true });
    expect(when(state, early).state.phase).toBe('equipment-invoice');
    const charged = when(state, checked('damaged', 'missing'), Date.parse('2026-05-06T00:00:00Z')).state;
    expect(charged.phase).toBe('equipment-invoice');
    expect(when(charged, { type: 'equipmentInvoiceIssued', invoice: { reference: 'FAC-2', totals: null } }).state.phase).toBe('closing');
    expect(refusalOf(state, answer({ equipment: [{ serialNumber: one, condition: 'returned' }] }))).toBe('R-06.other-equipment');
    expect(refusalOf(state, answer({ equipment: [one, one].map((serialNumber) => ({ serialNumber, condition: 'returned' })) }))).toBe('R-06.other-equipment');
  });

  it('invoices a model without a price of its own like any other, however it is called (R-06)', () => {
    const equipment = ['constructor', '__proto__'].map((model, index) => ({ serialNumber: `SN-00000${index}`, model }));
    const state = after(opened({ equipment }), ...toDeproduction.slice(1), ...allEnded, labels, answer({ equipment: equipment.map(({ serialNumber }) => ({ serialNumber, condition: 'damaged' })) }));
    expect(chargeableEquipment(state).map(({ cents }) => cents)).toEqual([20_000, 20_000]);
  });

  it('keeps a letter that went out while the request was withdrawn, and tells the ticket of none that did not (R-01, R-07)', () => {
    const document = { id: 'd1', digest: 'sha', sizeBytes: 1 };
    const withdrawn = after(opened(), { type: 'ticketOpened', ticket: 'TCK-1' }, { type: 'withdraw', reason: 'Erreur' });
    expect(typesOf(when(withdrawn, { type: 'confirmationSent', document }).events)).toEqual(['confirmationSent']);
    expect(when(withdrawn, { type: 'confirmationSent', document: null }).events).toEqual([]);
    expect(after(opened(), ...registered).news).toEqual([{ kind: 'confirmed', facts: { document: null } }]);
  });

  it('is withdrawn until the final invoice, and then no more (R-07)', () => {
    const steps: readonly Act[] = [opened(), ...registered, leaves, feeConfirmed, entered, ...stopped, effective, invoiced, ...allEnded];
    const seen = new Set<string>();
    for (let length = 1; length <= steps.length; length += 1) {
      const state = after(...steps.slice(0, length));
      seen.add(state.phase);
      expect(refusalOf(state, { type: 'withdraw', reason: 'Reste' }), state.phase).toBe(terminationSteps[state.phase].mayWithdraw ? null : 'wrong-state');
    }
    expect([...seen].filter((phase) => terminationSteps[phase as never as keyof typeof terminationSteps].mayWithdraw)).toEqual(phasesBeforeReturn.filter((phase) => phase !== 'held'));
  });

  it('undoes every stop that may have been asked, and closes its tasks, when it is withdrawn (R-07)', () => {
    const early = when(after(opened(), ...registered), { type: 'withdraw', reason: 'Reste' });
    expect(typesOf(early.events)).toEqual(['terminationWithdrawn', 'taskWithdrawn', 'phaseEntered']);
    expect(early.state.phase).toBe('closing');
    const late = when(after(opened(), ...registered, leaves, feeConfirmed, entered, stopped[0] as Act), { type: 'withdraw', reason: 'Reste' }).state;
    expect(late.phase).toBe('undoing');
    const undone = ['RDS-000001', 'RDS-900001'].reduce((state, rds) => when(state, { type: 'stopUndone', rds, how: 'undone' }).state, late);
    expect([undone.phase, undone.outcome]).toEqual(['closing', 'withdrawn']);
    expect(when(undone, { type: 'withdraw', reason: 'Encore' }).events).toEqual([]);
  });

  it('that is withdrawn before its ticket is there still has it opened and closed (R-01, R-07)', () => {
    const state = after(opened(), { type: 'withdraw', reason: 'Erreur' });
    expect([state.phase, state.endedAtMs]).toEqual(['closing', null]);
    expect(after(opened(), { type: 'withdraw', reason: 'Erreur' }, { type: 'ticketOpened', ticket: 'TCK-1' }, { type: 'ticketClosed' }).phase).toBe('ended');
  });

  it('of a move or a change waits for the new service, and knows no ticket, win-back nor fee (C-08)', () => {
    const moving = opened({ origin: 'move', letterReference: null, belongsTo: 'AFF-2026-000002', equipment: [] });
    expect(after(moving).phase).toBe('held');
    expect(after(moving, { type: 'withdraw', reason: 'Le déploiement est annulé' })).toMatchObject({ phase: 'ended', outcome: 'withdrawn' });
    const released = after(moving, { type: 'release', effectiveOn: '2026-02-01' });
    expect(released.phase).toBe('scheduled');
    expect(when(released, { type: 'release', effectiveOn: '2026-02-01' }).events).toEqual([]);
    expect(refusalOf(released, { type: 'release', effectiveOn: '2026-03-01' })).toBe('wrong-state');
    const ended = after(moving, { type: 'release', effectiveOn: '2026-02-01' }, ...stopped, effective, invoiced, ...allEnded);
    expect(ended).toMatchObject({ phase: 'ended', outcome: 'terminated', news: [], ticket: null });
    expect(ended.endedAtMs).not.toBeNull();
  });

  it('keeps what its ticket is to be told until it was told (R-07)', () => {
    const state = after(opened(), ...registered, leaves);
    expect(state.news.map(({ kind }) => kind)).toEqual(['confirmed', 'leaving']);
    expect(when(state, { type: 'ticketTold', upTo: 1 }).state.newsTold).toBe(1);
    expect(when(when(state, { type: 'ticketTold', upTo: 2 }).state, { type: 'ticketTold', upTo: 1 }).events).toEqual([]);
  });
});
