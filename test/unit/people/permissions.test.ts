/** The permission table against its committed expectation: a changed cell must be changed here too, knowingly. */
import { describe, expect, it } from 'vitest';
import { allows, permissionNames, permissionsOf, scopeOf } from '../../../domain/people/permissions.ts';
import { principalOf } from '../../../domain/people/principal.ts';
import { isProfile, profileNames, profiles } from '../../../domain/people/profiles.ts';

/** The profiles of domain.md, in its order: the columns of the table. */
const order = [
  'coordinator', 'production-manager', 'sales-engineer', 'sales-manager', 'account-manager', 'presales-engineer', 'business-director',
  'field-technician', 'specialist-technician', 'logistics', 'service-agent', 'technician-n1', 'technician-n2', 'technician-n3',
  'dispatcher', 'billing-admin', 'network-admin', 'supervisor', 'admin', 'customer',
];

/** `x` everything that the profile reaches, `o` what is his own, `.` nothing; a line for each permission, in the order of `permissionNames`. */
const expected = `
                     coo prm ing sam acc pre bdi fie spe log age n1  n2  n3  dis bil net sup adm cus
deployment:launch    x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
deployment:read      x   x   x   x   x   x   x   x   x   x   x   x   x   x   .   x   x   x   .   o
deployment:cancel    x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
deployment:withdraw  x   .   .   .   .   .   .   .   .   .   x   .   .   .   .   .   .   .   .   o
deployment:reassign  .   x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
deployment:change    x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
meeting:plan         x   .   x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
site:replan          x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   o
site:abandon         .   x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
document:add         x   .   x   x   x   x   .   x   .   .   .   .   .   .   .   .   .   .   .   .
document:accept      x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
timeline:read        x   x   x   x   x   x   x   x   x   x   x   x   x   x   .   x   x   x   .   .
task:read            x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   .   o
task:complete        x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   .   .   o
task:assign          .   x   .   x   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .
stuck-call:handle    .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   x   .   .
callback:read        .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   x   .   .
engine:read          .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   x   .   .
inbound-mail:handle  .   .   .   .   .   .   .   .   .   .   x   x   .   .   x   .   .   x   .   .
people:read          x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   .
people:manage        .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .   x   .   .
absence:enter        x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   .   .
backup:read          .   .   .   .   .   .   .   .   .   .   x   x   x   x   x   .   x   x   .   .
backup:manage        .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .   .
ticket:create        .   .   .   .   .   .   .   .   .   .   x   x   x   x   .   .   .   .   .   o
ticket:read          .   .   x   .   x   .   .   .   .   .   x   x   x   x   x   x   x   x   .   o
ticket:act           .   .   .   .   .   .   .   .   .   .   x   x   x   x   x   .   .   x   .   .
ticket:attribute     .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .   x   .   .
ticket:agree         .   .   .   .   .   .   .   .   .   .   x   x   x   x   .   .   .   .   .   o
ticket:write         .   .   .   .   .   .   .   .   .   .   x   x   x   x   x   .   .   x   .   o
ticket:supervise     .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .
customer:read        x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   .   o
customer:edit        x   .   x   x   x   .   .   .   .   .   x   x   x   x   .   x   .   x   .   .
customer:merge       .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .
customer:erase       .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .
customer:view        x   x   x   x   x   .   .   .   .   .   x   x   x   x   .   x   .   x   .   .
account:read         .   .   x   x   x   .   .   .   .   .   x   .   .   .   .   x   .   x   .   .
contact:record       x   .   x   x   x   .   .   .   .   .   x   x   x   x   .   x   .   x   .   .
user:manage          .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .
grant:give           .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   x   .
key:manage           .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .
webhook:manage       .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .
termination:open     .   .   .   .   .   .   .   .   .   .   x   .   .   .   .   .   .   .   .   .
termination:read     x   x   x   x   x   x   x   x   x   x   x   x   x   x   .   x   x   x   .   o
termination:withdraw .   .   .   .   .   .   .   .   .   .   x   .   .   .   .   .   .   x   .   o
proposal:read        .   .   x   x   x   x   x   .   .   .   x   .   .   .   .   .   .   x   .   .
proposal:edit        .   .   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
order:read           x   x   x   x   x   x   x   .   .   .   x   .   .   .   .   x   .   x   .   o
order:place          .   .   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
order:sign           .   .   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   o
order:reject         x   x   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .   .   .
opportunity:read     .   .   x   x   x   x   x   .   .   .   x   .   .   .   .   .   .   x   .   .
opportunity:edit     .   .   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
discovery:read       .   .   x   x   x   x   .   .   .   .   x   .   .   .   .   .   .   x   .   o
appointment:read     .   .   x   x   x   .   .   .   .   .   x   .   .   .   .   .   .   x   .   .
appointment:plan     .   .   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
complaint:open       x   .   x   x   x   .   .   .   .   .   x   x   x   x   .   x   .   x   .   .
complaint:read       x   .   x   x   x   .   .   .   .   .   x   x   x   x   .   x   .   x   .   o
complaint:handle     .   .   .   .   .   .   .   .   .   .   x   .   .   .   .   .   .   x   .   .
policy:read          .   x   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   x   .
policy:edit          .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   x   .
preview:use          x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   x   .
indicators:read      .   x   .   x   .   .   x   .   .   .   .   .   .   .   .   .   .   x   .   .
`;

const rows = expected.trim().split('\n').slice(1).map((line) => line.split(/\s+/));
const cells = rows.flatMap(([name, ...marks]) => profileNames.map((profile, index) => {
  const permission = permissionNames.find((known) => known === name);
  if (!permission) throw new Error(`${name} is no permission`);
  return { profile, permission, mark: marks[index] };
}));

describe('the catalogue of profiles', () => {
  it('holds every profile of domain.md, in its order, and no other', () => {
    expect(profileNames).toEqual(order);
  });

  it('names each profile in French and in English', () => {
    for (const { label } of Object.values(profiles)) {
      expect(label.fr).toMatch(/^\p{Lu}/u);
      expect(label.en).toMatch(/^\p{Lu}/u);
    }
  });

  it('takes no inherited property name for a profile', () => {
    for (const value of ['constructor', 'toString', '__proto__', '', 'Coordinator', null, 7]) expect(isProfile(value)).toBe(false);
  });
});

describe('the permission table', () => {
  it('has a mark for every profile and permission', () => {
    expect(rows.map(([name, ...marks]) => [name, marks.length])).toEqual(permissionNames.map((name) => [name, profileNames.length]));
  });

  it.each(cells)('gives $profile $permission as expected: $mark', ({ profile, permission, mark }) => {
    const scope = scopeOf(principalOf({ subject: 's', profiles: [profile], customerId: 'CLI-000001' }, []), permission);
    const found = scope === undefined ? '.' : scope.reach === 'own' ? 'o' : 'x';
    expect(found).toBe(mark);
    expect(allows([profile], permission)).toBe(mark !== '.');
    expect(permissionsOf([profile]).includes(permission)).toBe(mark !== '.');
  });

  it('gives nothing to a person without a profile', () => {
    expect(permissionsOf([])).toEqual([]);
  });

  it('gives a person of several profiles what they allow together', () => {
    expect(permissionsOf(['admin', 'dispatcher'])).toEqual(['task:read', 'task:complete', 'inbound-mail:handle', 'people:read', 'people:manage', 'absence:enter', 'backup:read', 'ticket:read', 'ticket:act', 'ticket:attribute', 'ticket:write', 'customer:read', 'user:manage', 'grant:give', 'key:manage', 'webhook:manage', 'policy:read', 'policy:edit', 'preview:use']);
  });
});

describe('the scope of a permission', () => {
  it('keeps a customer to his own customer', () => {
    expect(scopeOf(principalOf({ subject: 's', profiles: ['customer'], customerId: 'CLI-000001' }, []), 'deployment:read')).toEqual({ reach: 'own', customerId: 'CLI-000001' });
  });

  it('is nothing for a customer whose token names no customer', () => {
    expect(scopeOf(principalOf({ subject: 's', profiles: ['customer'] }, []), 'deployment:read')).toBeUndefined();
  });

  it('is the widest of a person of several profiles', () => {
    expect(scopeOf(principalOf({ subject: 's', profiles: ['customer', 'coordinator'], customerId: 'CLI-000001' }, []), 'deployment:read')).toEqual({ reach: 'all' });
  });
});
