/** The dossier of a complaint (S-08): what to do now on top, what is said and answered below, what came before beside. */
import { Anchor, Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../../client/failure.ts';
import { ComplaintLines } from '../../complaints/lines.tsx';
import { complaintQuery, type Complaint } from '../../complaints/queries.ts';
import { useMay } from '../../data/me.ts';
import { present } from '../../data/search.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import classes from '../../tickets/tickets.module.css';
import { inLanguage } from '../../texts/texts.ts';
import { Due } from '../../time/due.tsx';
import { formatCents, formatDay, formatInstant } from '../../time/time.ts';
import { Acts } from './acts.tsx';
import { History } from './history.tsx';
import type { ComplaintSearch } from './route.ts';

const route = getRouteApi('/complaints/$id');

export function ComplaintPage(): ReactNode {
  const { id } = route.useParams();
  const { data, error, refetch } = useRead(complaintQuery(id));
  if (error instanceof ApiFailure && error.status === 404) return <NotFound />;
  if (data) return <Shown key={data.id} complaint={data} />;
  return <PageFrame title={id}>{error ? <Failed error={error} again={refetch} /> : <Loading />}</PageFrame>;
}

function Shown({ complaint }: { readonly complaint: Complaint }): ReactNode {
  const { t } = useTranslation('complaint');
  const { act, part = 'file' } = route.useSearch();
  const navigate = useNavigate();
  const mayTrace = useMay('timeline:read');
  const { id, label, customerId, customerName, dueAt, isLate, isDueSoon, others, allGestureCents } = complaint;
  const go = (next: ComplaintSearch): void => { void navigate({ to: '/complaints/$id', params: { id }, search: present(next), replace: true }); };
  return (
    <PageFrame title={id} aside={<><Text component="span" size="sm">{inLanguage(label)}</Text>{dueAt !== null && <Due at={dueAt} isOverdue={isLate} isAtRisk={isDueSoon} />}<Anchor component={Link} to={`/customers/${customerId}`} size="sm">{customerName ?? customerId}</Anchor></>}>
      <div className={classes['columns']}>
        <Stack gap="md">
          <Acts complaint={complaint} chosen={act} onChoose={(chosen) => { go({ part, act: chosen }); }} />
          <Tabs value={part} onChange={(value) => { go({ act, part: value as 'file' }); }} keepMounted={false}>
            <Tabs.List mb="sm"><Tabs.Tab value="file">{t('part.file')}</Tabs.Tab>{mayTrace && <Tabs.Tab value="timeline">{t('part.timeline')}</Tabs.Tab>}</Tabs.List>
            <Tabs.Panel value="file"><Said complaint={complaint} /></Tabs.Panel>
            {mayTrace && <Tabs.Panel value="timeline"><History id={id} /></Tabs.Panel>}
          </Tabs>
        </Stack>
        <Stack gap="md" component="aside" aria-label={t('aside')}>
          <Paper withBorder p="sm"><Title order={2} mb="xs">{t('facts')}</Title><Facts complaint={complaint} /></Paper>
          {allGestureCents !== null && (
            <Paper withBorder p="sm">
              <Title order={2} mb="xs">{t('before')}</Title>
              <Text size="sm" mb="xs">{t('all-gestures', { amount: formatCents(allGestureCents) })}</Text>
              <ComplaintLines items={others} />
            </Paper>
          )}
        </Stack>
      </div>
    </PageFrame>
  );
}

/** The customer's voice, our answers, what was given, in their order. */
function Said({ complaint: { comment, contact, openedAt, answers, gestures, isWordingConfirmed } }: { readonly complaint: Complaint }): ReactNode {
  const { t } = useTranslation('complaint');
  return (
    <Stack gap="sm">
      <article className={classes['message']} data-direction="in" aria-label={t('comment')}>
        <Text size="xs" c="dimmed">{contact === null ? t('erased') : contact.name} · {formatInstant(openedAt)}{isWordingConfirmed && ` · ${t('wording-confirmed')}`}</Text>
        <Text size="sm" className={classes['said'] ?? ''}>{comment ?? t('erased')}</Text>
      </article>
      {answers.map(({ number, verdict, text, at, sentAt }) => (
        <article key={number} className={classes['message']} data-direction="out" aria-label={t('answer', { number })}>
          <Text size="xs" c="dimmed">{t('answer', { number })} · {t(`verdict.${verdict}`)} · {formatInstant(at)} · {t(sentAt === null ? 'sending' : 'sent')}</Text>
          <Text size="sm" className={classes['said'] ?? ''}>{text ?? t('erased')}</Text>
        </article>
      ))}
      {gestures.map(({ number, cents, reason, by, at, creditReference }) => (
        <article key={`g${number}`} className={classes['message']} data-direction="internal" aria-label={t('gesture', { number })}>
          <Text size="xs" c="dimmed">{t('gesture', { number })} · {by} · {formatInstant(at)} · {creditReference === null ? t('to-credit') : t('credited', { reference: creditReference })}</Text>
          <Text size="sm" className={classes['said'] ?? ''}>{formatCents(cents)} · {reason}</Text>
        </article>
      ))}
    </Stack>
  );
}

function Facts({ complaint: { subjectLabel, orderNumber, edition, channel, enteredBy, enteredByName, contact, acknowledgedAt, agreementUntil, outcome, gestureCents, endedAt } }: { readonly complaint: Complaint }): ReactNode {
  const { t } = useTranslation('complaint');
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('fact.subject'), inLanguage(subjectLabel)], [t('fact.order'), t('order', { orderNumber, edition })], [t('fact.channel'), t(`channel.${channel}`)], [t('fact.entered-by'), enteredByName ?? enteredBy],
    [t('fact.contact'), contact === null ? t('erased') : <Anchor href={`mailto:${contact.email}`} inherit>{contact.email}</Anchor>], [t('fact.acknowledged'), acknowledgedAt === null ? t('sending') : formatInstant(acknowledgedAt)],
    ...(gestureCents > 0 ? [[t('fact.gestures'), formatCents(gestureCents)] as const] : []), ...(agreementUntil === null ? [] : [[t('fact.agreement'), formatDay(agreementUntil.slice(0, 10))] as const]),
    ...(outcome === null ? [] : [[t('fact.outcome'), t(`outcome.${outcome}`)] as const]), ...(endedAt === null ? [] : [[t('fact.ended'), formatInstant(endedAt)] as const]),
  ];
  return <dl className={classes['facts']}>{facts.map(([name, value]) => [<dt key={`${name}.name`}>{name}</dt>, <dd key={name}>{value}</dd>])}</dl>;
}
