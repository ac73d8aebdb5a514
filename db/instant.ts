/** Instants as rows are given them. */

export function instant(atMs: number): string;
/** @param atMs milliseconds since the epoch; null: not yet, or never */
export function instant(atMs: number | null): string | null;
export function instant(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
