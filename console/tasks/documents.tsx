/** The documents of the deployment that a task belongs to: what is mandatory and missing first, then what there is. */
import { Anchor, Badge, Group, List, Skeleton, Stack, Text } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { oneKey } from '../data/keys.ts';
import { useRead } from '../data/read.ts';
import { Failed } from '../parts/failed.tsx';
import { inLanguage } from '../texts/texts.ts';
import { formatInstant } from '../time/time.ts';

const tones = { added: 'blue', accepted: 'teal', rejected: 'red', issued: 'gray', missing: 'orange' } as const;

export function TaskDocuments({ deploymentId }: { readonly deploymentId: string }): ReactNode {
  const { t } = useTranslation('task');
  const { data, error, refetch } = useRead({
    queryKey: oneKey('deployments', deploymentId, 'documents'),
    queryFn: () => dataOf(api.GET('/api/v1/deployments/{id}/documents', { params: { path: { id: deploymentId } } })),
  });
  if (error) return <Failed error={error} again={refetch} />;
  if (!data) return <Skeleton h={60} />;
  const missing = data.required.filter(({ status }) => status === 'missing');
  return (
    <Stack gap="xs">
      {missing.length > 0 && (
        <Text size="sm">{t('documents.missing')} {missing.map(({ label }) => inLanguage(label)).join(', ')}</Text>
      )}
      {data.items.length === 0 && <Text size="sm" c="dimmed">{t('documents.none')}</Text>}
      <List spacing={4} size="sm" icon={<IconFile size={14} aria-hidden />} center>
        {data.items.map(({ id, label, fileName, status, addedAt }) => (
          <List.Item key={id}>
            <Group gap={6}>
              <Anchor size="sm" href={`/api/v1/documents/${id}/content`} target="_blank" rel="noopener" title={formatInstant(addedAt)}>{inLanguage(label)}{fileName !== null && ` · ${fileName}`}</Anchor>
              <Badge size="xs" variant="light" color={tones[status]}>{t(`documents.${status}`)}</Badge>
            </Group>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
