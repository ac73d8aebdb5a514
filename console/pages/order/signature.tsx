/** The signature as it goes on (S-04): who signs and how, the link, the code, the tries left; on the customer's telephone, or on paper by a scan. */
import { Alert, Button, Group, Paper, Text, Timeline, Title } from '@mantine/core';
import { IconDeviceMobile, IconMail, IconPencil, IconSignature } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useMay } from '../../data/me.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import type { Order } from '../../sales/queries.ts';
import { formatInstant } from '../../time/time.ts';
import { SignatureForm } from './signature-form.tsx';

export function Signature({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('order');
  const { phase, signature, signedAt, signatureUntil } = order;
  const mayPlace = useMay('order:place');
  const [isOpen, setOpen] = useState(false);
  const isByCode = signature?.mode === 'electronic';
  const isOpenToSign = phase === 'signature';
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="signature">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="signature">{t('signature')}</Title>
        {isOpenToSign && mayPlace && <Button variant={signature === null ? 'filled' : 'default'} leftSection={<IconPencil size={14} aria-hidden />} onClick={() => { setOpen(true); }}>{t(signature === null ? 'signature.prepare' : 'signature.change')}</Button>}
      </Group>
      {phase === 'discount-approval' && <Text size="sm" role="status">{t('signature.approval')}</Text>}
      {phase === 'issuing' && <Text size="sm" role="status">{t('signature.issuing')}</Text>}
      {isOpenToSign && signature === null && <Text size="sm" role="status">{t('signature.none')}</Text>}
      {signature && <Who order={order} />}
      {isOpenToSign && signature?.mode === 'paper' && <Alert mt="sm" variant="light" title={t('paper')}>{t('paper.next', { id: order.id })}</Alert>}
      {isByCode && <Progress order={order} />}
      {signedAt !== null && !isByCode && <Text size="sm" mt="xs">{t('signed.paper', { at: formatInstant(signedAt) })}</Text>}
      {isOpenToSign && signatureUntil !== null && <Text size="xs" c="dimmed" mt="sm">{t('signature.until', { at: formatInstant(signatureUntil) })}</Text>}
      {isOpen && <SignatureForm order={order} onClose={() => { setOpen(false); }} />}
    </Paper>
  );
}

function Who({ order: { signature } }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('order');
  if (!signature) return null;
  const { signatory, mandateReference, invoice, mode } = signature;
  return (
    <Group gap="lg">
      <Text size="sm">{t(`mode.${mode}`)}</Text>
      <Text size="sm">{signatory === null ? t('erased') : <><strong>{signatory.name}</strong> {[signatory.email, signatory.mobile].filter(Boolean).join(' · ')}</>}</Text>
      <Text size="sm">{mandateReference === null ? t('mandate.none') : t('mandate.is', { reference: mandateReference })}</Text>
      <Text size="sm">{t(`invoice.${invoice}`)}</Text>
    </Group>
  );
}

/** Sent, code sent, tries left, signed: as it happens. */
function Progress({ order: { id, phase, invitedAt, code, signedAt } }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('order');
  const [mayPlace, maySign] = [useMay('order:place'), useMay('order:sign')];
  const params = (key: string) => ({ params: { path: { id }, header: { 'Idempotency-Key': key } } });
  const invite = useCommand({ send: (_: null, key) => dataOf(api.POST('/api/v1/orders/{id}/signature/invitation', params(key))), touches: [['orders']], done: () => { announce(t('link.again-done')); } });
  const ask = useCommand({ send: (_: null, key) => dataOf(api.POST('/api/v1/orders/{id}/signature/code', params(key))), touches: [['orders']], done: () => { announce(t('code.asked')); } });
  const isOpen = phase === 'signature';
  const active = signedAt !== null ? 2 : code !== null ? 1 : invitedAt !== null ? 0 : -1;
  const codeText = code === null ? t('code.waiting') : !code.isSent ? t('code.coming') : code.attemptsLeft === 0 ? t('code.tired', { count: code.codesLeft }) : code.validUntil === null ? t('code.void', { count: code.codesLeft })
    : t('code.sent', { until: formatInstant(code.validUntil, 'time'), count: code.attemptsLeft });
  return (
    <>
      <Timeline active={active} mt="md" bulletSize={24} role="status">
        <Timeline.Item bullet={<IconMail size={13} aria-hidden />} title={t('link')}>
          <Text size="sm" c="dimmed">{invitedAt === null ? t('link.coming') : t('link.sent', { at: formatInstant(invitedAt) })}</Text>
        </Timeline.Item>
        <Timeline.Item bullet={<IconDeviceMobile size={13} aria-hidden />} title={t('code')}><Text size="sm" c="dimmed">{signedAt === null ? codeText : t('code.done')}</Text></Timeline.Item>
        <Timeline.Item bullet={<IconSignature size={13} aria-hidden />} title={t('signed')}><Text size="sm" c="dimmed">{signedAt === null ? t('signed.not-yet') : t('signed.at', { at: formatInstant(signedAt) })}</Text></Timeline.Item>
      </Timeline>
      {isOpen && (
        <Group mt="sm">
          {mayPlace && <Button variant="default" loading={invite.isPending} onClick={() => { invite.mutate(null); }}>{t('link.again')}</Button>}
          {maySign && <Button variant="default" loading={ask.isPending} onClick={() => { ask.mutate(null); }}>{t(code === null ? 'code.ask' : 'code.ask-again')}</Button>}
        </Group>
      )}
      {invite.error && <Failed error={invite.error} />}
      {ask.error && <Failed error={ask.error} />}
    </>
  );
}
