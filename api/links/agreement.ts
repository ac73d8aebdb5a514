/** The requester's answer by the link that he was mailed with a solution (T-14, T-16): solved or not, and how he found our service. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Pool } from 'pg';
import { readTicketState } from '../../db/ticket/reads.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { ticketStates } from '../../domain/ticket/states.ts';
import type { TicketState } from '../../domain/ticket/ticket.ts';
import { ticketUpdates } from '../../workflows/ticket/messages.ts';
import { faultsOf } from '../http/fields.ts';
import { problem } from '../http/problem.ts';
import { act, type JourneyServices } from '../journey/act.ts';
import type { linkView } from './views.schema.ts';

const answer = z.discriminatedUnion('agrees', [
  z.strictObject({ agrees: z.literal(true), satisfaction: z.int().min(1).max(5).optional().meta({ description: '1 to 5' }) }),
  z.strictObject({ agrees: z.literal(false), reason: z.string().trim().min(1).max(500) }),
]);

/** The proposal that a link is about, whose it is, and until when. */
export interface Asked {
  readonly number: string;
  readonly ordinal: number;
  readonly customerId: string;
  readonly expiresAt: string;
}

/** @throws {Problem} `not-found` for a ticket that is not his, or was never asked about. */
async function stateOf(pool: Pool, { number, ordinal, customerId }: Asked): Promise<TicketState> {
  const state = await readTicketState(pool, number);
  if (state?.opening?.customerId !== customerId || (state.solution?.proposals ?? 0) < ordinal) throw problem(refuse('not-found', { id: 'links/…' }));
  return state;
}

export async function readAgreement(pool: Pool, asked: Asked): Promise<z.input<typeof linkView>> {
  const { number, ordinal, expiresAt } = asked;
  const { phase, solution, agreedAtMs } = await stateOf(pool, asked);
  const isOpen = phase === 'agreement' && solution?.proposals === ordinal;
  return {
    state: isOpen ? 'open' : agreedAtMs !== null && solution?.proposals === ordinal ? 'completed' : 'withdrawn',
    taskId: null, deploymentId: null, orderNumber: null, site: null, ticket: number, order: null, step: 'agreement', label: ticketStates.agreement.labels, context: { solution: solution?.text ?? null, ordinal },
    inputSchema: z.toJSONSchema(answer), expiresAt,
  };
}

/** @throws {Problem} `malformed-request`, `not-found`, `wrong-state` where the proposal has been answered or replaced. */
export async function answerAgreement(services: JourneyServices, asked: Asked, body: unknown, requestId: string): Promise<void> {
  const { success, data, error } = answer.safeParse(body);
  if (!success) throw problem(refuse('malformed-request'), { faults: faultsOf('body', error.issues, body) });
  const { number, ordinal } = asked;
  const { solution, phase } = await stateOf(services.pool, asked);
  // The same answer sent again is the same act, be the ticket closed by now; to an older proposal there is nothing to say.
  const commandId = `link-${createHash('sha256').update(`${number} ${ordinal} ${JSON.stringify(data)}`).digest('hex')}`;
  if (solution?.proposals !== ordinal) throw problem(refuse('wrong-state', { state: phase, states: 'agreement' }));
  const meta = { actor: `customer-link:${number}`, channel: 'link', commandId, requestId } as const;
  const agreement = { by: 'customer', channel: 'mail' } as const;
  if (data.agrees) await act(services, number, ticketUpdates.agree, { agreement: { ...agreement, ...(data.satisfaction === undefined ? {} : { satisfaction: data.satisfaction }) }, meta });
  else await act(services, number, ticketUpdates.disagree, { agreement, reason: data.reason, meta });
}
