/** The search params of a page, as plain text: its filters, its sort, what is chosen. Whatever the page does not know is left out. */

type Shape = Readonly<Record<string, readonly string[] | 'text'>>;
export type SearchOf<S extends Shape> = { -readonly [Key in keyof S]?: (S[Key] extends readonly (infer Value)[] ? Value : string) | undefined };

/** For `validateSearch`: of each param one of its values, or any text. */
export function searchReader<const S extends Shape>(shape: S): (search: Record<string, unknown>) => SearchOf<S> {
  return (search) => Object.fromEntries(Object.entries<readonly string[] | 'text'>(shape).flatMap(([name, values]) => {
    const value = search[name];
    return typeof value === 'string' && value !== '' && (values === 'text' || values.includes(value)) ? [[name, value]] : [];
  })) as SearchOf<S>;
}

/** What is set, for a query to the API. */
export function present<T extends object>(search: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}

/** Texts in, texts out: an address says `atRisk=true` as the API's does, and 0123 stays what it is. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const text = new URLSearchParams(Object.entries(search).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, String(value)]]))).toString();
  return text === '' ? '' : `?${text}`;
}
