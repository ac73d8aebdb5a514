/** Somebody was faster: what one had before oneself, beside what is there now; one's own input stays whatever one chooses. */
import { Button, Group, Modal, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCause } from './failed.tsx';

export interface Compared {
  readonly label: string;
  readonly before: ReactNode;
  readonly now: ReactNode;
}

export interface ConflictProps {
  /** The refusal (409, 412); undefined: nothing to show. */
  readonly error: unknown;
  readonly rows: readonly Compared[];
  /** Shows what is there now. */
  readonly onReload: () => void;
  /** Goes on with what is shown. */
  readonly onClose: () => void;
}

export function Conflict({ error, rows, onReload, onClose }: ConflictProps): ReactNode {
  const { t } = useTranslation();
  const { title, detail } = useCause(error);
  return (
    <Modal opened={error !== undefined && error !== null} onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <Text size="sm" mb="sm">{detail}</Text>
      <Table withTableBorder>
        <Table.Thead><Table.Tr><Table.Th>{t('conflict.what')}</Table.Th><Table.Th>{t('conflict.before')}</Table.Th><Table.Th>{t('conflict.now')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{rows.map(({ label, before, now }) => <Table.Tr key={label}><Table.Th scope="row">{label}</Table.Th><Table.Td>{before}</Table.Td><Table.Td>{now}</Table.Td></Table.Tr>)}</Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="sm">{t('conflict.kept')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>{t('conflict.stay')}</Button>
        <Button onClick={onReload} data-autofocus>{t('conflict.reload')}</Button>
      </Group>
    </Modal>
  );
}
