/** The agenda: whom one sees this week, who has answered what; planned, moved and cancelled in place. */
import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay, useMe } from '../../data/me.ts';
import { present } from '../../data/search.ts';
import { useRead } from '../../data/read.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { useNowMs } from '../../time/now.ts';
import { formatDay } from '../../time/time.ts';
import { addDays, spanOf, weekOf } from './days.ts';
import { AppointmentPanel } from './panel.tsx';
import { PlanForm } from './plan-form.tsx';
import { views, whose, type AgendaSearch } from './route.ts';
import { AppointmentList, Week } from './week.tsx';

const route = getRouteApi('/agenda');
/** More than a seller has in a week. */
const shownMax = 200;

export function AgendaPage(): ReactNode {
  const { t } = useTranslation('agenda');
  const search = route.useSearch();
  const navigate = useNavigate();
  const { subject } = useMe();
  const mayPlan = useMay('appointment:plan');
  const [isPlanning, setPlanning] = useState(search.customerId !== undefined && mayPlan);
  const days = weekOf(search.day, useNowMs());
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const query = { ...spanOf(days), limit: shownMax, ...(search.whose === 'all' ? {} : { seller: subject }) };
  const week = useRead({ queryKey: listKey('appointments', query), queryFn: () => dataOf(api.GET('/api/v1/appointments', { params: { query } })) });
  const go = (next: AgendaSearch): void => { void navigate({ to: '/agenda', search: present(next), replace: true }); };
  const choose = ({ id }: Schema<'Appointment'>): void => { go({ ...search, appointment: id }); };
  const items = week.data?.items ?? [];
  const isList = search.view === 'list';
  const View = isList ? AppointmentList : Week;
  return (
    <PageFrame title={t('title')} aside={<Text c="dimmed">{t('week', { from: formatDay(first), until: formatDay(last) })}</Text>}
      actions={mayPlan && <Button leftSection={<IconPlus size={14} />} onClick={() => { setPlanning(true); }}>{t('plan')}</Button>}>
      <Group mb="md" gap="sm">
        <Button.Group>
          <Button variant="default" aria-label={t('previous')} onClick={() => { go({ ...search, day: addDays(first, -1) }); }}><IconChevronLeft size={16} /></Button>
          <Button variant="default" onClick={() => { go({ ...search, day: undefined }); }}>{t('today')}</Button>
          <Button variant="default" aria-label={t('next')} onClick={() => { go({ ...search, day: addDays(last, 1) }); }}><IconChevronRight size={16} /></Button>
        </Button.Group>
        <SegmentedControl aria-label={t('view')} value={search.view ?? 'week'} data={views.map((value) => ({ value, label: t(`view.${value}`) }))} onChange={(view) => { go({ ...search, view }); }} />
        <SegmentedControl aria-label={t('whose')} value={search.whose ?? 'mine'} data={whose.map((value) => ({ value, label: t(`whose.${value}`) }))} onChange={(next) => { go({ ...search, whose: next }); }} />
      </Group>
      {week.error ? <Failed error={week.error} again={() => week.refetch()} /> : week.isPending ? <Loading /> : (
        <>
          {items.length === 0 && <Empty title={t('empty')} hint={t(mayPlan ? 'empty.plan' : 'empty.hint')} />}
          {(items.length > 0 || !isList) && <View days={days} items={items} chosen={search.appointment} onChoose={choose} />}
        </>
      )}
      {search.appointment !== undefined && <AppointmentPanel key={search.appointment} id={search.appointment} mayPlan={mayPlan} onClose={() => { go({ ...search, appointment: undefined }); }} />}
      {isPlanning && <PlanForm known={{ customerId: search.customerId, opportunityId: search.opportunityId }} onClose={() => { setPlanning(false); go({ ...search, customerId: undefined, opportunityId: undefined }); }}
        onPlanned={({ id, startsAt }) => { setPlanning(false); go({ ...search, customerId: undefined, opportunityId: undefined, day: startsAt.slice(0, 10), appointment: id }); }} />}
    </PageFrame>
  );
}
