/** The blocks of the view, by rank; one of an outside system says how old what it shows is, or that nothing is known, and takes nothing from the others. */
import { Alert, Badge, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../client/client.ts';
import { Instant } from '../../time/due.tsx';
import { contentsOf, type BlockName, type View } from './contents.tsx';
import { EditButton } from './edit.tsx';
import { More } from './more.tsx';
import classes from './customer.module.css';

export interface BlocksProps { readonly view: Schema<'Customer360'>; readonly reload: () => unknown }

const ranks = ['essential', 'important', 'secondary'] as const;

export function Blocks({ view, reload }: BlocksProps): ReactNode {
  const { t } = useTranslation('customer');
  return (
    <Stack gap="lg">
      {ranks.map((rank) => {
        const names = (view.ranks[rank] as readonly BlockName[]).filter((name) => view.blocks[name] !== undefined);
        return names.length === 0 ? null : (
          <section key={rank} aria-labelledby={`rank-${rank}`}>
            <Title order={2} id={`rank-${rank}`} mb="xs" className={classes['rank'] ?? ''}>{t(`rank.${rank}`)}</Title>
            <SimpleGrid cols={{ base: 1, md: rank === 'secondary' ? 3 : 2 }} spacing="sm">{names.map((name) => <Block key={name} name={name} view={view} reload={reload} />)}</SimpleGrid>
          </section>
        );
      })}
    </Stack>
  );
}

function Block({ name, view, reload }: { readonly name: BlockName; readonly view: View; readonly reload: () => unknown }): ReactNode {
  const { t } = useTranslation(['customer', 'deployments', 'ticket', 'tickets']);
  const block = view.blocks[name];
  const show = contentsOf(t)[name] as (block: unknown) => ReactNode;
  if (!block) return null;
  const edit = 'edit' in block ? block.edit : undefined;
  return (
    <Card withBorder padding="sm" component="article" aria-labelledby={`block-${name}`}>
      <Group justify="space-between" mb={6} wrap="nowrap">
        <Title order={3} id={`block-${name}`}>{block.label}</Title>
        {block.status === 'stale' && <Badge color="orange" variant="light" leftSection={<IconPlugConnectedX size={12} aria-hidden />}>{t('stale')} <Instant at={block.readAt} relative /></Badge>}
        {edit && <EditButton edit={edit} name={name} reload={reload} />}
      </Group>
      {block.status === 'unknown'
        ? <Alert color="orange" variant="light" icon={<IconPlugConnectedX />} title={t('unknown')}>{block.message}</Alert>
        : <>{block.status === 'stale' && <Text size="xs" c="dimmed" mb={4}>{block.message}</Text>}{show(block)}<More name={name} block={block} customerId={view.customerId} /></>}
    </Card>
  );
}
