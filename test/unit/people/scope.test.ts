/** Scopes of several holdings together: who is bound to some centres reaches those, whoever is bound to none reaches everything (C-05). */
import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../../domain/people/permissions.ts';
import { principalOf, type Holding } from '../../../domain/people/principal.ts';
import type { Profile } from '../../../domain/people/profiles.ts';
import { covers, everything, unitedScope, widestScope, type HouseScope } from '../../../domain/people/scope.ts';

const part = (...centres: string[]): HouseScope => ({ reach: 'part', centres, accountManager: null });
const charge: HouseScope = { reach: 'part', centres: [], accountManager: 'sophie' };
const held = (profile: Profile, scope: HouseScope): Holding => ({ profile, scope, source: 'directory', until: null });
const principal = (profiles: readonly Profile[], ...holdings: Holding[]) => principalOf({ subject: 'sophie', profiles, customerId: 'CLI-000001' }, holdings);

describe('C-05: the scope of a permission', () => {
  it('is everything where a token gives it, whatever else is bound', () => {
    expect(scopeOf(principal(['coordinator'], held('coordinator', part('lille'))), 'deployment:read')).toEqual(everything);
  });

  it('is the centres of all profiles that give it, and of no other', () => {
    const both = principal([], held('coordinator', part('lille')), held('service-agent', part('lyon')), held('admin', everything));
    expect(scopeOf(both, 'deployment:read')).toEqual(part('lille', 'lyon'));
    expect(scopeOf(both, 'deployment:cancel')).toEqual(part('lille'));
    expect(scopeOf(both, 'policy:edit')).toEqual(everything);
    expect(scopeOf(both, 'site:abandon')).toBeUndefined();
  });

  it('is one’s own customers beside those of a centre', () => {
    expect(scopeOf(principal([], held('account-manager', charge), held('coordinator', part('lille'))), 'deployment:read')).toEqual({ reach: 'part', centres: ['lille'], accountManager: 'sophie' });
  });

  it('is that of the house for who is a customer as well', () => {
    expect(scopeOf(principal(['customer'], held('coordinator', part('lille'))), 'deployment:read')).toEqual(part('lille'));
    expect(scopeOf(principal(['customer'], held('admin', everything)), 'deployment:read')).toEqual({ reach: 'own', customerId: 'CLI-000001' });
  });

  it('is nothing where a key was narrowed to other permissions', () => {
    expect(scopeOf({ ...principal(['coordinator']), only: ['ticket:read'] }, 'deployment:read')).toBeUndefined();
  });
});

describe('scopes together', () => {
  it('are the widest, and none of none', () => {
    expect([unitedScope([]), widestScope([])]).toEqual([undefined, undefined]);
    expect(widestScope([{ reach: 'own', customerId: 'CLI-000001' }, part('lille')])).toEqual(part('lille'));
  });

  it.each([
    [everything, part('lille'), true], [part('lille'), everything, false], [part('lille', 'lyon'), part('lyon'), true], [part('lille'), part('lille', 'lyon'), false],
    [part('lille'), charge, false], [charge, charge, true],
  ])('%j covers %j: %s', (wide, narrow, expected) => { expect(covers(wide, narrow)).toBe(expected); });
});
