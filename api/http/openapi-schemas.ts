/** The schemas of the OpenAPI document: what goes by an id is a component of its own, and nothing is said twice. */
import { z } from 'zod';

export type Json = { readonly [name: string]: unknown };
/** A schema as the document refers to it. */
export type SchemaOf = (schema: z.ZodType, io: 'input' | 'output') => unknown;

/** Writes schemas, and adds those that go by an `id` to `components`. @throws {Error} when two different ones go by one id. */
export function schemaWriter(components: Record<string, unknown>): SchemaOf {
  return (schema, io) => {
    const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: ({ zodSchema, jsonSchema }) => {
      simplify(jsonSchema);
      sayTrimmed(zodSchema, jsonSchema);
    } });
    for (const [id, definition] of Object.entries($defs)) addComponent(components, id, withoutId(toComponents(definition)));
    return toComponents(root);
  };
}

const saidByFormat: Readonly<Record<string, string>> = { 'date': '2026-02-28', 'date-time': '2026-02-28T08:30:00+02:00', 'uuid': '0193f0a2-7c1e-7b5a-9c3d-2f4e6a8b0c1d' };

/** A pattern that says what the format says already is left out; of instants in UTC only, that is said. So is a choice of one. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  const sample = saidByFormat[schema.format ?? ''];
  if (sample !== undefined && schema.pattern !== undefined) {
    if (new RegExp(schema.pattern).test(sample)) delete schema.pattern;
    else if (schema.format === 'date-time') schema.pattern = 'Z$';
  }
  const [only, ...others] = schema.oneOf ?? [];
  if (typeof only !== 'object' || others.length > 0) return;
  delete schema.oneOf;
  Object.assign(schema, only);
}

/** A text that is trimmed before it is measured is not made of spaces, nor made long enough by them: what refuses such a text says so. */
function sayTrimmed(schema: z.core.$ZodTypes, written: z.core.JSONSchema.BaseSchema): void {
  const { type, minLength = 0, pattern, format, enum: choices } = written;
  if (type !== 'string' || minLength < 1 || pattern !== undefined || format !== undefined || choices !== undefined) return;
  const padded = minLength === 1 ? ' ' : 'x'.padEnd(minLength);
  if (!z.safeParse(schema, padded).success) written.pattern = minLength === 1 ? '\\S' : `\\S[\\s\\S]{${minLength - 2},}\\S`;
}

function addComponent(components: Record<string, unknown>, id: string, definition: unknown): void {
  const known = components[id];
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
    throw new Error(`Two different schemas go by the id ${id}: give what is answered and what is sent an id of its own.`);
  }
  components[id] = definition;
}

function withoutId(definition: unknown): unknown {
  const { id: _, ...rest } = definition as Json;
  return rest;
}

function toComponents(definition: unknown): unknown {
  return JSON.parse(JSON.stringify(definition).replaceAll('"#/$defs/', '"#/components/schemas/')) as unknown;
}
