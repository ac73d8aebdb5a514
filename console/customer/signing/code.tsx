/** The code by SMS (S-04): asked for, typed in on one's own telephone, asked for again; what is left of tries and codes is always said. */
import { Button, Checkbox, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCents, formatInstant } from '../../time/time.ts';
import { askCode, sign, useAct, type OrderToSign } from './data.ts';
import { Refusal } from './refusal.tsx';

export function CodeSection({ token, order }: { readonly token: string; readonly order: OrderToSign }): ReactNode {
  const { t } = useTranslation('link');
  const { code, signatory } = order;
  const ask = useAct(token, () => askCode(token));
  const end = signatory?.mobileEnd ?? '';
  const isUsable = code !== null && code.validUntil !== null && code.attemptsLeft > 0;
  const isComing = code !== null && !code.isSent;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="code">
      <Title order={2} id="code" mb="xs">{t('sign.code')}</Title>
      <Stack gap="sm">
        {code === null && <Text size="sm">{t('sign.code.lead', { end })}</Text>}
        <div role="status">
          {isComing && <Text size="sm">{t('sign.code.coming', { end })}</Text>}
          {isUsable && <Text size="sm">{t('sign.code.sent', { end, until: formatInstant(code.validUntil ?? '', 'time'), count: code.attemptsLeft })}</Text>}
          {code !== null && !isComing && !isUsable && <Text size="sm">{t(code.codesLeft > 0 ? 'sign.code.void' : 'sign.code.none')}</Text>}
        </div>
        {isUsable && <Entry key={code.ordinal} token={token} order={order} />}
        {ask.error && <Refusal error={ask.error} />}
        {code === null
          ? <Button size="md" fullWidth loading={ask.isPending} onClick={() => { ask.mutate(undefined); }}>{t('sign.code.ask')}</Button>
          : code.codesLeft > 0 && <Again code={code} isAsking={ask.isPending} ask={() => { ask.mutate(undefined); }} />}
      </Stack>
    </Paper>
  );
}

function Entry({ token, order: { document, amounts } }: { readonly token: string; readonly order: OrderToSign }): ReactNode {
  const { t } = useTranslation('link');
  const [typed, setTyped] = useState('');
  const [isAccepted, setAccepted] = useState(false);
  const [isIncomplete, setIncomplete] = useState(false);
  const signing = useAct(token, (code: string) => sign(token, { code, accepted: true, document: document ?? '' }));
  const submit = (event: { readonly preventDefault: () => void }): void => {
    event.preventDefault();
    const isWhole = /^\d{6}$/.test(typed) && isAccepted;
    setIncomplete(!isWhole);
    if (isWhole) signing.mutate(typed, { onError: () => { setTyped(''); } });
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <TextInput size="lg" label={t('sign.code.entry')} required inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={typed} error={isIncomplete && !/^\d{6}$/.test(typed) ? t('sign.code.six') : undefined}
          onChange={({ currentTarget }) => { setTyped(currentTarget.value.replaceAll(/\D/g, '')); }} />
        <Checkbox size="md" required label={t('sign.accept', { amount: formatCents(amounts.ttcCents) })} checked={isAccepted} error={isIncomplete && !isAccepted ? t('sign.accept.first') : undefined} onChange={({ currentTarget }) => { setAccepted(currentTarget.checked); }} />
        {signing.error && <Refusal error={signing.error} />}
        <Button type="submit" size="md" fullWidth loading={signing.isPending}>{t('sign.now')}</Button>
      </Stack>
    </form>
  );
}

/** Not before its time: until then the button counts down. */
function Again({ code: { againAt }, isAsking, ask }: { readonly code: NonNullable<OrderToSign['code']>; readonly isAsking: boolean; readonly ask: () => void }): ReactNode {
  const { t } = useTranslation('link');
  const [nowMs, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((Date.parse(againAt) - nowMs) / 1_000));
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setInterval(() => { setNow(Date.now()); }, 1_000);
    return () => { clearInterval(timer); };
  }, [left]);
  return <Button variant="default" size="md" fullWidth disabled={left > 0} loading={isAsking} onClick={ask}>{left > 0 ? t('sign.code.again-in', { count: left }) : t('sign.code.again')}</Button>;
}
