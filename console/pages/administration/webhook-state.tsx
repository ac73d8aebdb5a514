/** Whether a subscription is told, and what is wrong when it is not. */
import { Badge, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../client/client.ts';
import { formatInstant } from '../../time/time.ts';

const tones = { active: 'teal', paused: 'gray', disabled: 'red' } as const;

export function WebhookState({ webhook: { status, reason, failingSince, attempts, nextAt } }: { readonly webhook: Schema<'Webhook'> }): ReactNode {
  const { t } = useTranslation('administration');
  return (
    <>
      <Badge variant="dot" color={tones[status]}>{t(`webhooks.status.${status}`)}</Badge>
      {reason !== null && <Text size="xs">{t(`webhooks.reason.${reason}`)}</Text>}
      {status === 'active' && failingSince !== null && <Text size="xs">{t('webhooks.failing', { count: attempts, since: formatInstant(failingSince), next: nextAt === null ? '' : formatInstant(nextAt, 'time') })}</Text>}
    </>
  );
}
