/** Entering a complaint: whose, what was complained of before, then the facts; words of judgement are shown and have to be stood by (S-08). */
import { Alert, Button, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouterState } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { ComplaintLines } from '../../complaints/lines.tsx';
import { choicesQuery, type Complaint, type ComplaintChoices } from '../../complaints/queries.ts';
import { CustomerField } from '../../customers/customer-field.tsx';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { useRead } from '../../data/read.ts';
import { useDraft } from '../../form/draft.ts';
import { missingOf, sendable, type FormValue } from '../../form/schema.ts';
import { faultsOf, SchemaForm } from '../../form/schema-form.tsx';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { complaintSchema } from './schema.ts';

const route = getRouteApi('/complaints/new');
type NewComplaint = Schema<'NewComplaint'>;

export function NewComplaintPage(): ReactNode {
  const { t } = useTranslation('new-complaint');
  const { customerId } = route.useSearch();
  const navigate = useNavigate();
  const choices = useRead({ ...choicesQuery(customerId), enabled: customerId !== undefined });
  return (
    <PageFrame title={t('title')}>
      <Stack gap="md" maw={760}>
        <Paper withBorder p="sm"><Title order={2} mb="xs">{t('whom')}</Title><CustomerField value={customerId} onChange={(id) => { void navigate({ to: '/complaints/new', search: id === undefined ? {} : { customerId: id }, replace: true }); }} /></Paper>
        {customerId !== undefined && (
          <>
            <Before customerId={customerId} />
            {choices.error ? <Failed error={choices.error} again={choices.refetch} /> : choices.data ? <Form key={customerId} customerId={customerId} choices={choices.data} /> : <Loading />}
          </>
        )}
      </Stack>
    </PageFrame>
  );
}

/** What he complained of before, and what he was given for it. */
function Before({ customerId }: { readonly customerId: string }): ReactNode {
  const { t } = useTranslation('new-complaint');
  const query = { customerId, limit: 20 } as const;
  const { data } = useQuery({ queryKey: listKey('complaints', query), queryFn: () => dataOf(api.GET('/api/v1/complaints', { params: { query } })) });
  return data ? <Paper withBorder p="sm" component="section" aria-label={t('before')}><Title order={2} mb="xs">{t('before')}</Title><ComplaintLines items={data.items} /></Paper> : null;
}

function Form({ customerId, choices }: { readonly customerId: string; readonly choices: ComplaintChoices }): ReactNode {
  const { t } = useTranslation('new-complaint');
  const navigate = useNavigate();
  const schema = complaintSchema(choices);
  // C-02: what the reason of a contact knew.
  const known = useRouterState({ select: ({ location }) => (location.state as { known?: FormValue }).known });
  const [only, ...others] = choices.orders;
  const draft = useDraft(`complaint.new.${customerId}`, { channel: 'visit', ...(only && others.length === 0 ? { orderNumber: only.orderNumber, edition: only.year } : {}), ...known });
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [isConfirmed, setConfirmed] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const enter = useCommand<NewComplaint, Complaint>({
    send: (body, key) => dataOf(api.POST('/api/v1/complaints', { params: { header: { 'Idempotency-Key': key } }, body })),
    touches: [['complaints', 'list'], ['tasks', 'list']],
    done: ({ id }) => {
      draft.clear();
      announce(t('entered', { id }));
      return navigate({ to: '/complaints/$id', params: { id } });
    },
  });
  const problem = enter.error instanceof ApiFailure ? enter.error.problem : undefined;
  const isJudging = problem?.code === 'S-08.judgement-words';
  const faults = { ...Object.fromEntries(missing.map((pointer) => [pointer, t('required')])), ...faultsOf(problem?.errors) };
  function send(): void {
    const lacking = missingOf(schema, draft.value);
    setMissing(lacking);
    if (lacking.length > 0) form.current?.querySelector<HTMLElement>(`[data-pointer="${lacking[0] ?? ''}"]`)?.focus();
    else enter.mutate({ ...sendable(schema, draft.value) as unknown as NewComplaint, customerId, isWordingConfirmed: isConfirmed });
  }
  /** The year of an order is that in which it was signed, until somebody says another. */
  function set(value: FormValue): void {
    const order = choices.orders.find(({ orderNumber }) => orderNumber === value['orderNumber']);
    draft.set(order && value['orderNumber'] !== draft.value['orderNumber'] ? { ...value, edition: order.year } : value);
  }
  if (choices.orders.length === 0) return <Alert color="orange" title={t('no-orders')}>{t('no-orders.hint')}</Alert>;
  return (
    <form ref={form} noValidate aria-label={t('form')} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Stack gap="md">
        <Paper withBorder p="sm">
          <Title order={2} mb="xs">{t('what')}</Title>
          {draft.restoredAt !== undefined && <Text size="xs" c="dimmed" mb="xs">{t('draft')}</Text>}
          <SchemaForm form="complaint-enter" schema={schema} value={draft.value} onChange={set} faults={faults} disabled={enter.isPending} />
        </Paper>
        {isJudging ? (
          <Alert color="orange" role="alert" title={problem.title}>
            <Text size="sm">{problem.detail}</Text>
            <Checkbox mt="sm" size="xs" checked={isConfirmed} label={t('confirm-wording')} onChange={({ currentTarget: { checked } }) => { setConfirmed(checked); }} />
          </Alert>
        ) : enter.error && <Failed error={enter.error} />}
        <Group><Button type="submit" loading={enter.isPending}>{t('enter')}</Button></Group>
      </Stack>
    </form>
  );
}
