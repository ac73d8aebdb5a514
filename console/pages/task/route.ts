/** Tâche: one task on a page of its own. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const task = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/tasks/$id', component: lazyRouteComponent(() => import('./page.tsx'), 'TaskPage') }),
});
