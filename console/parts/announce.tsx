/** What was done, said to everybody: a short note that is also read aloud. What shows it is loaded with the first. */
import { useSyncExternalStore, type ReactNode } from 'react';

let isUsed = false;
const listeners = new Set<() => void>();

export function announce(message: ReactNode, tone: 'done' | 'refused' = 'done'): void {
  isUsed = true;
  for (const tell of listeners) tell();
  void import('./notes.tsx').then(({ showNote }) => { showNote(message, tone); });
}

export function useAnnounced(): boolean {
  return useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => { listeners.delete(tell); };
  }, () => isUsed);
}
