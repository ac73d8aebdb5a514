/** The impact preview: what a new version of a policy changes, value by value. */

export type PolicyChange =
  | { readonly pointer: string; readonly change: 'added'; readonly after: unknown }
  | { readonly pointer: string; readonly change: 'removed'; readonly before: unknown }
  | { readonly pointer: string; readonly change: 'changed'; readonly before: unknown; readonly after: unknown };

/**
 * Every value that differs, by JSON pointer, in the order of the older version and then of what is new.
 * Objects are compared key by key; a list is one value, for its order matters and its places have no names.
 */
export function policyImpact(before: unknown, after: unknown): PolicyChange[] {
  return changesBelow('', before, after);
}

function changesBelow(pointer: string, before: unknown, after: unknown): PolicyChange[] {
  if (isObject(before) && isObject(after)) {
    const names = [...Object.keys(before), ...Object.keys(after).filter((name) => !Object.hasOwn(before, name))];
    return names.flatMap((name) => changesBelow(`${pointer}/${escaped(name)}`, own(before, name), own(after, name)));
  }
  if (isEqual(before, after)) return [];
  if (before === undefined) return [{ pointer, change: 'added', after }];
  if (after === undefined) return [{ pointer, change: 'removed', before }];
  return [{ pointer, change: 'changed', before, after }];
}

function isEqual(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  if (isObject(one) && isObject(other)) return changesBelow('', one, other).length === 0;
  return one === other;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What data says under a name, never what every object inherits. */
function own(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A name as one part of a JSON pointer (RFC 6901). */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
