/** The directory: who there is, in which team and centre, with which profiles; changed by an administrator (C-05). */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { teamName, useChoices } from '../../tickets/queries.ts';
import { Bounds } from './bounds.tsx';
import { labelIn, useCentres, useProfiles } from './choices.ts';
import { PersonForm } from './person-form.tsx';
import { Records } from './records.tsx';

type Person = Schema<'Person'>;

export function People(): ReactNode {
  const { t } = useTranslation('administration');
  const [profiles, centres, choices, mayEdit] = [useProfiles(), useCentres(), useChoices(), useMay('user:manage')];
  const [edited, setEdited] = useState<Person | 'new'>();
  const list = usePagedList<Person>(listKey('users'), (cursor) => answerOf(api.GET('/api/v1/users', { params: { query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } } })));
  return (
    <>
      <Records list={list} label={t('section.people')} idOf={({ subject }) => subject} empty={{ title: t('people.empty'), hint: t('people.empty-hint') }}
        tools={mayEdit && <Button leftSection={<IconPlus size={14} />} onClick={() => { setEdited('new'); }}>{t('people.add')}</Button>}
        columns={[
          { header: t('people.name'), cell: ({ name }) => name },
          { header: t('people.subject'), cell: ({ subject }) => subject },
          { header: t('people.profile'), cell: ({ profile }) => labelIn(profiles, profile) },
          { header: t('people.team'), cell: ({ team }) => teamName(choices, team) },
          { header: t('people.centre'), cell: ({ centre }) => labelIn(centres, centre) },
          { header: t('people.assignments'), cell: ({ assignments }) => assignments.map((one) => <div key={JSON.stringify(one)}>{labelIn(profiles, one.profile)} · <Bounds {...one} /></div>) },
        ]}
        {...(mayEdit ? { acts: (person: Person) => <Button variant="default" aria-label={t('people.edit-of', { name: person.name })} onClick={() => { setEdited(person); }}>{t('people.edit')}</Button> } : {})} />
      {edited !== undefined && <PersonForm key={edited === 'new' ? '' : edited.subject} person={edited === 'new' ? undefined : edited} onClose={() => { setEdited(undefined); }} />}
    </>
  );
}
