/** Hears the keyboard once for the whole console and calls who has asked for a shortcut; the latest who asked comes first. */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { isSingle, shortcuts, type Shortcut, type ShortcutId } from './table.ts';

const kept = 'jalon.shortcuts';
const asked = new Map<ShortcutId, (() => void)[]>();
const listeners = new Set<() => void>();
let active: readonly ShortcutId[] = [];
let before: { readonly key: string; readonly atMs: number } | undefined;
const sequenceMs = 1_000;

/** Calls `act` when the shortcut is pressed, as long as the component is there and `enabled`. */
export function useShortcut(id: ShortcutId, act: () => void, enabled = true): void {
  const call = useEffectEvent(act);
  useEffect(() => {
    if (!enabled) return undefined;
    const handler = (): void => { call(); };
    asked.set(id, [...asked.get(id) ?? [], handler]);
    changed();
    return () => {
      asked.set(id, (asked.get(id) ?? []).filter((one) => one !== handler));
      changed();
    };
  }, [id, enabled]);
}

/** What can be pressed now, for the sheet. */
export function useActiveShortcuts(): readonly ShortcutId[] {
  return useSyncExternalStore(subscribe, () => active);
}

export function useShortcutsOn(): readonly [boolean, (on: boolean) => void] {
  return [useSyncExternalStore(subscribe, shortcutsOn), (on) => {
    localStorage.setItem(kept, on ? 'on' : 'off');
    changed();
  }];
}

function shortcutsOn(): boolean {
  return localStorage.getItem(kept) !== 'off';
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => { listeners.delete(tell); };
}

function changed(): void {
  active = (Object.keys(shortcuts) as ShortcutId[]).filter((id) => (asked.get(id)?.length ?? 0) > 0);
  for (const tell of listeners) tell();
}

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input:not([type=checkbox],[type=radio],[type=button]), textarea, select, [role=combobox], [role=menu]') !== null);
}

/** What was pressed, as the table writes it; undefined where it is no press of ours. */
function pressed({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): string | undefined {
  if (altKey) return undefined;
  return ctrlKey || metaKey ? `Control+${key}` : key;
}

function onKeyDown(event: KeyboardEvent): void {
  const keys = pressed(event);
  if (keys === undefined || event.defaultPrevented || event.isComposing || event.repeat && !'jk'.includes(keys) || document.querySelector('[aria-modal=true]')) return;
  const single = !keys.includes('+');
  if (single && (inField(event.target) || !shortcutsOn())) return;
  const sequence = before && event.timeStamp - before.atMs < sequenceMs ? `${before.key} ${keys}` : undefined;
  before = single ? { key: keys, atMs: event.timeStamp } : undefined;
  const found = active.filter((id) => isHeard(shortcuts[id], single)).find((id) => shortcuts[id].keys === sequence) ?? active.find((id) => isHeard(shortcuts[id], single) && shortcuts[id].keys === keys);
  const handler = found && asked.get(found)?.at(-1);
  if (!handler) return;
  event.preventDefault();
  before = undefined;
  handler();
}

function isHeard(shortcut: Shortcut, single: boolean): boolean {
  return shortcut.native !== true && isSingle(shortcut) === single;
}

document.addEventListener('keydown', onKeyDown);
