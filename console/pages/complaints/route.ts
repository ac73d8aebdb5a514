/** Réclamations: those that wait for an answer, the most pressing first. The address is the view (S-08). */
import { IconMessageReport } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const views = ['open', 'late', 'ended'] as const;
const shape = {
  view: views, sort: ['newest', 'due'], subject: 'text', customerId: 'text',
  /** The one that has the focus. */
  item: 'text',
} as const;
export type ComplaintsSearch = SearchOf<typeof shape>;

export const complaints = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/complaints', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'ComplaintsPage') }),
  navigation: { to: '/complaints', label: 'nav.complaints', icon: IconMessageReport, anyOf: ['complaint:read'] },
});
