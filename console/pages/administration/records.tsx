/** A short list with acts in its rows: loading, failed, empty, or a table that scrolls aside on a narrow screen. */
import { Group, Stack, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PagedList } from '../../data/paged-list.ts';
import { More } from '../../list/more.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { WideTable } from '../../parts/wide-table.tsx';

export interface RecordColumn<Item> {
  readonly header: string;
  /** The first names the row. */
  readonly cell: (item: Item) => ReactNode;
}

export interface RecordsProps<Item> {
  readonly list: PagedList<Item>;
  readonly label: string;
  readonly columns: readonly RecordColumn<Item>[];
  readonly idOf: (item: Item) => string;
  /** Buttons of a row. */
  readonly acts?: (item: Item) => ReactNode;
  /** Above the list: filters, what makes a new one. */
  readonly tools?: ReactNode;
  readonly empty: { readonly title: string; readonly hint: string };
}

const narrowest = 640;

export function Records<Item>({ list, label, columns, idOf, acts, tools, empty }: RecordsProps<Item>): ReactNode {
  const { t } = useTranslation('administration');
  return (
    <Stack gap="sm">
      {tools !== undefined && <Group align="end">{tools}</Group>}
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : list.rows.length === 0 ? <Empty {...empty} /> : (
        <WideTable minWidth={narrowest} label={label}>
          <Table highlightOnHover verticalSpacing={6} aria-label={label}>
            <Table.Thead><Table.Tr>{columns.map(({ header }) => <Table.Th key={header} scope="col">{header}</Table.Th>)}{acts && <Table.Th scope="col">{t('acts')}</Table.Th>}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {list.rows.map((item) => (
                <Table.Tr key={idOf(item)}>
                  {columns.map(({ header, cell }, index) => (index === 0 ? <Table.Th key={header} scope="row" fw={600}>{cell(item)}</Table.Th> : <Table.Td key={header}>{cell(item)}</Table.Td>))}
                  {acts && <Table.Td><Group gap="xs" wrap="nowrap">{acts(item)}</Group></Table.Td>}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      <More list={list} />
    </Stack>
  );
}
