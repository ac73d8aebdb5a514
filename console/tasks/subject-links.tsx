/** The ways from a task to what it is about. Pages by their address: they belong to others. */
import { Anchor, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Found } from '../parts/found.tsx';
import type { BasketLine } from './queries.ts';

type Subject = Pick<BasketLine, 'deploymentId' | 'journeyId' | 'site' | 'customerId' | 'customerName'>;

/** Where what a task or a line is about has its page. */
export function pageOf({ deploymentId, journeyId }: Pick<Subject, 'deploymentId' | 'journeyId'>): string | undefined {
  if (journeyId.startsWith('TCK-')) return `/tickets/${journeyId}`;
  if (journeyId.startsWith('CMD-')) return `/sales/orders/${journeyId}`;
  if (journeyId.startsWith('RES-')) return `/terminations/${journeyId}`;
  if (journeyId.startsWith('REC-')) return `/complaints/${journeyId}`;
  return deploymentId === null ? undefined : `/deployments/${deploymentId}`;
}

export function SubjectLinks({ task }: { readonly task: Subject }): ReactNode {
  const { t } = useTranslation('task');
  const subject = pageOf(task);
  const { journeyId } = task;
  return (
    <Group gap="md">
      {journeyId.startsWith('RDV-') && <Found to="/agenda" search={{ appointment: journeyId }}>{journeyId}</Found>}
      {journeyId.startsWith('REL-') && <Found to="/opportunities" search={{ followUp: journeyId }}>{journeyId}</Found>}
      {subject !== undefined && <Anchor component={Link} to={subject} size="sm">{task.journeyId}</Anchor>}
      {task.customerId !== '' && <Anchor component={Link} to={`/customers/${task.customerId}`} size="sm">{task.customerName ?? t('customer', { id: task.customerId })}{task.customerName !== null && <Text span size="xs" c="dimmed"> {task.customerId}</Text>}</Anchor>}
    </Group>
  );
}
