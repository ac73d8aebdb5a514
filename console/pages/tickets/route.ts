/** Tickets: the queue of a desk and one's own, by what is left of their time. The address is the view. */
import { IconHeadset } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const views = ['desk', 'mine', 'unheld', 'ended'] as const;
export const sorts = ['due', 'urgency', 'urgent-by', 'importance', 'created'] as const;
const shape = {
  view: views, sort: sorts, team: 'text', level: ['1', '2', '3'], priority: ['P1', 'P2', 'P3', 'P4', 'P5'], phase: ['registered', 'in-progress', 'waiting', 'agreement', 'resolved', 'closed', 'merged'], customerId: 'text', rds: 'text', assignee: 'text', centre: 'text',
  /** The one that acts are about. */
  item: 'text',
} as const;
export type TicketsSearch = SearchOf<typeof shape>;

export const tickets = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/tickets', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'TicketsPage') }),
  navigation: { to: '/tickets', label: 'nav.tickets', icon: IconHeadset, anyOf: ['ticket:act', 'ticket:create', 'ticket:read'] },
});
