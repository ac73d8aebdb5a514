/** The router: the pages below one frame, each loaded when it is gone to. */
import { createRouter } from '@tanstack/react-router';
import { parseSearch, stringifySearch } from './data/search.ts';
import { Shell } from './layout/shell.tsx';
import { pages } from './pages.ts';
import type { Page } from './page.ts';
import { rootRoute } from './root-route.ts';
import { FailedPage } from './parts/failed.tsx';
import { Loading } from './parts/loading.tsx';
import { NotFound } from './parts/not-found.tsx';

type RoutesOf<Pages extends readonly Page[]> = { -readonly [Index in keyof Pages]: Pages[Index]['route'] };

rootRoute.update({ component: () => <Shell pages={pages} />, notFoundComponent: NotFound });
// Mapping a tuple forgets its types; they are what checks the links.
const routes = pages.map(({ route }) => route) as unknown as RoutesOf<typeof pages>;

export const router = createRouter({
  routeTree: rootRoute.addChildren(routes), defaultPreload: 'intent', defaultPendingComponent: Loading, defaultErrorComponent: FailedPage, scrollRestoration: true,
  parseSearch, stringifySearch,
});

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
