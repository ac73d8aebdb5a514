/** One ticket: what it is about, what can be done, what was said. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const parts = ['messages', 'diagnosis', 'work', 'transfers', 'links', 'timeline', 'notices'] as const;
export type Part = (typeof parts)[number];

export const ticket = definePage({
  route: createRoute({
    getParentRoute: () => rootRoute, path: '/tickets/$number', component: lazyRouteComponent(() => import('./page.tsx'), 'TicketPage'),
    validateSearch: searchReader({
      part: parts,
      /** The act whose form is open. */
      act: 'text',
    } as const),
  }),
});
