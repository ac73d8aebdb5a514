/** Administration: who may what, the rules' figures, keys, what is stuck, and who changed what. */
import { IconSettings } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const sectionNames = ['stuck-calls', 'grants', 'people', 'teams', 'centres', 'policies', 'api-keys', 'webhooks', 'audit'] as const;
export type SectionName = (typeof sectionNames)[number];

export const administration = definePage({
  route: createRoute({
    getParentRoute: () => rootRoute, path: '/administration', validateSearch: searchReader({ section: sectionNames, item: 'text', object: 'text' }), component: lazyRouteComponent(() => import('./page.tsx'), 'AdministrationPage'),
  }),
  navigation: { to: '/administration', label: 'nav.administration', icon: IconSettings, anyOf: ['stuck-call:handle', 'grant:give', 'user:manage', 'key:manage', 'webhook:manage', 'policy:edit'] },
});
