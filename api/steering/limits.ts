/** Whose figures somebody may see by person and team (C-05, C-06): those of his centres, a manager those of his own team; figures of whole centres compare, and are everybody's who sees any. */
import { readOwnTeam } from '../../db/steering/groups.ts';
import type { Selection } from '../../db/steering/history.ts';
import type { Pool } from '../../db/pool.ts';
import { allows } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Scope } from '../../domain/people/scope.ts';

/** Profiles that steer a team, and not a centre. */
const ofTeams: readonly string[] = ['production-manager'];

export async function limitsOf(pool: Pool, { holdings, subject }: Principal, scope: Scope): Promise<Pick<Selection, 'centres' | 'teams'>> {
  const giving = holdings.filter(({ profile }) => allows([profile], 'indicators:read'));
  const isOfTeam = giving.every(({ profile }) => ofTeams.includes(profile));
  const team = isOfTeam ? await readOwnTeam(pool, subject) : null;
  // A key of a machine, or a manager who is in no team, is bound by its scope alone.
  return { centres: scope.reach === 'all' ? null : scope.reach === 'part' ? scope.centres : [], teams: team === null ? null : [team] };
}
