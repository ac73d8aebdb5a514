/** The fields of the customer's data (S-02): whom one writes to, where it is delivered, what production must know. */
import { Checkbox, Fieldset, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { collected, type PartyForm, type SiteForm } from './party-form.ts';

const accessTypes = ['ftth', 'ftto', 'sdsl', 'adsl', '4g'] as const;

export interface PartyFieldsProps {
  readonly form: PartyForm;
  /** By pointer within the customer's data. */
  readonly fault: (pointer: string) => string | undefined;
  readonly set: (part: Partial<PartyForm>) => void;
}

export function PartyFields({ form, fault, set }: PartyFieldsProps): ReactNode {
  const { t } = useTranslation('order');
  const text = (name: 'contactName' | 'contactEmail' | 'contactPhone' | 'targetActivationDate' | 'siteAccessHours', pointer: string, type = 'text', isRequired = true): ReactNode => (
    <TextInput label={t(`field.${name}`)} type={type} required={isRequired} value={form[name]} error={fault(pointer)} onChange={({ currentTarget }) => { set({ [name]: currentTarget.value }); }} />
  );
  const putSite = (index: number, part: Partial<SiteForm>): void => { set({ sites: form.sites.map((site, at) => (at === index ? { ...site, ...part } : site)) }); };
  return (
    <Stack>
      <Fieldset legend={t('contact')} variant="filled">
        <SimpleGrid cols={{ base: 1, sm: 3 }}>{text('contactName', '/contacts/0/name')}{text('contactEmail', '/contacts/0/email', 'email')}{text('contactPhone', '/contacts/0/phone', 'tel', false)}</SimpleGrid>
      </Fieldset>
      {form.sites.map((site, index) => {
        const at = (name: keyof SiteForm, pointer: string, isRequired = true, type = 'text', label = t(`field.${name}`)): ReactNode => (
          <TextInput label={label} required={isRequired} type={type} value={site[name]} error={fault(`/sites/${index}/${pointer}`)} onChange={({ currentTarget }) => { putSite(index, { [name]: currentTarget.value }); }} />
        );
        return (
          // Sites follow from the lines: none is added or taken out here.
          // oxlint-disable-next-line react/no-array-index-key
          <Fieldset key={index} legend={t('site', { label: site.label === '' ? String(index + 1) : site.label })} variant="filled">
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              {at('street', 'address/street')}{at('postalCode', 'address/postalCode')}{at('city', 'address/city')}
              <NativeSelect label={t('field.accessType')} value={site.accessType} error={fault(`/sites/${index}/accessType`)} data={accessTypes.map((one) => ({ value: one, label: one.toUpperCase() }))} onChange={({ currentTarget }) => { putSite(index, { accessType: currentTarget.value as SiteForm['accessType'] }); }} />
              {at('contactName', 'contacts/0/name', false, 'text', t('field.siteContactName'))}{at('contactPhone', 'contacts/0/phone', false, 'tel', t('field.siteContactPhone'))}
            </SimpleGrid>
          </Fieldset>
        );
      })}
      <Fieldset legend={t('collection')} variant="filled">
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          {text('targetActivationDate', '/targetActivationDate', 'date')}{text('siteAccessHours', '/collection/siteAccessHours', 'text', false)}
          <Stack gap="xs" mt={{ sm: 22 }}>{collected.map((name) => <Checkbox key={name} size="xs" label={t(`field.${name}`)} checked={form[name]} onChange={({ currentTarget }) => { set({ [name]: currentTarget.checked }); }} />)}</Stack>
        </SimpleGrid>
      </Fieldset>
    </Stack>
  );
}
