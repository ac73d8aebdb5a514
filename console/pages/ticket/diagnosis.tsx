/** What helps to diagnose, each source missing alone, and all that was asked and tried so far (T-12, C-03). */
import { Alert, Anchor, List, Paper, Stack, Text, Title } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import type { Ticket } from '../../tickets/queries.ts';
import { inLanguage } from '../../texts/texts.ts';
import { formatInstant } from '../../time/time.ts';

type Help = Schema<'TicketHelp'>;

export function Diagnosis({ ticket: { number, work } }: { readonly ticket: Ticket }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const mayAct = useMay('ticket:act');
  if (!work) return null;
  const { script, diagnoses } = work;
  const names = new Map(script.tests.map(({ test, label }) => [test, inLanguage(label)]));
  return (
    <Stack gap="md">
      {mayAct && <HelpOf number={number} />}
      {script.questions.length + script.tests.length > 0 && (
        <Paper withBorder p="sm">
          <Title order={2} mb="xs">{t('script')}</Title>
          <List size="sm" spacing={4} listStyleType="none">
            {script.questions.map(({ question, label, answer }) => <List.Item key={question}><b>{inLanguage(label)}</b> {answer ?? <Text component="span" size="sm" c="dimmed">{t('script.unanswered')}</Text>}</List.Item>)}
            {script.tests.map(({ test, label, isDone }) => <List.Item key={test}><b>{inLanguage(label)}</b> {t(isDone ? 'script.done' : 'script.to-do')}</List.Item>)}
          </List>
        </Paper>
      )}
      {diagnoses.length === 0 ? <Empty title={t('diagnoses.none')} hint={t('diagnoses.hint')} /> : diagnoses.map((diagnosis, index) => (
        // Recorded one after the other, never taken out.
        // oxlint-disable-next-line react/no-array-index-key
        <Paper key={index} withBorder p="sm">
          <Title order={3}>{t('diagnosis', { ordinal: index + 1 })}</Title>
          <Text size="sm">{diagnosis.description ?? t('erased')}</Text>
          {diagnosis.details !== null && <Text size="sm">{diagnosis.details}</Text>}
          {diagnosis.trigger !== null && <Text size="sm"><b>{t('trigger')}</b> {diagnosis.trigger}</Text>}
          {diagnosis.frequency !== null && <Text size="sm"><b>{t('frequency')}</b> {t(`frequency.${diagnosis.frequency}`)}</Text>}
          {diagnosis.identityVerified && <Text size="sm">{t('identity-verified')}</Text>}
          <List size="sm">
            {diagnosis.tests.map(({ test, place, outcome, doneAt, note }) => <List.Item key={`${test} ${doneAt ?? ''}`}>{names.get(test) ?? test} · {t(`place.${place}`)} · {t(`outcome.${outcome}`)}{doneAt !== null && ` · ${formatInstant(doneAt)}`}{note !== null && ` · ${note}`}</List.Item>)}
            {diagnosis.references.map(({ kind, reference }) => <List.Item key={reference}>{t(`reference.${kind}`)} · {reference}</List.Item>)}
          </List>
        </Paper>
      ))}
    </Stack>
  );
}

function HelpOf({ number }: { readonly number: string }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const { data, error, refetch } = useRead({ queryKey: oneKey('tickets', number, 'help'), staleTime: 60_000, queryFn: () => dataOf(api.GET('/api/v1/tickets/{number}/help', { params: { path: { number } } })) });
  if (error) return <Failed error={error} again={refetch} />;
  if (!data) return <Loading />;
  const { knowledge, monitoring, equipment, earlier } = data;
  return (
    <Paper withBorder p="sm">
      <Title order={2} mb="xs">{t('help')}</Title>
      <Stack gap="xs">
        <Block name={t('help.knowledge')} block={knowledge}>
          {knowledge.status === 'available' && <List size="sm" spacing={2}>{knowledge.articles.map(({ reference, title, url }) => <List.Item key={reference}><Away href={url}>{reference} · {title}</Away></List.Item>)}</List>}
        </Block>
        <Block name={t('help.monitoring')} block={monitoring}>
          {monitoring.status === 'available' && <Text size="sm" component="div">{t(`link-state.${monitoring.state}`)} · {t('help.alarms', { count: monitoring.alarms.length })} · <Away href={monitoring.url}>{t('help.see')}</Away> · <Away href={monitoring.diagnosisUrl}>{t('help.tool')}</Away></Text>}
        </Block>
        <Block name={t('help.equipment')} block={equipment}>
          {equipment.status === 'available' && <List size="sm" spacing={2}>{equipment.items.map(({ serialNumber, model, inventory }) => <List.Item key={serialNumber}>{serialNumber} · {model ?? '–'} · {t(`inventory.${inventory}`)}</List.Item>)}</List>}
        </Block>
        <Earlier name={t('help.earlier-service')} tickets={earlier.onService} />
        <Earlier name={t('help.earlier-equipment')} tickets={earlier.onEquipment} />
      </Stack>
    </Paper>
  );
}

function Block({ name, block, children }: { readonly name: string; readonly block: Help['knowledge'] | Help['monitoring'] | Help['equipment']; readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  return (
    <div>
      <Text size="sm" fw={600}>{name}</Text>
      {block.status === 'none' && <Text size="sm" c="dimmed">{t(`help.${block.reason}`)}</Text>}
      {block.status === 'unavailable' && <Alert color="orange" p={6} title={t('help.unavailable')} />}
      {children}
    </div>
  );
}

function Away({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactNode {
  return <Anchor href={href} target="_blank" rel="noopener noreferrer" size="sm">{children} <IconExternalLink size={12} aria-hidden /></Anchor>;
}

function Earlier({ name, tickets }: { readonly name: string; readonly tickets: Help['earlier']['onService'] }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  if (tickets.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>{name}</Text>
      <List size="sm" spacing={2}>{tickets.map(({ number, phase, createdAt, cause, solution }) => <List.Item key={number}><Anchor component={Link} to={`/tickets/${number}`} size="sm">{number}</Anchor> · {t(`phase.${phase}`)} · {formatInstant(createdAt, 'date')}{cause !== null && ` · ${cause}`}{solution !== null && ` · ${solution}`}</List.Item>)}</List>
    </div>
  );
}
