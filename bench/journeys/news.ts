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

/** An event's name in the news: its type, of tasks opened their step too. */
export function eventName({ type, task }: { readonly type: string; readonly task?: unknown }): string {
  return task === undefined ? type : taskOpened((task as { step: string }).step);
}

export const taskOpened = (step: string): string => `taskOpened ${step}`;

/** Stands beside the events of a site: its customer has been told when the technician comes. */
export const slotAnnounced = 'slot announced';

/** A journey recorded an event of this name. */
export const recordedNews = (journeyId: string, name: string): string => `recorded ${journeyId} ${name}`;
/** An outside system called back about a site; what it says, in our own words. */
export const callbackNews = (journeyId: string, fact: string): string => `callback ${journeyId} ${fact}`;
