/** A chart, drawn on a canvas: its colours are those of the scheme, its hints are drawn as well, for the page's policy lets no style in by markup. Loaded in Pilotage alone. */
import { useComputedColorScheme } from '@mantine/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendScrollComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type ComposeOption, type EChartsType } from 'echarts/core';
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { AriaComponentOption, GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, type ReactNode } from 'react';
import { formatFigure, scaleOf, type Matrix, type Unit } from './figures.ts';
import classes from './steering.module.css';

register([BarChart, LineChart, AriaComponent, GridComponent, LegendScrollComponent, TooltipComponent, CanvasRenderer]);
type Option = ComposeOption<BarSeriesOption | LineSeriesOption | AriaComponentOption | GridComponentOption | LegendComponentOption | TooltipComponentOption>;

export interface ChartProps {
  readonly matrix: Matrix;
  readonly unit: Unit;
  readonly highlighted: string | undefined;
}

interface Colours { readonly text: string; readonly line: string; readonly ground: string; readonly quiet: string; readonly series: readonly string[] }

const symbols = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'emptyCircle', 'emptyRect', 'emptyTriangle'] as const;
const rowHeight = 26;

export function Chart({ matrix, unit, highlighted }: ChartProps): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const made = init(element);
    chart.current = made;
    const observer = new ResizeObserver(() => { made.resize(); });
    observer.observe(element);
    return () => { observer.disconnect(); made.dispose(); };
  }, []);
  useEffect(() => {
    if (holder.current) chart.current?.setOption(optionOf({ matrix, unit, highlighted }, coloursOf(holder.current)), { notMerge: true });
    // The colours are read anew when the scheme changes.
  }, [matrix, unit, highlighted, scheme]);
  return <div ref={holder} className={classes['chart']} style={{ height: heightOf(matrix, unit) }} />;
}

function heightOf({ rows, series, isOverTime }: Matrix, unit: Unit): number {
  if (isOverTime) return 200;
  const barsOfRow = isStacked(unit) ? 1 : series.length;
  return Math.max(96, rows.length * Math.max(rowHeight, barsOfRow * 12) + (series.length > 1 ? 56 : 32));
}

/** Parts of a count make a whole; means do not add up. */
function isStacked(unit: Unit): boolean {
  return unit === 'count';
}

/** As the browser computes them: a canvas knows neither variables nor light-dark(). */
function coloursOf(element: HTMLElement): Colours {
  const probe = element.appendChild(document.createElement('i'));
  // Where motion is reduced everything changes by a very short transition: what is read at once would be what was before.
  probe.style.transition = 'none';
  const computed = (colour: string): string => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const colours = {
    text: computed('var(--mantine-color-text)'), line: computed('var(--jalon-line)'), ground: computed('var(--mantine-color-body)'), quiet: computed('var(--jalon-quiet)'),
    series: Array.from({ length: symbols.length }, (_, index) => computed(`var(--chart-${index + 1})`)),
  };
  probe.remove();
  return colours;
}

function optionOf({ matrix: { rows, series, isOverTime }, unit, highlighted }: ChartProps, { text, line, ground, quiet, series: palette }: Colours): Option {
  const divisor = scaleOf(series.flatMap(({ values }) => values), unit);
  const format = (value: unknown): string => formatFigure(typeof value === 'number' ? value * divisor : null, unit);
  // A lone channel or step is named as well.
  const hasLegend = series.length > 1 || (series[0] !== undefined && !['', '[null,null]'].includes(series[0].key));
  const names = { type: 'category', data: rows.map(({ key, name }) => (key === highlighted ? `▸ ${name}` : name)), axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: quiet, hideOverlap: true, width: 150, overflow: 'truncate' } } as const;
  // Orders may come to less than nothing.
  const figures = { type: 'value', ...(unit === 'cents' ? {} : { min: 0 }), ...(unit === 'count' ? { minInterval: 1 } : unit === 'share' ? { max: 1, interval: 0.25 } : unit === 'score' ? { max: 5 } : {}), axisLabel: { color: quiet, formatter: format, hideOverlap: true }, splitLine: { lineStyle: { color: line } }, splitNumber: 4 } as const;
  const values = (one: Matrix['series'][number]): (number | null)[] => one.values.map((value) => (value === null ? null : value / divisor));
  return {
    animation: false, color: [...palette], textStyle: { fontFamily: 'inherit' },
    aria: { enabled: true, label: { enabled: false }, decal: { show: hasLegend && !isOverTime } },
    grid: { left: 4, right: 16, top: hasLegend ? 34 : 10, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: ground, borderColor: line, textStyle: { color: text, fontSize: 12 }, valueFormatter: format, axisPointer: { lineStyle: { color: quiet }, type: isOverTime ? 'line' : 'shadow' } },
    ...(hasLegend ? { legend: { type: 'scroll', top: 0, left: 0, textStyle: { color: text, fontSize: 12 }, pageTextStyle: { color: quiet }, pageIconColor: text, pageIconInactiveColor: line } } : {}),
    ...(isOverTime ? { xAxis: { ...names, boundaryGap: false }, yAxis: figures } : { xAxis: figures, yAxis: { ...names, inverse: true } }),
    series: series.map((one, index) => {
      const own = JSON.stringify(highlighted);
      const stands = highlighted !== undefined && one.key.startsWith(`[${own},`);
      if (isOverTime) return { type: 'line', name: one.name, data: values(one), symbol: symbols[index % symbols.length] ?? 'circle', symbolSize: 6, showSymbol: rows.length <= 40, connectNulls: true, lineStyle: { width: stands ? 4 : 2 } };
      return {
        type: 'bar', name: one.name, barMaxWidth: 16, ...(hasLegend && isStacked(unit) ? { stack: 'all' } : {}),
        data: values(one).map((value, row) => (highlighted === undefined || hasLegend || rows[row]?.key === highlighted ? { value: value ?? '-' } : { value: value ?? '-', itemStyle: { color: quiet } })),
      };
    }),
  };
}
