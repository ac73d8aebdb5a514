/** One opportunity beside the list: its facts, its quotes, what was planned of it; edited, given away, closed. */
import { Anchor, Button, Drawer, Group, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey, oneKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatDay, formatInstant, formatNumber } from '../../time/time.ts';
import { Stage } from './columns.tsx';
import { PlanFollowUp } from './follow-ups.tsx';
import { CloseOpportunity, EditOpportunity, TransferOpportunity } from './forms.tsx';

type File = Schema<'OpportunityFile'>;
const acts = { edit: EditOpportunity, transfer: TransferOpportunity, close: CloseOpportunity } as const;
type Act = keyof typeof acts | 'follow-up';

export function OpportunityPanel({ id, mayEdit, onClose }: { readonly id: string; readonly mayEdit: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('opportunities');
  const [act, setAct] = useState<Act>();
  const read = useRead({ queryKey: oneKey('opportunities', id), queryFn: () => dataOf(api.GET('/api/v1/opportunities/{id}', { params: { path: { id } } })) });
  const back = (): void => { setAct(undefined); };
  if (read.data && act === 'follow-up') return <PlanFollowUp customerId={read.data.customerId} opportunityId={id} onClose={back} />;
  if (read.data && act !== undefined && act !== 'follow-up') {
    const Form = acts[act];
    return <Form opportunity={read.data} onClose={back} />;
  }
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={read.data?.purpose ?? id} closeButtonProps={{ 'aria-label': t('close') }}>
      {read.error ? <Failed error={read.error} again={() => read.refetch()} /> : read.data === undefined ? <Loading /> : <Facts file={read.data} mayEdit={mayEdit} onAct={setAct} />}
    </Drawer>
  );
}

function Facts({ file, mayEdit, onAct }: { readonly file: File; readonly mayEdit: boolean; readonly onAct: (act: Act) => void }): ReactNode {
  const { t } = useTranslation('opportunities');
  const mayPlan = useMay('appointment:plan');
  const { id, customerId, customerName, amountCents, probability, weightedCents, closesOn, period, channelLabel, seller, sellerName, closedAt, lostReasonLabel, comment, proposals } = file;
  const query = { opportunityId: id, open: 'true' as const };
  const followUps = useQuery({ queryKey: listKey('follow-ups', query), queryFn: () => dataOf(api.GET('/api/v1/follow-ups', { params: { query } })) });
  return (
    <Stack gap="sm">
      <Group gap="sm"><Stage opportunity={file} /><Text size="sm" c="dimmed">{id}</Text></Group>
      <Group gap="md"><Anchor component={Link} to={`/customers/${customerId}`}>{customerName}</Anchor><Anchor size="sm" renderRoot={(props) => <Link to="/customers/$id" params={{ id: customerId }} search={{ tab: 'discovery' }} {...props} />}>{t('discovery')}</Anchor></Group>
      <Text fw={600}>{t('amount-at', { amount: formatCents(amountCents), probability: formatNumber(probability), weighted: formatCents(weightedCents) })}</Text>
      <Text>{t('closes-on', { day: formatDay(closesOn), period })}</Text>
      <Text size="sm" c="dimmed">{[inLanguage(channelLabel), sellerName ?? seller].join(' · ')}</Text>
      {lostReasonLabel && <Text>{t('lost-for', { reason: inLanguage(lostReasonLabel) })}</Text>}
      {comment !== null && <Text size="sm">{comment}</Text>}
      {proposals !== null && (
        <section aria-label={t('quotes')}>
          <Title order={2} size="h5">{t('quotes')}</Title>
          {proposals.length === 0 ? <Text size="sm" c="dimmed">{t('quotes.none')}</Text> : <List size="sm">{proposals.map((one) => <List.Item key={one.id}>{`${one.id} · ${one.name} · ${formatCents(one.amounts.ttcCents)}`}</List.Item>)}</List>}
        </section>
      )}
      <section aria-label={t('view.follow-ups')}>
        <Title order={2} size="h5">{t('view.follow-ups')}</Title>
        {followUps.data?.items.length === 0 && <Text size="sm" c="dimmed">{t('follow-ups.none')}</Text>}
        <List size="sm">{followUps.data?.items.map((one) => <List.Item key={one.id}>{`${formatInstant(one.dueAt)} · ${inLanguage(one.whatLabel)}${one.note === null ? '' : ` · ${one.note}`}`}</List.Item>)}</List>
      </section>
      <Group gap="xs">
        {mayEdit && closedAt === null && <><Button onClick={() => { onAct('edit'); }}>{t('edit')}</Button><Button variant="default" onClick={() => { onAct('transfer'); }}>{t('transfer')}</Button><Button variant="default" onClick={() => { onAct('close'); }}>{t('close-it')}</Button></>}
        {mayEdit && <Button variant="default" onClick={() => { onAct('follow-up'); }}>{t('follow-up.plan')}</Button>}
        {mayPlan && <Button variant="default" renderRoot={(props) => <Link to="/agenda" search={{ customerId, opportunityId: id }} {...props} />}>{t('appointment.plan')}</Button>}
      </Group>
    </Stack>
  );
}
