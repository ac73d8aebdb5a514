/** Keys of programs: made, shown once, taken back (C-05). */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { announce } from '../../parts/announce.tsx';
import { useRefused } from '../../parts/failed.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import { formatInstant } from '../../time/time.ts';
import { instantOfLocal } from '../../time/zone.ts';
import { labelIn, useCentres, useProfiles } from './choices.ts';
import { Records } from './records.tsx';
import { Secret } from './secret.tsx';

type ApiKey = Schema<'ApiKey'>;
type Entry = Schema<'ApiKeyEntry'>;

export function ApiKeys(): ReactNode {
  const { t } = useTranslation('administration');
  const profiles = useProfiles();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<Schema<'NewApiKey'>>();
  const list = usePagedList<ApiKey>(listKey('api-keys'), (cursor) => answerOf(api.GET('/api/v1/api-keys', { params: { query: cursor === undefined ? {} : { cursor } } })));
  const refused = useRefused();
  const revoke = useCommand({
    send: ({ id }: ApiKey) => dataOf(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })), touches: [['api-keys'], ['people-acts']],
    done: (_, { name }) => { announce(t('keys.revoked', { name })); },
  });
  return (
    <>
      {/* The API keeps its digest only: whoever closes this without copying makes another. */}
      {made && <Secret title={t('keys.once', { name: made.name })} hint={t('keys.once-hint')} value={made.key} onClose={() => { setMade(undefined); }} />}
      <Records list={list} label={t('section.api-keys')} idOf={({ id }) => id} empty={{ title: t('keys.empty'), hint: t('keys.empty-hint') }}
        tools={<Button leftSection={<IconPlus size={14} />} onClick={() => { setMaking(true); }}>{t('keys.make')}</Button>}
        columns={[
          { header: t('keys.name'), cell: ({ name }) => name },
          { header: t('keys.profiles'), cell: (key) => key.profiles.map(({ profile }) => labelIn(profiles, profile)).join(', ') },
          { header: t('keys.made'), cell: ({ createdAt, createdBy, createdByName }) => `${formatInstant(createdAt, 'date')} · ${createdByName ?? createdBy}` },
          { header: t('keys.until'), cell: ({ expiresAt, revokedAt }) => (revokedAt === null ? formatInstant(expiresAt) : t('keys.taken-back', { at: formatInstant(revokedAt) })) },
        ]}
        acts={(key) => key.revokedAt === null && <Button variant="default" aria-label={t('keys.revoke-of', { name: key.name })} onClick={() => { revoke.mutate(key, refused); }}>{t('keys.revoke')}</Button>} />
      {isMaking && <MakeForm onClose={() => { setMaking(false); }} onMade={(key) => { setMade(key); setMaking(false); }} />}
    </>
  );
}

function MakeForm({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (key: Schema<'NewApiKey'>) => void }): ReactNode {
  const { t } = useTranslation('administration');
  const [profiles, centres] = [useProfiles('grantable'), useCentres()];
  const [value, setValue] = useState({ name: '', profile: '', centre: '', until: '' });
  const set = (part: Partial<typeof value>): void => { setValue({ ...value, ...part }); };
  const make = useCommand({ send: (body: Entry) => dataOf(api.POST('/api/v1/api-keys', { body })), touches: [['api-keys'], ['people-acts']], done: onMade });
  const faults = faultsIn(make.error);
  return (
    <SideForm title={t('keys.make')} isOpen onClose={onClose} action={t('keys.make')} isSending={make.isPending} error={make.error} onSubmit={() => {
      make.mutate({ name: value.name, profiles: [{ profile: value.profile as Entry['profiles'][number]['profile'], centre: value.centre === '' ? null : value.centre, region: null, ownCustomers: false }], expiresAt: instantOfLocal(value.until), permissions: null, customerId: null, team: null });
    }}>
      <TextInput label={t('keys.name')} description={t('keys.name-hint')} required maxLength={200} value={value.name} error={faults['/name']} onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
      <NativeSelect label={t('keys.profiles')} required data={[{ value: '', label: t('choose') }, ...profiles]} value={value.profile} error={faults['/profiles/0/profile'] ?? faults['/profiles']} onChange={({ currentTarget }) => { set({ profile: currentTarget.value }); }} />
      <NativeSelect label={t('grants.centre')} data={[{ value: '', label: t('bound.everywhere') }, ...centres]} value={value.centre} onChange={({ currentTarget }) => { set({ centre: currentTarget.value }); }} />
      <TextInput label={t('keys.until')} type="datetime-local" required value={value.until} error={faults['/expiresAt']} onChange={({ currentTarget }) => { set({ until: currentTarget.value }); }} />
    </SideForm>
  );
}
