/** One complaint: what is said, what is answered, what was given (S-08). */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { definePage } from '../../page.ts';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { rootRoute } from '../../root-route.ts';

const shape = { act: ['gesture', 'withdraw'], part: ['file', 'timeline'] } as const;
export type ComplaintSearch = SearchOf<typeof shape>;

export const complaint = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/complaints/$id', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'ComplaintPage') }),
});
