/** Who may give whom what: nobody raises himself, nor beyond what he has (C-05). */
import { describe, expect, it } from 'vitest';
import { givingRefusal, isGrantable, scopeOfBound, type Given } from '../../../domain/people/giving.ts';
import { principalOf, type Holding } from '../../../domain/people/principal.ts';
import { profileNames, type Profile } from '../../../domain/people/profiles.ts';
import { everything, type HouseScope } from '../../../domain/people/scope.ts';

const part = (...centres: string[]): HouseScope => ({ reach: 'part', centres, accountManager: null });
const held = (profile: Profile, scope: HouseScope, until: Date | null = null): Holding => ({ profile, scope, source: until ? 'grant' : 'directory', until });
const who = (...holdings: Holding[]) => principalOf({ subject: 'giver', profiles: [] }, holdings);
const [soon, later] = [new Date('2026-12-01T00:00:00Z'), new Date('2026-12-02T00:00:00Z')];
const given = (profile: Profile, scope: HouseScope = part('lille'), until: Date | null = soon): Given => ({ profile, scope, until });
const lucas = { subject: 'lucas', centre: 'lille' };
const ofLille = who(held('supervisor', part('lille')));

describe('C-05: a supervisor of a centre', () => {
  it.each([
    ['a profile of work in his centre to one of its people', given('billing-admin'), lucas, undefined],
    ['another centre', given('billing-admin', part('lyon')), lucas, 'C-05.beyond-own-access'],
    ['a region that is more than his centre', given('billing-admin', part('lille', 'amiens')), lucas, 'C-05.beyond-own-access'],
    ['everything', given('billing-admin', everything), lucas, 'C-05.beyond-own-access'],
    ['a person’s own customers, wherever they are', given('account-manager', { reach: 'part', centres: [], accountManager: 'lucas' }), lucas, 'C-05.beyond-own-access'],
    ['a person of another centre', given('billing-admin'), { subject: 'lucas', centre: 'lyon' }, 'C-05.beyond-own-access'],
    ['a person of none', given('billing-admin'), { subject: 'lucas', centre: null }, 'C-05.beyond-own-access'],
    ['himself', given('billing-admin'), { subject: 'giver', centre: 'lille' }, 'C-05.own-access'],
    ['what gives access itself', given('supervisor'), lucas, 'C-05.profile-not-given'],
    ['what plans people', given('dispatcher'), lucas, 'C-05.profile-not-given'],
    ['administration', given('admin'), lucas, 'C-05.profile-not-given'],
    ['the profile of a customer', given('customer'), lucas, 'C-05.customer-profile'],
  ] as const)('as to %s', (_, what, to, code) => { expect(givingRefusal(ofLille, 'grant:give', what, to)?.code).toBe(code); });
});

describe('C-05: who is one for a time only', () => {
  const temporary = who(held('supervisor', part('lille'), soon));
  it('gives nothing that outlasts it', () => {
    expect(givingRefusal(temporary, 'grant:give', given('logistics'), lucas)).toBeUndefined();
    expect(givingRefusal(temporary, 'grant:give', given('logistics', part('lille'), later), lucas)?.code).toBe('C-05.beyond-own-access');
    expect(givingRefusal(who(held('admin', everything, soon)), 'user:manage', given('logistics', part('lille'), null), lucas)?.code).toBe('C-05.beyond-own-access');
  });
});

describe('C-05: an administrator', () => {
  const admin = who(held('admin', everything));
  it('gives what gives access, for a time or in the directory, but never himself, and to no machine', () => {
    for (const by of ['grant:give', 'user:manage'] as const) expect(givingRefusal(admin, by, given('supervisor'), lucas)).toBeUndefined();
    expect(givingRefusal(admin, 'user:manage', given('coordinator'), { subject: 'giver', centre: null })?.code).toBe('C-05.own-access');
    for (const profile of ['admin', 'supervisor', 'dispatcher'] as const) expect(givingRefusal(admin, 'key:manage', given(profile))?.code).toBe('C-05.profile-not-given');
    expect(givingRefusal(admin, 'key:manage', given('customer', everything))).toBeUndefined();
  });
});

it('the profiles that a supervisor may give are those of work (C-05)', () => {
  expect(profileNames.filter((profile) => !isGrantable(profile))).toEqual(['dispatcher', 'supervisor', 'admin', 'customer']);
});

it('a region reaches the centres that it has (C-05)', () => {
  const centres = [{ key: 'lille', region: 'nord' }, { key: 'amiens', region: 'nord' }, { key: 'lyon', region: 'sud-est' }];
  const bound = { profile: 'coordinator', centre: null, region: null, ownCustomers: false } as const;
  expect(scopeOfBound({ ...bound, region: 'nord' }, centres, 'lucas')).toEqual(part('lille', 'amiens'));
  expect(scopeOfBound({ ...bound, ownCustomers: true }, centres, 'lucas')).toEqual({ reach: 'part', centres: [], accountManager: 'lucas' });
  expect(scopeOfBound(bound, centres, 'lucas')).toEqual(everything);
});
