/** Why the clocks say what they say, interval by interval (T-05 to T-08). */
import { Button, Collapse, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { ResolutionClock, TakingClock, useClockWords } from '../../tickets/clocks.tsx';
import { useChoices, wordOf, type Ticket } from '../../tickets/queries.ts';
import classes from '../../tickets/tickets.module.css';
import { formatClock } from '../../time/countdown.tsx';
import { formatInstant } from '../../time/time.ts';
import { Fact } from './facts.tsx';

type Clock = Schema<'TicketClock'>['clocks'][number];

export function Clocks({ ticket }: { readonly ticket: Ticket }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const words = useClockWords();
  const [opened, { toggle }] = useDisclosure(false);
  const { data, error, refetch } = useRead({ queryKey: oneKey('tickets', ticket.number, 'clock'), queryFn: () => dataOf(api.GET('/api/v1/tickets/{number}/clock', { params: { path: { number: ticket.number } } })) });
  return (
    <Stack gap="xs">
      <dl className={classes['facts']}>
        <Fact name={t('clock.resolution')}><ResolutionClock ticket={ticket} words={words} isWhole /></Fact>
        <Fact name={t('clock.taking-charge')}><TakingClock ticket={ticket} words={words} /></Fact>
      </dl>
      {error && <Failed error={error} again={refetch} />}
      {data && data.clocks.length > 0 && <Button variant="subtle" size="compact-xs" w="fit-content" aria-expanded={opened} onClick={toggle}>{t('clock.explain')}</Button>}
      {data && (
        <Collapse expanded={opened}>
          <Stack gap="md">
            {data.clocks.map((clock) => <Explained key={clock.name} clock={clock} />)}
            {data.thresholdsFired.length > 0 && (
              <Stack gap={2}>
                <Text size="sm" fw={600}>{t('clock.fired')}</Text>
                {data.thresholdsFired.map(({ clock, ratio, firedAt, isLate }) => <Text key={`${clock} ${ratio}`} size="xs">{t('clock.fired-line', { clock: t(`clock.${clock}`), percent: Math.round(ratio * 100), at: formatInstant(firedAt) })}{isLate && ` ${t('clock.fired-late')}`}</Text>)}
              </Stack>
            )}
            {data.recomputations.map(({ because, act }) => <Text key={act.number} size="xs">{t('clock.recomputed', { because: t(`clock.because.${because}`), at: formatInstant(act.at) })}</Text>)}
          </Stack>
        </Collapse>
      )}
    </Stack>
  );
}

function Explained({ clock }: { readonly clock: Clock }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const choices = useChoices();
  const spell = (seconds: number): string => formatClock(seconds * 1_000, t('countdown.day'));
  const whole = Math.max(clock.totalSeconds, 1);
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>{t(`clock.${clock.name}`)} · {t(`clock.standing.${clock.standing}`)}</Text>
      <Text size="xs">{t('clock.sum', { elapsed: spell(clock.elapsedSeconds), paused: spell(clock.pausedSeconds), closed: spell(clock.closedSeconds) })}{clock.due !== null && ` · ${t('clock.due', { at: formatInstant(clock.due) })}`}</Text>
      <div className={classes['stretch']} aria-hidden>{clock.intervals.map(({ from, seconds, kind }) => <span key={from} data-kind={kind} style={{ width: `${(seconds / whole) * 100}%` }} />)}</div>
      <WideTable minWidth={280} label={t('clock.intervals', { clock: t(`clock.${clock.name}`) })}>
        <Table verticalSpacing={2} fz="xs" aria-label={t('clock.intervals', { clock: t(`clock.${clock.name}`) })}>
          <Table.Thead><Table.Tr><Table.Th>{t('clock.from')}</Table.Th><Table.Th>{t('clock.for')}</Table.Th><Table.Th>{t('clock.what')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {clock.intervals.map(({ from, seconds, kind, reason, rule }) => (
              <Table.Tr key={from}><Table.Td>{formatInstant(from, 'short')}</Table.Td><Table.Td>{spell(seconds)}</Table.Td><Table.Td>{t(`clock.kind.${kind}`)}{reason !== null && ` · ${wordOf(choices?.waitingReasons, reason)}`} ({rule})</Table.Td></Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {clock.thresholdsToCome.length > 0 && <Text size="xs" c="dimmed">{t('clock.to-come')} {clock.thresholdsToCome.map(({ ratio, at }) => `${Math.round(ratio * 100)} %${at === null ? '' : ` ${formatInstant(at, 'short')}`}`).join(' · ')}</Text>}
    </Stack>
  );
}
