/** Rows as PostgreSQL's JSON, for reads that fetch a whole screen in one statement: as text and not as `jsonb`, which is taken apart and put together anew at each level: of ten orders under way that was most of the view. */

/** One row. @param columns by the field that shows it */
export function object(columns: Readonly<Record<string, string>>, of: string): string {
  return `json_build_object(${Object.entries(columns).map(([field, column]) => `'${field}', ${of}.${column}`).join(', ')})`;
}

/** All of them; in `item` and `order` each is `x`. */
export function listed(rows: string, item: string, order: string): string {
  return `(SELECT coalesce(json_agg(${item} ORDER BY ${order}), '[]') FROM (${rows}) AS x)`;
}
