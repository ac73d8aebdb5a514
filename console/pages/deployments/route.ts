/** Déploiements: all that are under way, by phase and risk; and the way to launch more. */
import { IconRocket } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

/** In the order of the journey, as the API names them. */
export const phases = [
  'techno-commercial-approval', 'financial-approval', 'sales-collection', 'assignment', 'technical-validation', 'internal-launch', 'welcome-call', 'customer-launch',
  'delivering', 'cancelling', 'completed', 'cancelled', 'withdrawn',
] as const;
const shape = { phase: phases, atRisk: ['true'], customerId: 'text', centre: 'text', item: 'text' } as const;
export type DeploymentsSearch = SearchOf<typeof shape>;

export const deployments = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/deployments', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'DeploymentsPage') }),
  navigation: { to: '/deployments', label: 'nav.deployments', icon: IconRocket, anyOf: ['deployment:read'] },
});

export const newDeployment = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/deployments/new', component: lazyRouteComponent(() => import('./new.tsx'), 'NewDeploymentPage') }),
});

export const importDeployments = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/deployments/import', component: lazyRouteComponent(() => import('./import.tsx'), 'ImportDeploymentsPage') }),
});
