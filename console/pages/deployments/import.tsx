/** Many deployments from one file: what it holds is shown first, then each order is launched by itself, with its result beside its lines. */
import { Anchor, Badge, Button, FileInput, Group, Stack, Table, Text } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { api } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { Empty } from '../../parts/empty.tsx';
import { useSentenceOf } from '../../parts/failed.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { importColumns, launchFileOf, parseCsv, readImport, type ImportedOrder } from './launch-form.ts';

/** Known until the page is left: the same file sent again launches nothing twice. */
type Result = { readonly id: string } | { readonly refused: string };

const sample = [
  importColumns.join(';'),
  'BC-2026-0100;CLI-000001;private;2031-03-03;36;Claire Martin;claire.martin@example.fr;+33 1 99 00 12 34;Siège;ftth;8 quai de la Fosse;44000;Nantes;Yves Le Bris;+33 6 39 98 11 22;FTTH-1G;Accès fibre 1 Gb/s;49,00;150,00',
].join('\r\n');

export function ImportDeploymentsPage(): ReactNode {
  const { t } = useTranslation('deployments');
  const sentenceOf = useSentenceOf();
  const [orders, setOrders] = useState<readonly ImportedOrder[]>([]);
  const [fault, setFault] = useState<string>();
  const [results, setResults] = useState<Readonly<Record<string, Result>>>({});
  const [isRunning, setRunning] = useState(false);
  const [keys, setKeys] = useState<Readonly<Record<string, string>>>({});

  async function read(file: File | null): Promise<void> {
    setResults({});
    setFault(undefined);
    setOrders([]);
    if (!file) return;
    try {
      const found = readImport(parseCsv(await file.text()));
      if (found.missing.length > 0) return setFault(t('import.missing', { columns: found.missing.join(', ') }));
      setKeys(Object.fromEntries(found.orders.map(({ orderNumber }) => [orderNumber, crypto.randomUUID()])));
      setOrders(found.orders);
      if (found.orders.length === 0) setFault(t('import.nothing'));
    } catch {
      setFault(t('import.unreadable'));
    }
  }

  async function launchOne({ orderNumber, form }: ImportedOrder): Promise<Result> {
    try {
      const { id } = await dataOf(api.POST('/api/v1/deployments', { params: { header: { 'Idempotency-Key': keys[orderNumber] ?? orderNumber } }, body: launchFileOf(form) }));
      return { id };
    } catch (error) {
      const problem = error instanceof ApiFailure ? error.problem : null;
      const sentence = sentenceOf(error);
      // A rule that a field breaks is told once, with the field.
      const faults = (problem?.errors ?? []).map(({ pointer, message }) => `${pointer}: ${message}`);
      return { refused: [...(problem?.errors?.some(({ message }) => message === sentence) ? [] : [sentence]), ...faults].join(' ') };
    }
  }

  async function launchAll(): Promise<void> {
    setRunning(true);
    for (const order of orders.filter(({ orderNumber }) => !isLaunched(results[orderNumber]))) {
      const result = await launchOne(order);
      setResults((before) => ({ ...before, [order.orderNumber]: result }));
    }
    setRunning(false);
    await queryClient.invalidateQueries({ queryKey: ['deployments'] });
  }

  const launched = Object.values(results).filter((result) => isLaunched(result)).length;
  const left = orders.length - launched;
  return (
    <PageFrame title={t('import')}>
      <Stack maw={980}>
        <Group align="end">
          <FileInput label={t('import.file')} accept=".csv,text/csv" placeholder={t('import.choose')} w={320} clearable clearButtonProps={{ 'aria-label': t('import.clear') }} onChange={(file) => { void read(file); }} error={fault} />
          <Button component="a" variant="default" leftSection={<IconFileDownload size={14} />} href={`data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${sample}`)}`} download="deploiements.csv">{t('import.sample')}</Button>
        </Group>
        {orders.length === 0 ? fault === undefined && <Empty title={t('import.empty')} hint={t('import.hint')} /> : (
          <>
            <Text size="sm" role="status">{Object.keys(results).length === 0 ? t('import.found', { count: orders.length }) : t('import.done', { launched, refused: Object.keys(results).length - launched })}</Text>
            <WideTable minWidth={640} label={t('import')}>
              <Table>
                <Table.Thead><Table.Tr><Table.Th>{t('import.lines')}</Table.Th><Table.Th>{t('column.order')}</Table.Th><Table.Th>{t('column.customer')}</Table.Th><Table.Th>{t('column.sites')}</Table.Th><Table.Th>{t('import.result')}</Table.Th></Table.Tr></Table.Thead>
                <Table.Tbody>{orders.map(({ orderNumber, lines, form }) => (
                  <Table.Tr key={orderNumber}>
                    <Table.Td>{lines.join(', ')}</Table.Td><Table.Td>{orderNumber}</Table.Td><Table.Td>{form.customerId}</Table.Td><Table.Td>{form.sites.length}</Table.Td><Table.Td><Outcome result={results[orderNumber]} /></Table.Td>
                  </Table.Tr>
                ))}</Table.Tbody>
              </Table>
            </WideTable>
            {left > 0 && <Button w="fit-content" loading={isRunning} onClick={() => { void launchAll(); }}>{t(Object.keys(results).length === 0 ? 'import.launch' : 'import.again', { count: left })}</Button>}
          </>
        )}
      </Stack>
    </PageFrame>
  );
}

function isLaunched(result: Result | undefined): result is { readonly id: string } {
  return result !== undefined && 'id' in result;
}

function Outcome({ result }: { readonly result: Result | undefined }): ReactNode {
  const { t } = useTranslation('deployments');
  if (result === undefined) return <Text size="sm" c="dimmed">{t('import.waiting')}</Text>;
  if (isLaunched(result)) return <Group gap="xs"><Badge color="teal" variant="light">{t('import.launched')}</Badge><Anchor component={Link} to={`/deployments/${result.id}`} size="sm">{result.id}</Anchor></Group>;
  return <Group gap="xs" wrap="nowrap"><Badge color="red" variant="light">{t('import.refused')}</Badge><Text size="sm">{result.refused}</Text></Group>;
}
