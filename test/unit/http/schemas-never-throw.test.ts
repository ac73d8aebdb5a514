/** Whatever stands in whichever field, a schema says yes or no: one that throws is an answer of 500. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import { formInputs } from '../../../domain/journey/forms.schema.ts';
import { sampleBody } from '../../support/sample-body.ts';

const junk: readonly unknown[] = ['', ' ', 'x', '0', '2026-13-45', '://', 'https://', 'a@', '\uD800', 'x'.repeat(5_000), 0, -1, 1.5, Number.MAX_VALUE, true, null, [], [null], {}, { a: 1 }];

/** The value with each of its parts, one at a time, replaced by something else or left out. */
function* spoiled(value: unknown): Generator<unknown> {
  yield* junk;
  if (Array.isArray(value)) for (const [index, part] of value.entries()) for (const other of spoiled(part)) yield value.with(index, other);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      for (const other of spoiled(part)) yield { ...value, [key]: other };
      const { [key]: _gone, ...rest } = value as Record<string, unknown>;
      yield rest;
    }
  }
}

/** With everything that may be said, where a sample can be made. */
function samples(schema: z.ZodType): unknown[] {
  const shape = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const full = Object.fromEntries(shape.map((key) => [key, {}]));
  try {
    return [full, sampleBody(schema)];
  } catch {
    // One that asks too much of a sample is spoiled from nothing.
    return [full];
  }
}

function thrownBy(schema: z.ZodType): unknown[] {
  const thrown: unknown[] = [];
  for (const sample of samples(schema)) {
    for (const value of spoiled(sample)) {
      try {
        schema.safeParse(value);
      } catch (error) {
        thrown.push([error, value]);
      }
    }
  }
  return thrown;
}

type Named = readonly [name: string, schema: z.ZodType];
const schemas: readonly Named[] = [
  ...allRoutes({} as Services).flatMap(({ method, path, body, query, params }): Named[] => [
    ...(body === undefined ? [] : [[`${method} ${path}`, body] as const]), [`the query of ${method} ${path}`, query], [`the address of ${method} ${path}`, params],
  ]),
  ...Object.entries<z.ZodType>(formInputs).map(([step, form]): Named => [`the task ${step}`, form]),
];

describe('a schema throws nothing:', () => {
  it.each(schemas)('%s', (_name, schema) => {
    expect(thrownBy(schema)).toEqual([]);
  });

  it('or is found out', () => {
    expect(thrownBy(z.strictObject({ url: z.url().refine((said) => new URL(said).protocol === 'https:') }))).not.toEqual([]);
  });
});
