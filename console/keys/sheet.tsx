/** The sheet of shortcuts (`?`): those that can be pressed on this page, and the switch that silences single letters. */
import { Group, Kbd, Modal, Stack, Switch, Table, Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useActiveShortcuts, useShortcutsOn } from './registry.ts';
import { shortcuts } from './table.ts';

export function ShortcutSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  return <Modal opened onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('close') }}><Sheet /></Modal>;
}

function Sheet(): ReactNode {
  const { t } = useTranslation();
  const active = useActiveShortcuts();
  const [on, turn] = useShortcutsOn();
  const shown = active.includes('list-next') ? [...active, 'list-open' as const] : active;
  return (
    <Stack>
      <Table>
        <Table.Thead><Table.Tr><Table.Th>{t('keys.key')}</Table.Th><Table.Th>{t('keys.what')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {shown.map((id) => (
            <Table.Tr key={id}><Table.Td><Keys keys={shortcuts[id].keys} /></Table.Td><Table.Td>{t(`keys.${id}`)}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Switch checked={on} onChange={({ currentTarget: { checked } }) => { turn(checked); }} label={t('keys.on')} description={t('keys.on-hint')} />
    </Stack>
  );
}

function Keys({ keys }: { readonly keys: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <Group gap={4} wrap="nowrap" component="span">
      {keys.split(/[ +]/).map((key, index) => (
        <Fragment key={key}>{index > 0 && <Text component="span" size="xs" c="dimmed">{keys.includes('+') ? '+' : t('keys.then')}</Text>}<Kbd>{key === 'Control' ? t('keys.control') : key}</Kbd></Fragment>
      ))}
    </Group>
  );
}
