/** The heads of the columns; those that sort are buttons. */
import { Checkbox, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './columns.ts';
import classes from './data-list.module.css';

export interface Sort { readonly key: string; readonly direction: 'ascending' | 'descending' }

export interface HeaderRowProps<Item> {
  readonly columns: readonly Column<Item>[];
  readonly tracks: string;
  readonly isNarrow: boolean;
  readonly label: string;
  readonly sort: Sort | undefined;
  readonly onSort: ((key: string) => void) | undefined;
  readonly chosen: { readonly isAll: boolean; readonly isSome: boolean; readonly onAll: (all: boolean) => void } | undefined;
}

export function HeaderRow<Item>({ columns, tracks, isNarrow, label, sort, onSort, chosen }: HeaderRowProps<Item>): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="rowgroup" className={classes['head']} data-unseen={(isNarrow && !chosen) || undefined}>
      <div role="row" aria-rowindex={1} className={classes['row']} style={{ gridTemplateColumns: tracks }}>
        {chosen && (
          <div role="columnheader" className={classes['cell']}>
            <Checkbox size="xs" checked={chosen.isAll} indeterminate={chosen.isSome && !chosen.isAll} aria-label={t('list.choose-all')} onChange={({ currentTarget: { checked } }) => { chosen.onAll(checked); }} />
          </div>
        )}
        {isNarrow ? <div role="columnheader" className={classes['cell']}><VisuallyHidden>{label}</VisuallyHidden></div> : columns.map(({ key, header, sortKey, align }) => {
          const direction = sortKey !== undefined && sort?.key === sortKey ? sort.direction : undefined;
          const Arrow = direction === 'descending' ? IconArrowDown : IconArrowUp;
          return (
            <div key={key} role="columnheader" className={classes['cell']} data-align={align} aria-sort={direction}>
              {sortKey === undefined || !onSort ? header : <UnstyledButton className={classes['sorter'] ?? ''} onClick={() => { onSort(sortKey); }}>{header}{direction && <Arrow size={12} aria-hidden />}</UnstyledButton>}
            </div>
          );
        })}
      </div>
    </div>
  );
}
