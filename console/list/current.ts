/** The row that acts are about, as one moves through a list. */
import { useEffect, useState } from 'react';
import { useSteady } from '../data/steady.ts';

/** One who holds a key down passes over thirty rows a second; browsers take fewer addresses than that. */
const staysMs = 250;

/** At once on the screen; in the address once one stays on it. @param write puts it there. */
export function useCurrentRow(inAddress: string | undefined, write: (id: string) => void): readonly [current: string | undefined, move: (id: string) => void] {
  const [current, setCurrent] = useState(inAddress);
  const [address, setAddress] = useState({ read: inAddress, written: inAddress });
  const keep = useSteady(write);
  if (address.read !== inAddress) {
    // What was written comes back when one has long moved on; anything else was written by a filter, or by the way back.
    const isOwn = address.written === inAddress;
    setAddress({ read: inAddress, written: isOwn ? address.written : inAddress });
    if (!isOwn) setCurrent(inAddress);
  }
  useEffect(() => {
    if (current === undefined || current === address.written) return undefined;
    const { pathname } = location;
    const timer = setTimeout(() => {
      // Opened meanwhile: this page is being left, and must not be come back to.
      if (location.pathname !== pathname) return;
      setAddress((before) => ({ ...before, written: current }));
      keep(current);
    }, staysMs);
    return () => { clearTimeout(timer); };
  }, [current, address.written, keep]);
  return [current, setCurrent];
}
