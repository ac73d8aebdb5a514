/** What the fuzzer needs to be let in: a token of each profile, which of them an operation lets in, and what callbacks are signed with. */
import { isForPersons, permissionsOfGuard, type CallbackSender } from '../../api/http/route.ts';
import { allRoutes } from '../../api/routes.ts';
import type { Services } from '../../api/services.ts';
import { scopeOf } from '../../domain/people/permissions.ts';
import { principalOf } from '../../domain/people/principal.ts';
import { profileNames } from '../../domain/people/profiles.ts';
import type { Installation } from '../../test/support/installation.ts';

interface Access {
  readonly tokens: Readonly<Record<string, string>>;
  /** Profiles by `METHOD /path`; none where nobody signs in. */
  readonly letIn: Readonly<Record<string, readonly string[]>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export async function accessOf({ tokenOf, callbackSecret }: Installation): Promise<Access> {
  const routes = allRoutes({} as Services);
  const senders = routes.flatMap(({ guard }): CallbackSender[] => (guard !== 'public' && !isForPersons(guard) ? [guard.callbackFrom] : []));
  return {
    tokens: Object.fromEntries(await Promise.all(profileNames.map(async (profile) => [profile, await tokenOf(profile)] as const))),
    letIn: Object.fromEntries(routes.map(({ method, path, guard }) => [`${method} ${path}`, isForPersons(guard) ? profileNames.filter((profile) => isLetIn(profile, guard)) : []])),
    secrets: Object.fromEntries(senders.map((sender) => [sender, callbackSecret(sender)])),
  };

  function isLetIn(profile: (typeof profileNames)[number], guard: Parameters<typeof permissionsOfGuard>[0]): boolean {
    const permissions = permissionsOfGuard(guard);
    const principal = principalOf({ subject: profile, profiles: [profile], customerId: 'CLI-000001' }, []);
    return permissions === null || permissions.some((permission) => scopeOf(principal, permission) !== undefined);
  }
}
