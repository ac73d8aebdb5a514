/** The SEPA mandate (S-04): the one that is there, or one's own account. The check digits are the API's to judge. */
import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../../client/failure.ts';
import { faultsOf } from '../../form/schema-form.tsx';
import { giveMandate, useAct, type OrderToSign } from './data.ts';
import { Refusal } from './refusal.tsx';

export function MandateSection({ token, order: { mandate, signatory } }: { readonly token: string; readonly order: OrderToSign }): ReactNode {
  const { t } = useTranslation('link');
  const [isOpen, setOpen] = useState(mandate === null);
  const [holder, setHolder] = useState(signatory?.name ?? '');
  // In memory alone: an account is kept on no device.
  const [iban, setIban] = useState('');
  const give = useAct(token, (body: { holder: string; iban: string }) => giveMandate(token, body), () => { setIban(''); setOpen(false); });
  const faults = give.error instanceof ApiFailure ? faultsOf(give.error.problem?.errors) : {};
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="mandate">
      <Title order={2} id="mandate" mb="xs">{t('sign.mandate')}</Title>
      {mandate && <Text size="sm" role="status">{t('sign.mandate.given', { holder: mandate.holder, iban: mandate.iban, reference: mandate.reference })}</Text>}
      {mandate && !isOpen && <Button variant="default" mt="sm" size="sm" onClick={() => { setOpen(true); }}>{t('sign.mandate.other')}</Button>}
      {isOpen && (
        <form noValidate onSubmit={(event) => { event.preventDefault(); give.mutate({ holder, iban }); }}>
          <Stack gap="sm" mt="xs">
            {mandate === null && <Text size="sm">{t('sign.mandate.lead')}</Text>}
            <TextInput size="md" label={t('sign.holder')} required autoComplete="name" value={holder} error={faults['/holder']} onChange={({ currentTarget }) => { setHolder(currentTarget.value); }} />
            <TextInput size="md" label={t('sign.iban')} required autoComplete="off" autoCapitalize="characters" spellCheck={false} placeholder={t('sign.iban.example')} value={iban} error={faults['/iban']} onChange={({ currentTarget }) => { setIban(currentTarget.value); }} />
            <Text size="xs" c="dimmed">{t('sign.mandate.law')}</Text>
            {give.error && Object.keys(faults).length === 0 && <Refusal error={give.error} />}
            <Group><Button type="submit" size="sm" variant="light" loading={give.isPending}>{t('sign.mandate.give')}</Button></Group>
          </Stack>
        </form>
      )}
    </Paper>
  );
}
