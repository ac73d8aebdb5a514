/** What the question is about: the order, the site, the ticket, and what one must have read to answer. */
import { Blockquote, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCents } from '../time/time.ts';
import { AboutAppointment } from './appointment-form.tsx';
import type { Link } from './link.ts';

export function About({ link }: { readonly link: Link }): ReactNode {
  const { t } = useTranslation('link');
  const { orderNumber, site, ticket, context } = link;
  const quoted = context['solution'] ?? context['description'];
  return (
    <Stack gap="xs">
      <Text c="dimmed">
        {[orderNumber !== null && t('about.order', { number: orderNumber }), site && t('about.site', { label: site.label }), ticket !== null && t('about.ticket', { number: ticket })].filter(Boolean).join(' · ')}
      </Text>
      <Text>{t([`lead.${link.step}`, 'lead.other'])}</Text>
      <AboutAppointment context={context} />
      {typeof quoted === 'string' && <Blockquote p="sm" color="indigo">{quoted}</Blockquote>}
      {typeof context['amountCents'] === 'number' && <Text fw={600}>{t('about.net', { amount: formatCents(context['amountCents']) })}</Text>}
      {typeof context['totalTtcCents'] === 'number' && <Text fw={600}>{t('about.gross', { amount: formatCents(context['totalTtcCents']) })}</Text>}
    </Stack>
  );
}
