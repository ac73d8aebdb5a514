/** Registering a ticket: whom and what first, then what he says; nothing is lost when it is refused (T-01 to T-05). */
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, useNavigate, useRouterState } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../../client/failure.ts';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useDraft } from '../../form/draft.ts';
import { faultsOf, SchemaForm } from '../../form/schema-form.tsx';
import { missingOf, sendable, type FormValue } from '../../form/schema.ts';
import { useShortcut } from '../../keys/registry.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { ticketLists, useChoices, type Choices, type Ticket } from '../../tickets/queries.ts';
import { registrationSchema } from './schema.ts';
import { SubjectFields, type Subject } from './subject.tsx';

const route = getRouteApi('/tickets/new');
type Registration = Schema<'TicketRegistration'>;

export function NewTicketPage(): ReactNode {
  const { t } = useTranslation('new-ticket');
  const choices = useChoices();
  return <PageFrame title={t('title')}>{choices ? <Form choices={choices} /> : <Loading />}</PageFrame>;
}

function Form({ choices }: { readonly choices: Choices }): ReactNode {
  const { t } = useTranslation('new-ticket');
  const { customerId, rds } = route.useSearch();
  const navigate = useNavigate();
  const schema = registrationSchema(choices);
  // C-02: what the reason of a contact knew, before the first letter is typed.
  const known = useRouterState({ select: ({ location }) => (location.state as { known?: FormValue }).known });
  const draft = useDraft(known === undefined ? 'ticket.new' : `ticket.new.${customerId ?? ''}`, { contact: 'phone', desk: 'operator', agreementOf: 'caller', ...known });
  const [subject, setSubject] = useState<Subject>({ customerId, rds, despite: false });
  const [missing, setMissing] = useState<readonly string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const register = useCommand<Registration, Ticket>({
    send: (body, key) => dataOf(api.POST('/api/v1/tickets', { params: { header: { 'Idempotency-Key': key } }, body })),
    touches: ticketLists,
    done: ({ number }) => {
      draft.clear();
      announce(t('registered', { number }));
      return navigate({ to: '/tickets/$number', params: { number } });
    },
  });
  const faults = { ...Object.fromEntries(missing.map((pointer) => [pointer, t('required')])), ...(register.error instanceof ApiFailure ? faultsOf(register.error.problem?.errors) : {}) };
  function send(): void {
    const lacking = [...(subject.customerId === undefined ? ['/customerId'] : []), ...missingOf(schema, draft.value)];
    setMissing(lacking);
    if (lacking.length > 0 || subject.customerId === undefined) {
      form.current?.querySelector<HTMLElement>(lacking[0] === '/customerId' ? 'input' : `[data-pointer="${lacking[0] ?? ''}"]`)?.focus();
      return;
    }
    const said = sendable(schema, draft.value) as unknown as Registration;
    register.mutate({ ...said, customerId: subject.customerId, ...(subject.rds === undefined ? {} : { rds: subject.rds }), ...(subject.despite ? { despiteDuplicates: true } : {}) });
  }
  useShortcut('new-ticket-send', send);
  return (
    <form ref={form} noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Stack gap="md" maw={760}>
        <Paper withBorder p="sm"><Title order={2} mb="xs">{t('whom')}</Title><SubjectFields value={subject} onChange={setSubject} faults={faults} /></Paper>
        <Paper withBorder p="sm">
          <Title order={2} mb="xs">{t('what')}</Title>
          {draft.restoredAt !== undefined && <Text size="xs" c="dimmed" mb="xs">{t('draft')}</Text>}
          <SchemaForm form="ticket-register" schema={schema} value={draft.value} onChange={draft.set} faults={faults} disabled={register.isPending} />
        </Paper>
        {register.error && <Failed error={register.error} />}
        <Group><Button type="submit" loading={register.isPending}>{t('register')}</Button></Group>
      </Stack>
    </form>
  );
}
