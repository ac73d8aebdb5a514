/** Whoever reads a basket (C-07): his profiles and how far each reaches, his desk, his team. */
import type { Pool } from 'pg';
import { readColleagues } from '../../db/people/team.ts';
import type { Reader } from '../../db/tasks/lists.ts';
import { allows, scopeOf } from '../../domain/people/permissions.ts';
import type { SignedIn } from './rights.ts';

/** @param nowMs the instant by which something is overdue, the same for every page */
export async function readerOf(pool: Pool, { principal, scope }: SignedIn, nowMs: number): Promise<Reader> {
  const { subject, profiles, customerId, holdings } = principal;
  const accounts = scopeOf(principal, 'account:read');
  const everywhere = new Set(holdings.filter((held) => held.scope.reach === 'all').map(({ profile }) => profile));
  // What he holds everywhere he need not hold in part.
  const held = [...[...everywhere].map((profile) => ({ profile, scope: { reach: 'all' as const } })), ...holdings.filter(({ profile }) => !everywhere.has(profile))];
  return {
    subject, customerId, scope, nowMs, holdings: held, ...await readColleagues(pool, subject),
    isOfEveryDesk: allows(profiles, 'ticket:attribute'), handlesStuckCalls: allows(profiles, 'stuck-call:handle'),
    ...(accounts && accounts.reach !== 'own' ? { accounts } : {}),
  };
}
