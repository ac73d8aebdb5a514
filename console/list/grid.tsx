/** The rows of a list, those that are seen and no others, and the keyboard among them. */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useShortcut } from '../keys/registry.ts';
import { tracksOf } from './columns.ts';
import type { DataListProps } from './data-list.tsx';
import classes from './data-list.module.css';
import { HeaderRow } from './header-row.tsx';
import { Row } from './row.tsx';
import { useSteady } from '../data/steady.ts';

const rowHeight = 38;
const cardHeight = 92;
const headHeight = 32;
/** So many rows before the end, the next page is asked for. */
const ahead = 30;

export interface GridProps<Item> extends DataListProps<Item> { readonly isNarrow: boolean }

export function Grid<Item>(props: GridProps<Item>): ReactNode {
  const { isNarrow, label, columns, rows, rowId, rowLabel, total, paging, current, onCurrent, onOpen, chosen, onChoose, sort, onSort, card } = props;
  const scroller = useRef<HTMLDivElement>(null);
  /** The row that the focus is on its way to, which may be rendered only after others were, and what it leaves. */
  const wantsFocus = useRef<{ readonly id: string; readonly left: Element | null }>(undefined);
  // How a row is named does not change, though each rendering may bring a function of its own.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const ids = useMemo(() => rows.map((row) => rowId(row)), [rows]);
  const found = current === undefined ? -1 : ids.indexOf(current);
  const currentIndex = Math.max(found, 0);
  const virtualizer = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => (isNarrow ? cardHeight : rowHeight), overscan: 8,
    // All rows are measured anew with another.
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    // The row that has the focus stays, however far one scrolls: a focus that vanishes begins again at the top of the page.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), Math.min(currentIndex, range.count - 1)])].filter((index) => index >= 0).toSorted((one, other) => one - other),
  });
  useEffect(() => { virtualizer.measure(); }, [virtualizer, isNarrow]);
  const { startIndex: firstShown, endIndex: lastShown } = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
  const { hasMore = false, more, onShown, isLoadingMore = false, moreError = null } = paging ?? {};
  useEffect(() => { onShown?.(firstShown, lastShown); }, [onShown, firstShown, lastShown]);
  useEffect(() => {
    if (hasMore && !isLoadingMore && moreError === null && lastShown >= rows.length - ahead) more?.();
  }, [hasMore, isLoadingMore, moreError, lastShown, rows.length, more]);

  function goTo(index: number): void {
    const target = Math.min(Math.max(index, 0), rows.length - 1);
    const id = ids[target];
    if (id === undefined) return;
    wantsFocus.current = { id, left: document.activeElement };
    virtualizer.scrollToIndex(target, { align: 'auto' });
    if (target === currentIndex) focusWanted();
    onCurrent?.(id);
  }
  function focusWanted(): void {
    const wanted = wantsFocus.current;
    if (wanted === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]');
    // Whoever has gone elsewhere meanwhile stays there; a row that vanished leaves its focus to the page.
    const isElsewhere = document.activeElement !== wanted.left && document.activeElement !== document.body;
    // The row that was left is rendered once more by the scrolling: focused then, the focus would go with it.
    if (!isElsewhere && row?.dataset['id'] !== wanted.id) return;
    wantsFocus.current = undefined;
    if (!isElsewhere) row?.focus({ preventScroll: true });
  }
  useEffect(focusWanted);
  function choose(id: string): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose?.(next);
  }
  function chooseCurrent(): void {
    const id = ids[currentIndex];
    if (id !== undefined) choose(id);
  }
  const steady = {
    choose: useSteady(choose), open: useSteady(onOpen),
    focus: useSteady((id: string) => { if (id !== current) onCurrent?.(id); }),
  };
  useShortcut('list-next', () => { goTo(found < 0 ? 0 : currentIndex + 1); }, rows.length > 0);
  useShortcut('list-previous', () => { goTo(currentIndex - 1); }, rows.length > 0);
  useShortcut('list-choose', chooseCurrent, onChoose !== undefined && rows.length > 0);

  function onKeyDown(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row') return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const moves: Readonly<Record<string, number>> = { ArrowDown: currentIndex + 1, ArrowUp: currentIndex - 1, Home: 0, End: rows.length - 1, PageDown: currentIndex + page, PageUp: currentIndex - page };
    const target = moves[event.key];
    const row = rows[currentIndex];
    if (target !== undefined) goTo(target);
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && row !== undefined) onOpen?.(row);
    else if (event.key === ' ' && onChoose) chooseCurrent();
    else return;
    event.preventDefault();
  }

  const height = virtualizer.getTotalSize();
  const tracks = tracksOf(columns, onChoose !== undefined, isNarrow);
  return (
    <div ref={scroller} className={classes['scroller']} role="grid" aria-label={label} aria-rowcount={total === undefined ? -1 : total + 1} aria-multiselectable={onChoose ? true : undefined}
      aria-busy={isLoadingMore} tabIndex={-1} style={{ height: `min(${height + headHeight}px, calc(100dvh - var(--list-offset, 190px)))` }} onKeyDown={onKeyDown}>
      <HeaderRow columns={columns} tracks={tracks} isNarrow={isNarrow} sort={sort} onSort={onSort} label={label}
        chosen={onChoose && { isAll: ids.every((id) => chosen?.has(id)), isSome: (chosen?.size ?? 0) > 0, onAll: (all) => { onChoose(new Set(all ? ids : [])); } }} />
      <div role="rowgroup" className={classes['body']} style={{ height }}>
        {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
          const [row, id] = [rows[index], ids[index]];
          if (row === undefined || id === undefined) return null;
          return (
            <Row key={key} row={row} id={id} index={index} start={start} size={size} columns={columns} tracks={tracks} label={rowLabel(row)} card={isNarrow ? card : undefined}
              isCurrent={index === currentIndex} isShown={found === index} isChosen={chosen?.has(id) ?? false} onChoose={onChoose && steady.choose} onFocus={steady.focus} onOpen={steady.open} />
          );
        })}
      </div>
    </div>
  );
}
