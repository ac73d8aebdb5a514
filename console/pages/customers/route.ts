/** Clients: found by whatever one knows of them. */
import { IconUsers } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export interface CustomersSearch {
  /** Name, number, SIREN, phone, city, service. */
  readonly search?: string;
  /** The row that the keyboard is on. */
  readonly item?: string;
}

export const customers = definePage({
  route: createRoute({
    getParentRoute: () => rootRoute, path: '/customers', component: lazyRouteComponent(() => import('./page.tsx'), 'CustomersPage'),
    validateSearch: ({ search, item }: Record<string, unknown>): CustomersSearch => ({
      ...(typeof search === 'string' && search !== '' ? { search } : {}), ...(typeof item === 'string' && item !== '' ? { item } : {}),
    }),
  }),
  navigation: { to: '/customers', label: 'nav.customers', icon: IconUsers, anyOf: ['customer:read'] },
});

export const newCustomer = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/customers/new', component: lazyRouteComponent(() => import('./new.tsx'), 'NewCustomerPage') }),
});
