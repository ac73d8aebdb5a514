/** The names under which answers are kept: `[resource, id?, filters]`. The live events invalidate by resource and id, so every query takes its key from here. */

/** Resources as the live events name them, and those that none tells of. */
export type Resource = 'me' | 'tasks' | 'basket-views' | 'deployments' | 'tickets' | 'customers' | 'terminations' | 'orders' | 'proposals' | 'opportunities' | 'follow-ups' | 'appointments' | 'complaints' | 'replacements' | 'moves' | 'stuck-calls' | 'documents' | 'users' | 'teams' | 'centres'
  | 'grants' | 'policies' | 'webhooks' | 'api-keys' | 'people-acts' | 'indicators' | 'profiles';

export function listKey(resource: Resource, filters: Readonly<Record<string, unknown>> = {}): readonly unknown[] {
  return [resource, 'list', filters];
}

/** `part`: what hangs on one subject, as its timeline. */
export function oneKey(resource: Resource, id: string, part?: string, filters?: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [resource, 'one', id, ...(part === undefined ? [] : [part]), ...(filters === undefined ? [] : [filters])];
}
