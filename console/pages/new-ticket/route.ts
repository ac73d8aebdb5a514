/** Registering a ticket; the customer and his service may be known by the address. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const newTicket = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/tickets/new', validateSearch: searchReader({ customerId: 'text', rds: 'text' } as const), component: lazyRouteComponent(() => import('./page.tsx'), 'NewTicketPage') }),
});
