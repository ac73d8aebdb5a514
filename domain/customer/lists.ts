/** The lists of customers that are offered: every sort with every one of these filters. Finite, so that each can be measured. */

export const customerSorts = ['name', 'created'] as const;
export type CustomerSort = (typeof customerSorts)[number];

export const customerFilters = ['search', 'centre', 'accountManager'] as const;
export type CustomerListFilter = (typeof customerFilters)[number];

/** Every published pair of filter and sort. Further filters may be added; they narrow what the pair reads. */
export const customerPairs: readonly { readonly filter: CustomerListFilter | null; readonly sort: CustomerSort }[] =
  customerSorts.flatMap((sort) => [null, ...customerFilters].map((filter) => ({ filter, sort })));
