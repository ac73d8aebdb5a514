/** What every contestant of the tickets' benchmark is given: two instants for each of N tickets, and how late they were told. */

export interface Instants {
  /** Evenly over the window. */
  readonly evenAtMs: number;
  /** The same for all. */
  readonly burstAtMs: number;
}

export interface Plan {
  readonly tickets: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly burstAtMs: number;
}

/** When each of the two was on record after its instant, milliseconds. */
export interface Lateness {
  readonly even: readonly number[];
  readonly burst: readonly number[];
}

/** Between the even ones and the burst, so that neither meets the other. */
const pauseMs = 15_000;

export function planFrom(fromMs: number, tickets: number, windowMs: number): Plan {
  return { tickets, fromMs, untilMs: fromMs + windowMs, burstAtMs: fromMs + windowMs + pauseMs };
}

export function instantsOf({ tickets, fromMs, untilMs, burstAtMs }: Plan, index: number): Instants {
  return { evenAtMs: Math.round(fromMs + ((untilMs - fromMs) * index) / tickets), burstAtMs };
}

/** The smallest that so many of them do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** Runs it so often, so many at a time. */
export async function atOnce(count: number, concurrency: number, run: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, async () => {
    while (next < count) {
      next += 1;
      await run(next - 1);
    }
  }));
}
