/** Entering a complaint; its customer may be known by the address (C-02, S-08). */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const newComplaint = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/complaints/new', validateSearch: searchReader({ customerId: 'text' } as const), component: lazyRouteComponent(() => import('./page.tsx'), 'NewComplaintPage') }),
});
