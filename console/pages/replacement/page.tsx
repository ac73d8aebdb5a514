/** A hardware replacement: what is replaced, how far it is, and the ticket it belongs to, where it is worked on (T-20). */
import { Anchor, Badge, Paper, Table } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { useCustomerLabel } from '../../customers/customer-label.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { formatDay, formatInstant } from '../../time/time.ts';

const route = getRouteApi('/replacements/$id');
const facts = ['serialNumber', 'model', 'fault', 'partNumber', 'orderReference'] as const;
const days = ['orderedOn', 'receivedOn', 'replacedOn', 'returnedOn'] as const;

export function ReplacementPage(): ReactNode {
  const { t } = useTranslation(['replacement', 'forms'], { nsMode: 'fallback' });
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useRead({ queryKey: oneKey('replacements', id), queryFn: () => dataOf(api.GET('/api/v1/replacements/{id}', { params: { path: { id } } })) });
  const customer = useCustomerLabel(data?.customerId);
  const row = (name: string, value: ReactNode): ReactNode => value !== null && <Table.Tr key={name}><Table.Th scope="row" fw={500}>{t(`fact.${name}`)}</Table.Th><Table.Td>{value}</Table.Td></Table.Tr>;
  return (
    <PageFrame title={id} aside={data && <Badge variant="light">{t(data.endedAt === null ? 'open' : 'ended')}</Badge>}>
      {error ? <Failed error={error} again={refetch} /> : isPending ? <Loading /> : (
        <Paper withBorder p="md" maw={640}>
          <Table verticalSpacing={4} aria-label={t('facts')}><Table.Tbody>
            {row('ticket', <Anchor component={Link} to={`/tickets/${data.ticket}`} inherit>{data.ticket}</Anchor>)}
            {row('customer', <Anchor component={Link} to={`/customers/${data.customerId}`} inherit>{customer}</Anchor>)}
            {facts.map((name) => row(name, name === 'fault' && data.fault !== null ? t(`fault=${data.fault}`) : data[name]))}
            {row('warranty', t(data.isBilled ? 'billed' : 'covered'))}
            {row('opened', formatInstant(data.openedAt))}
            {days.map((name) => { const day = data[name]; return row(name, day === null ? null : formatDay(day)); })}
            {row('endedAt', data.endedAt === null ? null : formatInstant(data.endedAt))}
          </Table.Tbody></Table>
        </Paper>
      )}
    </PageFrame>
  );
}
