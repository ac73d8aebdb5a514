/** A ticket as it is read: its row, its state, and what was said. */
import { z } from 'zod';
import type { Pool } from 'pg';
import { readContents } from '../../db/ticket/contents.ts';
import { likelyCauses, listLinked } from '../../db/ticket/links.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { readEventsOf, readTicketState, type TicketRead } from '../../db/ticket/reads.ts';
import { handoverEvents, handoversOf } from '../../domain/ticket/handovers.ts';
import { ticketNumber, ticketRequest } from '../../domain/ticket/registration.schema.ts';
import { ticketStates } from '../../domain/ticket/states.ts';
import { attributionOf } from './attribution.ts';
import type { ticketSummary, ticketView } from './views.schema.ts';
import { agreementView, workView } from './work.ts';

export const byNumber = z.object({ number: ticketNumber });
/** All of them are listed under `linked`. */
const linksShown = 100;

export function summary(ticket: TicketRead): z.input<typeof ticketSummary> {
  const { number, customerId, desk, rds, item, contact, phase, priority, contract, impact, importance, category, team, level, assignee, attributedTo, offeredTo, waitingReason, isBreached, isTakingBreached, standingLeftMs, reopenings, customerName } = ticket;
  const { urgentBy, waitingSince, takingDueAt, dueAt, nextThresholdAt, createdAt, takenAt, agreedAt, endedAt } = ticket;
  return {
    number, customerId, customerName, desk, rds, item, contact, phase, priority, contract, impact, importance, category, team, level, assignee, attributedTo, offeredTo, waitingReason, isBreached, isTakingBreached, reopenings,
    waitingSince: iso(waitingSince), takingDueAt: iso(takingDueAt), standingLeftSeconds: standingLeftMs === null ? null : Math.trunc(standingLeftMs / 1000),
    urgentBy: iso(urgentBy), dueAt: iso(dueAt), nextThresholdAt: iso(nextThresholdAt), createdAt: createdAt.toISOString(), takenAt: iso(takenAt), agreedAt: iso(agreedAt), endedAt: iso(endedAt),
  };
}

/** How it is worked on, and why by one technician and no other, is of the house, for the house. */
export async function readView(pool: Pool, ticket: TicketRead, scope: Scope): Promise<z.input<typeof ticketView>> {
  const isOfHouse = scope.reach !== 'own';
  const mayJoin = isOfHouse && ticket.endedAt === null && ticket.parent === null && ticket.rds !== null;
  const [state, contents, events, links, causes] = await Promise.all([
    readTicketState(pool, ticket.number), readContents(pool, ticket.number), readEventsOf(pool, ticket.number, handoverEvents), listLinked(pool, ticket.number, { scope, limit: linksShown }),
    mayJoin ? likelyCauses(pool, ticket) : [],
  ]);
  if (!state?.opening) throw new Error(`${ticket.number} has a row and no state`);
  const { classification, solution, cause, teams, offer, attribution, isClosingProposed, phase, opening } = state;
  const handovers = handoversOf(events);
  return {
    ...summary(ticket), classification, solution: solution?.text ?? null, cause, teams: [...teams],
    request: ticketRequest.safeParse(contents.get(opening.requestId)).data ?? null,
    offer: offer && { ordinal: offer.ordinal, to: offer.to.team, from: offer.from?.team ?? null, expiresAt: new Date(offer.expiresAtMs).toISOString() },
    attribution: attribution && isOfHouse ? attributionOf(attribution) : null,
    handledAt: opening.handledAtMs === undefined ? null : new Date(opening.handledAtMs).toISOString(),
    agreementOf: opening.agreementOf, agreement: agreementView(handovers, opening.agreementOf), work: isOfHouse ? await workView(pool, state, handovers, contents) : null,
    links: links.map(({ kind, since, ticket: { number, customerId, phase: itsPhase } }) => ({ kind, number, customerId, phase: itsPhase, since: since.toISOString() })),
    likelyCauses: causes, isClosingProposed, acts: [...ticketStates[phase].acts],
  };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
