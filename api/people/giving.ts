/** What every giving of access asks first (C-05): that centres and regions exist, and that the giver may. */
import { listCentres, type CentreRead } from '../../db/people/centres.ts';
import type { Doer } from '../../db/people/acts.ts';
import { readPerson, type PersonRead } from '../../db/people/users.ts';
import type { Pool } from '../../db/pool.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { givingRefusal, scopeOfBound, type Bound, type Receiver } from '../../domain/people/giving.ts';
import type { Principal } from '../../domain/people/principal.ts';
import { etagOf } from '../http/conditional.ts';
import { problem, type Problem } from '../http/problem.ts';
import type { RouteRequest } from '../http/route.ts';

export function doerOf({ principal, channel, requestId }: Pick<RouteRequest<unknown, unknown, unknown, 'signed-in'>, 'principal' | 'channel' | 'requestId'>): Doer {
  return { actor: principal.subject, channel, requestId };
}

export interface Giving {
  readonly giver: Principal;
  readonly by: 'user:manage' | 'grant:give' | 'key:manage';
  readonly until: Date | null;
  readonly to?: Receiver | undefined;
  readonly centres: readonly CentreRead[];
}

/** @throws {Problem} `C-05.own-access`, `C-05.profile-not-given`, `C-05.beyond-own-access`, `C-05.customer-profile`. */
export function demandMayGive(bounds: readonly Bound[], { giver, by, until, to, centres }: Giving): void {
  for (const bound of bounds) {
    const refusal = givingRefusal(giver, by, { profile: bound.profile, scope: scopeOfBound(bound, centres, to?.subject ?? ''), until }, to);
    if (refusal) throw problem(refusal);
  }
}

/** The centres there are. @throws {Problem} `C-05.unknown-entry` for a centre or a region that none of them is. @param at of the list in the body; none: the body itself */
export async function knownCentres(pool: Pool, bounds: readonly Pick<Bound, 'centre' | 'region'>[], at?: string): Promise<readonly CentreRead[]> {
  const centres = await listCentres(pool);
  for (const [index, { centre, region }] of bounds.entries()) {
    const base = at === undefined ? '' : `${at}/${index}`;
    demandKnown(centre, centres.map(({ key }) => key), `${base}/centre`);
    demandKnown(region, [...new Set(centres.map((one) => one.region))], `${base}/region`);
  }
  return centres;
}

/** @throws {Problem} `C-05.unknown-entry`. */
export function demandKnown(value: string | null, values: readonly string[], pointer: string): void {
  if (value !== null && !values.includes(value)) throw problem(refuse('C-05.unknown-entry', { value, values: values.join(', ') || '–' }, pointer));
}

/** @throws {Problem} `C-05.unknown-person`. */
export async function knownPerson(pool: Pool, subject: string): Promise<PersonRead> {
  const person = await readPerson(pool, subject);
  if (!person) throw problem(refuse('C-05.unknown-person', { subject }, '/subject'));
  return person;
}

const yearMs = 366 * 86_400_000;

/** What is temporary ends: after now, within a year. @throws {Problem} `C-05.ends-in-the-past`. */
export function demandEnd(expiresAt: string, nowMs: number): Date {
  const end = new Date(expiresAt);
  if (end.getTime() <= nowMs || end.getTime() > nowMs + yearMs) throw problem(refuse('C-05.ends-in-the-past', { expiresAt }, '/expiresAt'));
  return end;
}

export function stale(version: number): Problem {
  return problem(refuse('stale-version', { version }), { headers: { etag: etagOf(version) } });
}
