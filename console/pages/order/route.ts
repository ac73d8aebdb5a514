/** Commande: placed from a presented proposal, then followed until production has it (S-02 to S-06). */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const tabs = ['state', 'content', 'history'] as const;

export const newOrder = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/sales/new-order', validateSearch: searchReader({ proposal: 'text' }), component: lazyRouteComponent(() => import('./new.tsx'), 'NewOrderPage') }),
});

export const order = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/sales/orders/$id', validateSearch: searchReader({ tab: tabs }), component: lazyRouteComponent(() => import('./page.tsx'), 'OrderPage') }),
});
