/** An act on many tasks: what it needs, what would become of each, then what became of each. */
import { Autocomplete, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { missingOf, sendable, type FormValue, type JsonSchema } from '../../form/schema.ts';
import { SchemaForm } from '../../form/schema-form.tsx';
import { Failed } from '../../parts/failed.tsx';
import { taskQuery, type BasketLine } from '../../tasks/queries.ts';
import { inLanguage } from '../../texts/texts.ts';
import classes from './baskets.module.css';
import { useBulk, type BulkItem, type BulkPart } from './bulk.ts';
import type { BulkAsk } from './bulk-tools.tsx';

export interface BulkPanelProps {
  readonly ask: BulkAsk;
  readonly lines: readonly BasketLine[];
  /** `kept`: what stays ticked, for nothing has become of it yet. */
  readonly onClose: (kept: ReadonlySet<string> | undefined) => void;
}

export function BulkPanel({ ask: { act }, lines, onClose }: BulkPanelProps): ReactNode {
  const { t } = useTranslation('baskets');
  const [named] = useState(() => new Map(lines.map((line) => [line.id, `${inLanguage(line.label)} · ${line.journeyId}`])));
  const bulk = useBulk(lines);
  const [person, setPerson] = useState('');
  const [input, setInput] = useState<FormValue>({});
  const [missing, setMissing] = useState<readonly string[]>([]);
  const section = useRef<HTMLElement>(null);
  const readsPeople = useMay('people:read');
  const teams = useQuery({ queryKey: listKey('teams'), queryFn: () => dataOf(api.GET('/api/v1/teams')), enabled: act === 'assign' && readsPeople });
  const model = useQuery({ ...taskQuery(lines[0]?.id ?? ''), enabled: act === 'complete' });
  const schema = model.data?.inputSchema as JsonSchema | undefined;
  const needs = act === 'assign' || act === 'complete';
  const { tryIt } = bulk;
  useEffect(() => { section.current?.focus(); }, []);
  const wasTried = useRef(false);
  useEffect(() => {
    // What needs nothing more is tried at once: the first thing one sees is what would happen.
    if (act === 'assign' || act === 'complete' || wasTried.current) return;
    wasTried.current = true;
    void tryIt({ act });
  }, [act, tryIt]);

  function part(): BulkPart | undefined {
    if (act === 'assign') return person === '' ? undefined : { act, person };
    if (act !== 'complete') return { act };
    const found = schema ? missingOf(schema, input) : ['/'];
    setMissing(found);
    return schema && found.length === 0 ? { act, input: sendable(schema, input) } : undefined;
  }
  function run(send: (ready: BulkPart) => Promise<void>): void {
    const ready = part();
    if (ready) void send(ready);
  }
  const { results, isTried, isPending } = bulk;
  const count = (outcome: BulkItem['outcome']): number => results?.filter((item) => item.outcome === outcome).length ?? 0;
  const willDo = count('would-be-done');
  const isDone = results !== undefined && !isTried;
  const left = (results ?? []).filter(({ outcome }) => outcome !== 'done' && outcome !== 'would-be-done');

  return (
    <section ref={section} className={classes['panel']} aria-label={t(`bulk.${act}`)} tabIndex={-1}>
      <Stack gap="sm">
        <Title order={2}>{t(`bulk.title.${act}`, { count: named.size })}</Title>
        {act === 'assign' && !isDone && <Autocomplete label={t('bulk.person')} value={person} onChange={setPerson} required limit={20} data={[...new Set(teams.data?.items.flatMap(({ members }) => members.map(({ subject }) => subject)))]} />}
        {act === 'complete' && !isDone && schema && <SchemaForm form={lines[0]?.step ?? ''} schema={schema} value={input} onChange={(value) => { setMissing([]); setInput(value); }} faults={Object.fromEntries(missing.map((pointer) => [pointer, t('bulk.required')]))} />}
        {bulk.error && <Failed error={bulk.error} />}
        <div aria-live="polite">
          {results && (
            <Text size="sm" fw={600}>{isTried ? t('bulk.would', { done: willDo, refused: results.length - willDo }) : t('bulk.was', { done: count('done'), refused: count('refused') + count('ticket'), unknown: count('unknown') })}</Text>
          )}
        </div>
        {left.length > 0 && (
          <List size="sm" spacing={6} className={classes['results'] ?? ''} aria-label={t('bulk.left')}>
            {left.map((item) => <List.Item key={item.id}><Text size="sm" fw={500}>{named.get(item.id) ?? item.id}</Text><Text size="xs" c="dimmed">{item.outcome === 'ticket' ? t('ticket-elsewhere') : item.detail ?? t('bulk.unknown')}</Text></List.Item>)}
          </List>
        )}
        <Group gap="xs">
          {!isDone && needs && <Button variant={results ? 'default' : 'filled'} loading={isPending} onClick={() => { run(bulk.tryIt); }}>{t('bulk.try')}</Button>}
          {isTried && results && <Button loading={isPending} disabled={willDo === 0} onClick={() => { run(bulk.doIt); }}>{t('bulk.do', { count: willDo })}</Button>}
          {isDone && count('unknown') > 0 && <Button loading={isPending} onClick={() => { run(bulk.doIt); }}>{t('bulk.again')}</Button>}
          <Button variant="default" onClick={() => { onClose(isDone ? new Set(left.map(({ id }) => id)) : undefined); }}>{isDone ? t('close') : t('bulk.cancel')}</Button>
        </Group>
      </Stack>
    </section>
  );
}
