/** How a basket shows its lines: as columns, and as a card on a narrow screen. */
import { Badge, Group, Stack, Text } from '@mantine/core';
import { IconChecklist, IconTicket } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { Column } from '../../list/columns.ts';
import type { BasketLine } from '../../tasks/queries.ts';
import { inLanguage } from '../../texts/texts.ts';
import { Due, Instant } from '../../time/due.tsx';

function holderOf({ heldBy, heldByName }: BasketLine): string | null {
  return heldByName ?? heldBy;
}

function LineTitle({ line }: { readonly line: BasketLine }): ReactNode {
  const Icon = line.step === 'ticket' ? IconTicket : IconChecklist;
  return <Group gap={6} wrap="nowrap"><Icon size={15} stroke={1.6} aria-hidden style={{ flexShrink: 0 }} /><Text component="span" size="sm" fw={500} truncate>{inLanguage(line.label)}</Text></Group>;
}

export function basketColumns(t: TFunction): Column<BasketLine>[] {
  return [
    { key: 'label', header: t('column.label'), width: 'minmax(180px, 3fr)', fixed: true, cell: (line) => <LineTitle line={line} /> },
    { key: 'subject', header: t('column.subject'), width: 'minmax(130px, 1.4fr)', cell: ({ journeyId }) => journeyId },
    { key: 'customer', header: t('column.customer'), width: 'minmax(110px, 1.4fr)', cell: ({ customerName, customerId }) => <span title={customerId}>{customerName ?? customerId}</span> },
    { key: 'due', header: t('column.due'), width: 'minmax(130px, 1.2fr)', sortKey: 'due', cell: (line) => <Due at={line.dueAt} isOverdue={line.isOverdue} isAtRisk={line.isAtRisk} /> },
    { key: 'priority', header: t('column.priority'), width: '110px', sortKey: 'urgency', cell: ({ priority, isAtRisk }) => <>{t(`priority.${priority}`)}{isAtRisk && <Badge ml={4} size="xs" variant="light" color="orange">{t('at-risk')}</Badge>}</> },
    { key: 'holder', header: t('column.holder'), width: 'minmax(100px, 1fr)', cell: (line) => holderOf(line) ?? <Text component="span" size="sm" c="dimmed">{t('nobody')}</Text> },
    { key: 'owner', header: t('column.owner'), width: 'minmax(110px, 1fr)', hidden: true, cell: ({ owner, team }) => team ?? owner },
    { key: 'opened', header: t('column.opened'), width: 'minmax(120px, 1fr)', sortKey: 'opened', hidden: true, cell: ({ openedAt }) => <Instant at={openedAt} /> },
  ];
}

export function BasketCard({ line }: { readonly line: BasketLine }): ReactNode {
  return (
    <Stack gap={4}>
      <LineTitle line={line} />
      <Text size="xs" c="dimmed" truncate>{[line.journeyId, line.customerName ?? line.customerId].filter(Boolean).join(' · ')}</Text>
      <Group gap="sm" justify="space-between" wrap="nowrap"><Due at={line.dueAt} isOverdue={line.isOverdue} isAtRisk={line.isAtRisk} /><Text size="xs" c="dimmed" truncate>{holderOf(line) ?? ''}</Text></Group>
    </Stack>
  );
}
