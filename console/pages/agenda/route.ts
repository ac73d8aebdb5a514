/** The agenda: a week of appointments, one's own or everybody's, as days or as a list. The address is the view. */
import { IconCalendarWeek } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const views = ['week', 'list'] as const;
export const whose = ['mine', 'all'] as const;
const shape = {
  /** A day of the week that is shown. */
  day: 'text', view: views, whose, appointment: 'text', customerId: 'text', opportunityId: 'text',
} as const;
export type AgendaSearch = SearchOf<typeof shape>;

export const agenda = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/agenda', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'AgendaPage') }),
  navigation: { to: '/agenda', label: 'nav.agenda', icon: IconCalendarWeek, anyOf: ['appointment:read'] },
});
