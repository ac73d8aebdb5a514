/** The desks' teams: their level, what they know, who leads them, who is in them (T-11). */
import { Button, NativeSelect, Select, TagsInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { announce } from '../../parts/announce.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { labelOf, useChoices, wordOf, type Choices } from '../../tickets/queries.ts';
import { labelIn, usePeople } from './choices.ts';
import { labelledOf, LabelFields } from './label-fields.tsx';
import { Records } from './records.tsx';

type Team = Schema<'Team'>;

export function Teams(): ReactNode {
  const { t } = useTranslation('administration');
  const [edited, setEdited] = useState<Team | 'new'>();
  const [people, mayEdit, choices] = [usePeople(), useMay('user:manage'), useChoices()];
  const list = usePagedList<Team>(listKey('teams', { all: true }), () => answerOf(api.GET('/api/v1/teams')));
  return (
    <>
      <Records list={list} label={t('section.teams')} idOf={({ key }) => key} empty={{ title: t('teams.empty'), hint: t('teams.empty-hint') }}
        tools={mayEdit && <Button leftSection={<IconPlus size={14} />} onClick={() => { setEdited('new'); }}>{t('teams.add')}</Button>}
        columns={[
          { header: t('label.name'), cell: ({ label }) => inLanguage(label) },
          { header: t('teams.desk'), cell: ({ desk, level }) => t('teams.desk-level', { desk: labelOf(choices?.desks, desk), level }) },
          { header: t('teams.skills'), cell: ({ skills }) => (skills.length === 0 ? t('teams.any-skill') : skills.map((skill) => skillName(choices, skill)).join(', ')) },
          { header: t('teams.manager'), cell: ({ manager }) => labelIn(people, manager) },
          { header: t('teams.members'), cell: ({ members }) => members.map(({ name }) => name).join(', ') },
        ]}
        {...(mayEdit ? { acts: (team: Team) => <Button variant="default" aria-label={t('people.edit-of', { name: inLanguage(team.label) })} onClick={() => { setEdited(team); }}>{t('people.edit')}</Button> } : {})} />
      {edited !== undefined && <TeamForm key={edited === 'new' ? '' : edited.key} team={edited === 'new' ? undefined : edited} onClose={() => { setEdited(undefined); }} />}
    </>
  );
}

/** A category or a symptom. */
function skillName(choices: Choices | undefined, skill: string): string {
  const category = labelOf(choices?.categories, skill);
  return category === skill ? wordOf(choices?.symptoms, skill) : category;
}

function TeamForm({ team, onClose }: { readonly team: Team | undefined; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('administration');
  const people = usePeople();
  const [value, setValue] = useState({ ...labelledOf(team), desk: team?.desk, level: String(team?.level ?? 1), manager: team?.manager ?? '' });
  const choices = useChoices();
  // A desk that the policy no longer has stays with the team that it was given.
  const desks = [...new Set([...Object.keys(choices?.desks ?? {}), ...(team ? [team.desk] : [])])].map((key) => ({ value: key, label: labelOf(choices?.desks, key) }));
  const desk = value.desk ?? desks[0]?.value ?? '';
  const [skills, setSkills] = useState(team?.skills ?? []);
  const set = (name: keyof typeof value) => ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void => { setValue({ ...value, [name]: currentTarget.value }); };
  const keep = useCommand({
    send: (body: Schema<'TeamEntry'>) => dataOf(api.PUT('/api/v1/teams/{key}', { params: { path: { key: value.key.trim() }, header: { 'If-Match': `"${team?.version ?? 0}"` } }, body })),
    touches: [['teams'], ['people-acts']], done: ({ label }) => { announce(t('label.kept', { name: inLanguage(label) })); onClose(); },
  });
  const faults = faultsIn(keep.error);
  return (
    <SideForm title={team ? t('people.edit-of', { name: inLanguage(team.label) }) : t('teams.add')} isOpen onClose={onClose} action={t('people.keep')} isSending={keep.isPending} error={keep.error} onSubmit={() => {
      keep.mutate({ label: { fr: value.fr, en: value.en }, desk, level: Number(value.level) as 1 | 2 | 3, skills, manager: value.manager === '' ? null : value.manager });
    }}>
      <LabelFields value={value} onChange={setValue} isNew={team === undefined} faults={faults} />
      <NativeSelect label={t('teams.desk')} required data={desks} value={desk} onChange={set('desk')} error={faults['/desk']} />
      <NativeSelect label={t('teams.level')} required data={['1', '2', '3']} value={value.level} onChange={set('level')} error={faults['/level']} />
      <TagsInput label={t('teams.skills')} description={t('teams.skills-hint')} value={skills} onChange={setSkills} error={Object.entries(faults).find(([at]) => at.startsWith('/skills'))?.[1]} />
      <Select label={t('teams.manager')} clearable searchable data={people} value={value.manager === '' ? null : value.manager} onChange={(next) => { setValue({ ...value, manager: next ?? '' }); }} error={faults['/manager']} />
    </SideForm>
  );
}
