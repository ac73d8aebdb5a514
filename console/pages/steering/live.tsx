/** What stands right now: a tile for each figure, which leads to its list; compared, a row for each group. */
import { Anchor, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatInstant } from '../../time/time.ts';
import { FigureCard } from './figure-card.tsx';
import { formatFigure, type Matrix } from './figures.ts';
import { pageOfList } from './lists.ts';
import { liveQuery, selectionOf, type Definition, type Live } from './queries.ts';
import type { SteeringSearch } from './route.ts';
import classes from './steering.module.css';

/** From the shortest to the longest. */
const ages: readonly string[] = ['tickets-under-1-day', 'tickets-1-to-3-days', 'tickets-3-to-7-days', 'tickets-7-to-30-days', 'tickets-over-30-days'];
/** Above nought they ask for somebody. */
const alarming: readonly string[] = ['tickets-overdue', 'deployments-at-risk', 'sites-at-risk', 'tasks-overdue', 'calls-stuck'];
const subjects = ['tickets', 'deployments', 'sites', 'tasks', 'calls'] as const;

export function LiveView({ search }: { readonly search: SteeringSearch }): ReactNode {
  const { t } = useTranslation('steering');
  const { data, error, isPending, refetch } = useRead(liveQuery(selectionOf(search)));
  if (error) return <Failed error={error} again={refetch} />;
  if (isPending) return <Loading />;
  const shown = data.definitions.filter(({ key }) => !ages.includes(key));
  return (
    <Stack gap="lg">
      {search.by === undefined
        ? (
          <div className={classes['subjects']}>{subjects.map((subject) => {
            const own = shown.filter(({ key }) => key.startsWith(`${subject}-`));
            return own.length > 0 && (
              <section key={subject} aria-labelledby={`live-${subject}`} style={{ flexGrow: own.length }}>
                <Title order={2} id={`live-${subject}`} mb="xs" className={classes['subject'] ?? ''}>{t(`subject.${subject}`)}</Title>
                <div className={classes['tiles']}>{own.map((definition) => <Tile key={definition.key} definition={definition} items={data.items} />)}</div>
              </section>
            );
          })}</div>
        )
        : <Compared live={data} definitions={shown} by={search.by} chosen={search[search.by]} />}
      {search.by === undefined && <FigureCard title={t('ages')} definition={t('ages.hint')} unit="count" matrix={agesOf(data, (key) => t(`age.${key}`))} />}
      <Text size="xs" c="dimmed">{t('at', { at: formatInstant(data.at, 'time') })}</Text>
    </Stack>
  );
}

function agesOf({ items }: Live, nameOf: (key: string) => string): Matrix {
  return { rows: ages.map((key) => ({ key, name: nameOf(key) })), series: [{ key: '', name: '', values: ages.map((key) => items.find(({ indicator }) => indicator === key)?.value ?? null) }], isOverTime: false };
}

function Figure({ item, unit }: { readonly item: Live['items'][number] | undefined; readonly unit: Definition['unit'] }): ReactNode {
  const to = pageOfList(item?.list ?? null, useMe());
  const text = formatFigure(item?.value ?? null, unit);
  return to ? <Anchor inherit renderRoot={(props) => <Link to={to.to} search={to.search} {...props} />}>{text}</Anchor> : text;
}

function Tile({ definition: { key, label, definition, unit }, items }: { readonly definition: Definition; readonly items: Live['items'] }): ReactNode {
  const item = items.find(({ indicator }) => indicator === key);
  const isAlarming = alarming.includes(key) && (item?.value ?? 0) > 0;
  return (
    <article className={classes['tile']} aria-labelledby={`tile-${key}`} title={inLanguage(definition)}>
      <Text size="xs" id={`tile-${key}`} c="dimmed">{inLanguage(label)}</Text>
      <Text component="div" className={classes['figure'] ?? ''} data-alarming={isAlarming || undefined}><Figure item={item} unit={unit} /></Text>
    </article>
  );
}

function Compared({ live: { groups, items }, definitions, by, chosen }: { readonly live: Live; readonly definitions: readonly Definition[]; readonly by: NonNullable<SteeringSearch['by']>; readonly chosen: string | undefined }): ReactNode {
  const { t } = useTranslation('steering');
  // Those of which there is nothing would hide the others.
  const counted = groups.filter(({ key }) => key === chosen || items.some(({ group, value }) => group === key && value !== null && value !== 0));
  if (counted.length === 0) return <Empty title={t('nothing')} hint={t('nothing.hint')} />;
  return (
    <WideTable minWidth={900} label={t(`by.${by}`)}>
      <Table highlightOnHover verticalSpacing={6} aria-label={t(`by.${by}`)}>
        <Table.Thead><Table.Tr><Table.Th scope="col">{t(`group.${by}`)}</Table.Th>{definitions.map(({ key, label, definition }) => <Table.Th key={key} scope="col" ta="end" title={inLanguage(definition)}>{inLanguage(label)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>{counted.map(({ key, label }) => (
          <Table.Tr key={key} {...(key === chosen ? { 'bg': 'var(--jalon-chosen)', 'aria-current': 'true' } : {})}>
            <Table.Th scope="row" fw={600}>{key === '' ? t('none') : inLanguage(label)}</Table.Th>
            {definitions.map((definition) => <Table.Td key={definition.key} ta="end"><Figure item={items.find(({ indicator, group }) => indicator === definition.key && group === key)} unit={definition.unit} /></Table.Td>)}
          </Table.Tr>
        ))}</Table.Tbody>
      </Table>
    </WideTable>
  );
}
