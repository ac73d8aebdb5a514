/** The lists of tickets that are offered: every sort with every one of these filters is read along an index. Finite, so that each can be measured. */

export const ticketSorts = ['urgency', 'due', 'urgent-by', 'importance', 'created'] as const;
export type TicketSort = (typeof ticketSorts)[number];

export const ticketFilters = ['customerId', 'rds', 'team', 'assignee', 'isHeld', 'phase', 'isOpen'] as const;
export type TicketListFilter = (typeof ticketFilters)[number];

/** Every published pair of filter and sort. Further filters may be added; they narrow what the pair reads. */
export const ticketPairs: readonly { readonly filter: TicketListFilter | null; readonly sort: TicketSort }[] =
  ticketSorts.flatMap((sort) => [null, ...ticketFilters].map((filter) => ({ filter, sort })));
