/** Gives tickets to technicians where the desk's policy leaves it to the rules (T-11, T-19): looks for what is due, chooses on the facts of now, tells the ticket. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { readTicketJourney } from '../db/ticket/reads.ts';
import { askedOf, chooseTechnician } from '../db/ticket/attribution.ts';
import { dueAttributions, ticketsInWork, type AutomaticDesk, type DueAttribution, type InWork } from '../db/ticket/attribution-due.ts';
import { currentPolicies } from '../db/policy/store.ts';
import type { Pool } from '../db/pool.ts';
import { milliseconds } from '../domain/calendar/freeze.ts';
import { deskOf, type Desk } from '../domain/people/desk.ts';
import { weekAt, weekSpan } from '../domain/people/rota.ts';
import { holderOf, recorded } from '../domain/ticket/attributed.ts';
import { compareUrgency, displacedBy } from '../domain/ticket/urgency.ts';
import { workflowIdOf } from '../workflows/journey/messages.ts';
import { ticketUpdates } from '../workflows/ticket/messages.ts';

/** A ticket whose worker is away is found again. */
const answerWithinMs = 15_000;
/** Where nobody can have a ticket, that seldom changes sooner. */
const againAfterMs = 60_000;

export interface AttributionParts {
  readonly pool: Pool;
  readonly client: Client;
  readonly logger: Logger;
  readonly nowMs: () => number;
}

interface Due extends Pick<DueAttribution, 'number' | 'desk' | 'cause'> {
  /** Who has to leave it. */
  readonly leftBy: string | null;
  readonly displacedBy: string | null;
}

/** Makes the looking of one process. It returns how many tickets were told of their technician, or that there is none. */
export function createAttribution({ pool, client, logger, nowMs }: AttributionParts): () => Promise<number> {
  const notBeforeMs = new Map<string, number>();

  return async () => {
    const { values } = await currentPolicies(pool, ['desks', 'calendars', 'service-levels']);
    const atMs = nowMs();
    const desks = new Map(Object.keys(values.desks.desks).flatMap((name) => { const desk = deskOf(values, name); return desk?.attribution === 'automatic' ? [[name, desk] as const] : []; }));
    const due = await findDue(pool, [...desks.values()], atMs, milliseconds(values['service-levels'].proFirstFor));
    for (const [number, untilMs] of notBeforeMs) if (untilMs <= atMs) notBeforeMs.delete(number);
    let told = 0;
    // One after the other: each choice counts what the one before gave.
    for (const ticket of due) {
      const desk = desks.get(ticket.desk);
      if (!desk || notBeforeMs.has(ticket.number)) continue;
      const isTold = await give(ticket, desk, atMs);
      if (isTold) told += 1;
      else notBeforeMs.set(ticket.number, atMs + againAfterMs);
    }
    return told;
  };

  async function give({ number, cause, leftBy, displacedBy: moreUrgent }: Due, desk: Desk, atMs: number): Promise<boolean> {
    const journey = await readTicketJourney(pool, number);
    if (!journey) return false;
    const { state, version } = journey;
    const made = await chooseTechnician(pool, desk, askedOf(state, { leftBy }), atMs);
    const isHeld = holderOf(state) !== null;
    // Better with who has it than with nobody, unless he is away; and why there is nobody is told once.
    if (made.outcome === 'dispatcher' && (isHeld ? cause !== 'absence' : state.attribution?.noChoice === made.reason)) return false;
    const attributed = recorded(made, state.level, { cause, project: state.attribution?.project ?? null, displacedBy: moreUrgent });
    // Of one version of the ticket there is one choice, however many relays make it.
    const commandId = `attribution:${number}:${version}`;
    try {
      await client.connection.withDeadline(Date.now() + answerWithinMs, () => client.workflow.getHandle(workflowIdOf(number)).executeUpdate(ticketUpdates.attribute, {
        updateId: commandId,
        args: [{ attributed, seen: { team: state.team?.team ?? null, holder: holderOf(state) }, meta: { actor: 'system:attribution', channel: 'system', commandId } }],
      }));
      logger.debug({ number, cause, to: attributed.to?.subject ?? null }, 'ticket attributed');
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) logger.warn({ number, cause, reason: (error as Error).message }, 'ticket not attributed');
      return false;
    }
  }
}

/** The most urgent first (T-06). */
async function findDue(pool: Pool, desks: readonly Desk[], atMs: number, proFirstForMs: number): Promise<Due[]> {
  const automatic: AutomaticDesk[] = desks.map(({ desk, handover }) => ({ desk, handedOverAt: handover && new Date(weekSpan(handover, weekAt(handover, atMs))[0]) }));
  const due = await dueAttributions(pool, automatic, atMs);
  return [
    ...due.toSorted((one, other) => compareUrgency(one, other, atMs, proFirstForMs))
      .map(({ number, desk, cause }) => ({ number, desk, cause, leftBy: null, displacedBy: null })),
    ...findDisplaced(await ticketsInWork(pool, automatic), atMs, proFirstForMs),
  ];
}

/** T-11: what a technician has to leave for the ticket that he took last; one for each. */
function findDisplaced(inWork: readonly InWork[], atMs: number, proFirstForMs: number): Due[] {
  const latest = inWork.filter(({ holder }, index) => inWork[index - 1]?.holder !== holder);
  return latest.filter(({ hasDisplaced }) => !hasDisplaced).flatMap(({ holder, desk, ...incoming }): Due[] => {
    const held = inWork.filter((ticket) => ticket.holder === holder).map((ticket) => ({ ...ticket, isInWork: true }));
    const left = displacedBy(incoming, held, atMs, proFirstForMs);
    return left ? [{ number: left.number, desk, cause: 'displaced', leftBy: holder, displacedBy: incoming.number }] : [];
  });
}
