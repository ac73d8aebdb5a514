/** What can be done now, as the API says it: buttons for what can, a form for what needs one, and the reason of what cannot. */
import { ActionIcon, Button, Group, List, Menu, Paper, Popover, Text, Title } from '@mantine/core';
import { IconChevronDown, IconLock, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { useShortcut } from '../../keys/registry.ts';
import type { ShortcutId } from '../../keys/table.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { actsQuery, useTicketAct, type PossibleAct, type Ticket } from '../../tickets/queries.ts';
import { ActForm } from './act-form.tsx';
import { Reopen } from './reopen.tsx';

/** Done at once: there is nothing to fill in. */
const formless: readonly string[] = ['take', 'answer', 'acknowledgeTransfer'];
/** Before the others, in this order, as far as they can be done. */
const first: readonly string[] = ['acknowledgeTransfer', 'declineTransfer', 'take', 'answer', 'diagnose', 'wait', 'transfer', 'resolve', 'agree', 'disagree', 'cause', 'recordWork', 'close'];
const shownAtOnce = 7;
const keys: readonly (readonly [string, ShortcutId])[] = [['take', 'ticket-take'], ['wait', 'ticket-wait'], ['answer', 'ticket-answer'], ['transfer', 'ticket-transfer'], ['diagnose', 'ticket-diagnose'], ['resolve', 'ticket-resolve'], ['close', 'ticket-close']];

export interface ActsProps {
  readonly ticket: Ticket;
  /** The act whose form is open. */
  readonly chosen: string | undefined;
  readonly onChoose: (act: string | undefined) => void;
}

export function Acts({ ticket, chosen, onChoose }: ActsProps): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const { data, error, refetch } = useRead(actsQuery(ticket.number));
  const { subject } = useMe();
  const command = useTicketAct((_, { address }) => { announce(t(`done.${address}`)); onChoose(undefined); });
  const items = data?.items.filter(({ act }) => ticket.offer !== null || !['acknowledgeTransfer', 'declineTransfer'].includes(act)) ?? [];
  // Who has it already need not take it.
  const possible = items.filter(({ act, refusal }) => refusal === null && !(act === 'take' && ticket.assignee === subject)).toSorted((one, other) => rankOf(one) - rankOf(other));
  const refused = items.filter(({ refusal }) => refusal !== null);
  const isClosed = ticket.phase === 'closed';
  const open = possible.find(({ act }) => act === chosen);
  const choose = (act: PossibleAct): void => {
    if (formless.includes(act.act)) command.mutate({ number: ticket.number, address: act.address, input: act.initial });
    else onChoose(act.act);
  };
  useActShortcuts(possible, choose);
  if (error) return <Failed error={error} again={refetch} />;
  if (!data) return <Loading />;
  const [visible, rest] = [possible.slice(0, shownAtOnce), possible.slice(shownAtOnce)];
  return (
    <Paper withBorder p="sm" component="section" aria-label={t('acts')}>
      <Group gap="xs">
        {visible.map((act, index) => (
          <Button key={act.act} variant={index === 0 ? 'filled' : 'default'} aria-expanded={formless.includes(act.act) ? undefined : act.act === chosen} loading={command.isPending && command.variables.address === act.address} onClick={() => { choose(act); }}>{t(`act.${act.act}`)}</Button>
        ))}
        {rest.length > 0 && (
          <Menu position="bottom-end">
            <Menu.Target><Button variant="default" rightSection={<IconChevronDown size={14} />}>{t('more-acts')}</Button></Menu.Target>
            <Menu.Dropdown>{rest.map((act) => <Menu.Item key={act.act} onClick={() => { choose(act); }}>{t(`act.${act.act}`)}</Menu.Item>)}</Menu.Dropdown>
          </Menu>
        )}
        {isClosed && <Reopen number={ticket.number} />}
        {refused.length > 0 && ticket.endedAt === null && <Refused acts={refused} />}
        {possible.length === 0 && !isClosed && <Text size="sm" c="dimmed">{t('no-acts')}</Text>}
      </Group>
      {command.error && open === undefined && <Failed error={command.error} />}
      {open && (
        <>
          <Group justify="space-between" mt="md" mb="xs"><Title order={2}>{t(`act.${open.act}`)}</Title><ActionIcon aria-label={t('close')} onClick={() => { onChoose(undefined); }}><IconX size={16} /></ActionIcon></Group>
          <ActForm key={open.act} ticket={ticket} act={open} onDone={() => { onChoose(undefined); }} />
        </>
      )}
    </Paper>
  );
}

function rankOf({ act }: PossibleAct): number {
  const rank = first.indexOf(act);
  return rank < 0 ? first.length : rank;
}

/** The same number of hooks whatever can be done. */
function useActShortcuts(possible: readonly PossibleAct[], choose: (act: PossibleAct) => void): void {
  for (const [name, shortcut] of keys) {
    const act = possible.find((one) => one.act === name);
    // oxlint-disable-next-line react-hooks/rules-of-hooks
    useShortcut(shortcut, () => { if (act) choose(act); }, act !== undefined);
  }
}

function Refused({ acts }: { readonly acts: readonly PossibleAct[] }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  return (
    <Popover width={420} position="bottom-end" trapFocus returnFocus>
      <Popover.Target><Button variant="subtle" color="gray" leftSection={<IconLock size={14} />}>{t('refused-acts', { count: acts.length })}</Button></Popover.Target>
      <Popover.Dropdown aria-label={t('refused-title')} tabIndex={0}>
        <List size="sm" spacing={6} listStyleType="none">
          {acts.map(({ act, refusal }) => <List.Item key={act}><Text component="span" size="sm" fw={600}>{t(`act.${act}`)}</Text> {refusal?.detail}</List.Item>)}
        </List>
      </Popover.Dropdown>
    </Popover>
  );
}
