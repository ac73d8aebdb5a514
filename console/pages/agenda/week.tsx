/** A week of appointments, day by day; and the same as a table, for who reads it in a line. */
import { Badge, Button, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../client/client.ts';
import { WideTable } from '../../parts/wide-table.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { useNowMs } from '../../time/now.ts';
import { dayOf, formatDay, formatInstant } from '../../time/time.ts';
import classes from './agenda.module.css';

type Appointment = Schema<'Appointment'>;

export interface AppointmentsProps {
  readonly days: readonly string[];
  readonly items: readonly Appointment[];
  readonly chosen: string | undefined;
  readonly onChoose: (appointment: Appointment) => void;
}

export function Week({ days, items, chosen, onChoose }: AppointmentsProps): ReactNode {
  const { t } = useTranslation('agenda');
  const today = dayOf(useNowMs());
  return (
    <div className={classes['week']}>
      {days.map((day) => (
        <section key={day} aria-label={formatDay(day)} className={`${classes['day'] ?? ''} ${day === today ? classes['today'] ?? '' : ''}`}>
          <h2 {...(day === today ? { 'aria-current': 'date' as const } : {})}>{formatDay(day)}</h2>
          <ul>
            {items.filter(({ startsAt }) => dayOf(Date.parse(startsAt)) === day).map((one) => (
              <li key={one.id}>
                <button type="button" aria-pressed={one.id === chosen} className={`${classes['item'] ?? ''} ${one.id === chosen ? classes['chosen'] ?? '' : ''}`} onClick={() => { onChoose(one); }}>
                  <span className={classes['time']}>{t('span', { from: formatInstant(one.startsAt, 'time'), until: formatInstant(one.endsAt, 'time') })}</span>
                  <br /><span className={one.phase === 'cancelled' ? classes['off'] : undefined}>{one.customerName}</span>
                  <br /><Answer appointment={one} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

export function AppointmentList({ items, chosen, onChoose }: AppointmentsProps): ReactNode {
  const { t } = useTranslation('agenda');
  return (
    <WideTable minWidth={760} label={t('title')}>
      <Table>
        <Table.Thead><Table.Tr><Table.Th>{t('when')}</Table.Th><Table.Th>{t('customer')}</Table.Th><Table.Th>{t('subject')}</Table.Th><Table.Th>{t('form')}</Table.Th><Table.Th>{t('seller')}</Table.Th><Table.Th>{t('answer')}</Table.Th><Table.Th>{t('acts')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {items.map((one) => (
            <Table.Tr key={one.id} {...(one.id === chosen ? { 'aria-current': true as const, bg: 'var(--jalon-chosen)' } : {})}>
              <Table.Th scope="row">{formatInstant(one.startsAt)}</Table.Th><Table.Td>{one.customerName}</Table.Td><Table.Td>{one.subject}</Table.Td><Table.Td>{inLanguage(one.formLabel)}</Table.Td><Table.Td>{one.sellerName ?? one.seller}</Table.Td>
              <Table.Td><Answer appointment={one} /></Table.Td><Table.Td><Button size="compact-sm" variant="default" aria-label={t('open-of', { id: one.id })} onClick={() => { onChoose(one); }}>{t('open')}</Button></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

/** What the customer has said; of what is off or over, that. */
export function Answer({ appointment: { phase, label, answer } }: { readonly appointment: Appointment }): ReactNode {
  const { t } = useTranslation('agenda');
  if (phase !== 'planned') return <Badge variant="outline" color="gray">{inLanguage(label)}</Badge>;
  return <Badge variant="outline" color={answer === 'accepted' ? 'teal.9' : answer === 'declined' ? 'red.9' : 'gray'}>{t(`answer.${answer ?? 'none'}`)}</Badge>;
}
