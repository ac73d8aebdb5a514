/** Waiting for a condition of the outside, with a limit. */

/** Resolves after `delayMs`, at once when the signal comes. */
export function pause(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, delayMs);
    signal?.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}

/**
 * Asks again and again until the check holds; a check that throws counts as "not yet".
 * @returns false when `withinMs` passed, or the signal came, before it held.
 */
export async function until(check: () => Promise<boolean> | boolean, withinMs: number, everyMs = 50, signal?: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (signal?.aborted !== true) {
    if (await Promise.resolve().then(check).catch(() => false)) return true;
    if (Date.now() >= deadline) return false;
    await pause(everyMs, signal);
  }
  return false;
}
