/** Pilotage: figures of people, teams, centres and regions, now and over time, and what is at risk (C-06). The address is the view. */
import { IconChartHistogram } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';
import { themeNames } from './themes.ts';

export const views = ['live', 'history', 'risk'] as const;
export const groupings = ['centre', 'region', 'team', 'person'] as const;
export const periods = ['week', 'month', 'quarter', 'year'] as const;
export const steps = ['total', 'day', 'week', 'month'] as const;
export const risks = ['deployments', 'at-risk', 'late'] as const;
const shape = {
  view: views, by: groupings, centre: 'text', region: 'text', team: 'text', person: 'text', theme: themeNames, period: periods, from: 'text', until: 'text', step: steps, of: risks,
  /** The line of a list that acts are about. */
  item: 'text',
} as const;
export type SteeringSearch = SearchOf<typeof shape>;

export const steering = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/steering', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'SteeringPage') }),
  navigation: { to: '/steering', label: 'nav.steering', icon: IconChartHistogram, anyOf: ['indicators:read'] },
});
