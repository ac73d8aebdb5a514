/** Which columns a list shows. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListTable } from './columns.ts';

export function ColumnMenu({ table }: { readonly table: ListTable }): ReactNode {
  const { t } = useTranslation();
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target><ActionIcon aria-label={t('list.columns')} title={t('list.columns')}><IconColumns3 size={16} stroke={1.6} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        {table.getAllLeafColumns().filter((column) => column.getCanHide()).map((column) => (
          <Menu.CheckboxItem key={column.id} checked={column.getIsVisible()} onChange={() => { column.toggleVisibility(); }}>{String(column.columnDef.header)}</Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
