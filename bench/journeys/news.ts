/** What the benchmark hears from workers and simulators, by key, whether it is already waited for or not; each is heard once. */
export interface News {
  tell(key: string, value?: unknown): void;
  hear<T = void>(key: string): Promise<T>;
}

export function openNews(): News {
  const told = new Map<string, unknown>();
  const waiting = new Map<string, (value: unknown) => void>();
  return {
    tell(key, value) {
      const resolve = waiting.get(key);
      if (resolve === undefined) told.set(key, value);
      else resolve(value);
      waiting.delete(key);
    },
    async hear<T>(key: string): Promise<T> {
      if (told.has(key)) {
        const value = told.get(key);
        told.delete(key);
        return value as T;
      }
      return await new Promise<T>((resolve) => { waiting.set(key, resolve as (value: unknown) => void); });
    },
  };
}

/** A journey recorded an event of this type. */
export const recordedNews = (journeyId: string, eventType: string): string => `recorded ${journeyId} ${eventType}`;
/** The OBL called back about an order. */
export const callbackNews = (orderKey: string, type: string): string => `callback ${orderKey} ${type}`;
