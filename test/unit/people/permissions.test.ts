/** The permission table against its committed expectation: a changed cell must be changed here too, knowingly. */
import { describe, expect, it } from 'vitest';
import { allows, permissionNames, permissionsOf, scopeOf } from '../../../domain/people/permissions.ts';
import { principalOf } from '../../../domain/people/principal.ts';
import { isProfile, profileNames, profiles } from '../../../domain/people/profiles.ts';

/** `x` everything, `o` what is his own, `.` nothing; columns in the order of the heading. */
const expected = `
                      launch read cancel withdraw reassign change meeting replan abandon add accept timeline task:read task:complete stuck-call callback mail people:read people:manage absence backup:read backup:manage ticket:create ticket:read ticket:act ticket:attribute ticket:agree ticket:write ticket:supervise customer:read customer:edit customer:merge customer:erase policy:read policy:edit preview
coordinator           x      x    x      x        .        x      x       x      .       x   x      x        x         x             .          .        .    x           .             x       .           .             .             .           .          .                .            .            .                x             x             .              .              .           .           x
production-manager    .      x    .      .        x        .      .       .      x       .   .      x        x         x             .          .        .    x           .             x       .           .             .             .           .          .                .            .            .                x             .             .              .              x           .           x
sales-engineer        .      x    .      .        .        .      x       .      .       x   .      x        x         x             .          .        .    x           .             x       .           .             .             x           .          .                .            .            .                x             x             .              .              .           .           x
sales-manager         .      x    .      .        .        .      .       .      .       x   .      x        x         x             .          .        .    x           .             x       .           .             .             .           .          .                .            .            .                x             x             .              .              .           .           x
account-manager       .      x    .      .        .        .      .       .      .       x   .      x        x         x             .          .        .    x           .             x       .           .             .             x           .          .                .            .            .                x             x             .              .              .           .           x
presales-engineer     .      x    .      .        .        .      .       .      .       x   .      x        x         x             .          .        .    x           .             x       .           .             .             .           .          .                .            .            .                x             .             .              .              .           .           x
business-director     .      x    .      .        .        .      .       .      .       .   .      x        x         x             .          .        .    x           .             x       .           .             .             .           .          .                .            .            .                x             .             .              .              .           .           x
field-technician      .      x    .      .        .        .      .       .      .       x   .      x        x         x             .          .        .    x           .             x       .           .             .             .           .          .                .            .            .                x             .             .              .              .           .           x
specialist-technician .      x    .      .        .        .      .       .      .       .   .      x        x         x             .          .        .    x           .             x       .           .             .             .           .          .                .            .            .                x             .             .              .              .           .           x
logistics             .      x    .      .        .        .      .       .      .       .   .      x        x         x             .          .        .    x           .             x       .           .             .             .           .          .                .            .            .                x             .             .              .              .           .           x
service-agent         .      x    .      x        .        .      .       .      .       .   .      x        x         x             .          .        x    x           .             x       x           .             x             x           x          .                x            x            .                x             x             .              .              .           .           x
technician-n1         .      x    .      .        .        .      .       .      .       .   .      x        x         x             .          .        x    x           .             x       x           .             x             x           x          .                x            x            .                x             x             .              .              .           .           x
technician-n2         .      x    .      .        .        .      .       .      .       .   .      x        x         x             .          .        .    x           .             x       x           .             x             x           x          .                x            x            .                x             x             .              .              .           .           x
technician-n3         .      x    .      .        .        .      .       .      .       .   .      x        x         x             .          .        .    x           .             x       x           .             x             x           x          .                x            x            .                x             x             .              .              .           .           x
dispatcher            .      .    .      .        .        .      .       .      .       .   .      .        x         x             .          .        x    x           x             x       x           .             .             x           x          x                .            x            .                x             .             .              .              .           .           x
billing-admin         .      x    .      .        .        .      .       .      .       .   .      x        x         x             .          .        .    x           .             x       .           .             .             x           .          .                .            .            .                x             x             .              .              .           .           x
network-admin         .      x    .      .        .        .      .       .      .       .   .      x        x         x             x          x        .    x           .             x       x           x             .             x           .          .                .            .            .                x             .             .              .              .           .           x
supervisor            .      x    .      .        .        .      .       .      .       .   .      x        x         .             x          x        x    x           x             x       x           .             .             x           x          x                .            x            x                x             x             x              x              x           .           x
admin                 .      .    .      .        .        .      .       .      .       .   .      .        .         .             .          .        .    x           .             .       .           .             .             .           .          .                .            .            .                .             .             .              .              x           x           x
customer              .      o    .      o        .        .      .       o      .       .   .      .        o         o             .          .        .    .           .             .       .           .             o             o           .          .                o            o            .                o             .             .              .              .           .           .
`;

const rows = expected.trim().split('\n').slice(1).map((line) => line.split(/\s+/));
const cells = rows.flatMap(([profile, ...marks]) => {
  if (!isProfile(profile)) throw new Error(`${profile} is in no catalogue`);
  return permissionNames.map((permission, index) => ({ profile, permission, mark: marks[index] }));
});

describe('the catalogue of profiles', () => {
  it('holds every profile of domain.md, in its order, and no other', () => {
    expect(profileNames).toEqual(rows.map(([profile]) => profile));
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
    expect(rows.map((row) => row.length - 1)).toEqual(profileNames.map(() => permissionNames.length));
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
    expect(permissionsOf(['admin', 'dispatcher'])).toEqual(['task:read', 'task:complete', 'inbound-mail:handle', 'people:read', 'people:manage', 'absence:enter', 'backup:read', 'ticket:read', 'ticket:act', 'ticket:attribute', 'ticket:write', 'customer:read', 'policy:read', 'policy:edit', 'preview:use']);
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
