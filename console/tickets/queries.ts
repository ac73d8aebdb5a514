/** Tickets as the console asks for them: the list, one, what may be done on it, and the words of their closed lists. */
import { queryOptions, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { useCommand } from '../data/command.ts';
import { listKey, oneKey } from '../data/keys.ts';
import { useMay } from '../data/me.ts';
import type { FormValue } from '../form/schema.ts';
import { inLanguage } from '../texts/texts.ts';

export type Ticket = Schema<'Ticket'>;
export type TicketSummary = Schema<'TicketSummary'>;
export type PossibleAct = Schema<'TicketPossibleActs'>['items'][number];
export type Choices = Schema<'TicketChoices'>;
export const ticketLists = [['tickets', 'list'], ['tasks', 'list']] as const;

const byNumber = (number: string) => ({ params: { path: { number } } });
const lastingMs = 5 * 60_000;

export function ticketQuery(number: string) {
  return queryOptions({ queryKey: oneKey('tickets', number), queryFn: () => dataOf(api.GET('/api/v1/tickets/{number}', byNumber(number))) });
}

export function actsQuery(number: string) {
  return queryOptions({ queryKey: oneKey('tickets', number, 'acts'), queryFn: () => dataOf(api.GET('/api/v1/tickets/{number}/acts', byNumber(number))) });
}

const choicesQuery = queryOptions({ queryKey: listKey('policies', { of: 'tickets' }), queryFn: () => dataOf(api.GET('/api/v1/ticket-choices')), staleTime: lastingMs });

export function useChoices(): Choices | undefined {
  return useQuery({ ...choicesQuery, enabled: useMay('ticket:read', 'people:read') }).data;
}

/** The word for a key of a closed list; the key itself while the list is on its way, or knows it no more. */
export function wordOf(list: Readonly<Record<string, { readonly fr: string; readonly en: string }>> | undefined, key: string): string {
  const word = list?.[key];
  return word ? inLanguage(word) : key;
}

/** The same for what has a word among other things: a desk, a category. */
export function labelOf(list: Readonly<Record<string, { readonly label: { readonly fr: string; readonly en: string } }>> | undefined, key: string): string {
  const found = list?.[key];
  return found ? inLanguage(found.label) : key;
}

export function teamName(choices: Choices | undefined, key: string): string {
  const team = choices?.teams.find((one) => one.key === key);
  return team ? inLanguage(team.label) : key;
}

export interface TicketCommand {
  readonly number: string;
  /** Last part of its address. */
  readonly address: string;
  readonly input: FormValue;
}

/** Any act of a ticket: its address and its fields are as the API says them. */
export function useTicketAct(done?: (ticket: Ticket, command: TicketCommand) => unknown): UseMutationResult<Ticket, Error, TicketCommand> {
  const client = useQueryClient();
  return useCommand<TicketCommand, Ticket>({
    send: ({ number, address, input }, key) => dataOf(api.POST(`/api/v1/tickets/{number}/${address}` as '/api/v1/tickets/{number}/take', { params: { path: { number }, header: { 'Idempotency-Key': key } }, body: input as Record<string, never> })),
    touches: ticketLists,
    done: async (ticket, command) => {
      client.setQueryData(ticketQuery(command.number).queryKey, ticket);
      // Its clocks, its acts, its timeline have changed with it.
      void client.invalidateQueries({ queryKey: oneKey('tickets', command.number), predicate: ({ queryKey }) => queryKey.length > 3 });
      await done?.(ticket, command);
    },
  });
}
