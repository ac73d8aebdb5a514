/** The tickets that belong to this one, with their state: a mass incident's, the one that it reopens (T-02, T-16). */
import { Anchor, Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/empty.tsx';
import type { Ticket } from '../../tickets/queries.ts';
import { formatInstant } from '../../time/time.ts';

export function Links({ ticket: { links } }: { readonly ticket: Ticket }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  if (links.length === 0) return <Empty title={t('links.none')} hint={t('links.hint')} />;
  return (
    <Table fz="sm" aria-label={t('part.links')}>
      <Table.Thead><Table.Tr><Table.Th>{t('link.kind')}</Table.Th><Table.Th>{t('link.number')}</Table.Th><Table.Th>{t('link.phase')}</Table.Th><Table.Th>{t('link.since')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {links.map(({ kind, number, phase, since }) => <Table.Tr key={`${kind} ${number}`}><Table.Td>{t(`link.${kind}`)}</Table.Td><Table.Td><Anchor component={Link} to={`/tickets/${number}`} size="sm">{number}</Anchor></Table.Td><Table.Td>{t(`phase.${phase}`)}</Table.Td><Table.Td>{formatInstant(since)}</Table.Td></Table.Tr>)}
      </Table.Tbody>
    </Table>
  );
}
