/** One row of a list. */
import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './columns.ts';
import classes from './data-list.module.css';

export interface RowProps<Item> {
  readonly row: Item;
  readonly id: string;
  readonly index: number;
  readonly start: number;
  readonly size: number;
  readonly columns: readonly Column<Item>[];
  readonly label: string;
  readonly card: ((row: Item) => ReactNode) | undefined;
  /** The one that the tabulator reaches. */
  readonly isCurrent: boolean;
  /** The one that is shown beside, or that acts are about. */
  readonly isShown: boolean;
  readonly isChosen: boolean;
  readonly onChoose: ((id: string) => void) | undefined;
  readonly onFocus: () => void;
  readonly onOpen: ((row: Item) => void) | undefined;
}

export function tracksOf<Item>(columns: readonly Column<Item>[], hasChoice: boolean, isNarrow: boolean): string {
  return [...(hasChoice ? ['36px'] : []), ...(isNarrow ? ['minmax(0, 1fr)'] : columns.map(({ width }) => width))].join(' ');
}

export function Row<Item>({ row, id, index, start, size, columns, label, card, isCurrent, isShown, isChosen, onChoose, onFocus, onOpen }: RowProps<Item>): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={onChoose ? isChosen : undefined} aria-label={label} data-id={id} data-shown={isShown || undefined} tabIndex={isCurrent ? 0 : -1}
      className={`${classes['row']} ${classes['item']}`} style={{ gridTemplateColumns: tracksOf(columns, onChoose !== undefined, card !== undefined), transform: `translateY(${start}px)`, height: size }}
      onFocus={onFocus} onClick={() => { onOpen?.(row); }}>
      {onChoose && (
        <div role="gridcell" className={classes['cell']} onClick={(event) => { event.stopPropagation(); }}>
          <Checkbox size="xs" checked={isChosen} tabIndex={-1} aria-label={t('list.choose', { row: label })} onChange={() => { onChoose(id); }} />
        </div>
      )}
      {card ? <div role="gridcell" className={classes['card']}>{card(row)}</div> : columns.map(({ key, cell, align }) => <div key={key} role="gridcell" className={classes['cell']} data-align={align}>{cell(row)}</div>)}
    </div>
  );
}
