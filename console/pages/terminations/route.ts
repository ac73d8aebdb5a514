/** Résiliations: all, one, and the letter that opens one (chapter 3). */
import { IconDoorExit } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { terminationPhases } from '../../../domain/termination/views.ts';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const states = ['open', 'ended', 'all'] as const;
const listShape = { state: states, phase: terminationPhases, customerId: 'text', rds: 'text', item: 'text' } as const;
export type TerminationsSearch = SearchOf<typeof listShape>;

export const terminations = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/terminations', validateSearch: searchReader(listShape), component: lazyRouteComponent(() => import('./page.tsx'), 'TerminationsPage') }),
  navigation: { to: '/terminations', label: 'nav.terminations', icon: IconDoorExit, anyOf: ['termination:read'] },
});

export const newTermination = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/terminations/new', validateSearch: searchReader({ customerId: 'text', rds: 'text' }), component: lazyRouteComponent(() => import('./new.tsx'), 'NewTerminationPage') }),
});

export const termination = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/terminations/$id', component: lazyRouteComponent(() => import('./one.tsx'), 'TerminationPage') }),
});
