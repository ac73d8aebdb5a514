/** The letter of a customer who leaves (R-01): which services, when it came, whom to write to; the fee that it would cost is computed beside (R-03). */
import { Alert, Button, Checkbox, Fieldset, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { CustomerField } from '../../customers/customer-field.tsx';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey, oneKey } from '../../data/keys.ts';
import { useRead } from '../../data/read.ts';
import { useDraft } from '../../form/draft.ts';
import { faultsOf } from '../../form/schema-form.tsx';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatDay } from '../../time/time.ts';
import { FeeWorking } from './fee.tsx';
import { choicesQuery } from './queries.ts';

type Offer = NonNullable<Schema<'Customer360'>['blocks']['offers']>['items'][number];
interface Letter { readonly services: readonly string[]; readonly receivedOn: string; readonly letterReference: string; readonly wishedOn: string; readonly exemption: string; readonly name: string; readonly email: string; readonly phone: string }

const route = getRouteApi('/terminations/new');
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

export function NewTerminationPage(): ReactNode {
  const { t } = useTranslation('terminations');
  const { customerId } = route.useSearch();
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useRead({
    queryKey: oneKey('customers', customerId ?? '', '360'), queryFn: () => dataOf(api.GET('/api/v1/customers/{id}/360', { params: { path: { id: customerId ?? '' } } })), enabled: customerId !== undefined,
  });
  const offers = data?.blocks.offers?.items.filter(({ status }) => status !== 'ended') ?? [];
  return (
    <PageFrame title={t('new')}>
      {customerId === undefined ? <Stack maw={420}><CustomerField value={undefined} onChange={(id) => { void navigate({ to: '/terminations/new', search: id === undefined ? {} : { customerId: id }, replace: true }); }} /></Stack>
        : error ? <Failed error={error} again={refetch} /> : isPending ? <Loading /> : offers.length === 0 ? <Empty title={t('new.nothing')} hint={t('new.nothing-hint')} /> : <LetterForm customerId={customerId} name={data.blocks.identity?.name ?? customerId} offers={offers} />}
    </PageFrame>
  );
}

function LetterForm({ customerId, name, offers }: { readonly customerId: string; readonly name: string; readonly offers: readonly Offer[] }): ReactNode {
  const { t } = useTranslation('terminations');
  const navigate = useNavigate();
  const { rds } = route.useSearch();
  const contact = useRouterState({ select: ({ location }) => (location.state as { known?: { contact?: { name?: string; email?: string; phone?: string } } }).known?.contact });
  const known = { services: rds === undefined ? [] : [rds], receivedOn: '', letterReference: '', wishedOn: '', exemption: '', name: contact?.name ?? '', email: contact?.email ?? '', phone: contact?.phone ?? '' };
  const choices = useRead(choicesQuery);
  const { value, set, clear, restoredAt } = useDraft(`new-termination.${customerId}`, known);
  // What was cleared is begun again with what is known.
  const letter: Letter = { ...known, ...value };
  const put = (part: Partial<Letter>): void => { set({ ...letter, ...part }); };
  const open = useCommand({
    send: (body: Schema<'NewTermination'>, key) => dataOf(api.POST('/api/v1/terminations', { params: { header: { 'Idempotency-Key': key } }, body })),
    touches: [['terminations'], ['customers']],
    done: ({ id }) => { clear(); announce(t('opened', { id })); return navigate({ to: '/terminations/$id', params: { id } }); },
  });
  const faults = open.error instanceof ApiFailure ? faultsOf(open.error.problem?.errors) : {};
  const field = (key: 'receivedOn' | 'letterReference' | 'wishedOn' | 'name' | 'email' | 'phone', pointer: string, type = 'text', required = true): ReactNode => (
    <TextInput label={t(`field.${key}`)} type={type} required={required} value={letter[key]} error={faults[pointer]} onChange={({ currentTarget }) => { put({ [key]: currentTarget.value }); }} />
  );
  return (
    <form onSubmit={(event) => { event.preventDefault(); open.mutate(bodyOf(letter)); }}>
      <Stack maw={860}>
        {restoredAt !== undefined && <Group gap="xs" fz="sm"><span role="status">{t('restored')}</span><Button variant="subtle" onClick={clear}>{t('begin-again')}</Button></Group>}
        <Text size="sm">{name} · {customerId}</Text>
        <Checkbox.Group label={t('field.services')} required value={[...letter.services]} error={faults['/services']} onChange={(services) => { put({ services }); }}>
          <Stack gap="xs" mt={4}>{offers.map((one) => <Checkbox key={one.rds} value={one.rds} label={`${one.rds} · ${one.accessType.toUpperCase()}${one.siteLabel === null ? '' : ` · ${one.siteLabel}`}`} description={termsOf(one, (until) => t('engaged', { until }))} />)}</Stack>
        </Checkbox.Group>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          {field('receivedOn', '/receivedOn', 'date')}{field('letterReference', '/letterReference')}{field('wishedOn', '/wishedOn', 'date', false)}
          <NativeSelect label={t('field.exemption')} value={letter.exemption} error={faults['/exemption']} data={[{ value: '', label: t('exemption.none') }, ...(choices.data?.exemptions ?? []).map(({ key, label }) => ({ value: key, label: inLanguage(label) }))]} onChange={({ currentTarget }) => { put({ exemption: currentTarget.value }); }} />
        </SimpleGrid>
        <Fieldset legend={t('contact')} variant="filled"><SimpleGrid cols={{ base: 1, sm: 3 }}>{field('name', '/contact/name')}{field('email', '/contact/email', 'email', false)}{field('phone', '/contact/phone', 'tel', false)}</SimpleGrid></Fieldset>
        {choices.error && <Failed error={choices.error} again={choices.refetch} />}
        <FeePreview letter={letter} offers={offers} />
        {open.error && <Failed error={open.error} />}
        <Group><Button type="submit" loading={open.isPending} disabled={letter.services.length === 0}>{t('open')}</Button><Button component={Link} to={`/customers/${customerId}`} variant="default">{t('cancel')}</Button></Group>
      </Stack>
    </form>
  );
}

function termsOf({ monthlyCents, engagementEndsOn }: Offer, engaged: (until: string) => string): string {
  return [monthlyCents === null ? '' : formatCents(monthlyCents), engagementEndsOn === null ? '' : engaged(formatDay(engagementEndsOn))].filter(Boolean).join(' · ');
}

function bodyOf({ services, receivedOn, letterReference, wishedOn, exemption, name, email, phone }: Letter): Schema<'NewTermination'> {
  const given = (text: string): boolean => text.trim() !== '';
  return {
    services: [...services], receivedOn, letterReference: letterReference.trim(), ...(given(wishedOn) ? { wishedOn } : {}), ...(given(exemption) ? { exemption } : {}),
    contact: { name: name.trim(), ...(given(email) ? { email: email.trim() } : {}), ...(given(phone) ? { phone: phone.trim() } : {}) },
  };
}

/** What he would owe as things stand; billing decides later (R-03). */
function FeePreview({ letter: { services, receivedOn, wishedOn, exemption }, offers }: { readonly letter: Letter; readonly offers: readonly Offer[] }): ReactNode {
  const { t } = useTranslation('terminations');
  const chosen = offers.filter(({ rds }) => services.includes(rds));
  const known = chosen.flatMap(({ rds, monthlyCents, engagementEndsOn }) => (monthlyCents === null || engagementEndsOn === null ? [] : [{ rds, monthlyCents, engagementEndsOn }]));
  const body = { receivedOn, services: known, ...(isDay(wishedOn) ? { wishedOn } : {}), ...(exemption === '' ? {} : { exemption }) };
  const { data, error } = useRead({ queryKey: listKey('terminations', { preview: JSON.stringify(body) }), queryFn: () => dataOf(api.POST('/api/v1/previews/early-termination-fee', { body })), enabled: known.length > 0 && isDay(receivedOn), placeholderData: keepPreviousData });
  if (chosen.length === 0 || !isDay(receivedOn)) return <Text size="sm" c="dimmed">{t('fee.preview-hint')}</Text>;
  return (
    <section aria-labelledby="fee-preview">
      <Title order={2} id="fee-preview" mb="xs">{t('fee.preview')}</Title>
      {error ? <Failed error={error} /> : data && known.length > 0 && <FeeWorking fee={data} />}
      {known.length < chosen.length && <Alert color="orange" mt="xs">{t('fee.unknown', { services: chosen.filter((one) => !known.some(({ rds }) => rds === one.rds)).map(({ rds }) => rds).join(', ') })}</Alert>}
    </section>
  );
}
