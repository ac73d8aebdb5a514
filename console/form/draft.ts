/** What is typed and not yet sent, kept on this device for one person and one form: it outlives a reload, a lost session, a conflict. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMe } from '../data/me.ts';
import type { FormValue } from './schema.ts';

const forDays = 30;

interface Draft { readonly value: FormValue; readonly at: string }

export interface DraftState {
  readonly value: FormValue;
  readonly set: (value: FormValue) => void;
  readonly clear: () => void;
  /** When what is shown was kept, if it comes from before this page was opened. */
  readonly restoredAt: string | undefined;
}

/** `form`: what is filled in, with the number of its subject. */
export function useDraft(form: string, initial: FormValue = {}): DraftState {
  const key = `jalon.draft.${useMe().subject}.${form}`;
  const [state, setState] = useState(() => ({ key, ...readDraft(key, initial) }));
  const empty = useRef(initial);
  // Another form in the same place begins with its own draft.
  const shown = state.key === key ? state : { key, ...readDraft(key, initial) };
  if (shown !== state) setState(shown);
  useEffect(forgetOld, []);
  const set = useCallback((value: FormValue): void => {
    localStorage.setItem(key, JSON.stringify({ value, at: new Date().toISOString() } satisfies Draft));
    setState({ key, value, restoredAt: undefined });
  }, [key]);
  const clear = useCallback((): void => {
    localStorage.removeItem(key);
    setState({ key, value: empty.current, restoredAt: undefined });
  }, [key]);
  return { value: shown.value, set, clear, restoredAt: shown.restoredAt };
}

function readDraft(key: string, initial: FormValue): Pick<DraftState, 'value' | 'restoredAt'> {
  const draft = parse(localStorage.getItem(key));
  return { value: draft?.value ?? initial, restoredAt: draft?.at };
}

function parse(text: string | null): Draft | undefined {
  try {
    return text === null ? undefined : JSON.parse(text) as Draft;
  } catch {
    return undefined;
  }
}

/** Of tasks that somebody else has done meanwhile. */
function forgetOld(): void {
  const before = Date.now() - forDays * 86_400_000;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('jalon.draft.') && !(Date.parse(parse(localStorage.getItem(key))?.at ?? '') > before)) localStorage.removeItem(key);
  }
}
