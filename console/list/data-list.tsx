/** A list of whatever: virtual rows of one height, a column set, sorting by header, chosen rows, the keyboard; cards on a narrow screen. */
import { Box, Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../keys/registry.ts';
import { useVisibleColumns, type Column } from './columns.ts';
import { ColumnMenu } from './column-menu.tsx';
import { CountLine } from './count-line.tsx';
import classes from './data-list.module.css';
import { HeaderRow, type Sort } from './header-row.tsx';
import { Row } from './row.tsx';

export interface DataListProps<Item> {
  /** Under which its column set is kept. */
  readonly name: string;
  /** What it is a list of, for who does not see it. */
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly rows: readonly Item[];
  readonly rowId: (row: Item) => string;
  /** One line of text that names a row. */
  readonly rowLabel: (row: Item) => string;
  readonly total?: number | undefined;
  readonly hasMore?: boolean;
  readonly more?: () => void;
  readonly isLoadingMore?: boolean;
  /** The row that acts are about; the page keeps it, in its address where it is shown beside. */
  readonly current?: string | undefined;
  readonly onCurrent?: (id: string) => void;
  readonly onOpen?: (row: Item) => void;
  readonly chosen?: ReadonlySet<string>;
  readonly onChoose?: (chosen: ReadonlySet<string>) => void;
  readonly sort?: Sort | undefined;
  readonly onSort?: (column: string) => void;
  /** The row on a narrow screen. */
  readonly card: (row: Item) => ReactNode;
  /** In the place of rows, where there are none. */
  readonly empty: ReactNode;
  /** Beside the count: acts on what is chosen. */
  readonly tools?: ReactNode;
}

const rowHeight = 38;
const cardHeight = 92;
/** So many rows before the end, the next page is asked for. */
const ahead = 30;

export function DataList<Item>(props: DataListProps<Item>): ReactNode {
  const { name, label, columns, rows, rowId, rowLabel, total, hasMore = false, more, isLoadingMore = false, current, onCurrent, onOpen, chosen, onChoose, sort, onSort, card, empty, tools } = props;
  const { t } = useTranslation();
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { visible, table } = useVisibleColumns(name, columns);
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const found = rows.findIndex((row) => rowId(row) === current);
  const currentIndex = Math.max(found, 0);
  const virtualizer = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => (isNarrow ? cardHeight : rowHeight), overscan: 8,
    getItemKey: (index) => { const row = rows[index]; return row === undefined ? index : rowId(row); },
    // The row that has the focus stays, however far one scrolls: a focus that vanishes begins again at the top of the page.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), Math.min(currentIndex, range.count - 1)])].filter((index) => index >= 0).toSorted((one, other) => one - other),
  });
  useEffect(() => { virtualizer.measure(); }, [virtualizer, isNarrow]);
  const items = virtualizer.getVirtualItems();
  const lastShown = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastShown >= rows.length - ahead) more?.();
  }, [hasMore, isLoadingMore, lastShown, rows.length, more]);

  function goTo(index: number): void {
    const target = Math.min(Math.max(index, 0), rows.length - 1);
    const row = rows[target];
    if (row === undefined) return;
    wantsFocus.current = true;
    virtualizer.scrollToIndex(target, { align: 'auto' });
    if (target === currentIndex) focusCurrent();
    onCurrent?.(rowId(row));
  }
  function focusCurrent(): void {
    const row = scroller.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]');
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  }
  useEffect(() => { if (wantsFocus.current) focusCurrent(); });
  function choose(id: string): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose?.(next);
  }
  function chooseCurrent(): void {
    const row = rows[currentIndex];
    if (row !== undefined) choose(rowId(row));
  }
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

  return (
    <Box className={classes['frame']}>
      <Box className={classes['bar']}>
        <CountLine loaded={rows.length} total={total} hasMore={hasMore} chosen={chosen?.size ?? 0} />
        {tools}
        {!isNarrow && <ColumnMenu table={table} />}
      </Box>
      {rows.length === 0 ? empty : (
        <div ref={scroller} className={classes['scroller']} role="grid" aria-label={label} aria-rowcount={total === undefined ? -1 : total + 1} aria-multiselectable={onChoose ? true : undefined}
          aria-busy={isLoadingMore} tabIndex={-1} style={{ height: `min(${virtualizer.getTotalSize() + 32}px, calc(100dvh - var(--list-offset, 190px)))` }} onKeyDown={onKeyDown}>
          <HeaderRow columns={visible} isNarrow={isNarrow} sort={sort} onSort={onSort} label={label}
            chosen={onChoose && { isAll: rows.every((row) => chosen?.has(rowId(row))), isSome: (chosen?.size ?? 0) > 0, onAll: (all) => { onChoose(new Set(all ? rows.map((row) => rowId(row)) : [])); } }} />
          <div role="rowgroup" className={classes['body']} style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, key, start, size }) => {
              const row = rows[index];
              if (row === undefined) return null;
              const id = rowId(row);
              return (
                <Row key={key} row={row} id={id} index={index} start={start} size={size} columns={visible} label={rowLabel(row)} card={isNarrow ? card : undefined}
                  isCurrent={index === currentIndex} isShown={found === index} isChosen={chosen?.has(id) ?? false} onChoose={onChoose && choose}
                  onFocus={() => { if (id !== current) onCurrent?.(id); }} onOpen={onOpen} />
              );
            })}
          </div>
        </div>
      )}
      {isLoadingMore && <Box p="xs" component="output"><Loader size="xs" type="dots" aria-hidden /> {t('list.more')}</Box>}
    </Box>
  );
}
