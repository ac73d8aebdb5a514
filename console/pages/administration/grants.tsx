/** Profiles given for a time: by whom, until when, why; given and taken back within one's own reach (C-05). */
import { Badge, Button, Checkbox, NativeSelect, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { useMe } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { announce } from '../../parts/announce.tsx';
import { useRefused } from '../../parts/failed.tsx';
import { formatInstant } from '../../time/time.ts';
import { instantOfLocal } from '../../time/zone.ts';
import { Bounds } from './bounds.tsx';
import { labelIn, useCentres, usePeople, useProfiles } from './choices.ts';
import { Records } from './records.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';

type Grant = Schema<'Grant'>;

export function Grants(): ReactNode {
  const { t } = useTranslation('administration');
  const profiles = useProfiles();
  const [isLive, setLive] = useState(true);
  const [isGiving, setGiving] = useState(false);
  const query = isLive ? { live: 'true' as const } : {};
  const list = usePagedList<Grant>(listKey('grants', query), (cursor) => answerOf(api.GET('/api/v1/grants', { params: { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } } })));
  const refused = useRefused();
  const revoke = useCommand({
    send: ({ id }: Grant) => dataOf(api.DELETE('/api/v1/grants/{id}', { params: { path: { id } } })), touches: [['grants'], ['people-acts']],
    done: (_, { name }) => { announce(t('grants.revoked', { name })); },
  });
  return (
    <>
      <Records list={list} label={t('section.grants')} idOf={({ id }) => id} empty={{ title: t('grants.empty'), hint: t('grants.empty-hint') }}
        tools={<><Button leftSection={<IconPlus size={14} />} onClick={() => { setGiving(true); }}>{t('grants.give')}</Button><Checkbox size="xs" label={t('grants.live')} checked={isLive} onChange={({ currentTarget }) => { setLive(currentTarget.checked); }} /></>}
        columns={[
          { header: t('grants.person'), cell: ({ name }) => name },
          { header: t('grants.profile'), cell: ({ profile }) => labelIn(profiles, profile) },
          { header: t('grants.reach'), cell: (grant) => <Bounds {...grant} /> },
          { header: t('grants.until'), cell: ({ expiresAt, isLive: counts, revokedAt }) => <>{formatInstant(expiresAt)} {!counts && <Badge size="xs" variant="light" color="gray">{t(revokedAt === null ? 'grants.over' : 'grants.taken-back')}</Badge>}</> },
          { header: t('grants.reason'), cell: ({ reason }) => reason },
          { header: t('grants.by'), cell: ({ grantedBy }) => grantedBy },
        ]}
        acts={(grant) => grant.isLive && <Button variant="default" aria-label={t('grants.revoke-of', { name: grant.name })} loading={revoke.isPending && revoke.variables.id === grant.id}
          onClick={() => { revoke.mutate(grant, refused); }}>{t('grants.revoke')}</Button>} />
      {isGiving && <GiveForm onClose={() => { setGiving(false); }} />}
    </>
  );
}

function GiveForm({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('administration');
  const me = useMe();
  const [people, profiles, centres] = [usePeople().filter(({ value }) => value !== me.subject), useProfiles('grantable'), useCentres()];
  const [value, setValue] = useState({ subject: '', profile: '', centre: '', until: '', reason: '' });
  const set = (name: keyof typeof value) => (next: string | null): void => { setValue({ ...value, [name]: next ?? '' }); };
  const give = useCommand({
    send: (body: Schema<'GrantEntry'>, key) => dataOf(api.POST('/api/v1/grants', { params: { header: { 'Idempotency-Key': key } }, body })), touches: [['grants'], ['people-acts']],
    done: ({ name }) => { announce(t('grants.given', { name })); onClose(); },
  });
  const faults = faultsIn(give.error);
  return (
    <SideForm title={t('grants.give')} isOpen onClose={onClose} action={t('grants.give')} isSending={give.isPending} error={give.error} onSubmit={() => {
      const { subject, profile, centre, until, reason } = value;
      give.mutate({ subject, profile: profile as Schema<'GrantEntry'>['profile'], centre: centre === '' ? null : centre, region: null, ownCustomers: false, expiresAt: instantOfLocal(until), reason });
    }}>
      <Select label={t('grants.person')} required searchable data={people} value={value.subject === '' ? null : value.subject} onChange={set('subject')} error={faults['/subject']} />
      <NativeSelect label={t('grants.profile')} required data={[{ value: '', label: t('choose') }, ...profiles]} value={value.profile} onChange={({ currentTarget }) => { set('profile')(currentTarget.value); }} error={faults['/profile']} />
      <NativeSelect label={t('grants.centre')} data={[{ value: '', label: t('bound.everywhere') }, ...centres]} value={value.centre} onChange={({ currentTarget }) => { set('centre')(currentTarget.value); }} error={faults['/centre']} />
      <TextInput label={t('grants.until')} type="datetime-local" required value={value.until} onChange={({ currentTarget }) => { set('until')(currentTarget.value); }} error={faults['/expiresAt']} />
      <Textarea label={t('grants.reason')} required autosize minRows={2} maxLength={500} value={value.reason} onChange={({ currentTarget }) => { set('reason')(currentTarget.value); }} error={faults['/reason']} />
    </SideForm>
  );
}
