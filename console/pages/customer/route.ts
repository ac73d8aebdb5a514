/** Client 360°: all that an agent needs to answer one customer, in one place (C-01). */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const tabs = ['view', 'history', 'reasons', 'discovery'] as const;
export interface CustomerSearch {
  readonly tab?: (typeof tabs)[number];
  /** Searched for in the history. */
  readonly text?: string;
}

export const customer = definePage({
  route: createRoute({
    getParentRoute: () => rootRoute, path: '/customers/$id', component: lazyRouteComponent(() => import('./page.tsx'), 'CustomerPage'),
    validateSearch: ({ tab, text }: Record<string, unknown>): CustomerSearch => ({
      ...(tabs.some((one) => one === tab) && tab !== 'view' ? { tab: tab as CustomerSearch['tab'] } : {}), ...(typeof text === 'string' && text !== '' ? { text } : {}),
    }) as CustomerSearch,
  }),
});
