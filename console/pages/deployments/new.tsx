/** The launch of a deployment (D-01): its order, whom to speak to, its sites; the API's faults stand at their fields. */
import { ActionIcon, Button, Fieldset, Group, NativeSelect, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { CustomerField } from '../../customers/customer-field.tsx';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useDraft } from '../../form/draft.ts';
import { faultsOf } from '../../form/schema-form.tsx';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { emptyLaunch, emptySite, launchFileOf, type LaunchForm, type SiteForm } from './launch-form.ts';

const accessTypes = ['ftth', 'ftto', 'sdsl', 'adsl', '4g'] as const;

export function NewDeploymentPage(): ReactNode {
  const { t } = useTranslation('deployments');
  const navigate = useNavigate();
  const known = useRouterState({ select: ({ location }) => (location.state as { known?: { customerId?: string; sites?: { replaces?: string[] }[] } }).known });
  const { value, set, clear, restoredAt } = useDraft('new-deployment', { ...emptyLaunch, customerId: known?.customerId ?? '', sites: [{ ...emptySite, replaces: known?.sites?.[0]?.replaces ?? [] }] });
  const form = value as unknown as LaunchForm;
  const launch = useCommand({
    send: (body: Schema<'LaunchFile'>, key) => dataOf(api.POST('/api/v1/deployments', { params: { header: { 'Idempotency-Key': key } }, body })),
    touches: [['deployments']],
    done: ({ id }) => { clear(); announce(t('launched', { id })); return navigate({ to: '/deployments/$id', params: { id } }); },
  });
  const faults = launch.error instanceof ApiFailure ? faultsOf(launch.error.problem?.errors) : {};
  const put = (part: Partial<LaunchForm>): void => { set({ ...form, ...part }); };
  const putSite = (index: number, part: Partial<SiteForm>): void => { put({ sites: form.sites.map((site, at) => (at === index ? { ...site, ...part } : site)) }); };
  const text = (name: 'orderNumber' | 'targetActivationDate' | 'contactName' | 'contactEmail' | 'contactPhone', pointer: string, type = 'text'): ReactNode => (
    <TextInput label={t(`field.${name}`)} type={type} required={name !== 'contactPhone'} value={form[name]} error={faults[pointer]} onChange={({ currentTarget }) => { put({ [name]: currentTarget.value }); }} />
  );
  return (
    <PageFrame title={t('launch')}>
      <form onSubmit={(event) => { event.preventDefault(); launch.mutate(launchFileOf(form)); }}>
        <Stack maw={860}>
          {restoredAt !== undefined && <Group gap="xs" fz="sm"><span role="status">{t('restored')}</span><Button variant="subtle" onClick={clear}>{t('begin-again')}</Button></Group>}
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <CustomerField value={form.customerId === '' ? undefined : form.customerId} error={faults['/customerId']} onChange={(customerId = '') => { put({ customerId }); }} />
            {text('orderNumber', '/orderNumber')}
            {text('targetActivationDate', '/targetActivationDate', 'date')}
            <NativeSelect label={t('field.market')} value={form.market} error={faults['/market']} data={(['private', 'public'] as const).map((one) => ({ value: one, label: t(`market.${one}`) }))} onChange={({ currentTarget }) => { put({ market: currentTarget.value as LaunchForm['market'] }); }} />
            <NumberInput label={t('field.engagementMonths')} required min={0} max={120} value={form.engagementMonths} error={faults['/engagementMonths']} onChange={(next) => { put({ engagementMonths: Number(next) }); }} />
          </SimpleGrid>
          <Fieldset legend={t('contact')} variant="filled"><SimpleGrid cols={{ base: 1, sm: 3 }}>{text('contactName', '/contacts/0/name')}{text('contactEmail', '/contacts/0/email', 'email')}{text('contactPhone', '/contacts/0/phone', 'tel')}</SimpleGrid></Fieldset>
          {form.sites.map((site, index) => {
            const at = (name: keyof SiteForm, pointer: string, type = 'text', label: string = name): ReactNode => (
              <TextInput label={t(`field.${label}`)} type={type} required value={String(site[name])} error={faults[`/sites/${index}/${pointer}`]} onChange={({ currentTarget }) => { putSite(index, { [name]: currentTarget.value }); }} />
            );
            return (
              // Sites have no number before the launch; they are only added at the end and taken out.
              // oxlint-disable-next-line react/no-array-index-key
              <Fieldset key={index} legend={t('site', { number: index + 1 })} variant="filled">
                <SimpleGrid cols={{ base: 1, sm: 3 }}>
                  {at('label', 'label')}
                  <NativeSelect label={t('field.accessType')} value={site.accessType} data={accessTypes.map((one) => ({ value: one, label: one.toUpperCase() }))} error={faults[`/sites/${index}/accessType`]} onChange={({ currentTarget }) => { putSite(index, { accessType: currentTarget.value as SiteForm['accessType'] }); }} />
                  {at('street', 'address/street')}{at('postalCode', 'address/postalCode')}{at('city', 'address/city')}
                  {at('contactName', 'contacts/0/name', 'text', 'siteContactName')}{at('contactPhone', 'contacts/0/phone', 'tel', 'siteContactPhone')}
                  {at('offerCode', 'lines/0/code')}{at('offerLabel', 'lines/0/label')}
                  <NumberInput label={t('field.recurring')} required min={0} decimalScale={2} suffix=" €" value={site.recurring} error={faults[`/sites/${index}/lines/0/recurringCents`]} onChange={(next) => { putSite(index, { recurring: Number(next) }); }} />
                  <NumberInput label={t('field.oneOff')} required min={0} decimalScale={2} suffix=" €" value={site.oneOff} error={faults[`/sites/${index}/lines/0/oneOffCents`]} onChange={(next) => { putSite(index, { oneOff: Number(next) }); }} />
                </SimpleGrid>
                {form.sites.length > 1 && <ActionIcon mt="xs" aria-label={t('remove-site', { number: index + 1 })} onClick={() => { put({ sites: form.sites.filter((_, other) => other !== index) }); }}><IconTrash size={16} /></ActionIcon>}
              </Fieldset>
            );
          })}
          <Button variant="default" w="fit-content" leftSection={<IconPlus size={14} />} onClick={() => { put({ sites: [...form.sites, emptySite] }); }}>{t('add-site')}</Button>
          {launch.error && <Failed error={launch.error} />}
          <Group><Button type="submit" loading={launch.isPending}>{t('launch-now')}</Button><Button component={Link} to="/deployments" variant="default">{t('cancel')}</Button></Group>
        </Stack>
      </form>
    </PageFrame>
  );
}
