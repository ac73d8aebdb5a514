/** Where the ticket went, and what became of each transfer: its sender follows it here (C-03). */
import { Alert, Badge, Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/empty.tsx';
import { useNames } from '../../people/names.ts';
import { teamName, useChoices, type Ticket } from '../../tickets/queries.ts';
import { Countdown } from '../../time/countdown.tsx';
import { formatInstant } from '../../time/time.ts';

const tones = { pending: 'blue', acknowledged: 'teal', moved: 'teal', declined: 'orange', expired: 'red', withdrawn: 'gray' } as const;

export function Transfers({ ticket: { work, offer } }: { readonly ticket: Ticket }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const choices = useChoices();
  const nameOf = useNames();
  if (!work) return null;
  if (work.transfers.length === 0) return <Empty title={t('transfers.none')} hint={t('transfers.hint')} />;
  return (
    <Stack gap="sm">
      {offer && <Alert color="blue" title={t('offer.waits', { team: teamName(choices, offer.to) })}>{t('offer.expires')} <Countdown at={offer.expiresAt} title={t('offer.expires')} t={t} /></Alert>}
      {work.transfers.map(({ from, to, level, how, reason, sentBy, sentAt, outcome, answeredBy, answeredAt, answer }) => (
        <Paper key={`${to} ${sentAt}`} withBorder p="sm">
          <Group gap="xs"><Text size="sm" fw={600}>{from === null ? t('dispatcher') : teamName(choices, from)} → {t('team-level', { team: teamName(choices, to), level })}</Text><Badge variant="dot" color={tones[outcome]}>{t(`transfer.${outcome}`)}</Badge></Group>
          <Text size="xs" c="dimmed">{t(`how.${how}`)} · {nameOf(sentBy)} · {formatInstant(sentAt)}{reason !== null && ` · ${t(`reason.${reason}`)}`}</Text>
          {answeredBy !== null && <Text size="sm">{nameOf(answeredBy)}{answeredAt !== null && ` · ${formatInstant(answeredAt)}`}{answer !== null && ` · ${answer}`}</Text>}
        </Paper>
      ))}
    </Stack>
  );
}
