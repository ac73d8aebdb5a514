/** What a page hands to the console: its route, and how the navigation leads to it. */
import type { AnyRoute } from '@tanstack/react-router';
import type { ComponentType } from 'react';

export interface NavigationEntry {
  readonly to: string;
  /** Key of its name in the texts `common`. */
  readonly label: string;
  readonly icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  /** One of these permissions is enough to be shown the way; none: everybody. */
  readonly anyOf: readonly string[];
}

export interface Page<Route extends AnyRoute = AnyRoute> {
  readonly route: Route;
  readonly navigation?: NavigationEntry;
}

/** Keeps the route's own type, by which links and search params are checked: asked to be any route, it would be inferred as just that. */
export function definePage<Route>(page: { readonly route: Route; readonly navigation?: NavigationEntry }): { readonly route: Route; readonly navigation?: NavigationEntry } {
  return page;
}
