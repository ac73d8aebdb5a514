/** A table that may be wider than the screen: it scrolls by itself, by keyboard too. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export function WideTable({ minWidth, label, children }: { readonly minWidth: number; readonly label: string; readonly children: ReactNode }): ReactNode {
  return <Table.ScrollContainer minWidth={minWidth} type="native" tabIndex={0} role="region" aria-label={label}>{children}</Table.ScrollContainer>;
}
