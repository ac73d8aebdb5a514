/** Whether the session still holds; when it ends, drafts stay, and the person is led to signing in. */
import { useSyncExternalStore } from 'react';

let ended = false;
const listeners = new Set<() => void>();

export function endSession(): void {
  ended = true;
  for (const tell of listeners) tell();
}

export function useSessionEnded(): boolean {
  return useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => { listeners.delete(tell); };
  }, () => ended);
}

/** Where signing in begins, coming back to what is open now. */
export function signInAddress(): string {
  return `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`;
}
