/** A payment question (C-08): asked of billing with what the account says, answered to the customer, and never closed over. */
import { describe, expect, it } from 'vitest';
import type { TicketCommand } from '../../../domain/ticket/ticket.ts';
import { agree, classify, close, confirm, hour, opening, refusalOf, resolve, take, told, typesOf, work, type Said } from './given.ts';

const number = opening.number;
const classification = { type: 'question', symptom: 'none', category: 'payment-question' };
const account = { balanceCents: 24_000, overdueCents: 12_000, invoices: [{ number: 'F-1', issuedOn: '2026-10-01', dueOn: '2026-10-31', ttcCents: 12_000, status: 'overdue' }] };
const asked: Said[] = [[0, { type: 'classify', classification, account }]];
const answers = (occurrence = 1): TicketCommand => ({ type: 'completeTask', taskId: `${number}.payment-question.${occurrence}`, input: { outcome: 'corrected', reference: 'AV-7', answer: 'Un avoir de 120 € vous est adressé.' } });

describe('a payment question (C-08)', () => {
  it('is a task of billing with what the account says, due as the policy says', () => {
    expect(Object.values(told(asked).state.tasks.open)).toMatchObject([{
      owner: 'billing-admin', dueAtMs: 36 * hour,
      context: { category: 'payment-question', account: 'known', balanceCents: 24_000, overdueCents: 12_000, invoices: 'F-1 : 2026-10-01 → 2026-10-31, 120.00 € TTC, overdue' },
    }]);
    const registered = told([], { ...opening, classification, account: null });
    expect(Object.values(registered.state.tasks.open)).toMatchObject([{ step: 'payment-question', context: { account: 'unknown', balanceCents: null } }]);
  });
  it('is withdrawn where it was none, and another need asks others', () => {
    expect(typesOf(told([...asked, [1, classify]])).at(-1)).toBe('taskWithdrawn');
    const sales = told([...asked, [1, { type: 'classify', classification: { ...classification, category: 'licence-need' } }]]);
    expect(Object.values(sales.state.tasks.open).map(({ step }) => step)).toEqual(['sales-need']);
  });
  it('is answered to the customer as the solution, whoever has the ticket, and he is asked whether it is one', () => {
    for (const said of [asked, [...asked, [1, take]], [...asked, [1, take], [2, { type: 'wait', reason: 'customer-answer' }]]] as Said[][]) {
      const { state, notices } = told([...said, [hour, answers()]]);
      expect(state).toMatchObject({ phase: 'agreement', payment: { outcome: 'corrected', reference: 'AV-7' }, solution: { text: 'Un avoir de 120 € vous est adressé.', proposals: 1 } });
      expect(notices.at(-1)).toMatchObject({ to: 'requester', content: { kind: 'agreement', ordinal: 1 } });
    }
    expect(typesOf(told([...asked, [1, take], [2, resolve], [3, agree], [4, answers()]])).at(-1)).toBe('paymentAnswered');
  });
  it('keeps its ticket open until billing has answered, and is not asked twice', () => {
    const solved: Said[] = [...asked, [0, take], [hour, resolve], [hour, agree], [hour, confirm], [hour, work]];
    expect(refusalOf([...solved, [hour, close]])).toBe('C-08.payment-question-open');
    expect(refusalOf([...solved, [hour, answers()], [hour, close]])).toBeNull();
    expect(told([...asked, [1, answers()], [2, { type: 'classify', classification }]]).state.tasks.open).toEqual({});
  });
});
