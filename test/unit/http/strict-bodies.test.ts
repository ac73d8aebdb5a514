/** Nobody sets by a body what is not his to set: every object that a route takes, and every form of a task, refuses what it does not name, and names nothing that the server says. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isForPersons, type Route } from '../../../api/http/route.ts';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import { formInputs } from '../../../domain/journey/forms.schema.ts';

interface Schema { readonly [key: string]: unknown; readonly properties?: Readonly<Record<string, unknown>>; readonly additionalProperties?: unknown }

/** Who did it, when, under which number: told from the sign-in, the clock and the record. */
const ours = new Set(['actor', 'author', 'createdAt', 'createdBy', 'changedAt', 'openedAt', 'openedBy', 'addedBy', 'acceptedBy', 'recordedAt', 'commandId', 'requestId', 'principal', 'channelOfAct', 'etag', 'isAdmin', 'scope']);

/** One sentence per object that takes what it does not name, or names what is ours. */
function faultsOf(schema: unknown, at: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, additionalProperties } = schema as Schema;
  const here = properties === undefined ? [] : [
    ...(additionalProperties === false ? [] : [`${at || '/'} takes what it does not name`]),
    ...Object.keys(properties).filter((name) => ours.has(name)).map((name) => `${at}/${name} is the server’s to say`),
  ];
  return [...here, ...Object.entries(schema).flatMap(([key, part]) => faultsOf(part, key === 'properties' ? at : `${at}/${key}`))];
}

const jsonOf = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
const takingBodies = allRoutes({} as Services).filter((route): route is Route & { body: z.ZodType } => route.body !== undefined && (isForPersons(route.guard) || route.guard === 'public'));

describe('a body', () => {
  it.each(takingBodies.map((route) => [`${route.method} ${route.path}`, route.body] as const))('of %s', (_name, body) => {
    expect(faultsOf(jsonOf(body), '')).toEqual([]);
  });

  it.each(Object.entries<z.ZodType>(formInputs))('that completes the task %s', (_step, form) => {
    expect(faultsOf(jsonOf(form), '')).toEqual([]);
  });

  it('would be found out', () => {
    expect(faultsOf(jsonOf(z.strictObject({ parts: z.array(z.object({ name: z.string() })), createdBy: z.string() })), '')).toEqual(['/createdBy is the server’s to say', '/parts/items takes what it does not name']);
    expect(takingBodies.length).toBeGreaterThan(100);
  });
});
