/** A change in place (C-01): the fields of one record, sent with the version that was read; who was slower compares before he goes on. */
import { ActionIcon, Button, Group, Modal, Stack, TagsInput, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { isConflict, isDuplicate } from '../../data/problem.ts';
import { useRead } from '../../data/read.ts';
import { faultsOf } from '../../form/schema-form.tsx';
import { announce } from '../../parts/announce.tsx';
import { Conflict } from '../../parts/conflict.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';

type Edit = Schema<'EditInPlace'>;
type Values = Record<string, unknown>;

/** Of each block that is changed in place. */
const fields = {
  identity: { name: 'text', siren: 'text', siret: 'text', phone: 'text', email: 'text', billingEmail: 'text' },
  contacts: { name: 'text', job: 'text', phones: 'list', emails: 'list', note: 'text' },
  equipment: { label: 'text', serialNumber: 'text', installedOn: 'date', warrantyUntil: 'date', returnedOn: 'date' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, 'text' | 'list' | 'date'>>>>;
type Editable = keyof typeof fields;

export interface EditButtonProps { readonly edit: Edit; readonly name: string; /** Whom or what, among several. */ readonly of?: string; readonly reload?: () => unknown }

export function EditButton({ edit, name, of, reload }: EditButtonProps): ReactNode {
  const { t } = useTranslation('customer');
  const [isOpen, setOpen] = useState(false);
  if (!isEditable(name)) return null;
  const title = of === undefined ? t(`edit.${name}`) : t('edit.of', { what: of });
  return (
    <>
      <ActionIcon aria-label={title} title={title} onClick={() => { setOpen(true); }}><IconPencil size={14} stroke={1.6} /></ActionIcon>
      <Modal opened={isOpen} onClose={() => { setOpen(false); }} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
        {isOpen && <Form edit={edit} name={name} onDone={() => { setOpen(false); void reload?.(); }} />}
      </Modal>
    </>
  );
}

function Form({ edit, name, onDone }: { readonly edit: Edit; readonly name: Editable; readonly onDone: () => void }): ReactNode {
  const read = useRead({ queryKey: ['customers', 'edited', edit.href], gcTime: 0, staleTime: Infinity, queryFn: () => asItIs(edit) });
  if (read.error) return <Failed error={read.error} again={read.refetch} />;
  if (read.isPending) return <Loading />;
  return <Fields edit={edit} name={name} first={read.data} onDone={onDone} />;
}

interface Version { readonly values: Values; readonly etag: string }

async function asItIs({ href, ifMatch }: Edit): Promise<Version> {
  const { data, etag } = await answerOf<unknown>(api.GET(href as '/api/v1/customers/{id}', { params: { path: { id: '' } } }));
  return { values: data as Values, etag: etag ?? ifMatch };
}

interface FieldsProps { readonly edit: Edit; readonly name: Editable; readonly first: Version; readonly onDone: () => void }

/** What is typed stays, whatever is read meanwhile: it goes over the version that the reader has before him. */
function Fields({ edit, name, first, onDone }: FieldsProps): ReactNode {
  const { t } = useTranslation('customer');
  const [typed, setTyped] = useState<Values>({});
  const [{ values: read, etag }, setBase] = useState(first);
  const [now, setNow] = useState<Version>();
  const value = { ...read, ...typed };
  const save = useCommand({
    send: (body: Values) => dataOf(api.PATCH(edit.href as '/api/v1/customers/{id}', { params: { path: { id: '' }, header: { 'If-Match': etag } }, body })),
    touches: [['customers']],
    done: () => { announce(t('saved')); onDone(); },
  });
  const faults = save.error instanceof ApiFailure ? faultsOf(save.error.problem?.errors) : {};
  const send = (): void => {
    save.mutate(typed, {
      onError: (error) => { if (isConflict(error)) void asItIs(edit).then(setNow, () => undefined); },
    });
  };
  const set = (field: string, next: unknown): void => { setTyped({ ...typed, [field]: next === '' ? null : next }); };
  const names = Object.entries<'text' | 'list' | 'date'>(fields[name]);
  return (
    <form onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Stack gap="sm">
        {names.map(([field, kind], index) => {
          const common = { label: t(`fact.${field}`), error: faults[`/${field}`], ...(index === 0 ? { 'data-autofocus': true } : {}) };
          return kind === 'list'
            ? <TagsInput key={field} {...common} value={(value[field] as string[] | undefined) ?? []} acceptValueOnBlur onChange={(next) => { set(field, next); }} />
            : <TextInput key={field} {...common} type={kind} required={index === 0} value={(value[field] as string | null | undefined) ?? ''} onChange={({ currentTarget }) => { set(field, currentTarget.value); }} />;
        })}
        {save.error && !isConflict(save.error) && Object.keys(faults).length === 0 && <Failed error={save.error} />}
        {isDuplicate(save.error) && <Button variant="default" w="fit-content" onClick={() => { save.mutate({ ...typed, confirmedNew: true }); }}>{t('confirm-other')}</Button>}
        <Group justify="flex-end"><Button type="submit" loading={save.isPending} disabled={Object.keys(typed).length === 0}>{t('save')}</Button></Group>
      </Stack>
      {now !== undefined && (
        <Conflict error={save.error} onClose={() => { setNow(undefined); save.reset(); }} onReload={() => { setBase(now); setNow(undefined); save.reset(); }}
          rows={names.filter(([field]) => said(read[field]) !== said(now.values[field])).map(([field]) => ({ label: t(`fact.${field}`), before: said(read[field]), now: said(now.values[field]) }))} />
      )}
    </form>
  );
}

function said(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '';
}

function isEditable(name: string): name is Editable {
  return Object.hasOwn(fields, name);
}
