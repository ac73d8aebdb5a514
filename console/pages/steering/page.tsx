/** Pilotage: what stands now, what was over a period, and what is at risk, for whoever is chosen. */
import { Button, Tabs } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useMay } from '../../data/me.ts';
import { saveFile } from '../../data/save-file.ts';
import { present } from '../../data/search.ts';
import { useRefused } from '../../parts/failed.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { useNowMs } from '../../time/now.ts';
import { Filters } from './filters.tsx';
import { HistoryView } from './history.tsx';
import { LiveView } from './live.tsx';
import { historyAsked, selectionOf } from './queries.ts';
import { RiskView } from './risk.tsx';
import { views, type SteeringSearch } from './route.ts';

const route = getRouteApi('/steering');

export function SteeringPage(): ReactNode {
  const { t } = useTranslation('steering');
  const search = route.useSearch();
  const navigate = useNavigate();
  const nowMs = useNowMs();
  const seesWork = useMay('deployment:read', 'task:read');
  const { view = 'live' } = search;
  const go = (next: SteeringSearch): void => { void navigate({ to: '/steering', search: present(next), replace: true }); };
  const shown = views.filter((one) => one !== 'risk' || seesWork);
  const hasFigures = view !== 'risk';
  const sheet = useMutation({
    mutationFn: async () => {
      saveFile(await answerOf(view === 'live'
        ? api.GET('/api/v1/indicators/live.csv', { params: { query: selectionOf(search) }, parseAs: 'blob' })
        : api.GET('/api/v1/indicators.csv', { params: { query: historyAsked(search, nowMs) }, parseAs: 'blob' })));
    },
    ...useRefused(),
  });
  return (
    <PageFrame title={t('title')} actions={hasFigures && <Button variant="default" loading={sheet.isPending} leftSection={<IconFileSpreadsheet size={14} />} onClick={() => { sheet.mutate(); }}>{t('csv')}</Button>}>
      <Tabs value={view} keepMounted={false} onChange={(next) => { go({ ...search, view: next as NonNullable<SteeringSearch['view']>, item: undefined }); }}>
        <Tabs.List aria-label={t('title')} mb="md">{shown.map((one) => <Tabs.Tab key={one} value={one}>{t(`view.${one}`)}</Tabs.Tab>)}</Tabs.List>
        {hasFigures && <Filters search={search} onChange={go} />}
        <Tabs.Panel value="live"><LiveView search={search} /></Tabs.Panel>
        <Tabs.Panel value="history"><HistoryView search={search} nowMs={nowMs} onChange={go} /></Tabs.Panel>
        {seesWork && <Tabs.Panel value="risk"><RiskView search={search} onChange={go} /></Tabs.Panel>}
      </Tabs>
    </PageFrame>
  );
}
