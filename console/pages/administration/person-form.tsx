/** One entry of the directory, sent with the version that was read: who was slower is told, and overwrites nobody (C-05). */
import { ActionIcon, Button, Fieldset, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { announce } from '../../parts/announce.tsx';
import { useCentres, useProfiles } from './choices.ts';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';

type Entry = Schema<'PersonEntry'>;
type Assignment = Entry['assignments'][number];

export function PersonForm({ person, onClose }: { readonly person: Schema<'Person'> | undefined; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('administration');
  const [profiles, centres] = [useProfiles(), useCentres()];
  const choose = { value: '', label: t('choose') };
  const [subject, setSubject] = useState(person?.subject ?? '');
  const [value, setValue] = useState({ name: person?.name ?? '', email: person?.email ?? '', profile: person?.profile ?? '', team: person?.team ?? '', centre: person?.centre ?? '' });
  const [assignments, setAssignments] = useState<readonly Assignment[]>((person?.assignments ?? []) as readonly Assignment[]);
  const set = (name: keyof typeof value) => ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void => { setValue({ ...value, [name]: currentTarget.value }); };
  const keep = useCommand({
    send: (body: Entry) => dataOf(api.PUT('/api/v1/users/{subject}', { params: { path: { subject: subject.trim() }, header: { 'If-Match': `"${person?.version ?? 0}"` } }, body })),
    touches: [['users'], ['people-acts']],
    done: ({ name }) => { announce(t('people.kept', { name })); onClose(); },
  });
  const faults = faultsIn(keep.error);
  const change = (at: number, part: Partial<Assignment>): void => { setAssignments(assignments.map((one, index) => (index === at ? { ...one, ...part } : one))); };
  return (
    <SideForm title={person ? t('people.edit-of', { name: person.name }) : t('people.add')} isOpen onClose={onClose} action={t('people.keep')} isSending={keep.isPending} error={keep.error} onSubmit={() => {
      const { email, centre, profile, ...rest } = value;
      keep.mutate({ ...rest, profile: profile as Entry['profile'], email: email === '' ? null : email, centre: centre === '' ? null : centre, calendar: person?.calendar ?? null, skills: person?.skills ?? [], assignments: [...assignments] });
    }}>
      <TextInput label={t('people.subject')} description={t('people.subject-hint')} required readOnly={person !== undefined} value={subject} onChange={({ currentTarget }) => { setSubject(currentTarget.value); }} error={faults['/subject']} />
      <TextInput label={t('people.name')} required value={value.name} onChange={set('name')} error={faults['/name']} />
      <TextInput label={t('people.email')} type="email" value={value.email} onChange={set('email')} error={faults['/email']} />
      <NativeSelect label={t('people.profile')} required data={[choose, ...profiles.filter((one) => one.value !== 'customer')]} value={value.profile} onChange={set('profile')} error={faults['/profile']} />
      <TextInput label={t('people.team')} required value={value.team} onChange={set('team')} error={faults['/team']} />
      <NativeSelect label={t('people.centre')} data={[{ value: '', label: t('people.no-centre') }, ...centres]} value={value.centre} onChange={set('centre')} error={faults['/centre']} />
      <Fieldset legend={t('people.assignments')} variant="filled" p="sm">
        <Stack gap="xs">
          {assignments.map((one, index) => (
            // Rows have no number of their own; they are only added at the end and taken out.
            // oxlint-disable-next-line react/no-array-index-key
            <Group key={index} align="end" wrap="nowrap" gap="xs" role="group" aria-label={`${t('people.assignments')} ${index + 1}`}>
              <NativeSelect label={t('people.may')} required data={[choose, ...profiles]} value={one.profile} error={faults[`/assignments/${index}/profile`]} onChange={({ currentTarget }) => { change(index, { profile: currentTarget.value as Assignment['profile'] }); }} />
              <NativeSelect label={t('people.where')} data={[{ value: '', label: t('bound.everywhere') }, ...centres]} value={one.centre ?? ''} error={faults[`/assignments/${index}/centre`]}
                onChange={({ currentTarget }) => { change(index, { centre: currentTarget.value === '' ? null : currentTarget.value, region: null, ownCustomers: false }); }} />
              <ActionIcon aria-label={`${t('people.remove')} ${index + 1}`} onClick={() => { setAssignments(assignments.filter((_, at) => at !== index)); }}><IconTrash size={16} /></ActionIcon>
            </Group>
          ))}
          <Button variant="default" w="fit-content" leftSection={<IconPlus size={14} />} onClick={() => { setAssignments([...assignments, { profile: '' as Assignment['profile'], centre: null, region: null, ownCustomers: false }]); }}>{t('people.add-assignment')}</Button>
        </Stack>
      </Fieldset>
    </SideForm>
  );
}
