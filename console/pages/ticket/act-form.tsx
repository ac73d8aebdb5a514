/** The form of one act, made of what the API says of it: draft kept, faults at their fields, a change made meanwhile shown beside what one had. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../../client/failure.ts';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { isConflict } from '../../data/problem.ts';
import { useDraft } from '../../form/draft.ts';
import { faultsOf, SchemaForm } from '../../form/schema-form.tsx';
import { missingOf, sendable, type FormValue, type JsonSchema } from '../../form/schema.ts';
import { useShortcut } from '../../keys/registry.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { ticketQuery, useTicketAct, type PossibleAct, type Ticket } from '../../tickets/queries.ts';

/** Known from the ticket itself, or for programs: nobody types them. */
const except: readonly string[] = ['ordinal', 'by', 'as', 'occurredAt'];

export interface ActFormProps {
  readonly ticket: Ticket;
  readonly act: PossibleAct;
  readonly onDone: () => void;
}

export function ActForm({ ticket, act: { act, address, inputSchema, initial }, onDone }: ActFormProps): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const client = useQueryClient();
  const schema = inputSchema as JsonSchema;
  const draft = useDraft(`ticket.${ticket.number}.${act}`, initial);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const command = useTicketAct(() => {
    draft.clear();
    announce(t(`done.${address}`));
    onDone();
  });
  const value = { ...initial, ...draft.value };
  const faults = { ...Object.fromEntries(missing.map((pointer) => [pointer, t('required')])), ...(command.error instanceof ApiFailure ? faultsOf(command.error.problem?.errors) : {}) };
  useEffect(() => { form.current?.querySelector<HTMLElement>('input, textarea, select')?.focus(); }, []);
  function send(input: FormValue): void {
    const lacking = missingOf(schema, input).filter((pointer) => !except.includes(pointer.slice(1)) && !(act === 'close' && pointer === '/satisfaction'));
    setMissing(lacking);
    if (lacking.length > 0) form.current?.querySelector<HTMLElement>(`[data-pointer="${lacking[0] ?? ''}"]`)?.focus();
    else command.mutate({ number: ticket.number, address, input: completed(act, sendable(schema, input)) });
  }
  useShortcut('ticket-send', () => { send(value); });
  const isOvertaken = isConflict(command.error);
  return (
    <form ref={form} noValidate onSubmit={(event) => { event.preventDefault(); send(value); }}>
      <Stack gap="sm">
        {act === 'transfer' && <TransferHelp ticket={ticket} />}
        {draft.restoredAt !== undefined && <Text size="xs" c="dimmed">{t('draft')}</Text>}
        <SchemaForm form={`ticket-${act}`} schema={schema} value={value} onChange={draft.set} faults={faults} disabled={command.isPending} except={except} />
        {act === 'attribute' && <Group><Button variant="default" onClick={() => { command.mutate({ number: ticket.number, address, input: {} }); }}>{t('by-the-rules')}</Button></Group>}
        {command.error !== null && (isOvertaken ? (
          <Alert color="orange" role="alert" title={t('overtaken')}>
            <Text size="sm">{command.error.message}</Text>
            <Button mt="xs" variant="default" onClick={() => { command.reset(); void client.invalidateQueries({ queryKey: ticketQuery(ticket.number).queryKey }); }}>{t('reload')}</Button>
          </Alert>
        ) : <Failed error={command.error} />)}
        <Group gap="xs"><Button type="submit" loading={command.isPending}>{t(`act.${act}`)}</Button><Button variant="subtle" color="gray" onClick={onDone}>{t('later')}</Button></Group>
      </Stack>
    </form>
  );
}

/** T-16: no answer about his satisfaction is an answer: that he would not say. */
function completed(act: string, input: FormValue): FormValue {
  return act === 'close' ? { ...input, satisfaction: input['satisfaction'] ?? null } : input;
}

/** What a warm transfer still lacks, before it is refused for it (C-03). */
function TransferHelp({ ticket: { number } }: { readonly ticket: Ticket }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const { data } = useQuery({ queryKey: oneKey('tickets', number, 'transfer-proposals'), queryFn: () => dataOf(api.GET('/api/v1/tickets/{number}/transfer-proposals', { params: { path: { number } } })) });
  const { data: ticket } = useQuery(ticketQuery(number));
  const script = ticket?.work?.script;
  if (!data || data.missing.length === 0) return data ? <Text size="sm">{t('transfer.ready')}</Text> : null;
  const labels = new Map([...script?.questions.map(({ question, label }) => [question, label] as const) ?? [], ...script?.tests.map(({ test, label }) => [test, label] as const) ?? []]);
  return (
    <Alert color="orange" title={t('transfer.missing')}>
      {data.missing.map((key) => { const label = labels.get(key); return label ? inLanguage(label) : t(`missing.${key}`); }).join(' · ')}
    </Alert>
  );
}

