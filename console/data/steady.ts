/** Handlers that rows can be given without being rendered anew for them. */
import { useCallback, useLayoutEffect, useRef } from 'react';

/** One that never changes, and does what the latest one would. For what is called by events, never while rendering. */
export function useSteady<Args extends readonly unknown[]>(latest: ((...args: Args) => void) | undefined): (...args: Args) => void {
  const kept = useRef(latest);
  useLayoutEffect(() => { kept.current = latest; });
  return useCallback((...args: Args) => { kept.current?.(...args); }, []);
}
