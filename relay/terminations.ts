/** Does on the ticket of a termination what it asks for: opens it, tells it what happens, and has it closed with the customer's agreement. What is still to be done is read from the record, so that nothing is lost. */
import { createHash, randomUUID } from 'node:crypto';
import { ApplicationFailure, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { isRecorded } from '../db/journey/record.ts';
import { keepContent } from '../db/ticket/contents.ts';
import { openSuccessor, survivorOf } from '../db/ticket/links.ts';
import { keepMessage } from '../db/ticket/messages.ts';
import { readTicketState } from '../db/ticket/reads.ts';
import { callingTerminations, ticketNumberFor, type CallingTermination } from '../db/termination/tickets.ts';
import { readContact } from '../db/termination/terminations.ts';
import type { ActMeta } from '../domain/journey/journey.ts';
import { filedByUs } from '../domain/ticket/filed-by-us.ts';
import { phasesWithMessages } from '../domain/ticket/messages.ts';
import type { TicketState } from '../domain/ticket/ticket.ts';
import type { TerminationOpening, TerminationState } from '../domain/termination/termination.ts';
import type { Mail, MailPort } from '../ports/mail.ts';
import { workflowIdOf, type Act, type Recorded } from '../workflows/journey/messages.ts';
import { addMessageUpdate, ticketUpdates } from '../workflows/ticket/messages.ts';
import { terminationTicketClosedUpdate, terminationTicketOpenedUpdate, terminationTicketToldUpdate } from '../workflows/termination/messages.ts';
import type { RegisterTicket } from './backups.ts';
import type { RelayParts } from './inbox.ts';
import { requestText, solutionOf, textOf } from './termination-texts.ts';

const atOnce = 20;
const answerWithinMs = 15_000;
/** One whose worker is away, or whose ticket waits for the customer or the desk, is looked at again after this. */
const againAfterMs = 5_000;
const by = 'system:terminations';

/** Makes the carrying of one process. It returns how many terminations something was done for. */
export function createTerminationTickets({ pool, client, logger, mail }: RelayParts & { readonly mail: MailPort }, register: RegisterTicket, waitMs = againAfterMs): () => Promise<number> {
  const silentUntilMs = new Map<string, number>();

  return async () => {
    const nowMs = Date.now();
    for (const [id, untilMs] of silentUntilMs) if (untilMs <= nowMs) silentUntilMs.delete(id);
    const calling = await callingTerminations(pool, atOnce, [...silentUntilMs.keys()]);
    const done = await Promise.all(calling.map(async (termination) => {
      let isDone = false;
      try {
        isDone = await carry(termination);
      } catch (error) {
        logger.warn({ termination: termination.id, reason: (error as Error).message }, 'the ticket of a termination was not served');
      }
      if (!isDone) silentUntilMs.set(termination.id, Date.now() + waitMs);
      return isDone;
    }));
    return done.filter(Boolean).length;
  };

  /** The next thing to be done; false where somebody else has to act first. */
  async function carry({ id, state }: CallingTermination): Promise<boolean> {
    const { opening, ticket } = state;
    if (!opening) return false;
    if (ticket === null) return await openTicket(opening);
    const its = await readTicketState(pool, ticket);
    if (!its) return false;
    if (its.endedAtMs !== null && !state.isTicketClosed) return await tell(id, terminationTicketClosedUpdate, `${id}:closed`, { tellsRest: true });
    if (state.newsTold < state.news.length) return await tellNews(state, opening, ticket);
    return state.phase === 'closing' && await close(state, ticket, its);
  }

  /** registered against the customer, without a promised time. */
  async function openTicket({ id, customerId, services, letterReference, receivedOn }: TerminationOpening): Promise<boolean> {
    const contact = await readContact(pool, id);
    const [only] = services.length === 1 ? services : [];
    const ticket = await register({
      customerId, desk: 'operator', contact: 'mail', impact: 'administrative-change', despiteDuplicates: true, agreementOf: 'caller', ...(only ? { rds: only.rds } : {}),
      classification: filedByUs.termination,
      caller: { name: contact?.name ?? customerId, relation: 'self', ...(contact?.email == null ? {} : { email: contact.email }), ...(contact?.phone == null ? {} : { phone: contact.phone }) },
      description: requestText({ id, letterReference, receivedOn, services: services.map(({ rds }) => rds) }),
    }, meta(`${id}:ticket`), (make) => ticketNumberFor(pool, id, make));
    return await tell(id, terminationTicketOpenedUpdate, `${id}:ticket:${ticket}`, { ticket });
  }

  /** one after the other. Where the desk has ended the ticket, and it goes on as no other, the customer is written to by us; what is for the house is in the termination's own record. */
  async function tellNews({ news, newsTold }: TerminationState, { id }: TerminationOpening, ticket: string): Promise<boolean> {
    const next = news[newsTold];
    if (!next) return false;
    const said = textOf(id, next);
    const key = `${id}:news:${newsTold + 1}`;
    // On record in a ticket that has ended, or was merged, since: he is not told twice.
    const isHeardAlready = await isRecorded(pool, key);
    const hearer = isHeardAlready ? null : await hearerOf(ticket);
    if (hearer !== null) {
      const messageId = uuidOf(key);
      await keepMessage(pool, messageId, hearer, { text: said.text });
      const isHeard = await actOn(hearer, addMessageUpdate, key, { message: { id: messageId, direction: said.toCustomer ? 'out' : 'internal', channel: said.toCustomer ? 'mail' : 'api', isKnownSender: true } });
      // It has ended meanwhile: looked for anew.
      if (!isHeard) return false;
    } else if (said.toCustomer && !isHeardAlready) {
      const email = (await readContact(pool, id))?.email ?? null;
      if (email !== null) await write({ messageKey: `${id}.news.${newsTold + 1}`, to: [email], subject: `Votre résiliation ${id}`, text: said.text, attachments: [], toCustomer: { kind: 'termination-news', journeyId: id } });
    }
    return await tell(id, terminationTicketToldUpdate, `${id}:told:${newsTold + 1}`, { upTo: newsTold + 1 });
  }

  /** What the mail server refuses for good is refused the next time too: the termination does not wait for it. */
  async function write(letter: Mail): Promise<void> {
    try {
      await mail.send(letter);
    } catch (error) {
      if (!(error instanceof ApplicationFailure && error.nonRetryable === true)) throw error;
      logger.warn({ mail: letter.messageKey, reason: error.message }, 'a customer was not told of his termination');
    }
  }

  /** The ticket that takes messages: its own, the one that it was merged into, or the one that reopens it (T-02, T-16); null: none. */
  async function hearerOf(ticket: string): Promise<string | null> {
    const surviving = await survivorOf(pool, ticket);
    const phase = (await readTicketState(pool, surviving))?.phase;
    return phase !== undefined && phasesWithMessages.includes(phase) ? surviving : await openSuccessor(pool, surviving);
  }

  /** R-07, T-14, T-16: through the ticket's own acts; the customer's agreement is awaited, and where he disagrees the desk goes on. */
  async function close({ opening, outcome }: TerminationState, ticket: string, its: TicketState): Promise<boolean> {
    const id = opening?.id ?? '';
    const [worksheet] = its.worksheets;
    switch (its.phase) {
      case 'registered':
        return its.team !== null && await actOn(ticket, ticketUpdates.take, `${id}:take`, { by });
      case 'in-progress': {
        if (!worksheet) {
          const contentId = uuidOf(`${id}:work`);
          await keepContent(pool, contentId, ticket, { workDone: solutionOf(id, outcome) });
          return await actOn(ticket, ticketUpdates.recordWork, `${id}:work`, { work: {
            contentId, by, startedAtMs: its.createdAtMs, minutes: 0, place: 'remote', kind: 'help', isDuringProject: false, isUnderWarranty: false, isCustomersError: false,
            billing: 'included', billingReason: 'Traitement d’une résiliation', repairAgreement: null,
          } });
        }
        if (its.cause?.isConfirmed !== true) return await actOn(ticket, ticketUpdates.cause, `${id}:cause`, { cause: 'termination', responsibility: 'customer', isConfirmed: true });
        // What he did not agree to is the desk's to solve, and is not proposed to him again.
        return its.solution === null && await actOn(ticket, ticketUpdates.resolve, `${id}:resolve`, { solution: solutionOf(id, outcome) });
      }
      case 'resolved':
        return worksheet !== undefined && await actOn(ticket, ticketUpdates.close, `${id}:close`, { worksheet: worksheet.reference, satisfaction: null });
      default:
        return false;
    }
  }

  /** The same command id each time: what was done is not done again. */
  async function actOn<Fields extends object>(ticket: string, update: UpdateDefinition<Recorded, [Act<Fields>]>, commandId: string, fields: Fields): Promise<boolean> {
    return await send(ticket, update, { ...fields, meta: meta(commandId) }, commandId);
  }

  /** It knows what it was told already: each time another command, for its answer is remembered only so long. */
  async function tell<Fields extends object>(id: string, update: UpdateDefinition<Recorded, [Act<Fields>]>, key: string, fields: Fields): Promise<boolean> {
    const commandId = `${key}:${randomUUID()}`;
    return await send(id, update, { ...fields, meta: meta(commandId) }, commandId);
  }

  async function send<Message extends Act>(journeyId: string, update: UpdateDefinition<Recorded, [Message]>, message: Message, updateId: string): Promise<boolean> {
    try {
      await client.connection.withDeadline(Date.now() + answerWithinMs, () => client.workflow.getHandle(workflowIdOf(journeyId)).executeUpdate(update, { updateId, args: [message] as never }));
      return true;
    } catch (error) {
      // Somebody was first, or it has ended: the record says so in a moment.
      if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }
}

function meta(commandId: string): ActMeta {
  return { actor: by, channel: 'system', commandId };
}

/** The same for the same key. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
