/** A wait as policies promise it, in business days or elapsed time, and when it is over by frozen days. */
import { businessDaysAfter, type FrozenDays } from './frozenDays.ts';

export type FrozenDelay = { readonly businessDays: number } | { readonly elapsedMs: number };

const dayMs = 86_400_000;

/** The instant, epoch milliseconds, a delay after another. */
export function after({ days }: { readonly days: FrozenDays }, fromMs: number, delay: FrozenDelay): number {
  if ('elapsedMs' in delay) return fromMs + delay.elapsedMs;
  const at = businessDaysAfter(days, fromMs, delay.businessDays);
  // Beyond the frozen days a week still has five business days; a journey that lives so long is reminded at most a holiday early.
  return at.outcome === 'at' ? at.value : fromMs + Math.ceil(delay.businessDays * 7 / 5) * dayMs;
}
