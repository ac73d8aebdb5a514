/** Payment questions (C-08): what billing knows of the customer goes into the task that answers, and the answer to the customer. */
import type { TicketEvent, TicketState } from './ticket.ts';
import type { paymentOutcomes, TicketTaskInputs } from './tasks.ts';

/** The customer's account as billing told it when the question was asked. Cents, ISO dates. */
export interface AccountFacts {
  readonly balanceCents: number;
  readonly overdueCents: number;
  /** The last ones, latest first. */
  readonly invoices: readonly { readonly number: string; readonly issuedOn: string; readonly dueOn: string; readonly ttcCents: number; readonly status: string }[];
}

export interface PaymentAnswer {
  readonly outcome: (typeof paymentOutcomes)[number];
  /** Of the credit note, the corrected invoice or the instalments. */
  readonly reference: string | null;
}

/** What of the account its person needs to answer on the spot; unknown while billing was away. */
export function accountContext(account: AccountFacts | null): Readonly<Record<string, string | number | null>> {
  if (account === null) return { account: 'unknown', balanceCents: null, overdueCents: null, invoices: null };
  const { balanceCents, overdueCents, invoices } = account;
  return {
    account: 'known', balanceCents, overdueCents,
    invoices: invoices.map(({ number, issuedOn, dueOn, ttcCents, status }) => `${number} : ${issuedOn} → ${dueOn}, ${(ttcCents / 100).toFixed(2)} € TTC, ${status}`).join(' ; '),
  };
}

/** What of it is for who may read the account, and for nobody else (C-05). */
export const accountAmounts = ['balanceCents', 'overdueCents', 'invoices'] as const;

/** The context of a task as whoever may not read the account is shown it. */
export function withoutAmounts(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(context).filter(([field]) => !accountAmounts.some((amount) => amount === field)));
}

/** The answer is proposed to the customer as the solution, whom T-14 asks whether it is one; one that has agreed already is told by the desk. */
export function paymentAnswered({ phase, waiting, solution }: TicketState, category: string, input: TicketTaskInputs['payment-question']): TicketEvent[] {
  const answered: TicketEvent = { type: 'paymentAnswered', category, outcome: input.outcome, reference: input.outcome === 'explained' ? null : input.reference };
  if (phase === 'resolved' || phase === 'closed' || phase === 'merged') return [answered];
  return [
    answered, ...(phase === 'waiting' && waiting ? [{ type: 'waitEnded', reason: waiting.reason } as const] : []),
    { type: 'solutionProposed', solution: input.answer, ordinal: (solution?.proposals ?? 0) + 1 },
  ];
}
