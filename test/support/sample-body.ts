/** A small body that a route's schema takes: made from the schema itself, so that a new route needs none of its own. */
import { z } from 'zod';

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

const texts: Readonly<Record<string, string>> = { 'date-time': '2030-01-02T10:00:00Z', 'date': '2030-01-02', 'uuid': '0190d0c0-0000-7000-8000-0000000000aa', 'email': 'a@b.fr', 'uri': 'https://a.fr' };
/** What patterns of ours ask for. */
const samples = ['CLI-000002', 'TCK-2026-000002', 'abc', 'S001', '08:30', '+33639980000', '111111118', '11111111800001', '75001', 'PT8H', 'FR'];

/** @throws {Error} where the schema takes nothing that can be made so: then the test that asks must say a body. */
export function sampleBody(schema: z.ZodType, change: Readonly<Record<string, unknown>> = {}): unknown {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  for (const variant of variantsOf(json)) {
    const made = make(variant, json);
    const body = typeof made === 'object' && made !== null && !Array.isArray(made) ? { ...made, ...change } : made;
    if (schema.safeParse(body).success) return body;
  }
  throw new Error(`no sample: ${JSON.stringify(schema.safeParse({ ...make(json, json) as object, ...change }).error?.issues)}`);
}

/** Each way that a union at the top may be taken; then one with every property. */
function variantsOf(schema: Schema): Schema[] {
  const variants = schema.anyOf ?? schema.oneOf ?? [schema];
  return variants.flatMap((one) => [one, ...Object.keys(one.properties ?? {}).map((name) => ({ ...one, required: [...one.required ?? [], name] }))]);
}

function make(schema: Schema, root: Schema): unknown {
  if (schema.$ref !== undefined) return make(root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {}, root);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return make(variants.find(({ type }) => type !== 'null') ?? {}, root);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => make(part, root))) as unknown;
  switch (Array.isArray(schema.type) ? (schema.type as string[])[0] : schema.type) {
    case 'object': return Object.fromEntries((schema.required ?? []).map((name) => [name, make(schema.properties?.[name] ?? {}, root)]));
    case 'array': return Array.from({ length: schema.minItems ?? 0 }, () => make(schema.items ?? {}, root));
    case 'string': return text(schema);
    case 'integer': case 'number': return schema.minimum !== undefined && schema.minimum > Number.MIN_SAFE_INTEGER ? schema.minimum : (schema.exclusiveMinimum ?? 0) + 1;
    case 'boolean': return true;
    case 'null': return null;
    default: return 'x';
  }
}

function text({ format, pattern, minLength = 1 }: Schema): string {
  if (format !== undefined && texts[format] !== undefined) return texts[format];
  const matching = pattern === undefined ? undefined : samples.find((sample) => new RegExp(pattern, 'u').test(sample));
  return matching ?? 'x'.repeat(Math.max(minLength, 3));
}
