/** Corbeilles: what waits for one, one's team, everybody. The address is the view. */
import { IconInbox } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const whoseNames = ['open', 'mine', 'unclaimed', 'team', 'all'] as const;
export const kinds = ['deployment', 'site', 'ticket', 'replacement', 'backup', 'termination', 'complaint'] as const;
const shape = {
  whose: whoseNames, kind: kinds, sort: ['urgency', 'due', 'opened'], atRisk: ['true'], owner: 'text', step: 'text', customerId: 'text', deploymentId: 'text', dueBefore: 'text',
  /** The one that is shown beside the list. */
  item: 'text',
} as const;
export type BasketSearch = SearchOf<typeof shape>;

export const baskets = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/baskets', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'BasketsPage') }),
  navigation: { to: '/baskets', label: 'nav.baskets', icon: IconInbox, anyOf: ['task:read'] },
});
