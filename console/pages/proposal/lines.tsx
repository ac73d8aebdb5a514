/** The lines, by sub-order: what he has is kept, changed or cancelled; what is new is added from the catalogue. Saved together, with the version that the edits began with: what somebody else wrote meanwhile is compared, not overwritten. */
import { Button, Group, NumberInput, Paper, Table, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { useMe } from '../../data/me.ts';
import { isConflict } from '../../data/problem.ts';
import { announce } from '../../parts/announce.tsx';
import { Conflict } from '../../parts/conflict.tsx';
import { Failed } from '../../parts/failed.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { catalogueQuery, etagOf, ownLimit, proposalQuery, type Proposal } from '../../sales/queries.ts';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatNumber } from '../../time/time.ts';
import { AddLine } from './add-line.tsx';
import { editedLines, mergedLines, patchOf, type EditedLine } from './edits.ts';
import { LineRow } from './line-row.tsx';

export function Lines({ proposal, mayEdit }: { readonly proposal: Proposal; readonly mayEdit: boolean }): ReactNode {
  const { t } = useTranslation('proposal');
  const me = useMe();
  const client = useQueryClient();
  const { data: catalogue } = useQuery(catalogueQuery);
  const [base, setBase] = useState(proposal);
  const [lines, setLines] = useState<readonly EditedLine[]>(() => editedLines(proposal));
  const [head, setHead] = useState(() => headOf(proposal));
  const [now, setNow] = useState<Proposal>();
  const { id, subOrders } = proposal;
  const { queryKey } = proposalQuery(id);
  const isDirty = contentOf(lines, head) !== contentOf(editedLines(base), headOf(base));
  const begin = (from: Proposal): void => { setBase(from); setLines(editedLines(from)); setHead(headOf(from)); };
  if (proposal.version !== base.version) {
    if (!isDirty) begin(proposal);
    // A new schedule, a presentation: what is being edited is as it was.
    else if (contentOf(editedLines(proposal), headOf(proposal)) === contentOf(editedLines(base), headOf(base))) setBase(proposal);
  }
  const save = useCommand({
    send: (body: Schema<'ProposalPatch'>) => dataOf(api.PATCH('/api/v1/proposals/{id}', { params: { path: { id }, header: { 'If-Match': etagOf(base) } }, body })),
    touches: [listKey('proposals').slice(0, 2)],
    done: (saved) => { begin(saved); client.setQueryData(queryKey, saved); announce(t('saved')); },
  });
  const submit = (): void => {
    save.mutate({ ...head, lines: patchOf(lines) }, { onError: (error) => { if (isConflict(error)) void dataOf(api.GET('/api/v1/proposals/{id}', { params: { path: { id } } })).then(setNow, () => undefined); } });
  };
  const change = (key: string, part: Partial<EditedLine> | null): void => { setLines(lines.flatMap((one) => (one.key === key ? (part === null ? [] : [{ ...one, ...part }]) : [one]))); };
  // What one has typed stays, on what is there now.
  const goOnFrom = (from: Proposal): void => {
    setLines(mergedLines(base, from, lines));
    setHead({ name: head.name === base.name ? from.name : head.name, engagementMonths: head.engagementMonths === base.engagementMonths ? from.engagementMonths : head.engagementMonths });
    setBase(from);
    setNow(undefined);
    save.reset();
    client.setQueryData(queryKey, from);
  };
  const limit = catalogue ? ownLimit(catalogue, me) : undefined;
  const largest = Math.max(0, ...lines.filter(({ action }) => action === 'add' || action === 'change').map(({ discountBasisPoints }) => discountBasisPoints));
  const ranges = catalogue?.ranges ?? subOrders.map(({ range, label }) => ({ range, label, products: [] }));
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="lines">
      <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Title order={2} id="lines" mb="sm">{t('lines')}</Title>
        {mayEdit && (
          <Group align="end" mb="md">
            <TextInput label={t('name')} required maxLength={120} w={320} value={head.name} onChange={({ currentTarget }) => { setHead({ ...head, name: currentTarget.value }); }} />
            <NumberInput label={t('sum.engagement')} min={0} max={120} w={130} suffix={t('months-suffix')} value={head.engagementMonths} onChange={(next) => { setHead({ ...head, engagementMonths: Number(next) }); }} />
          </Group>
        )}
        {lines.length === 0 && <Text size="sm" c="dimmed">{t('lines.none')}</Text>}
        {ranges.map(({ range, label, products }) => {
          const own = lines.filter((one) => one.range === range);
          const subOrder = subOrders.find((one) => one.range === range);
          return own.length === 0 ? null : (
            <section key={range} aria-labelledby={`range-${range}`}>
              <Group justify="space-between" mt="sm"><Title order={3} id={`range-${range}`}>{inLanguage(label)}</Title>
                {subOrder && <Text size="sm" c={subOrder.amounts.ttcCents < 0 ? 'var(--jalon-late)' : 'dimmed'}>{t('sub-order', { monthly: formatCents(subOrder.amounts.monthlyCents), gross: formatCents(subOrder.amounts.ttcCents) })}</Text>}
              </Group>
              <WideTable minWidth={860} label={inLanguage(label)}>
                <Table verticalSpacing={4}>
                  <Table.Thead><Table.Tr><Table.Th w={150}>{t('becomes')}</Table.Th><Table.Th>{t('product')}</Table.Th><Table.Th w={150}>{t('site')}</Table.Th><Table.Th w={84}>{t('quantity')}</Table.Th><Table.Th w={104}>{t('discount')}</Table.Th><Table.Th ta="right" w={150}>{t('price')}</Table.Th></Table.Tr></Table.Thead>
                  <Table.Tbody>{own.map((one) => <LineRow key={one.key} edited={one} products={products} mayEdit={mayEdit} limitBasisPoints={limit} change={(part) => { change(one.key, part); }} />)}</Table.Tbody>
                </Table>
              </WideTable>
            </section>
          );
        })}
        {mayEdit && catalogue && <AddLine catalogue={catalogue} sites={[...new Set(lines.map(({ site }) => site).filter((site) => site !== ''))]} add={(line) => { setLines([...lines, line]); }} />}
        {mayEdit && limit !== undefined && <Text size="xs" mt="sm" c={largest > limit ? 'var(--jalon-soon)' : 'dimmed'} role="status">{t(largest > limit ? 'limit.beyond' : 'limit', { percent: formatNumber(limit / 100) })}</Text>}
        {save.error && !isConflict(save.error) && <Failed error={save.error} />}
        {mayEdit && (
          <Group mt="md">
            <Button type="submit" disabled={!isDirty} loading={save.isPending}>{t('save')}</Button>
            {isDirty && <Button variant="default" onClick={() => { begin(proposal); }}>{t('undo')}</Button>}
            {isDirty && <Text size="sm" c="dimmed">{t('unsaved')}</Text>}
          </Group>
        )}
      </form>
      <Conflict error={now && save.error} rows={now ? [
        { label: t('name'), before: base.name, now: now.name }, { label: t('sum.monthly'), before: formatCents(base.amounts.monthlyCents), now: formatCents(now.amounts.monthlyCents) },
        { label: t('lines'), before: editedLines(base).length, now: editedLines(now).length },
      ] : []} onClose={() => { setNow(undefined); save.reset(); }} onReload={() => { if (now) goOnFrom(now); }} />
    </Paper>
  );
}

type Head = Pick<Proposal, 'name' | 'engagementMonths'>;

function headOf({ name, engagementMonths }: Head): Head {
  return { name, engagementMonths };
}

function contentOf(lines: readonly EditedLine[], { name, engagementMonths }: Head): string {
  return JSON.stringify([patchOf(lines), name, engagementMonths]);
}
