/** What a block is made of: named facts, lines, or the word that there is nothing. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './customer.module.css';

/** Those that are not known are left out. @param of `[key of its name, value]` */
export function Facts({ of }: { readonly of: readonly (readonly [name: string, value: ReactNode])[] }): ReactNode {
  const { t } = useTranslation('customer');
  const known = of.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (known.length === 0) return <Nothing />;
  return <dl className={classes['facts']}>{known.map(([name, value]) => [<dt key={`${name}.name`}>{t(`fact.${name}`)}</dt>, <dd key={name}>{value}</dd>])}</dl>;
}

export function Lines<Item>({ items, id, children }: { readonly items: readonly Item[]; readonly id: (item: Item, index: number) => string; readonly children: (item: Item) => ReactNode }): ReactNode {
  const { t } = useTranslation('customer');
  if (items.length === 0) return <Nothing />;
  // Scrolls by itself, so the keyboard must reach it.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  return <ul className={classes['lines']} tabIndex={items.length > 6 ? 0 : undefined} aria-label={items.length > 6 ? t('lines', { count: items.length }) : undefined}>{items.map((item, index) => <li key={id(item, index)}>{children(item)}</li>)}</ul>;
}

export function Aside({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className={classes['aside']}>{children}</span>;
}

function Nothing(): ReactNode {
  const { t } = useTranslation('customer');
  return <Text size="sm" c="dimmed">{t('nothing')}</Text>;
}
