/** Whom the ticket is for, and about which of his services; what may be the same incident is seen before anything is typed (T-02, T-03). */
import { Alert, Anchor, Checkbox, List, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { CustomerField } from '../../customers/customer-field.tsx';
import { api } from '../../data/api.ts';
import { listKey, oneKey } from '../../data/keys.ts';
import { ResolutionClock, useClockWords } from '../../tickets/clocks.tsx';

export interface Subject { readonly customerId: string | undefined; readonly rds: string | undefined; readonly despite: boolean }

export interface SubjectProps {
  readonly value: Subject;
  readonly onChange: (subject: Subject) => void;
  /** Message by pointer. */
  readonly faults: Readonly<Record<string, string>>;
}

export function SubjectFields({ value, onChange, faults }: SubjectProps): ReactNode {
  const { t } = useTranslation(['new-ticket', 'tickets'], { nsMode: 'fallback' });
  const { customerId, rds, despite } = value;
  const path = { id: customerId ?? '' };
  const services = useQuery({ queryKey: oneKey('customers', path.id, 'services'), queryFn: () => dataOf(api.GET('/api/v1/customers/{id}/services', { params: { path } })), enabled: customerId !== undefined });
  return (
    <Stack gap="sm">
      <CustomerField value={customerId} error={faults['/customerId']} onChange={(id) => { onChange({ customerId: id, rds: undefined, despite: false }); }} />
      <NativeSelect label={t('service')} value={rds ?? ''} disabled={customerId === undefined} error={faults['/rds']} description={t('service.hint')}
        data={[{ value: '', label: t('service.none') }, ...(services.data?.items ?? []).map((service) => ({ value: service.rds, label: service.rds }))]}
        onChange={({ currentTarget }) => { onChange({ ...value, rds: currentTarget.value === '' ? undefined : currentTarget.value, despite: false }); }} />
      {rds !== undefined && <Duplicates rds={rds} despite={despite} onDespite={(next) => { onChange({ ...value, despite: next }); }} />}
    </Stack>
  );
}

function Duplicates({ rds, despite, onDespite }: { readonly rds: string; readonly despite: boolean; readonly onDespite: (despite: boolean) => void }): ReactNode {
  const { t } = useTranslation(['new-ticket', 'tickets'], { nsMode: 'fallback' });
  const words = useClockWords();
  const { data } = useQuery({ queryKey: listKey('tickets', { rds, open: 'true' }), queryFn: () => dataOf(api.GET('/api/v1/tickets', { params: { query: { rds, open: 'true', limit: 20 } } })) });
  if (!data) return null;
  if (data.items.length === 0) return <Text size="sm" c="dimmed" role="status">{t('duplicates.none')}</Text>;
  return (
    <Alert color="orange" role="status" title={t('duplicates', { count: data.items.length })}>
      <List size="sm" spacing={4}>{data.items.map((ticket) => <List.Item key={ticket.number}><Anchor component={Link} to={`/tickets/${ticket.number}`} size="sm">{ticket.number}</Anchor> · {t(`phase.${ticket.phase}`)} · <ResolutionClock ticket={ticket} words={words} /></List.Item>)}</List>
      <Checkbox mt="sm" size="xs" checked={despite} label={t('despite')} onChange={({ currentTarget: { checked } }) => { onDespite(checked); }} />
    </Alert>
  );
}
