/** A customer is created once (C-09): whoever resembles him is shown first, and only then is a new record confirmed. */
import { Alert, Button, Group, SimpleGrid, Stack, Table, TextInput, NativeSelect, Text, Anchor } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { isDuplicate } from '../../data/problem.ts';
import { useDraft } from '../../form/draft.ts';
import { faultsOf } from '../../form/schema-form.tsx';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';

type Entry = Schema<'NewCustomer'>;

const texts = ['name', 'siren', 'siret', 'phone', 'email', 'billingEmail'] as const;
const placeTexts = ['street', 'postalCode', 'city'] as const;
const kinds = ['company', 'public', 'person'] as const;
const contracts = ['pro', 'contract', 'none'] as const;

export function NewCustomerPage(): ReactNode {
  const { t } = useTranslation('customers');
  const navigate = useNavigate();
  const { value, set: keep, clear } = useDraft('new-customer');
  const [isSure, setSure] = useState(false);
  const entry = entryOf(value);
  const create = useCommand({
    send: (input: Entry, key) => dataOf(api.POST('/api/v1/customers', { params: { header: { 'Idempotency-Key': key } }, body: input })),
    touches: [listKey('customers').slice(0, 2)],
    done: ({ id, name }) => { clear(); announce(t('created', { name, id })); return navigate({ to: '/customers/$id', params: { id } }); },
  });
  const faults = create.error instanceof ApiFailure ? faultsOf(create.error.problem?.errors) : {};
  const set = (name: string, text: string): void => { keep({ ...value, [name]: text }); setSure(false); };
  return (
    <PageFrame title={t('new')}>
      <form onSubmit={(event) => { event.preventDefault(); create.mutate({ ...entry, ...(isSure ? { confirmedNew: true } : {}) }); }}>
        <Stack maw={760} gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {texts.map((name) => <TextInput key={name} label={t(`field.${name}`)} required={name === 'name'} type={name === 'phone' ? 'tel' : 'text'} value={textOf(value[name])} error={faults[`/${name}`]} onChange={({ currentTarget }) => { set(name, currentTarget.value); }} />)}
            <NativeSelect label={t('field.kind')} data={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))} value={textOf(value['kind']) || 'company'} onChange={({ currentTarget }) => { set('kind', currentTarget.value); }} />
            <NativeSelect label={t('field.contract')} data={contracts.map((one) => ({ value: one, label: t(`contract.${one}`) }))} value={textOf(value['contract']) || 'none'} onChange={({ currentTarget }) => { set('contract', currentTarget.value); }} />
            {placeTexts.map((name) => <TextInput key={name} label={t(`field.${name}`)} value={textOf(value[name])} error={faults[`/address/${name}`]} onChange={({ currentTarget }) => { set(name, currentTarget.value); }} />)}
          </SimpleGrid>
          <Duplicates entry={entry} />
          {create.error && Object.keys(faults).length === 0 && <Failed error={create.error} />}
          {isDuplicate(create.error) && !isSure && <Button variant="default" w="fit-content" onClick={() => { setSure(true); create.reset(); }}>{t('confirm-new')}</Button>}
          <Group>
            <Button type="submit" loading={create.isPending}>{t(isSure ? 'create-anyway' : 'create')}</Button>
            <Button component={Link} to="/customers" variant="default">{t('cancel')}</Button>
          </Group>
        </Stack>
      </form>
    </PageFrame>
  );
}

/** C-09: while one types. */
function Duplicates({ entry }: { readonly entry: Entry }): ReactNode {
  const { t } = useTranslation('customers');
  const [asked] = useDebouncedValue(entry, 400);
  const { data } = useQuery({
    queryKey: listKey('customers', { like: asked }), enabled: asked.name.length > 2, retry: false,
    queryFn: () => dataOf(api.POST('/api/v1/customers/likely-duplicates', { body: asked })),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Alert color="orange" role="status" title={t('duplicates', { count: data.items.length })}>
      <Text size="sm" mb="xs">{t('duplicates-hint')}</Text>
      <Table>
        <Table.Tbody>
          {data.items.map(({ id, name, city, reasons }) => (
            <Table.Tr key={id}><Table.Td><Anchor component={Link} to={`/customers/${id}`}>{name}</Anchor></Table.Td><Table.Td>{id}</Table.Td><Table.Td>{city}</Table.Td><Table.Td>{reasons.map((one) => t(`same.${one}`)).join(', ')}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Alert>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function entryOf(value: Readonly<Record<string, unknown>>): Entry {
  const said = (name: string): string => textOf(value[name]).trim();
  const filled = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.filter((name) => said(name) !== '').map((name) => [name, said(name)]));
  const place = filled(placeTexts);
  return {
    name: said('name'), ...filled(['kind', 'contract', ...texts.slice(1)]),
    ...(Object.keys(place).length > 0 ? { address: { street: '', postalCode: '', city: '', country: 'FR', ...place } } : {}),
  };
}
