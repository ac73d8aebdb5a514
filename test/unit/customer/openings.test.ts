/** Where reasons of contact lead: to operations that the API has, with fields that their forms have (C-02). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import { leadOf, openings, type KnownOfCustomer, type OpeningName } from '../../../domain/customer/openings.ts';
import { contactReasons } from '../../../domain/policy/relations.schema.ts';

const { reasons } = contactReasons.parse(JSON.parse(readFileSync(new URL('../../../domain/policy/defaults/contact-reasons.json', import.meta.url), 'utf8')));
const routes = allRoutes({} as Services);

const known: KnownOfCustomer = {
  customerId: 'CLI-000001', channel: 'phone', rds: 'RDS-370001', endable: ['RDS-370001'], caller: { name: 'Anne Leroy', phone: '+33 6 39 98 12 34', email: null }, deployments: ['AFF-2026-000001', 'AFF-2026-000002'],
};
const nothing: KnownOfCustomer = { customerId: 'CLI-000001', channel: null, rds: null, endable: [], caller: null, deployments: [] };

/** A form within the form, of which what is not known is still to be typed. */
const withinForm = new Set(['launch', 'sites']);
function isTaken(field: string, taken: z.ZodType | undefined, value: unknown): boolean {
  const parsed = taken?.safeParse(value);
  if (!parsed || parsed.success) return parsed !== undefined;
  const sent = (path: readonly PropertyKey[]) => path.reduce<unknown>((at, name) => (at as Record<PropertyKey, unknown> | undefined)?.[name], value);
  return withinForm.has(field) && parsed.error.issues.every(({ path }) => path.length > 0 && sent(path) === undefined);
}

describe.each(Object.keys(openings) as OpeningName[])('%s', (name) => {
  const route = routes.find(({ operationId }) => operationId === openings[name].operationId);

  it('is an operation of the API, whose address and form have what it is filled with (C-02)', () => {
    expect(route).toBeDefined();
    for (const asked of [known, nothing]) {
      for (const { params, body } of leadOf(name, {}, asked).targets) {
        expect(Object.keys(params).toSorted()).toEqual(Object.keys(route?.params.shape ?? {}).toSorted());
        const form = (route?.body as z.ZodObject | undefined)?.shape ?? {};
        for (const [field, value] of Object.entries(body)) expect(isTaken(field, form[field] as z.ZodType | undefined, value), field).toBe(true);
      }
    }
  });

  it('is the way of at least one reason that is shipped (C-02)', () => {
    expect(reasons.flatMap(({ opens, otherwise }) => [opens, ...(otherwise ? [otherwise.opens] : [])])).toContain(name);
  });
});

describe('a reason that is shipped', () => {
  it.each(reasons.flatMap((reason) => [[reason.key, reason] as const, ...(reason.otherwise ? [[`${reason.key}, otherwise`, reason.otherwise] as const] : [])]))('fills in fields that its form takes: %s (C-02)', (_, { opens, with: said = {} }) => {
    const form = (routes.find(({ operationId }) => operationId === openings[opens].operationId)?.body as z.ZodObject | undefined)?.shape ?? {};
    for (const [field, value] of Object.entries(said)) expect((form[field] as z.ZodType | undefined)?.safeParse(value).success, field).toBe(true);
  });
});

it('says itself what it says, whatever is known (C-02)', () => {
  expect(leadOf('ticket', { rds: 'RDS-9', impact: 'outage' }, known).targets).toEqual([
    { params: {}, body: { customerId: 'CLI-000001', contact: 'phone', rds: 'RDS-9', impact: 'outage', caller: { name: 'Anne Leroy', phone: '+33 6 39 98 12 34', relation: 'self' } } },
  ]);
  expect(leadOf('ticket', {}, nothing).targets).toEqual([{ params: {}, body: { customerId: 'CLI-000001' } }]);
});

it('knows of an opportunity whose it is, and that it came by telephone (C-02, S-09)', () => {
  expect(leadOf('opportunity', {}, known).targets).toEqual([{ params: {}, body: { customerId: 'CLI-000001', channel: 'phone' } }]);
  expect(leadOf('opportunity', {}, { ...known, channel: 'shop' }).targets).toEqual([{ params: {}, body: { customerId: 'CLI-000001' } }]);
});

it('names the service that ends or is replaced where there is one, none of several, and leads nowhere where nothing can end (C-02, R-01, C-08)', () => {
  const several = { ...known, rds: null, endable: ['RDS-370001', 'RDS-370002'] };
  const contact = { name: 'Anne Leroy', phone: '+33 6 39 98 12 34' };
  expect(leadOf('termination', {}, known).targets).toEqual([{ params: {}, body: { services: ['RDS-370001'], contact } }]);
  expect(leadOf('termination', {}, several).targets).toEqual([{ params: {}, body: { contact } }]);
  const replacing = { customerId: 'CLI-000001', sites: [{ replaces: ['RDS-370001'] }] };
  expect(leadOf('move', {}, known).targets).toEqual([{ params: {}, body: { launch: replacing } }]);
  expect(leadOf('change', {}, known).targets).toEqual([{ params: {}, body: replacing }]);
  expect(leadOf('move', {}, several).targets).toEqual([{ params: {}, body: { launch: { customerId: 'CLI-000001' } } }]);
  for (const name of ['termination', 'move', 'change'] as const) expect(leadOf(name, {}, nothing).targets, name).toEqual([]);
});
