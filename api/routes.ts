/** The list of all routes: what the application serves, the document describes and the guard test walks. */
import type { Pool } from 'pg';
import type { Route } from './http/route.ts';

/** What the handlers work with. */
export interface Services {
  readonly pool: Pool;
}

/** Every route below `/api/v1`, by subject. Building the list touches no service. */
export function allRoutes(_services: Services): readonly Route[] {
  return [];
}
