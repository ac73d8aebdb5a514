/** The clock of the screen: one for all that shows remaining time, a step every quarter of a minute. */
import { useSyncExternalStore } from 'react';

const stepMs = 15_000;
let nowMs = Date.now();
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  nowMs = Date.now();
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  ticking ??= setInterval(tick, stepMs);
  return () => {
    listeners.delete(tell);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

export function useNowMs(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}
