/** One termination: where it stands, what it waits for and who does it, its fee with the working, letters, equipment, and the way back until the final invoice (R-01 to R-07). */
import { Anchor, Badge, Button, Group, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { IconExternalLink, IconFileDownload } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { terminationTasks } from '../../../domain/termination/views.ts';
import { useMay, useMe } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { Due, Instant } from '../../time/due.tsx';
import { formatCents, formatDay } from '../../time/time.ts';
import { FeeWorking } from './fee.tsx';
import { History } from './history.tsx';
import { Phases } from './phases.tsx';
import { terminationQuery, type Termination } from './queries.ts';
import { Withdraw } from './withdraw.tsx';

const route = getRouteApi('/terminations/$id');

export function TerminationPage(): ReactNode {
  const { t } = useTranslation('terminations');
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useRead(terminationQuery(id));
  const [mayWithdraw, mayTimeline] = [useMay('termination:withdraw'), useMay('timeline:read')];
  return (
    <PageFrame title={id} aside={data && <Badge variant="light">{data.outcome === null ? inLanguage(data.label) : t(`outcome.${data.outcome}`)}</Badge>} actions={data?.mayWithdraw === true && mayWithdraw && <Withdraw id={id} />}>
      {error ? <Failed error={error} again={refetch} /> : isPending ? <Loading /> : (
        <Stack gap="md">
          <Head termination={data} />
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
            <Section title={t('fee')}>{data.fee === null ? <Text size="sm" c="dimmed">{t('fee.not-yet')}</Text> : <FeeWorking fee={data.fee} />}{data.feeCents !== null && <Text size="sm" mt="xs">{t('fee.decided')} <strong>{formatCents(data.feeCents)}</strong></Text>}</Section>
            <Section title={t('letters')}><Letters documents={data.documents} /></Section>
            <Section title={t('equipment')}><Equipment termination={data} /></Section>
            {data.deproduction.length > 0 && <Section title={t('deproduction')}><Deproduction parts={data.deproduction} /></Section>}
          </SimpleGrid>
          {mayTimeline && <Section title={t('history')}><History id={id} /></Section>}
        </Stack>
      )}
    </PageFrame>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return <Paper withBorder p="md" component="section" aria-labelledby={id} miw={0}><Title order={2} id={id} mb="xs">{title}</Title>{children}</Paper>;
}

/** What blocks is a task of somebody. */
function Head({ termination: { id, customerId, customerName, origin, belongsTo, services, ticket, receivedOn, letterReference, effectiveOn, finalInvoice, phase, outcome, openTasks } }: { readonly termination: Termination }): ReactNode {
  const { t } = useTranslation('terminations');
  const { temporalUiUrl } = useMe();
  const [next, ...others] = openTasks;
  const nameOf = (step: string): string => (step in terminationTasks ? inLanguage(terminationTasks[step as keyof typeof terminationTasks].labels) : t('stuck-call'));
  return (
    <Paper withBorder p="md">
      <Phases phase={phase} outcome={outcome} />
      <Group gap="lg" mt="sm">
        <Anchor component={Link} to={`/customers/${customerId}`} size="sm" title={customerId}>{customerName}</Anchor>
        <Text size="sm">{t('column.services')} <strong>{services.join(', ')}</strong></Text>
        <Text size="sm">{t(`origin.${origin}`)}{letterReference !== null && <> · {letterReference}</>}</Text>
        <Text size="sm">{t('received', { on: formatDay(receivedOn) })}</Text>
        {effectiveOn !== null && <Text size="sm">{t('effective', { on: formatDay(effectiveOn) })}</Text>}
        {finalInvoice !== null && <Text size="sm">{t('final-invoice')} <strong>{finalInvoice}</strong></Text>}
        {belongsTo !== null && <Anchor component={Link} to={`/deployments/${belongsTo.split('/')[0]}`} size="sm">{belongsTo}</Anchor>}
        {ticket !== null && <Anchor component={Link} to={`/tickets/${ticket}`} size="sm">{ticket}</Anchor>}
        {typeof temporalUiUrl === 'string' && <Anchor href={`${temporalUiUrl}/namespaces/default/workflows/${encodeURIComponent(`termination/${id}`)}`} target="_blank" rel="noreferrer" size="sm">{t('engine')} <IconExternalLink size={12} aria-hidden /></Anchor>}
      </Group>
      {outcome === null && <Text size="sm" mt="sm" role="status">{next === undefined ? t(phase === 'scheduled' || phase === 'held' ? `waits.${phase}` : 'waits.nobody') : t('waits.tasks', { count: openTasks.length })}</Text>}
      {next && (
        <Group gap="xs" mt="xs">
          <Button component={Link} to={`/tasks/${encodeURIComponent(next.id)}`}>{nameOf(next.step)}</Button><Due at={next.dueAt} />
          {others.map((task) => <Button key={task.id} component={Link} to={`/tasks/${encodeURIComponent(task.id)}`} variant="default">{nameOf(task.step)}</Button>)}
        </Group>
      )}
    </Paper>
  );
}

function Letters({ documents }: Pick<Termination, 'documents'>): ReactNode {
  const { t } = useTranslation('terminations');
  if (documents.length === 0) return <Text size="sm" c="dimmed">{t('letters.none')}</Text>;
  return <Stack gap={4}>{documents.map(({ id, kind, issuedAt, href }) => <Group key={id} gap="xs"><Anchor href={href} download size="sm"><IconFileDownload size={13} aria-hidden /> {t(`letter.${kind}`, { defaultValue: kind })}</Anchor><Text size="xs" c="dimmed"><Instant at={issuedAt} /></Text></Group>)}</Stack>;
}

function Equipment({ termination: { equipment, returnDeadline, equipmentInvoice } }: { readonly termination: Termination }): ReactNode {
  const { t } = useTranslation('terminations');
  if (equipment.length === 0) return <Text size="sm" c="dimmed">{t('equipment.none')}</Text>;
  return (
    <>
      {returnDeadline !== null && <Text size="sm" mb="xs">{t('equipment.until', { on: formatDay(returnDeadline) })}</Text>}
      <Table verticalSpacing={4} aria-label={t('equipment')}><Table.Tbody>{equipment.map(({ serialNumber, model, condition }) => <Table.Tr key={serialNumber}><Table.Th scope="row" fw={500}>{serialNumber}</Table.Th><Table.Td>{model}</Table.Td><Table.Td>{t(`condition.${condition ?? 'expected'}`)}</Table.Td></Table.Tr>)}</Table.Tbody></Table>
      {equipmentInvoice !== null && <Text size="sm" mt="xs">{t('equipment.invoice')} <strong>{equipmentInvoice}</strong></Text>}
    </>
  );
}

function Deproduction({ parts }: { readonly parts: Termination['deproduction'] }): ReactNode {
  const { t } = useTranslation('terminations');
  return <Table verticalSpacing={4} aria-label={t('deproduction')}><Table.Tbody>{parts.map(({ rds, part, outcome }) => <Table.Tr key={`${rds}.${part}`}><Table.Th scope="row" fw={500}>{rds}</Table.Th><Table.Td>{t(`part.${part}`)}</Table.Td><Table.Td>{t(`ended.${outcome}`)}</Table.Td></Table.Tr>)}</Table.Tbody></Table>;
}
