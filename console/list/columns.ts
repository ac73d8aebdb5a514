/** The columns of a list, and which of them one wants to see: kept per list on this device. */
import { columnVisibilityFeature, tableFeatures, useTable, type ColumnVisibilityState, type ReactTable, type RowData } from '@tanstack/react-table';
import { useMemo, useState, type ReactNode } from 'react';

export interface Column<Item> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Item) => ReactNode;
  /** A track of the grid: `minmax(120px, 2fr)`. */
  readonly width: string;
  /** What the list can be sorted by it as; none: it cannot. */
  readonly sortKey?: string;
  readonly align?: 'end';
  /** Always there. */
  readonly fixed?: boolean;
  /** Not there until one asks for it. */
  readonly hidden?: boolean;
}

/** Rows come virtual, from the server's order: the table keeps the columns. */
const noRows: readonly RowData[] = [];
const features = tableFeatures({ columnVisibilityFeature });
export type ListTable = Pick<ReactTable<typeof features, RowData>, 'getAllLeafColumns'>;

export function useVisibleColumns<Item>(name: string, columns: readonly Column<Item>[]): { readonly visible: readonly Column<Item>[]; readonly table: ListTable } {
  const kept = `jalon.columns.${name}`;
  const [columnVisibility, setVisibility] = useState<ColumnVisibilityState>(() => ({
    ...Object.fromEntries(columns.filter(({ hidden }) => hidden).map(({ key }) => [key, false])),
    ...JSON.parse(localStorage.getItem(kept) ?? '{}') as ColumnVisibilityState,
  }));
  const defined = useMemo(() => columns.map(({ key, header, fixed }) => ({ id: key, header, enableHiding: fixed !== true })), [columns]);
  const table = useTable({
    features, columns: defined, data: noRows, state: { columnVisibility },
    onColumnVisibilityChange: (update) => {
      const next = typeof update === 'function' ? update(columnVisibility) : update;
      localStorage.setItem(kept, JSON.stringify(next));
      setVisibility(next);
    },
  });
  return { visible: useMemo(() => columns.filter(({ key }) => columnVisibility[key] !== false), [columns, columnVisibility]), table };
}

/** The tracks of the grid: each row is one of its own. */
export function tracksOf(columns: readonly { readonly width: string }[], hasChoice: boolean, isNarrow: boolean): string {
  return [...(hasChoice ? ['36px'] : []), ...(isNarrow ? ['minmax(0, 1fr)'] : columns.map(({ width }) => width))].join(' ');
}
