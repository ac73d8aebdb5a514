/** Figures of a period: each with what it is over the whole of it, its curve or comparison, and the table behind. */
import { SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatDay } from '../../time/time.ts';
import { useWords } from './words.ts';
import { FigureCard } from './figure-card.tsx';
import { formatFigure, isEmpty, matrixOf } from './figures.ts';
import { historyAsked, historyQuery, type History } from './queries.ts';
import { groupings, type SteeringSearch } from './route.ts';
import classes from './steering.module.css';
import { themeNames } from './themes.ts';
import { useRead } from '../../data/read.ts';

const nothingYet = { items: [], groups: [], definitions: [], step: 'total' } as const;

export interface HistoryViewProps {
  readonly search: SteeringSearch;
  readonly nowMs: number;
  readonly onChange: (search: SteeringSearch) => void;
}

export function HistoryView({ search, nowMs, onChange }: HistoryViewProps): ReactNode {
  const { t } = useTranslation('steering');
  const words = useWords();
  const asked = historyAsked(search, nowMs);
  const { data, error, isPending, refetch } = useRead(historyQuery(asked));
  const { by: _by, ...whole } = asked;
  const isOfSome = groupings.some((name) => whole[name] !== undefined);
  const { centre: _centre, region: _region, team: _team, person: _person, ...ofAll } = whole;
  const total = useQuery(historyQuery({ ...whole, step: 'total' })).data;
  const everybody = useQuery({ ...historyQuery({ ...ofAll, step: 'total' }), enabled: isOfSome }).data;
  // Those that have nothing to show stand last.
  const figures = (data?.definitions ?? []).map((definition) => ({ ...definition, matrix: matrixOf(data ?? nothingYet, definition.key, search.by !== undefined, words) })).toSorted((one, other) => Number(isEmpty(one.matrix)) - Number(isEmpty(other.matrix)));
  return (
    <Stack gap="md">
      <div className={classes['themes']}><SegmentedControl size="xs" aria-label={t('theme')} value={search.theme ?? 'tickets'} onChange={(theme) => { onChange({ ...search, theme }); }} data={themeNames.map((value) => ({ value, label: t(`theme.${value}`) }))} /></div>
      {error ? <Failed error={error} again={refetch} /> : isPending ? <Loading /> : (
        <>
          <Text size="sm" c="dimmed">{t('days', { from: formatDay(data.from), until: formatDay(data.until) })}</Text>
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">{figures.map(({ key, label, definition, unit, matrix }) => {
            const wholeText = headlineOf(total, key);
            const all = isOfSome ? headlineOf(everybody, key) : null;
            return (
              <FigureCard key={key} title={inLanguage(label)} definition={inLanguage(definition)} unit={unit} matrix={matrix} highlighted={search.by && search[search.by]}
                headline={wholeText === null ? undefined : formatFigure(wholeText.value, unit)} {...(all === null ? {} : { compared: t('everybody', { value: formatFigure(all.value, unit) }) })} />
            );
          })}</SimpleGrid>
        </>
      )}
    </Stack>
  );
}

/** Null where it is given by details only. */
function headlineOf(total: History | undefined, indicator: string): { readonly value: number | null } | null {
  return total?.items.find((item) => item.indicator === indicator && item.detail === null) ?? null;
}
