/** What one site of a deployment asks of whoever keeps it durable, whatever its business (docs/benchmarks.md has where the counts come from). */

export const shape = { messages: 15, recordings: 28, outsideCalls: 21, timers: 4 } as const;

/** Long enough to be a timer, too short to be waited for. */
export const timerMs = 10;

/** Steps and timers after each message, spread evenly. */
export interface Stretch { readonly recordings: number; readonly outsideCalls: number; readonly timers: number }

export const stretches: readonly Stretch[] = Array.from({ length: shape.messages }, (_, index) => {
  const share = (total: number): number => Math.floor((total * (index + 1)) / shape.messages) - Math.floor((total * index) / shape.messages);
  return { recordings: share(shape.recordings), outsideCalls: share(shape.outsideCalls), timers: share(shape.timers) };
});
