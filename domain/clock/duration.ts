/** Exact durations as ISO 8601 texts and milliseconds. */

export type ParsedDuration =
  | { readonly ok: true; readonly durationMs: number }
  | { readonly ok: false; readonly code: 'malformed-duration' | 'inexact-duration' };

const nominal = /^P(?:\d+(?:[.,]\d+)?[YMW])/;
const exact = /^P(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const unitMs = [86_400_000, 3_600_000, 60_000, 1000] as const;

/**
 * Reads `PT8H`, `PT1H30M`, `PT0.5S`, and `P1D` as exactly 24 hours.
 * Years, months and weeks have no exact length of open time, and neither has a fraction of a millisecond: `inexact-duration`.
 */
export function parseDuration(text: string): ParsedDuration {
  if (nominal.test(text)) return { ok: false, code: 'inexact-duration' };
  const match = exact.exec(text);
  const parts = match?.slice(1) ?? [];
  if (parts.every((part) => part === undefined)) return { ok: false, code: 'malformed-duration' };
  const lastGiven = parts.findLastIndex((part) => part !== undefined);
  let durationMs = 0;
  for (const [index, part] of parts.entries()) {
    if (part === undefined) continue;
    // ISO 8601 allows a fraction in the smallest unit only.
    if (index !== lastGiven && /[.,]/.test(part)) return { ok: false, code: 'malformed-duration' };
    const partMs = wholeProduct(part.replace(',', '.'), unitMs[index] ?? 1);
    if (partMs === null) return { ok: false, code: 'inexact-duration' };
    durationMs += partMs;
  }
  return Number.isSafeInteger(durationMs) ? { ok: true, durationMs } : { ok: false, code: 'malformed-duration' };
}

/** decimal × factor when that is whole, in integers so that `0.1` stays exact; else null. */
function wholeProduct(decimal: string, factor: number): number | null {
  const [whole = '0', fraction = ''] = decimal.split('.');
  if (fraction.length > 9) return null;
  const scaled = BigInt(whole + fraction) * BigInt(factor);
  const scale = 10n ** BigInt(fraction.length);
  return scaled % scale === 0n ? Number(scaled / scale) : null;
}

/** `PT8H30M` of milliseconds, to the millisecond; days are hours. */
export function formatDuration(durationMs: number): string {
  const [hours, minutes, seconds] = [Math.floor(durationMs / 3_600_000), Math.floor(durationMs / 60_000) % 60, (durationMs % 60_000) / 1000];
  const parts = [hours > 0 ? `${hours}H` : '', minutes > 0 ? `${minutes}M` : '', seconds > 0 ? `${seconds}S` : ''].join('');
  return `PT${parts === '' ? '0S' : parts}`;
}
