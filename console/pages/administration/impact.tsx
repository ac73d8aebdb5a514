/** What a proposed value changes: value by value, and for how many of what runs, by the version that it runs under. */
import { Alert, Code, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../client/client.ts';

export function Impact({ impact: { changes, running } }: { readonly impact: Schema<'PolicyImpact'> }): ReactNode {
  const { t } = useTranslation('administration');
  return (
    <Alert role="status" variant="light" title={t('impact.title')}>
      {changes.length === 0 ? <Text size="sm">{t('impact.none')}</Text> : (
        <Table>
          <Table.Thead><Table.Tr><Table.Th scope="col">{t('impact.value')}</Table.Th><Table.Th scope="col">{t('impact.before')}</Table.Th><Table.Th scope="col">{t('impact.after')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {changes.map(({ pointer, before, after }) => (
              <Table.Tr key={pointer}><Table.Th scope="row"><Code>{pointer}</Code></Table.Th><Table.Td>{JSON.stringify(before)}</Table.Td><Table.Td>{JSON.stringify(after)}</Table.Td></Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {running.map(({ version, deployments, sites, tickets, changes: theirs }) => (
        <Text key={version} size="sm" mt="xs">{t('impact.running', { version, deployments, sites, tickets, count: theirs.length })}</Text>
      ))}
    </Alert>
  );
}
