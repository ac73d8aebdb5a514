/** Corbeilles: a list that says the truth about what it filters, worked through by keyboard; the chosen task is beside it. */
import { Button, Group } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { present } from '../../data/search.ts';
import { useShortcut } from '../../keys/registry.ts';
import { DataList } from '../../list/data-list.tsx';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { useTaskAct, type BasketLine } from '../../tasks/queries.ts';
import { pageOf } from '../../tasks/subject-links.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { BasketCard, basketColumns } from './columns.tsx';
import { BulkTools, type BulkAsk } from './bulk-tools.tsx';
import { BulkPanel } from './bulk-panel.tsx';
import { BasketFilters } from './filters.tsx';
import classes from './baskets.module.css';
import type { BasketSearch } from './route.ts';
import { SavedViews } from './saved-views.tsx';
import { SidePanel } from './side-panel.tsx';

const route = getRouteApi('/baskets');

export function BasketsPage(): ReactNode {
  const { t } = useTranslation('baskets');
  const { item, ...filters } = route.useSearch();
  const navigate = useNavigate();
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const list = usePagedList<BasketLine>(listKey('tasks', filters), (cursor) => answerOf(api.GET('/api/v1/tasks', {
    params: { query: { ...present(filters) as Readonly<Record<string, never>>, limit: 100, count: 'true', ...(cursor === undefined ? {} : { cursor }) } },
  })), ({ id }) => id);
  const { rows } = list;
  const [current, setCurrent] = useState<string | undefined>(item);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState<BulkAsk>();
  const columns = useMemo(() => basketColumns(t), [t]);
  const mayAct = useMay('task:complete', 'stuck-call:handle', 'task:assign');
  const line = rows.find(({ id }) => id === current);
  const shown = rows.find(({ id }) => id === item);
  const act = useTaskAct((task, done) => { announce(t(`done.${done}`, { task: inLanguage(task.label) })); });

  function show(next: string | undefined): void {
    if (next !== undefined) setCurrent(next);
    void navigate({ to: '/baskets', search: { ...filters, item: next }, replace: true });
  }
  function narrow(next: BasketSearch): void {
    setChosen(new Set());
    void navigate({ to: '/baskets', search: next });
  }
  function open(one: BasketLine): void {
    if (one.step === 'ticket') void navigate({ to: pageOf(one) ?? '/' });
    else if (isWide) show(one.id);
    else void navigate({ to: '/tasks/$id', params: { id: one.id } });
  }
  function moveTo(id: string): void {
    setCurrent(id);
    // Who goes down the list with a task beside it sees each as he comes to it.
    if (item !== undefined && isWide && id !== item && rows.find((one) => one.id === id)?.step !== 'ticket') show(id);
  }
  function afterDone(id: string, goesOn: boolean): void {
    const index = rows.findIndex((one) => one.id === id);
    const next = [...rows.slice(index + 1), ...rows.slice(0, Math.max(index, 0))].find((one) => one.step !== 'ticket' && one.id !== id);
    if (goesOn && !next) announce(t('no-next'));
    show(goesOn ? next?.id : undefined);
  }
  /** On all that are ticked, else on the line that one is on. */
  function ask(what: 'claim' | 'release'): void {
    if (chosen.size > 0) setBulk({ act: what });
    else if (line && line.step !== 'ticket') act.mutate({ id: line.id, act: what });
    else if (line) announce(t('ticket-elsewhere'), 'refused');
  }
  useShortcut('baskets-claim', () => { ask('claim'); }, mayAct);
  useShortcut('baskets-release', () => { ask('release'); }, mayAct);

  return (
    <PageFrame title={t('title')} actions={<SavedViews filters={filters} onChoose={narrow} />}>
      <BasketFilters filters={filters} onChange={narrow} />
      {act.error && <Failed error={act.error} />}
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : (
        <div className={classes['columns']} data-split={(isWide && (shown !== undefined || bulk !== undefined)) || undefined}>
          <DataList name="baskets" label={t('title')} columns={columns} rows={rows} rowId={({ id }) => id} rowLabel={(one) => t('row', { label: inLanguage(one.label), subject: one.journeyId })}
            total={list.total} paging={list} current={current} onCurrent={moveTo} onOpen={open}
            {...(mayAct ? { chosen, onChoose: setChosen } : {})} sort={{ key: filters.sort ?? 'urgency', direction: 'ascending' }} onSort={(sort) => { narrow({ ...filters, sort: sort as 'due' }); }}
            card={(one) => <BasketCard line={one} />}
            tools={chosen.size > 0 && <BulkTools lines={rows.filter(({ id }) => chosen.has(id))} onAsk={setBulk} onClear={() => { setChosen(new Set()); }} />}
            empty={<Empty title={t('empty.title')} hint={t('empty.hint')}>{Object.keys(present(filters)).length > 0 && <Group><Button variant="default" onClick={() => { narrow({}); }}>{t('empty.all')}</Button></Group>}</Empty>} />
          {bulk ? <BulkPanel ask={bulk} lines={rows.filter(({ id }) => chosen.has(id))} onClose={(kept) => { setBulk(undefined); if (kept) setChosen(kept); }} />
            : shown && isWide && <SidePanel id={shown.id} onClose={() => { show(undefined); }} onDone={(goesOn) => { afterDone(shown.id, goesOn); }} />}
        </div>
      )}
    </PageFrame>
  );
}
