/** Asks again until a condition that another process brings about holds. */

/** @param withinMs against what never comes, not against a machine that has other work. @throws the last error when it does not hold within. */
export async function eventually<T>(check: () => Promise<T>, withinMs = 45_000, everyMs = 50): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > endMs) throw error;
      await new Promise((resolve) => { setTimeout(resolve, everyMs); });
    }
  }
}
