/** The hand-off to production (S-05): what is missing first, then one command; what the launch refused the last time is told. */
import { Alert, Anchor, Badge, Button, Group, Paper, Text, Title } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useMay } from '../../data/me.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import type { Order } from '../../sales/queries.ts';

export function HandOver({ order: { id, phase, missing, handOverFailure, deploymentId, terminationId } }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('order');
  const mayPlace = useMay('order:place');
  const hand = useCommand({
    send: (_: null, key) => dataOf(api.POST('/api/v1/orders/{id}/hand-over', { params: { path: { id }, header: { 'Idempotency-Key': key } } })),
    touches: [['orders'], ['deployments'], ['tasks']], done: () => { announce(t('handing')); },
  });
  const isTooSoon = phase !== 'signed' && phase !== 'handing-over' && deploymentId === null && terminationId === null;
  if (phase === 'ended' && deploymentId === null && terminationId === null) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="production">
      <Title order={2} id="production" mb="xs">{t('production')}</Title>
      {handOverFailure !== null && <Alert variant="light" color="red" role="alert" mb="sm" title={t('hand.failed')}>{t('hand.failed.code', { code: handOverFailure })}</Alert>}
      {missing.length > 0 && <Group gap="xs" mb="sm"><Text size="sm">{t('missing')}</Text>{missing.map((kind) => <Badge key={kind} variant="light" color="orange">{t(`kind.${kind}`)}</Badge>)}</Group>}
      <div role="status">
        {phase === 'handing-over' && <Text size="sm">{t('hand.under-way')}</Text>}
        {deploymentId !== null && <Text size="sm">{t('hand.done')} <Anchor component={Link} to={`/deployments/${deploymentId}`} inherit>{deploymentId}</Anchor></Text>}
        {terminationId !== null && <Text size="sm">{t('hand.ends')} <Anchor component={Link} to={`/terminations/${terminationId}`} inherit>{terminationId}</Anchor></Text>}
        {isTooSoon && <Text size="sm" c="dimmed">{t('hand.not-yet')}</Text>}
      </div>
      {phase === 'signed' && mayPlace && <Button mt="sm" leftSection={<IconRocket size={14} aria-hidden />} disabled={missing.length > 0} loading={hand.isPending} onClick={() => { hand.mutate(null); }}>{t('hand')}</Button>}
      {hand.error && <Failed error={hand.error} />}
    </Paper>
  );
}
