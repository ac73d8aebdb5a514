/** A hardware replacement, which the engine's own screens lead to (T-20). */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const replacement = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/replacements/$id', component: lazyRouteComponent(() => import('./page.tsx'), 'ReplacementPage') }),
});
