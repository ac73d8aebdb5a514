/** Dossier: one deployment, where it stands and what blocks it. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const tabs = ['state', 'documents', 'schedule', 'history'] as const;
const shape = { tab: tabs } as const;
export type DeploymentSearch = SearchOf<typeof shape>;

export const deployment = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/deployments/$id', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'DeploymentPage') }),
});
