/** Wall-clock times of the operator's zone, as date inputs hold them, to instants and back. */
import { timeZone } from './time.ts';

const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
const offsets = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });

function offsetAt(atMs: number): string {
  const name = offsets.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? '+00:00' : name.slice(3);
}

/** `2026-11-22T14:02` as the zone's clocks say it, to RFC 3339 with the zone's offset. An hour that is skipped in spring counts with the offset before. */
export function instantOfLocal(local: string): string {
  const asUtcMs = Date.parse(`${local}Z`);
  const first = offsetAt(asUtcMs);
  const offset = offsetAt(Date.parse(`${local}${first}`));
  return `${local}:00${offset}`;
}

/** The other way; '' for what is no instant. */
export function localOfInstant(at: unknown): string {
  const atMs = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  return Number.isNaN(atMs) ? '' : parts.format(atMs).replace(' ', 'T');
}
