/** One indicator: its figure, its chart, and the table that says the same; the chart is for the eyes alone. */
import { ActionIcon, Group, Paper, Skeleton, Table, Text, Title, Tooltip } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { lazy, Suspense, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { drawnOf, formatFigure, isEmpty, type Matrix, type Unit } from './figures.ts';
import classes from './steering.module.css';

const Chart = lazy(() => import('./chart.tsx').then(({ Chart: component }) => ({ default: component })));

export interface FigureCardProps {
  readonly title: string;
  readonly definition: string;
  readonly unit: Unit;
  readonly matrix: Matrix;
  /** Of the whole period. */
  readonly headline?: string | undefined;
  /** The same of everybody. */
  readonly compared?: string;
  /** Key of the row or series that stands out. */
  readonly highlighted?: string | undefined;
}

export function FigureCard({ title, definition, unit, matrix, headline, compared, highlighted }: FigureCardProps): ReactNode {
  const { t } = useTranslation('steering');
  const id = useId();
  const [isTable, setTable] = useState(false);
  // A single figure needs no drawing.
  const hasDrawing = matrix.rows.length > 1 || matrix.series.length > 1;
  const nothing = isEmpty(matrix);
  const table = <FigureTable title={title} unit={unit} matrix={matrix} highlighted={highlighted} />;
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby={id} className={classes['card'] ?? ''}>
      <Group justify="space-between" align="start" wrap="nowrap" gap="xs">
        <div>
          <Title order={3} id={id}>{title}</Title>
          <Text size="xs" c="dimmed" lineClamp={2} title={definition}>{definition}</Text>
        </div>
        {hasDrawing && !nothing && (
          <Tooltip label={t(isTable ? 'as-chart' : 'as-table')}>
            <ActionIcon aria-pressed={isTable} aria-label={t('table-of', { title })} onClick={() => { setTable(!isTable); }}>{isTable ? <IconChartBar size={16} /> : <IconTable size={16} />}</ActionIcon>
          </Tooltip>
        )}
      </Group>
      {headline !== undefined && <Group gap="xs" align="baseline" mt={4}><Text component="div" className={classes['figure'] ?? ''}>{headline}</Text>{compared !== undefined && <Text size="xs" c="dimmed">{compared}</Text>}</Group>}
      {nothing ? headline === undefined && <Text size="sm" c="dimmed" mt="xs">{t('nothing')}</Text> : (hasDrawing || headline === undefined) && (isTable || !hasDrawing ? (
        // Scrolls by itself, so the keyboard must reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes['scroller']} tabIndex={0} role="region" aria-labelledby={id}>{table}</div>
      ) : (
        <>
          <div aria-hidden><Suspense fallback={<Skeleton h={180} />}><Chart matrix={drawnOf(matrix)} unit={unit} highlighted={highlighted} /></Suspense></div>
          <div className={classes['heard']}>{table}</div>
          {(drawnOf(matrix).rows.length < matrix.rows.length || drawnOf(matrix).series.length < matrix.series.length) && <Text size="xs" c="dimmed">{t('more-in-table')}</Text>}
        </>
      ))}
    </Paper>
  );
}

function FigureTable({ title, unit, matrix: { rows, series }, highlighted }: Pick<FigureCardProps, 'title' | 'unit' | 'matrix' | 'highlighted'>): ReactNode {
  const { t } = useTranslation('steering');
  return (
    <Table verticalSpacing={4} fz="xs" aria-label={title}>
      <Table.Thead><Table.Tr><Table.Th scope="col">{t('row')}</Table.Th>{series.map(({ key, name }) => <Table.Th key={key} scope="col" ta="end">{name === '' ? title : name}</Table.Th>)}</Table.Tr></Table.Thead>
      <Table.Tbody>{rows.map(({ key, name }, index) => (
        <Table.Tr key={key} {...(key === highlighted ? { 'bg': 'var(--jalon-chosen)', 'aria-current': 'true' } : {})}>
          <Table.Th scope="row" fw={key === highlighted ? 700 : 500}>{name}</Table.Th>
          {series.map((one) => <Table.Td key={one.key} ta="end">{formatFigure(one.values[index] ?? null, unit)}</Table.Td>)}
        </Table.Tr>
      ))}</Table.Tbody>
    </Table>
  );
}
