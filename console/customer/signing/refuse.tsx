/** Not signing (S-04): said with its reason and confirmed, for it ends the order. */
import { Button, Group, Paper, Radio, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { refuse, useAct } from './data.ts';
import { Refusal } from './refusal.tsx';

const reasons = ['price', 'not-as-agreed', 'not-now', 'other'] as const;
type Reason = (typeof reasons)[number];

export function RefuseSection({ token }: { readonly token: string }): ReactNode {
  const { t } = useTranslation('link');
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState<Reason>();
  const act = useAct(token, (why: Reason) => refuse(token, { reason: why }));
  if (!isOpen) return <Button variant="subtle" color="gray" size="sm" w="fit-content" aria-expanded={false} onClick={() => { setOpen(true); }}>{t('sign.refuse')}</Button>;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="refuse">
      <Title order={2} id="refuse" mb="xs">{t('sign.refuse')}</Title>
      <form onSubmit={(event) => { event.preventDefault(); if (reason !== undefined) act.mutate(reason); }}>
        <Stack gap="sm">
          <Text size="sm">{t('sign.refuse.lead')}</Text>
          <Radio.Group label={t('sign.refuse.why')} required value={reason ?? ''} onChange={(next) => { setReason(next as Reason); }}>
            <Stack gap="xs" mt="xs">{reasons.map((one) => <Radio key={one} value={one} label={t(`sign.refuse.${one}`)} />)}</Stack>
          </Radio.Group>
          {act.error && <Refusal error={act.error} />}
          <Group><Button type="submit" size="sm" color="red" disabled={reason === undefined} loading={act.isPending}>{t('sign.refuse.confirm')}</Button><Button variant="default" size="sm" onClick={() => { setOpen(false); }}>{t('sign.refuse.back')}</Button></Group>
        </Stack>
      </form>
    </Paper>
  );
}
