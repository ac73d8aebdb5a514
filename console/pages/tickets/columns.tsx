/** The columns of the queue, and its card on a narrow screen. */
import { Group, Stack, Text } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../list/columns.ts';
import { RowLink } from '../../list/row.tsx';
import { useNames } from '../../people/names.ts';
import { ResolutionClock, TakingClock, useClockWords } from '../../tickets/clocks.tsx';
import { labelOf, teamName, wordOf, type TicketSummary } from '../../tickets/queries.ts';
import { Priority } from '../../tickets/priority.tsx';
import { formatInstant } from '../../time/time.ts';

export function useTicketColumns(): readonly Column<TicketSummary>[] {
  const { t } = useTranslation('tickets');
  const words = useClockWords();
  const nameOf = useNames();
  return useMemo(() => {
    const { choices } = words;
    const holder = ({ assignee, attributedTo }: TicketSummary): string => (assignee !== null ? nameOf(assignee) : attributedTo === null ? t('held-by.nobody') : t('held-by.given', { name: nameOf(attributedTo) }));
    const category = (key: string | null): string => (key === null ? t('unclassified') : labelOf(choices?.categories, key));
    const column = (key: string, width: string, cell: (row: TicketSummary) => ReactNode, more: Partial<Column<TicketSummary>> = {}): Column<TicketSummary> => ({ key, header: t(`column.${key}`), width, cell, ...more });
    return [
      column('number', '138px', ({ number }) => <RowLink href={`/tickets/${number}`}>{number}</RowLink>, { fixed: true }),
      column('resolution', 'minmax(176px, 1.2fr)', (row) => <ResolutionClock ticket={row} words={words} />, { sortKey: 'due', fixed: true }),
      column('taking', '122px', (row) => <TakingClock ticket={row} words={words} />),
      column('priority', '72px', ({ priority }) => <Priority priority={priority} />, { sortKey: 'urgency' }),
      // What a ticket waits for says more than that it waits.
      column('phase', 'minmax(104px, 1.2fr)', ({ phase, waitingReason }) => { const text = waitingReason === null ? t(`phase.${phase}`) : wordOf(choices?.waitingReasons, waitingReason); return <span title={text}>{text}</span>; }),
      column('customer', 'minmax(104px, 1.4fr)', ({ customerName, customerId }) => <span title={customerId}>{customerName ?? customerId}</span>),
      column('subject', 'minmax(92px, 1fr)', ({ rds, item }) => rds ?? item ?? '–'),
      column('category', 'minmax(92px, 1fr)', ({ category: key }) => category(key)),
      column('team', 'minmax(92px, 1fr)', ({ team, level }) => t('team-level', { team: team === null ? t('dispatcher') : teamName(choices, team), level })),
      column('holder', 'minmax(92px, 1fr)', holder),
      column('contract', '100px', ({ contract }) => t(`contract.${contract}`), { hidden: true }),
      column('impact', '130px', ({ impact }) => t(`impact.${impact}`), { hidden: true }),
      column('urgentBy', '130px', ({ urgentBy }) => (urgentBy === null ? '–' : formatInstant(urgentBy, 'short')), { hidden: true, sortKey: 'urgent-by' }),
      column('importance', '140px', ({ importance }) => (importance === null ? '–' : t(`importance.${importance}`)), { hidden: true, sortKey: 'importance' }),
      column('created', '120px', ({ createdAt }) => formatInstant(createdAt, 'short'), { hidden: true, sortKey: 'created' }),
    ];
  }, [t, words, nameOf]);
}

export function TicketCard({ ticket }: { readonly ticket: TicketSummary }): ReactNode {
  const { t } = useTranslation('tickets');
  const words = useClockWords();
  return (
    <Stack gap={2}>
      <Group gap="xs" wrap="nowrap"><Priority priority={ticket.priority} /><Text component="span" size="sm" fw={600}>{ticket.number}</Text><Text component="span" size="xs" c="dimmed" ml="auto">{t(`phase.${ticket.phase}`)}</Text></Group>
      <Text size="sm" truncate>{ticket.customerName ?? ticket.customerId} · {ticket.rds ?? ticket.item ?? '–'}</Text>
      <Group gap="sm" wrap="nowrap"><Text component="span" size="sm"><ResolutionClock ticket={ticket} words={words} isWhole /></Text>{ticket.takenAt === null && <Text component="span" size="xs">{t('column.taking')} <TakingClock ticket={ticket} words={words} /></Text>}</Group>
    </Stack>
  );
}
