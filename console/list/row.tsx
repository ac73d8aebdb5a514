/** One row of a list: rendered when it has changed itself, never because others came or went. */
import { memo, type ReactNode } from 'react';
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
  readonly tracks: string;
  readonly label: string;
  readonly card: ((row: Item) => ReactNode) | undefined;
  /** The one that the tabulator reaches. */
  readonly isCurrent: boolean;
  /** The one that is shown beside, or that acts are about. */
  readonly isShown: boolean;
  readonly isChosen: boolean;
  readonly onChoose: ((id: string) => void) | undefined;
  readonly onFocus: (id: string) => void;
  readonly onOpen: (row: Item) => void;
}

function OneRow<Item>({ row, id, index, start, size, columns, tracks, label, card, isCurrent, isShown, isChosen, onChoose, onFocus, onOpen }: RowProps<Item>): ReactNode {
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={onChoose ? isChosen : undefined} aria-label={label} data-id={id} data-shown={isShown || undefined} tabIndex={isCurrent ? 0 : -1}
      className={`${classes['row']} ${classes['item']}`} style={{ gridTemplateColumns: tracks, transform: `translateY(${start}px)`, height: size }}
      onFocus={() => { onFocus(id); }} onClick={() => { onOpen(row); }}>
      {onChoose && <Choice id={id} label={label} isChosen={isChosen} onChoose={onChoose} />}
      {card ? <div role="gridcell" className={classes['card']}>{card(row)}</div> : columns.map(({ key, cell, align }) => <div key={key} role="gridcell" className={classes['cell']} data-align={align}>{cell(row)}</div>)}
    </div>
  );
}

/** `memo` forgets that it is of any item. */
export const Row = memo(OneRow) as typeof OneRow;

function Choice({ id, label, isChosen, onChoose }: { readonly id: string; readonly label: string; readonly isChosen: boolean; readonly onChoose: (id: string) => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="gridcell" className={classes['cell']} onClick={(event) => { event.stopPropagation(); }}>
      <input type="checkbox" className={classes['choice']} checked={isChosen} tabIndex={-1} aria-label={t('list.choose', { row: label })} onChange={() => { onChoose(id); }} />
    </div>
  );
}

/** To the page of a row: a click opens the row itself, this is there for another tab and for who copies it. A router's link in every row asks at each step what it leads to. */
export function RowLink({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactNode {
  return (
    <a href={href} className={classes['link']} tabIndex={-1} onClick={(event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) event.stopPropagation();
      else event.preventDefault();
    }}>{children}</a>
  );
}
