/** What an answer is made of, read from its schema: the rows of a list, and the places where there is something to show. */
import type { Language } from '../../domain/errors/codes.ts';
import type { ApiDocument, JsonSchema } from './document.ts';

/** A place in a row: `dueAt.resolution`. */
export type Path = readonly string[];

export interface Leaf {
  readonly path: Path;
  /** A list of objects: shown as a table of its own, with these leaves. */
  readonly rows?: readonly Leaf[];
}

const depthMax = 4;

/** The leaves of an object, in the order of its schema. */
export function leavesOf(schema: JsonSchema, resolve: ApiDocument['resolve'], path: Path = []): Leaf[] {
  const found = new Map<string, Leaf>();
  for (const variant of alternatives(schema, resolve)) {
    for (const [name, property] of Object.entries(variant.properties ?? {})) {
      for (const leaf of leavesBelow([...path, name], property, resolve)) found.set(leaf.path.join('.'), found.get(leaf.path.join('.')) ?? leaf);
    }
  }
  return [...found.values()];
}

function leavesBelow(path: Path, schema: JsonSchema, resolve: ApiDocument['resolve']): Leaf[] {
  const variants = alternatives(schema, resolve);
  const objects = variants.filter(({ properties }) => properties !== undefined);
  const [list] = variants.filter(({ items }) => items !== undefined);
  if (list?.items && alternatives(list.items, resolve).some(({ properties }) => properties !== undefined)) return [{ path, rows: path.length < depthMax ? leavesOf(list.items, resolve) : [] }];
  if (objects.length === 0 || path.length >= depthMax || objects.some(isText)) return [{ path }];
  return leavesOf({ anyOf: objects }, resolve, path);
}

/** A text in every language: it is shown in the reader's. */
function isText({ properties = {} }: JsonSchema): boolean {
  return Object.keys(properties).sort().join() === 'en,fr';
}

function alternatives(schema: JsonSchema, resolve: ApiDocument['resolve']): JsonSchema[] {
  const resolved = resolve(schema);
  const several = resolved.anyOf ?? resolved.oneOf ?? resolved.allOf;
  return several ? several.flatMap((one) => alternatives(one, resolve)) : [resolved];
}

/** The rows of a list's answer; undefined: it is no list. */
export function rowsOf(body: unknown): readonly unknown[] | undefined {
  return typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items) ? body.items : undefined;
}

/** The schema of a list's rows; undefined: it is no list. */
export function rowSchemaOf(answer: JsonSchema | undefined, resolve: ApiDocument['resolve']): JsonSchema | undefined {
  return answer === undefined ? undefined : resolve(answer).properties?.['items']?.items;
}

/** What stands at a place; of a list on the way, what stands there in each. */
export function valueAt(value: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => valueAt(one, [name, ...rest]));
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? valueAt((value as Record<string, unknown>)[name], rest) : undefined;
}

/** A row with these places only, in this order. */
export function picked(row: unknown, paths: readonly Path[]): unknown {
  if (Array.isArray(row)) return row.map((one: unknown) => picked(one, paths));
  if (typeof row !== 'object' || row === null) return row;
  const heads = [...new Set(paths.map(([head = '']) => head))];
  return Object.fromEntries(heads.filter((head) => Object.hasOwn(row, head)).map((head) => {
    const below = paths.filter(([first, ...rest]) => first === head && rest.length > 0).map(([, ...rest]) => rest);
    const value = (row as Record<string, unknown>)[head];
    return [head, below.length === 0 ? value : picked(value, below)];
  }));
}

/** A value as a cell shows it. */
export function textOf(value: unknown, language: Language): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((one) => textOf(one, language)).join(', ');
  if (typeof value !== 'object') return String(value);
  if (Object.keys(value).sort().join() === 'en,fr') return textOf((value as Record<Language, unknown>)[language], language);
  return JSON.stringify(value);
}
