/** Ticket: acts on top, what was said and tried below, its clocks and facts beside. */
import { Alert, Anchor, Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../../client/failure.ts';
import { useMay } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { ticketQuery, type Ticket } from '../../tickets/queries.ts';
import classes from '../../tickets/tickets.module.css';
import { Priority } from '../../tickets/priority.tsx';
import { Acts } from './acts.tsx';
import { Clocks } from './clocks.tsx';
import { Conversation } from './conversation.tsx';
import { Diagnosis } from './diagnosis.tsx';
import { TicketFacts } from './facts.tsx';
import { History } from './history.tsx';
import { Links } from './links.tsx';
import { Notices } from './notices.tsx';
import { Others } from './others.tsx';
import { parts, type Part } from './route.ts';
import { Transfers } from './transfers.tsx';
import { Work } from './work.tsx';

const route = getRouteApi('/tickets/$number');

export function TicketPage(): ReactNode {
  const { number } = route.useParams();
  const { data, error, refetch } = useRead(ticketQuery(number));
  if (error instanceof ApiFailure && error.status === 404) return <NotFound />;
  if (data) return <Shown key={data.number} ticket={data} />;
  return <PageFrame title={number}>{error ? <Failed error={error} again={refetch} /> : <Loading />}</PageFrame>;
}

function Shown({ ticket }: { readonly ticket: Ticket }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const { part: asked, act } = route.useSearch();
  const navigate = useNavigate();
  const part = asked ?? 'messages';
  const [isWriting, setWriting] = useState(false);
  const ofHouse = ticket.work !== null;
  const [mayTrace, mayAct] = [useMay('timeline:read'), useMay('ticket:act')];
  const visible = parts.filter((one) => one === 'messages' || one === 'links' || (one === 'timeline' || one === 'notices' ? mayTrace : ofHouse));
  const go = (next: { part?: Part; act?: string }): void => { void navigate({ to: '/tickets/$number', params: { number: ticket.number }, search: next, replace: true }); };
  return (
    <PageFrame title={ticket.number} aside={<><Priority priority={ticket.priority} /><Text component="span" size="sm">{t(`phase.${ticket.phase}`)}</Text><Text component="span" size="sm" c="dimmed">{ticket.customerName ?? ticket.customerId}</Text></>}>
      {mayAct && <Others number={ticket.number} isWriting={isWriting || act !== undefined} />}
      {ticket.isClosingProposed && <Alert color="orange" mb="sm" title={t('closing-proposed')} />}
      {ticket.likelyCauses.length > 0 && <Alert color="blue" mb="sm" title={t('likely-causes')}>{ticket.likelyCauses.map((cause) => <Anchor key={cause} component={Link} to={`/tickets/${cause}`} size="sm" mr="sm">{cause}</Anchor>)}</Alert>}
      <div className={classes['columns']}>
        <Stack gap="md">
          <Acts ticket={ticket} chosen={act} onChoose={(chosen) => { go({ ...(asked ? { part: asked } : {}), ...(chosen === undefined ? {} : { act: chosen }) }); }} />
          <Tabs value={part} onChange={(value) => { go({ part: value as Part, ...(act === undefined ? {} : { act }) }); }} keepMounted={false}>
            <Tabs.List mb="sm">{visible.map((one) => <Tabs.Tab key={one} value={one}>{t(`part.${one}`)}</Tabs.Tab>)}</Tabs.List>
            <Tabs.Panel value="messages"><Conversation ticket={ticket} onWriting={setWriting} /></Tabs.Panel>
            {ofHouse && <Tabs.Panel value="diagnosis"><Diagnosis ticket={ticket} /></Tabs.Panel>}
            {ofHouse && <Tabs.Panel value="work"><Work ticket={ticket} /></Tabs.Panel>}
            {ofHouse && <Tabs.Panel value="transfers"><Transfers ticket={ticket} /></Tabs.Panel>}
            <Tabs.Panel value="links"><Links ticket={ticket} /></Tabs.Panel>
            {mayTrace && <Tabs.Panel value="timeline"><History id={ticket.number} /></Tabs.Panel>}
            {mayTrace && <Tabs.Panel value="notices"><Notices number={ticket.number} /></Tabs.Panel>}
          </Tabs>
        </Stack>
        <Stack gap="md" component="aside" aria-label={t('aside')}>
          <Paper withBorder p="sm"><Title order={2} mb="xs">{t('clocks')}</Title><Clocks ticket={ticket} /></Paper>
          <Paper withBorder p="sm"><Title order={2} mb="xs">{t('facts')}</Title><TicketFacts ticket={ticket} /></Paper>
        </Stack>
      </div>
    </PageFrame>
  );
}
