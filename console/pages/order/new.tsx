/** Ordering what was presented (S-02): the customer's data once for all sub-orders, what the market asks for, and then it is signed. */
import { Button, Checkbox, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { oneKey } from '../../data/keys.ts';
import { useDraft } from '../../form/draft.ts';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { faultsIn } from '../../parts/side-form.tsx';
import { catalogueQuery, proposalQuery, type Catalogue, type Proposal } from '../../sales/queries.ts';
import { formatCents } from '../../time/time.ts';
import { PartyFields } from './party-fields.tsx';
import { emptyParty, facts, partyOf, type PartyForm } from './party-form.ts';

const route = getRouteApi('/sales/new-order');
const markets = ['private', 'public'] as const;

export function NewOrderPage(): ReactNode {
  const { t } = useTranslation('order');
  const { proposal: id = '' } = route.useSearch();
  const proposal = useQuery({ ...proposalQuery(id), enabled: id !== '' });
  const customerId = proposal.data?.customerId ?? '';
  const customer = useQuery({ queryKey: oneKey('customers', customerId, 'record'), queryFn: () => dataOf(api.GET('/api/v1/customers/{id}', { params: { path: { id: customerId } } })), enabled: customerId !== '' });
  const catalogue = useQuery(catalogueQuery);
  const error = proposal.error ?? customer.error ?? catalogue.error;
  return (
    <PageFrame title={t('new')}>
      {id === '' ? <Empty title={t('new.none')} hint={t('new.hint')} /> : error ? <Failed error={error} /> : proposal.data && customer.data && catalogue.data
        ? <Form proposal={proposal.data} customer={customer.data} catalogue={catalogue.data} /> : <Loading />}
    </PageFrame>
  );
}

function Form({ proposal, customer, catalogue }: { readonly proposal: Proposal; readonly customer: Schema<'Customer'>; readonly catalogue: Catalogue }): ReactNode {
  const { t } = useTranslation('order');
  const navigate = useNavigate();
  const products = catalogue.ranges.flatMap((one) => one.products);
  const draft = useDraft(`new-order.${proposal.id}.${proposal.version}`, { ...emptyParty(proposal, customer, (code) => products.find((one) => one.code === code)?.accessType ?? null) });
  const form = draft.value as unknown as PartyForm;
  const set = (part: Partial<PartyForm>): void => { draft.set({ ...form, ...part }); };
  const place = useCommand({
    send: (body: Schema<'NewOrder'>, key) => dataOf(api.POST('/api/v1/orders', { params: { header: { 'Idempotency-Key': key } }, body })),
    touches: [['proposals'], ['orders']],
    done: ({ id }) => { draft.clear(); announce(t('placed', { id })); return navigate({ to: '/sales/orders/$id', params: { id } }); },
  });
  const faults = faultsIn(place.error);
  const send = (): void => {
    const { market, purchaseOrderContract, customOffer, amendedTerms, feasibilityStudy } = form;
    place.mutate({ proposalId: proposal.id, market, purchaseOrderContract, customOffer, amendedTerms, feasibilityStudy, party: partyOf(form) });
  };
  // A draft that was just sent is empty until the page is left.
  if (!Array.isArray(form.sites)) return <Loading />;
  return (
    <form onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Stack maw={900}>
        <Paper withBorder p="md"><Text size="sm">{t('new.what', { name: proposal.name, id: proposal.id, amount: formatCents(proposal.amounts.ttcCents), customer: customer.name })}</Text></Paper>
        {draft.restoredAt !== undefined && <Group gap="xs" fz="sm"><span role="status">{t('restored')}</span><Button variant="subtle" onClick={() => { draft.set({ ...emptyParty(proposal, customer, () => null) }); }}>{t('begin-again')}</Button></Group>}
        <PartyFields form={form} fault={(pointer) => faults[`/party${pointer}`]} set={set} />
        <Group align="end" gap="lg">
          <NativeSelect label={t('field.market')} value={form.market} error={faults['/market']} data={markets.map((value) => ({ value, label: t(`market.${value}`) }))} onChange={({ currentTarget }) => { set({ market: currentTarget.value as PartyForm['market'], purchaseOrderContract: false }); }} />
          {facts.filter((name) => name !== 'purchaseOrderContract' || form.market === 'public').map((name) => <Checkbox key={name} size="xs" label={t(`field.${name}`)} checked={form[name]} onChange={({ currentTarget }) => { set({ [name]: currentTarget.checked }); }} />)}
        </Group>
        {place.error && <Failed error={place.error} />}
        <Group><Button type="submit" loading={place.isPending}>{t('place')}</Button><Button component={Link} to={`/sales/proposals/${proposal.id}`} variant="default">{t('back')}</Button></Group>
      </Stack>
    </form>
  );
}
