/** Every shortcut of the console, in one place: two that could fire at once do not come through `defineShortcuts`. */

export interface Shortcut {
  /** As `KeyboardEvent.key` says it, `Control+` in front where it is held; two letters with a space are pressed one after the other. */
  readonly keys: string;
  /** `everywhere`, `list` in any list, else the page's name. */
  readonly scope: string;
  /** Made by the focused element itself: shown on the sheet, not listened to. */
  readonly native?: boolean;
}

/** @throws {Error} when two of them could be meant by one press. */
export function defineShortcuts<const Table extends Readonly<Record<string, Shortcut>>>(table: Table): Table {
  const all = Object.entries<Shortcut>(table);
  for (const [index, [id, one]] of all.entries()) {
    const other = all.slice(index + 1).find(([, { keys, scope }]) => meet(one.scope, scope) && (keys === one.keys || keys.startsWith(`${one.keys} `) || one.keys.startsWith(`${keys} `)));
    if (other) throw new Error(`«${one.keys}» is meant by both ${id} and ${other[0]}.`);
  }
  return table;
}

/** Two pages are never open at once; lists are on many pages. */
function meet(one: string, other: string): boolean {
  return one === other || [one, other].some((scope) => scope === 'everywhere' || scope === 'list');
}

export const shortcuts = defineShortcuts({
  'sheet': { keys: '?', scope: 'everywhere' },
  'search': { keys: '/', scope: 'everywhere' },
  'go-home': { keys: 'g h', scope: 'everywhere' },
  'go-baskets': { keys: 'g b', scope: 'everywhere' },
  'go-deployments': { keys: 'g d', scope: 'everywhere' },
  'go-tickets': { keys: 'g t', scope: 'everywhere' },
  'list-next': { keys: 'j', scope: 'list' },
  'list-previous': { keys: 'k', scope: 'list' },
  'list-choose': { keys: 'x', scope: 'list' },
  'list-open': { keys: 'Enter', scope: 'list', native: true },
  'baskets-claim': { keys: 'a', scope: 'baskets' },
  'baskets-release': { keys: 'r', scope: 'baskets' },
  'baskets-complete-next': { keys: 'Control+Enter', scope: 'baskets' },
  'deployments-new': { keys: 'n', scope: 'deployments' },
  'task-claim': { keys: 'a', scope: 'task' },
  'task-release': { keys: 'r', scope: 'task' },
  'task-complete-next': { keys: 'Control+Enter', scope: 'task' },
  'go-sales': { keys: 'g v', scope: 'everywhere' },
  'sales-new': { keys: 'n', scope: 'sales' },
  'tickets-take': { keys: 'a', scope: 'tickets' },
  'tickets-new': { keys: 'n', scope: 'tickets' },
  'tickets-mine': { keys: 'm', scope: 'tickets' },
  'new-ticket-send': { keys: 'Control+Enter', scope: 'new-ticket' },
  'ticket-take': { keys: 'a', scope: 'ticket' },
  'ticket-wait': { keys: 'p', scope: 'ticket' },
  'ticket-answer': { keys: 'u', scope: 'ticket' },
  'ticket-diagnose': { keys: 'd', scope: 'ticket' },
  'ticket-transfer': { keys: 't', scope: 'ticket' },
  'ticket-resolve': { keys: 's', scope: 'ticket' },
  'ticket-close': { keys: 'c', scope: 'ticket' },
  'ticket-reply': { keys: 'r', scope: 'ticket' },
  'ticket-note': { keys: 'n', scope: 'ticket' },
  'ticket-send': { keys: 'Control+Enter', scope: 'ticket' },
});

export type ShortcutId = keyof typeof shortcuts;

/** Of those that are pressed alone: can be switched off, and are never heard in a field. */
export function isSingle({ keys }: Shortcut): boolean {
  return !keys.includes('+');
}
