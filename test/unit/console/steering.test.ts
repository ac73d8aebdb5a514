/** Pilotage's figures: one table for a chart and its equivalent, lists behind figures, and every indicator in its theme (C-06). */
import { describe, expect, it } from 'vitest';
import type { Me } from '../../../console/data/me.ts';
import { drawnOf, formatFigure, matrixOf, scaleOf } from '../../../console/pages/steering/figures.ts';
import { pageOfList } from '../../../console/pages/steering/lists.ts';
import type { History } from '../../../console/pages/steering/queries.ts';
import { themes } from '../../../console/pages/steering/themes.ts';
import { indicatorKeys } from '../../../domain/steering/indicators.ts';
import { liveIndicatorOf, liveKeys } from '../../../domain/steering/live.ts';

type Item = History['items'][number];
const words = { whole: 'Ensemble', none: 'Sans', detail: (detail: string) => `«${detail}»` };
const groups = [{ key: 'lyon', label: { fr: 'Lyon', en: 'Lyons' }, region: null }, { key: 'lille', label: { fr: 'Lille', en: 'Lille' }, region: null }];
const definitions: History['definitions'] = [{ key: 'i', unit: 'seconds', label: { fr: '', en: '' }, definition: { fr: '', en: '' } }];
const item = (part: Partial<Item>): Item => ({ indicator: 'i', group: '', detail: null, since: '2026-11-01', value: 1, basis: 1, ...part });
const me = (...permissions: string[]): Me => ({ permissions: permissions.map((permission) => ({ permission })) }) as unknown as Me;

describe('Indicators', () => {
  it('each stand in one theme', () => {
    expect(Object.values(themes).flat().toSorted()).toEqual([...indicatorKeys].toSorted());
  });

  it('compare groups by size, whatever their keys', () => {
    const items = [item({ group: 'lille', value: 2 }), item({ group: 'lyon', value: 5 }), item({ group: '', value: 1 }), item({ indicator: 'other', value: 9 })];
    expect(matrixOf({ items, groups, step: 'total', definitions }, 'i', true, words)).toEqual({
      isOverTime: false, rows: [{ key: 'lyon', name: 'Lyon' }, { key: 'lille', name: 'Lille' }, { key: '', name: 'Sans' }], series: [{ key: '[null,null]', name: 'Ensemble', values: [5, 2, 1] }],
    });
  });

  it('go along time with a line for each group and detail, and no line where nothing was', () => {
    const items = [item({ group: 'lyon', detail: 'warm', since: '2026-11-02', value: 3 }), item({ group: 'lyon', detail: 'warm', value: 1 }), item({ group: 'lille', detail: 'cold', value: 7 })];
    const { rows, series, isOverTime } = matrixOf({ items, groups, step: 'day', definitions }, 'i', true, words);
    expect([isOverTime, rows.map(({ key }) => key), series.map(({ name, values }) => [name, values])]).toEqual([true, ['2026-11-01', '2026-11-02'], [['Lille · «cold»', [7, null]], ['Lyon · «warm»', [1, 3]]]]);
  });

  it('show details without the whole, which the headline says', () => {
    const items = [item({ value: 3 }), item({ detail: 'a', value: 1 }), item({ detail: '', value: 2 })];
    expect(matrixOf({ items, groups: [], step: 'total', definitions }, 'i', false, words).rows).toEqual([{ key: '', name: '«»' }, { key: 'a', name: '«a»' }]);
  });

  it('are drawn as far as a chart can be read', () => {
    const items = Array.from({ length: 40 }, (_, index) => item({ group: `g${index}`, value: index }));
    const whole = matrixOf({ items, groups: [], step: 'total', definitions }, 'i', true, words);
    expect([whole.rows.length, drawnOf(whole).rows.length, drawnOf(whole).series[0]?.values[0]]).toEqual([40, 16, 39]);
  });

  it('are read in their unit', () => {
    const plain = (text: string): string => text.replaceAll(/\s/g, ' ');
    expect([formatFigure(null, 'count'), formatFigure(1234, 'count'), formatFigure(0.905, 'share'), formatFigure(4, 'score'), formatFigure(90, 'seconds'), formatFigure(5_400 * 2, 'seconds'), formatFigure(302_400, 'seconds')].map(plain))
      .toEqual(['–', '1 234', '90,5 %', '4,0', '1,5 min', '3 h', '3,5 j']);
    expect([scaleOf([10, null, 400_000], 'seconds'), scaleOf([400_000], 'count')]).toEqual([86_400, 1]);
  });
});

describe('A figure', () => {
  it('leads to the page of its list with the same filters, if one may see it (C-05)', () => {
    expect(pageOfList('/api/v1/tickets?open=true&held=false&team=n1', me('ticket:read'))).toEqual({ to: '/tickets', search: { team: 'n1', view: 'unheld' } });
    expect(pageOfList('/api/v1/tickets?open=true&assignee=anna', me('ticket:read'))).toEqual({ to: '/tickets', search: { assignee: 'anna' } });
    expect(pageOfList('/api/v1/tickets?open=true', me('indicators:read'))).toBeUndefined();
    expect(pageOfList('/api/v1/deployments?atRisk=true', me('deployment:read'))).toEqual({ to: '/deployments', search: { atRisk: 'true' } });
    expect(pageOfList('/api/v1/stuck-calls', me('stuck-call:handle'))).toEqual({ to: '/administration', search: { section: 'stuck-calls' } });
  });

  it('has a page wherever the API names a list', () => {
    const lists = liveKeys.flatMap((key) => liveIndicatorOf(key).list?.path ?? []);
    expect(lists.filter((path) => pageOfList(`/api/v1${path}`, me('ticket:read', 'deployment:read', 'stuck-call:handle')) === undefined)).toEqual([]);
  });
});
