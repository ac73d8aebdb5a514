/** Who one is, what one may, and what every profile may (C-05). */
import { z } from 'zod';
import { readPerson } from '../../db/people/users.ts';
import { isGrantable } from '../../domain/people/giving.ts';
import { permissionNames, permissionsOf, reachOf, scopeOf } from '../../domain/people/permissions.ts';
import { profileNames, profiles } from '../../domain/people/profiles.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { meView, profileView } from './access.schema.ts';
import { viewOf } from './users.ts';

export function meRoutes({ pool, temporalUiUrl }: Pick<Services, 'pool' | 'temporalUiUrl'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/me', operationId: 'readMe', tags: ['people'],
      summary: { fr: 'Lire qui l’on est et ce que l’on peut, d’où et jusqu’à quand (C-05)', en: 'Read who one is and what one may, whence and until when (C-05)' },
      guard: 'signed-in',
      answers: { 200: { description: { fr: 'À cet instant', en: 'At this instant' }, schema: meView } },
      refusals: [],
      handle: async ({ principal }) => {
        const person = await readPerson(pool, principal.subject);
        return {
          status: 200,
          body: {
            subject: principal.subject, name: principal.name ?? person?.name ?? null, customerId: principal.customerId ?? null,
            profiles: principal.holdings.map(({ profile, scope, source, until }) => ({ profile, label: profiles[profile].label, source, ...boundsOf(scope), until: until?.toISOString() ?? null })),
            permissions: permissionNames.flatMap((permission) => {
              const scope = scopeOf(principal, permission);
              return scope ? [{ permission, reach: scope.reach, ...boundsOf(scope) }] : [];
            }),
            temporalUiUrl: scopeOf(principal, 'engine:read')?.reach === 'all' ? temporalUiUrl : null,
            person: person ? viewOf(person, principal) : null,
          },
        };
      },
    }),
    defineRoute({
      method: 'GET', path: '/profiles', operationId: 'listProfiles', tags: ['people'],
      summary: { fr: 'Lire le catalogue des profils et ce que chacun permet (C-05)', en: 'Read the catalogue of profiles and what each allows (C-05)' },
      guard: { permission: 'people:read' },
      answers: { 200: { description: { fr: 'Tous, dans l’ordre du catalogue', en: 'All of them, in the order of the catalogue' }, schema: z.object({ items: z.array(profileView) }) } },
      refusals: [],
      handle: async () => ({
        status: 200,
        body: { items: profileNames.map((profile) => ({ profile, label: profiles[profile].label, permissions: permissionsOf([profile]).map((permission) => ({ permission, reach: reachOf(profile, permission) })), grantable: isGrantable(profile) })) },
      }),
    }),
  ];
}

function boundsOf(scope: Scope): { centres: string[] | null; ownCustomers: boolean } {
  return scope.reach === 'part' ? { centres: [...scope.centres], ownCustomers: scope.accountManager !== null } : { centres: null, ownCustomers: false };
}
