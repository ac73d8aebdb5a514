/** Where each site stands, and what it waits for. */
import { Badge, Group, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/empty.tsx';
import { Halves } from '../../parts/halves.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { Instant } from '../../time/due.tsx';
import { formatDay } from '../../time/time.ts';
import { SiteActs } from './acts.tsx';
import type { Deployment } from './queries.ts';

export function Sites({ deployment }: { readonly deployment: Deployment }): ReactNode {
  const { t } = useTranslation('deployments');
  const { sites, meetings, siteCount, successions } = deployment;
  return (
    <>
      {sites.length === 0 ? <Empty title={t('sites.not-yet', { count: siteCount })} hint={t('sites.hint')} /> : (
        <WideTable minWidth={760} label={t('column.sites')}>
          <Table aria-label={t('column.sites')}>
            <Table.Thead><Table.Tr><Table.Th>{t('column.site')}</Table.Th><Table.Th>{t('column.access')}</Table.Th><Table.Th>{t('column.phase')}</Table.Th><Table.Th>{t('column.obl')}</Table.Th><Table.Th>{t('column.delivery')}</Table.Th><Table.Th>{t('column.rds')}</Table.Th><Table.Th>{t('column.acts')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{sites.map((site) => (
              <Table.Tr key={site.site}>
                <Table.Td><strong>{site.site}</strong><Text size="xs" c="dimmed">{[site.label, site.city].filter(Boolean).join(', ')}</Text></Table.Td><Table.Td>{site.accessType.toUpperCase()}</Table.Td>
                <Table.Td><Group gap={6}>{t(`site-phase.${site.phase}`, { defaultValue: site.phase })}{((site.jeopardies?.length ?? 0) > 0 || site.risk !== null) && <Badge size="xs" color="red" variant="light">{t('at-risk')}</Badge>}</Group></Table.Td>
                <Table.Td>{site.oblName ?? site.obl ?? '—'} {site.oblReference}</Table.Td>
                <Table.Td>{site.deliveredOn !== null ? t('delivered', { on: formatDay(site.deliveredOn) }) : site.slotStartsAt !== null ? <Instant at={site.slotStartsAt} /> : site.plannedDeliveryDate !== null ? formatDay(site.plannedDeliveryDate) : '—'}</Table.Td>
                <Table.Td>{site.rds ?? '—'}</Table.Td>
                <Table.Td><SiteActs deployment={deployment} site={site} /></Table.Td>
              </Table.Tr>
            ))}</Table.Tbody>
          </Table>
        </WideTable>
      )}
      <Halves halves={successions} />
      {meetings.map(({ meeting, startsAt, place, isCancelled }) => <Text key={`${meeting}.${startsAt}`} size="sm" mt="xs" {...(isCancelled ? { td: 'line-through' } : {})}>{t(`meeting.${meeting}`)} <Instant at={startsAt} /> {place} {isCancelled && t('meeting.cancelled')}</Text>)}
    </>
  );
}
