/** Client 360°: the blocks by rank, each failing alone (C-01); why he calls, and what that opens (C-02); all that was ever done (C-04). */
import { Badge, Button, Tabs } from '@mantine/core';
import { IconReceiptEuro } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { Blocks } from './blocks.tsx';
import { Discovery } from './discovery.tsx';
import { History } from './history.tsx';
import { Reasons } from './reasons.tsx';
import { tabs, type CustomerSearch } from './route.ts';

const route = getRouteApi('/customers/$id');

export function CustomerPage(): ReactNode {
  const { t } = useTranslation('customer');
  const { id } = route.useParams();
  const { tab = 'view', text } = route.useSearch();
  const navigate = useNavigate();
  const [mayTimeline, mayRecord, maySell, mayDiscover] = [useMay('timeline:read'), useMay('contact:record'), useMay('proposal:read'), useMay('discovery:read')];
  const { data: view, error, isPending, refetch } = useRead({ queryKey: oneKey('customers', id, '360'), queryFn: () => dataOf(api.GET('/api/v1/customers/{id}/360', { params: { path: { id } } })) });
  const identity = view?.blocks.identity;
  const contract = identity === undefined || identity.contract === 'none' ? undefined : identity.contract;
  const go = (next: CustomerSearch): void => { void navigate({ to: '/customers/$id', params: { id }, search: next, replace: true }); };
  const shown = { view: true, history: mayTimeline, reasons: mayRecord, discovery: mayDiscover };
  return (
    <PageFrame title={identity?.name ?? id} aside={<><Badge variant="light" color="gray">{id}</Badge>{contract !== undefined && <Badge variant="light">{t(`contract.${contract}`)}</Badge>}</>}
      actions={maySell && <Button component={Link} to={`/sales?customerId=${id}`} variant="default" leftSection={<IconReceiptEuro size={14} aria-hidden />}>{t('sales')}</Button>}>
      {error ? <Failed error={error} again={refetch} /> : isPending ? <Loading /> : (
        <Tabs value={tab} onChange={(next) => { go(next === 'view' ? {} : { tab: next as NonNullable<CustomerSearch['tab']> }); }} keepMounted={false}>
          <Tabs.List mb="md">{tabs.filter((one) => shown[one]).map((one) => <Tabs.Tab key={one} value={one}>{t(`tab.${one}`)}</Tabs.Tab>)}</Tabs.List>
          <Tabs.Panel value="view"><Blocks view={view} reload={refetch} /></Tabs.Panel>
          {mayTimeline && <Tabs.Panel value="history"><History id={id} text={text} onText={(next) => { go({ tab: 'history', ...(next === '' ? {} : { text: next }) }); }} /></Tabs.Panel>}
          {mayRecord && <Tabs.Panel value="reasons"><Reasons id={id} view={view} /></Tabs.Panel>}
          {mayDiscover && <Tabs.Panel value="discovery"><Discovery id={id} /></Tabs.Panel>}
        </Tabs>
      )}
    </PageFrame>
  );
}
