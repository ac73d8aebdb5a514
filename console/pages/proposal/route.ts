/** Proposition: what the customer has and would have, line by line; and several of them side by side (S-01, S-03). */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const compareProposals = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/sales/compare', validateSearch: searchReader({ ids: 'text' }), component: lazyRouteComponent(() => import('./compare.tsx'), 'ComparePage') }),
});

export const proposal = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/sales/proposals/$id', component: lazyRouteComponent(() => import('./page.tsx'), 'ProposalPage') }),
});
