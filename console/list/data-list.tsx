/** A list of whatever: virtual rows of one height, a column set, sorting by header, chosen rows, the keyboard; cards on a narrow screen. */
import { Box, Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PagedList } from '../data/paged-list.ts';
import { Failed } from '../parts/failed.tsx';
import { useVisibleColumns, type Column } from './columns.ts';
import { ColumnMenu } from './column-menu.tsx';
import { CountLine } from './count-line.tsx';
import classes from './data-list.module.css';
import { Grid } from './grid.tsx';
import type { Sort } from './header-row.tsx';

export interface DataListProps<Item> {
  /** Under which its column set is kept. */
  readonly name: string;
  /** What it is a list of, for who does not see it. */
  readonly label: string;
  /** Kept from rendering to rendering: rows are rendered anew with others. */
  readonly columns: readonly Column<Item>[];
  readonly rows: readonly Item[];
  readonly rowId: (row: Item) => string;
  /** One line of text that names a row. */
  readonly rowLabel: (row: Item) => string;
  readonly total?: number | undefined;
  /** Of a list that comes page by page. */
  readonly paging?: Pick<PagedList<Item>, 'hasMore' | 'more' | 'isLoadingMore' | 'moreError' | 'onShown'>;
  /** The row that acts are about; the page keeps it, in its address where it is shown beside. */
  readonly current?: string | undefined;
  readonly onCurrent?: (id: string) => void;
  readonly onOpen?: (row: Item) => void;
  readonly chosen?: ReadonlySet<string>;
  readonly onChoose?: (chosen: ReadonlySet<string>) => void;
  readonly sort?: Sort | undefined;
  readonly onSort?: (column: string) => void;
  /** The row on a narrow screen; as with columns. */
  readonly card: (row: Item) => ReactNode;
  /** In the place of rows, where there are none. */
  readonly empty: ReactNode;
  /** Beside the count: acts on what is chosen. */
  readonly tools?: ReactNode;
}

export function DataList<Item>(props: DataListProps<Item>): ReactNode {
  const { name, columns, rows, total, paging, chosen, empty, tools } = props;
  const { t } = useTranslation();
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { visible, table } = useVisibleColumns(name, columns);
  const isEmpty = rows.length === 0;
  // A menu costs more than forty rows; the table is another at each rendering, and what it shows is not.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const menu = useMemo(() => <ColumnMenu table={table} />, [visible]);
  return (
    <Box className={classes['frame']}>
      <Box className={classes['bar']}>
        <CountLine loaded={rows.length} total={total} hasMore={paging?.hasMore ?? false} chosen={chosen?.size ?? 0} />
        {tools}
        {!isNarrow && menu}
      </Box>
      {isEmpty ? empty : <Grid {...props} columns={visible} isNarrow={isNarrow} />}
      {paging?.moreError && !paging.isLoadingMore && <Failed error={paging.moreError} again={paging.more} />}
      {paging?.isLoadingMore && <Box p="xs" component="output"><Loader size="xs" type="dots" aria-hidden /> {t('list.more')}</Box>}
    </Box>
  );
}
