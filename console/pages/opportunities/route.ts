/** Opportunities: by stage, period and seller, with what they come to; and the follow-ups that come of them. The address is the view. */
import { IconTargetArrow } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const views = ['opportunities', 'follow-ups'] as const;
export const stages = ['discovery', 'proposal', 'negotiation', 'won', 'lost'] as const;
export const whose = ['mine', 'all'] as const;
/** `opens`: with the form of a new one, for this customer (C-02). */
const shape = { view: views, stage: stages, whose, period: 'text', item: 'text', followUp: 'text', customerId: 'text', opens: ['true'] } as const;
export type OpportunitiesSearch = SearchOf<typeof shape>;

export const opportunities = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/opportunities', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'OpportunitiesPage') }),
  navigation: { to: '/opportunities', label: 'nav.opportunities', icon: IconTargetArrow, anyOf: ['opportunity:read'] },
});
