/** Tickets for who is no caller of the API (T-01): the relay registers and adds by the same rules, and hears refusals as words. */
import type { ActMeta } from '../../domain/journey/journey.ts';
import type { ErrorCode } from '../../domain/errors/codes.ts';
import type { TicketMessage } from '../../domain/ticket/messages.ts';
import type { TicketRegistration } from '../../domain/ticket/registration.schema.ts';
import { addMessageUpdate } from '../../workflows/ticket/messages.ts';
import { Problem } from '../http/problem.ts';
import { act, type JourneyServices } from '../journey/act.ts';
import { registerTicket } from './create.ts';

export function ticketDoor(services: JourneyServices & { readonly nowMs: () => number }) {
  return {
    /** @returns the code that it was refused with; null when it is recorded. @throws {Error} when nobody knows yet: the same command id later gives the answer. */
    async addMessage(number: string, message: TicketMessage, meta: ActMeta): Promise<ErrorCode | null> {
      return await refusalOf(() => act(services, number, addMessageUpdate, { message, meta }));
    },
    /** The same; `allocate` remembers the number that was taken. */
    async register(registration: TicketRegistration, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>): Promise<ErrorCode | null> {
      return await refusalOf(async () => { await registerTicket(services, registration, meta, allocate, { nowMs: services.nowMs() }); });
    },
  };
}

async function refusalOf(work: () => Promise<void>): Promise<ErrorCode | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Problem && error.refusal.code !== 'outcome-unknown') return error.refusal.code;
    throw error;
  }
}
