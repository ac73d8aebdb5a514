/** Signing an order on one's own telephone (S-04): what is signed, the mandate, the code; then what proves it. */
import { Alert, Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconClockOff, IconFileText, IconHourglass, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../parts/loading.tsx';
import { formatInstant } from '../../time/time.ts';
import { CodeSection } from './code.tsx';
import { orderQuery, type OrderToSign } from './data.ts';
import { MandateSection } from './mandate.tsx';
import { RefuseSection } from './refuse.tsx';
import { What } from './what.tsx';
import { useRead } from '../../data/read.ts';

export function Signing({ token, failed }: { readonly token: string; readonly failed: (error: Error, again: () => void) => ReactNode }): ReactNode {
  const { data, error, refetch } = useRead(orderQuery(token));
  if (data) return <Order token={token} order={data} />;
  return error ? failed(error, () => void refetch()) : <Loading />;
}

function Order({ token, order }: { readonly token: string; readonly order: OrderToSign }): ReactNode {
  const { t } = useTranslation('link');
  const { state, signedAt, signatureUntil } = order;
  // Whoever saw it open and then signed or refused is led to what became of it.
  const [wasOpen, setWasOpen] = useState(state === 'open');
  if (state === 'open' && !wasOpen) setWasOpen(true);
  const isOver = state === 'expired' || state === 'ended';
  const isNews = wasOpen && state !== 'open';
  return (
    <>
      {state === 'preparing' && <Told icon={<IconHourglass />} color="indigo" title={t('sign.preparing')} isNews={false}>{t('sign.preparing.next')}</Told>}
      {(state === 'signed' || state === 'sealing') && <Told icon={<IconCircleCheck />} color="teal" title={t('sign.signed', { at: signedAt === null ? '' : formatInstant(signedAt) })} isNews={isNews}>{t(`sign.${state}.next`)}</Told>}
      {state === 'expired' && <Told icon={<IconClockOff />} color="orange" title={t('sign.expired')} isNews={isNews}>{t('sign.expired.next')}</Told>}
      {state === 'ended' && <Told icon={<IconX />} color="gray" title={t('sign.ended')} isNews={isNews}>{t('sign.ended.next')}</Told>}
      {(state === 'signed' || state === 'sealing') && <Documents order={order} />}
      {!isOver && <What order={order} />}
      {state === 'open' && (
        <>
          <Documents order={order} />
          <MandateSection token={token} order={order} />
          <CodeSection token={token} order={order} />
          <RefuseSection token={token} />
          {signatureUntil !== null && <Text size="xs" c="dimmed">{t('sign.until', { at: formatInstant(signatureUntil) })}</Text>}
        </>
      )}
    </>
  );
}

function Documents({ order: { documents } }: { readonly order: OrderToSign }): ReactNode {
  const { t } = useTranslation('link');
  if (documents.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="documents">
      <Title order={2} id="documents" mb="xs">{t('sign.documents')}</Title>
      <Stack gap={6} component="ul" m={0} p={0}>
        {documents.map(({ id, kind, href }) => <Text component="li" key={id} style={{ listStyle: 'none' }}><Anchor href={href} download><IconFileText size={14} aria-hidden /> {t(`sign.document.${kind}`)}</Anchor></Text>)}
      </Stack>
    </Paper>
  );
}

/** Where the eye and the reader are led once something has changed. */
function Told({ icon, color, title, isNews, children }: { readonly icon: ReactNode; readonly color: string; readonly title: string; readonly isNews: boolean; readonly children: ReactNode }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => { if (isNews) place.current?.focus(); }, [isNews]);
  return <Alert ref={place} tabIndex={-1} role="status" variant="light" color={color} icon={icon} title={title}><Text size="sm">{children}</Text></Alert>;
}
