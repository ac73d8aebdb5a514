/** Options of a command from the schema of what it sends: names, values, and how a text becomes the value that the schema means. */
import { InvalidArgumentError, Option } from 'commander';
import type { ApiDocument, JsonSchema } from './document.ts';

type Resolve = ApiDocument['resolve'];

/** What a text on the command line is read as. */
export type Kind = 'text' | 'number' | 'boolean' | 'json';

/** One field of a body or of a query. */
export interface Field {
  /** As the API calls it. */
  readonly name: string;
  readonly kind: Kind;
  /** May be given several times. */
  readonly isList: boolean;
  readonly isNullable: boolean;
  readonly isRequired: boolean;
  readonly choices: readonly string[];
  readonly description: string;
}

/** The command line's own options; a field of the same name is called `--body-…`. */
export const ownOptions = [
  'output', 'fields', 'lang', 'api', 'user', 'dry-run', 'watch', 'every', 'all', 'limit', 'file', 'set', 'idempotency-key', 'if-match', 'etag', 'save', 'help',
] as const;

/** The fields of an object, or of every object that it may be. */
export function fieldsOf(schema: JsonSchema, resolve: Resolve): Field[] {
  const variants = variantsOf(schema, resolve);
  const names = [...new Set(variants.flatMap(({ properties = {} }) => Object.keys(properties)))];
  return names.map((name) => {
    const found = variants.flatMap(({ properties = {} }) => (properties[name] ? [properties[name]] : []));
    return fieldOf(name, found.length === 1 && found[0] ? found[0] : { anyOf: found }, variants.every(({ required = [] }) => required.includes(name)), resolve);
  });
}

/** A field by its schema. */
export function fieldOf(name: string, schema: JsonSchema, isRequired: boolean, resolve: Resolve): Field {
  const all = variantsOf(schema, resolve);
  const variants = all.filter((one) => !isNull(one));
  const isList = variants.length > 0 && variants.every(({ type, items }) => type === 'array' && items !== undefined && kindOf(variantsOf(items, resolve)) !== 'json');
  const values = isList ? variants.flatMap(({ items = {} }) => variantsOf(items, resolve)) : variants;
  const choices = values.every((one) => one.enum !== undefined || one.const !== undefined)
    ? [...new Set(values.flatMap((one) => (one.enum ?? [one.const]).map(String)))] : [];
  const description = [schema, resolve(schema), ...variants].find((one) => one.description !== undefined)?.description ?? '';
  return { name, kind: kindOf(values), isList, isNullable: all.some((one) => isNull(one) || one.type?.includes('null') === true), isRequired, choices, description };
}

/** What a schema may be: itself, or each of its alternatives. */
function variantsOf(schema: JsonSchema, resolve: Resolve): JsonSchema[] {
  const resolved = resolve(schema);
  const alternatives = resolved.anyOf ?? resolved.oneOf;
  if (alternatives) return alternatives.flatMap((one) => variantsOf(one, resolve));
  if (!resolved.allOf) return [resolved];
  const parts = resolved.allOf.flatMap((one) => variantsOf(one, resolve));
  return [{ properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Record<string, JsonSchema>, required: parts.flatMap(({ required = [] }) => required) }];
}

function isNull({ type, const: only }: JsonSchema): boolean {
  return type === 'null' || only === null;
}

function kindOf(variants: readonly JsonSchema[]): Kind {
  const types = new Set(variants.flatMap(({ type, enum: values, const: only }) => {
    if (type !== undefined) return [type].flat().filter((one) => one !== 'null');
    return values || only !== undefined ? (values ?? [only]).map((value) => typeof value as string) : ['any'];
  }));
  if (types.size === 1 && types.has('string')) return 'text';
  if ([...types].every((type) => type === 'integer' || type === 'number') && types.size > 0) return 'number';
  return types.size === 1 && types.has('boolean') ? 'boolean' : 'json';
}

/** The flag of a field: `customerId` is `--customer-id`. */
export function flagOf({ name }: Pick<Field, 'name'>): string {
  const kebab = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return (ownOptions as readonly string[]).includes(kebab) ? `--body-${kebab}` : `--${kebab}`;
}

/** The option of a field; what was given is found under `attributeName()`. */
export function optionOf(field: Field, isRequiredShown: boolean): Option {
  const { kind, isList, choices, description, isRequired } = field;
  const value = kind === 'boolean' ? '[true|false]' : kind === 'number' ? '<number>' : kind === 'json' ? '<json>' : '<text>';
  const words = [isRequired && isRequiredShown ? 'required' : '', isList ? 'may be repeated' : ''].filter((word) => word !== '');
  const option = new Option(`${flagOf(field)} ${value}`, [description, words.length > 0 ? `(${words.join(', ')})` : ''].filter((part) => part !== '').join(' '));
  if (choices.length > 0) option.choices(choices);
  return option.argParser((text: string, before: unknown) => {
    const read = valueOf(field, text);
    return isList ? [...(Array.isArray(before) ? before as unknown[] : []), read] : read;
  });
}

/** @throws {InvalidArgumentError} the sentence that commander shows with the option's name. */
function valueOf({ kind, isNullable, choices, isList }: Field, text: string): unknown {
  if (isNullable && !isList && text === 'null') return null;
  if (choices.length > 0 && !choices.includes(text)) throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  switch (kind) {
    case 'text': return text;
    case 'number': {
      const read = Number(text);
      if (text.trim() === '' || !Number.isFinite(read)) throw new InvalidArgumentError('It is a number.');
      return read;
    }
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw new InvalidArgumentError('It is true or false.');
      return text === 'true';
    case 'json': return looseValue(text);
  }
}

/** JSON where it is JSON, else the text as it stands. @throws {InvalidArgumentError} when it begins as an object or a list and is none. */
export function looseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (/^\s*[[{]/.test(text)) throw new InvalidArgumentError('It is no valid JSON.');
    return text;
  }
}

/** `--set a.b=x`: sets one place in a body; numbers are places in a list. */
export function setAt(body: unknown, assignment: string): unknown {
  const [, path = '', text = ''] = /^([^=]+)=([\s\S]*)$/.exec(assignment) ?? [];
  if (path === '') throw new InvalidArgumentError('Write it as path=value: --set caller.name=Durand.');
  return placed(body, path.split('.'), looseValue(text));
}

function placed(into: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  if (key === '__proto__') throw new InvalidArgumentError('No field is called __proto__.');
  const isPlace = /^\d{1,4}$/.test(key) && (into === undefined || Array.isArray(into));
  const container: unknown[] | Record<string, unknown> = isPlace ? [...(into as unknown[] | undefined ?? [])] : { ...(typeof into === 'object' ? into : {}) };
  const slot = container as Record<string, unknown>;
  slot[key] = rest.length === 0 ? value : placed(slot[key], rest, value);
  return container;
}
