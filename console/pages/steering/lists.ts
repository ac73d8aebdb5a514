/** From the list that the API names behind a figure to the page that shows it, with the same filters. */
import type { Me } from '../../data/me.ts';
import { mayOf } from '../../data/me.ts';

export interface Destination { readonly to: string; readonly search: Readonly<Record<string, string>> }

/** Undefined: no page of ours shows it, or none that is his to see. */
export function pageOfList(list: string | null, me: Me): Destination | undefined {
  if (list === null) return undefined;
  const { pathname, searchParams } = new URL(list, 'http://list.invalid');
  const { open, held, ...search } = Object.fromEntries(searchParams);
  switch (pathname.slice('/api/v1'.length)) {
    // The page's own view is what is open, unless it says otherwise.
    case '/tickets': return mayOf(me, ['ticket:read']) ? { to: '/tickets', search: { ...search, ...(held === 'false' ? { view: 'unheld' } : open === 'false' ? { view: 'ended' } : {}) } } : undefined;
    case '/deployments': return mayOf(me, ['deployment:read']) ? { to: '/deployments', search } : undefined;
    case '/stuck-calls': return mayOf(me, ['stuck-call:handle']) ? { to: '/administration', search: { ...search, section: 'stuck-calls' } } : undefined;
    default: return undefined;
  }
}
