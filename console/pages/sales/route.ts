/** Ventes: proposals, orders, catalogue, drops and rejects; a section each (S-01 to S-07). */
import { IconReceiptEuro } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchReader, type SearchOf } from '../../data/search.ts';
import { definePage } from '../../page.ts';
import { rootRoute } from '../../root-route.ts';

export const sectionNames = ['proposals', 'orders', 'rejects', 'drops', 'catalogue'] as const;
export type SectionName = (typeof sectionNames)[number];
export const proposalStatuses = ['draft', 'presented', 'ordered', 'handed-over'] as const;
/** In their order, as the API names them. */
export const orderPhases = ['discount-approval', 'issuing', 'signature', 'sealing', 'signed', 'handing-over', 'in-production', 'ended'] as const;
export const dropKinds = ['total', 'partial', 'product'] as const;

const shape = { section: sectionNames, customerId: 'text', status: proposalStatuses, phase: orderPhases, kind: dropKinds, mine: ['true'], item: 'text' } as const;
export type SalesSearch = SearchOf<typeof shape>;

export const sales = definePage({
  route: createRoute({ getParentRoute: () => rootRoute, path: '/sales', validateSearch: searchReader(shape), component: lazyRouteComponent(() => import('./page.tsx'), 'SalesPage') }),
  navigation: { to: '/sales', label: 'nav.sales', icon: IconReceiptEuro, anyOf: ['proposal:read', 'order:place'] },
});
