/** The lists that baskets offer (C-07): whose, sorted how, narrowed by what. Finite, so that each can be measured: every sort with every one of these filters is read along an index. */

/** Whose work is listed: what one has and what nobody has of what one may do (`open`), either of them, one’s team’s, everybody’s. */
export const whoseNames = ['open', 'mine', 'team', 'unclaimed', 'all'] as const;
export type Whose = (typeof whoseNames)[number];

export const basketSorts = ['urgency', 'due', 'opened'] as const;
export type BasketSort = (typeof basketSorts)[number];

export const basketFilters = ['owner', 'kind', 'step', 'customerId', 'deploymentId', 'dueBefore', 'atRisk'] as const;
export type BasketFilter = (typeof basketFilters)[number];

/** Every published pair: whose basket or which filter, with each sort. Further filters may be added; they narrow what the pair reads. */
export const basketPairs: readonly { readonly whose: Whose; readonly filter: BasketFilter | null; readonly sort: BasketSort }[] = basketSorts.flatMap((sort) => [
  ...whoseNames.map((whose) => ({ whose, filter: null, sort })),
  ...basketFilters.map((filter) => ({ whose: filter === 'owner' || filter === 'customerId' ? 'all' as const : 'open' as const, filter, sort })),
]);
