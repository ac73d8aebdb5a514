/** Accueil: what waits for one today. */
import { IconHome } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const home = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/', component: lazyRouteComponent(() => import('./page.tsx'), 'HomePage') }),
  navigation: { to: '/', label: 'nav.home', icon: IconHome, anyOf: [] },
});
