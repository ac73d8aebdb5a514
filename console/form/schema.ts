/** The part of JSON Schema that our forms are made of (zod's output), and what can be asked of it. */

export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly (string | number)[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly description?: string;
  /** Words that are data and not of the interface: of the field, and by its values. */
  readonly label?: Readonly<Record<'fr' | 'en', string>>;
  readonly labels?: Readonly<Record<string, Readonly<Record<'fr' | 'en', string>>>>;
  readonly format?: string;
  /** What counts where nothing is filled in. */
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export type FormValue = Readonly<Record<string, unknown>>;

/** One way to fill in the form: the value of its discriminator, and its fields. */
export interface Variant {
  readonly value: unknown;
  readonly schema: JsonSchema;
}

/** The field that tells the ways to fill it in apart, with all of them; undefined where there is one way only. */
export function variantsOf(schema: JsonSchema): { readonly field: string; readonly variants: readonly Variant[] } | undefined {
  const options = schema.oneOf ?? schema.anyOf;
  const [first] = options ?? [];
  if (!options || !first) return undefined;
  const field = Object.keys(first.properties ?? {}).find((name) => options.every(({ properties }) => properties?.[name]?.const !== undefined));
  if (field === undefined) return undefined;
  return { field, variants: options.map((option) => ({ value: option.properties?.[field]?.const, schema: option })) };
}

/** The fields that count for what is filled in by now; the discriminator first. */
export function openSchema(schema: JsonSchema, value: FormValue): JsonSchema {
  const union = variantsOf(schema);
  if (!union) return schema;
  const { field, variants } = union;
  return variants.find((variant) => variant.value === value[field])?.schema ?? { type: 'object', properties: {}, required: [field] };
}

/** What is sent: without what is empty, and without fields of another variant. */
export function sendable(schema: JsonSchema, value: FormValue): FormValue {
  const { properties = {} } = openSchema(schema, value);
  return Object.fromEntries(Object.entries(properties).flatMap(([name, part]) => {
    const cleaned = clean(part, value[name]);
    return cleaned === undefined ? [] : [[name, cleaned]];
  }));
}

function clean(schema: JsonSchema, value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const { items } = schema;
    const kept = items ? value.map((one: unknown) => clean(items, one)).filter((one) => one !== undefined) : value;
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof value === 'object') {
    const kept = sendable(schema, value as FormValue);
    return Object.keys(kept).length === 0 ? undefined : kept;
  }
  return value;
}

/** Of a group that may be left out: what it requires is asked for as soon as something of it is typed, and no longer once it is empty again. */
export function isFilled(schema: JsonSchema, value: unknown): boolean {
  return clean(schema, value) !== undefined;
}

/** Pointers (`/a/0/b`) of what is required and not there, before anything is sent. */
export function missingOf(schema: JsonSchema, value: FormValue, at = ''): string[] {
  const { properties = {}, required = [] } = openSchema(schema, value);
  return Object.entries(properties).flatMap(([name, part]) => {
    const one = value[name];
    const here = `${at}/${name}`;
    if (part.type === 'object' && part.properties) return required.includes(name) || isFilled(part, one) ? missingOf(part, (one ?? {}) as FormValue, here) : [];
    if (part.items?.properties && Array.isArray(one)) {
      const { items } = part;
      return one.flatMap((row: unknown, index) => missingOf(items, (row ?? {}) as FormValue, `${here}/${index}`));
    }
    return required.includes(name) && clean(part, one) === undefined ? [here] : [];
  });
}
