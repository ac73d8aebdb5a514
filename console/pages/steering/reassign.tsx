/** Gives a deployment, a task or a ticket to somebody else: to whom, why, and what the API says of it. */
import { Button, Drawer, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { ticketQuery } from '../../tickets/queries.ts';

export interface Given {
  readonly kind: 'deployment' | 'task' | 'ticket';
  readonly id: string;
  /** What it is, as one reads it. */
  readonly name: string;
  /** Who has it now. */
  readonly holder: string | null;
  /** Who may have it; null: said by the ticket's desk and level. */
  readonly profile: string | null;
}

interface Option { readonly value: string; readonly label: string }
interface Typed { readonly person: string; readonly because: (typeof causes)[number]; readonly comment: string }

const causes = ['absence', 'load', 'other'] as const;
const peopleAtMost = 200;

export function Reassign({ given, onClose }: { readonly given: Given; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('steering');
  const [typed, setTyped] = useState<Typed>({ person: '', because: 'absence', comment: '' });
  const people = useCandidates(given);
  const command = useCommand({
    send: (input: Typed, key) => give(given, input, key),
    touches: [['tasks'], ['tickets'], ['deployments'], ['indicators']],
    done: () => { announce(t('reassigned', { what: given.name })); onClose(); },
  });
  const [isDeployment, isTicket] = [given.kind === 'deployment', given.kind === 'ticket'];
  const put = (part: Partial<Typed>): void => { setTyped({ ...typed, ...part }); };
  return (
    <Drawer opened onClose={onClose} position="right" withOverlay={false} lockScroll={false} shadow="md" title={t('reassign-of', { what: given.name })} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={(event) => { event.preventDefault(); command.mutate(typed); }}>
        <Stack gap="sm">
          <Text size="sm">{t('held-by', { person: people.find(({ value }) => value === given.holder)?.label ?? given.holder ?? t('nobody') })}</Text>
          <NativeSelect label={t('to')} required data-autofocus value={typed.person} data={[{ value: '', label: t('choose') }, ...people.filter(({ value }) => value !== given.holder)]} onChange={({ currentTarget: { value } }) => { put({ person: value }); }} />
          {isDeployment && <NativeSelect label={t('because')} value={typed.because} data={causes.map((value) => ({ value, label: t(`because.${value}`) }))} onChange={({ currentTarget: { value } }) => { put({ because: value as Typed['because'] }); }} />}
          {(isDeployment || isTicket) && <Textarea label={t(isTicket ? 'reason' : 'comment')} required={isTicket} autosize minRows={2} maxLength={2000} value={typed.comment} onChange={({ currentTarget: { value } }) => { put({ comment: value }); }} />}
          {command.error && <Failed error={command.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{t('cancel')}</Button><Button type="submit" loading={command.isPending} disabled={typed.person === ''}>{t('reassign')}</Button></Group>
        </Stack>
      </form>
    </Drawer>
  );
}

/** Those who have the profile that it takes; of a ticket the people of its desk and level (T-11). */
function useCandidates({ kind, id, profile }: Given): Option[] {
  const query = { limit: peopleAtMost, ...(profile === null ? {} : { profile: profile as 'coordinator' }) };
  const { data: users } = useQuery({ queryKey: listKey('users', query), queryFn: () => dataOf(api.GET('/api/v1/users', { params: { query } })), enabled: kind !== 'ticket' });
  const { data: ticket } = useQuery({ ...ticketQuery(id), enabled: kind === 'ticket' });
  const { data: teams } = useQuery({ queryKey: listKey('teams'), queryFn: () => dataOf(api.GET('/api/v1/teams')), enabled: kind === 'ticket' });
  if (kind !== 'ticket') return (users?.items ?? []).map(({ subject, name }) => ({ value: subject, label: name }));
  return (teams?.items ?? []).filter(({ desk, level }) => desk === ticket?.desk && level === ticket.level).flatMap(({ members }) => members.map(({ subject, name }) => ({ value: subject, label: name })));
}

async function give({ kind, id }: Given, { person, because, comment }: Typed, key: string): Promise<unknown> {
  const header = { 'Idempotency-Key': key };
  const said = comment.trim();
  switch (kind) {
    case 'deployment': return await dataOf(api.POST('/api/v1/deployments/{id}/reassign', { params: { path: { id }, header }, body: { coordinator: person, reason: because, ...(said === '' ? {} : { comment: said }) } }));
    case 'task': return await dataOf(api.POST('/api/v1/tasks/{id}/assign', { params: { path: { id }, header }, body: { person } }));
    case 'ticket': return await dataOf(api.POST('/api/v1/tickets/{number}/attribute', { params: { path: { number: id }, header }, body: { to: person, reason: said } }));
  }
}
