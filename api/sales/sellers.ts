/** Who sells: to whom opportunities, follow-ups and appointments are given (S-09). */
import type { Pool } from 'pg';
import { readTeamMember } from '../../db/people/team.ts';
import { readOpportunity } from '../../db/sales/opportunities.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Doer } from '../../domain/follow-up/follow-up.ts';
import type { Principal } from '../../domain/people/principal.ts';
import { sellerProfiles, type SellerProfile } from '../../domain/sales/opportunity.ts';
import { problem } from '../http/problem.ts';
import { profilesTowards } from '../people/reach.ts';

const isSeller = (profile: string | undefined): profile is SellerProfile => (sellerProfiles as readonly (string | undefined)[]).includes(profile);

/** The one who is named, else who asks. @throws {Problem} `S-09.no-seller` */
export async function sellerOf(pool: Pool, principal: Principal, customerId: string, named: string | undefined): Promise<Doer> {
  if (named === undefined || named === principal.subject) {
    const profile = (await profilesTowards(pool, principal, customerId)).find(isSeller);
    if (profile) return { person: principal.subject, profile };
  }
  const profile = (await readTeamMember(pool, named ?? principal.subject))?.profile;
  if (!isSeller(profile)) throw problem(refuse('S-09.no-seller', { seller: named ?? principal.subject }, '/seller'));
  return { person: named ?? principal.subject, profile };
}

/** @throws {Problem} `S-09.other-customer` where the opportunity is not this customer's. */
export async function demandOpportunityOf(pool: Pool, opportunityId: string | undefined, customerId: string): Promise<string | null> {
  if (opportunityId === undefined) return null;
  const opportunity = await readOpportunity(pool, opportunityId);
  if (opportunity?.customerId !== customerId) throw problem(refuse('S-09.other-customer', { opportunityId }, '/opportunityId'));
  return opportunityId;
}
