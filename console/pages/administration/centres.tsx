/** The centres and the region that each is of: what those bound to them see (C-05, C-06). */
import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { announce } from '../../parts/announce.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { labelledOf, LabelFields } from './label-fields.tsx';
import { Records } from './records.tsx';

type Centre = Schema<'Centre'>;

export function Centres(): ReactNode {
  const { t } = useTranslation('administration');
  const [edited, setEdited] = useState<Centre | 'new'>();
  const list = usePagedList<Centre>(listKey('centres', { all: true }), () => answerOf(api.GET('/api/v1/centres')));
  return (
    <>
      <Records list={list} label={t('section.centres')} idOf={({ key }) => key} empty={{ title: t('centres.empty'), hint: t('centres.empty-hint') }}
        tools={<Button leftSection={<IconPlus size={14} />} onClick={() => { setEdited('new'); }}>{t('centres.add')}</Button>}
        columns={[
          { header: t('label.name'), cell: ({ label }) => inLanguage(label) },
          { header: t('label.key'), cell: ({ key }) => key },
          { header: t('centres.region'), cell: ({ region }) => region },
        ]}
        acts={(centre) => <Button variant="default" aria-label={t('people.edit-of', { name: inLanguage(centre.label) })} onClick={() => { setEdited(centre); }}>{t('people.edit')}</Button>} />
      {edited !== undefined && <CentreForm key={edited === 'new' ? '' : edited.key} centre={edited === 'new' ? undefined : edited} onClose={() => { setEdited(undefined); }} />}
    </>
  );
}

function CentreForm({ centre, onClose }: { readonly centre: Centre | undefined; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('administration');
  const [value, setValue] = useState({ ...labelledOf(centre), region: centre?.region ?? '' });
  const set = (name: keyof typeof value) => ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void => { setValue({ ...value, [name]: currentTarget.value }); };
  const keep = useCommand({
    send: (body: Schema<'CentreEntry'>) => dataOf(api.PUT('/api/v1/centres/{key}', { params: { path: { key: value.key.trim() }, header: { 'If-Match': `"${centre?.version ?? 0}"` } }, body })),
    touches: [['centres'], ['people-acts']], done: ({ label }) => { announce(t('label.kept', { name: inLanguage(label) })); onClose(); },
  });
  const faults = faultsIn(keep.error);
  return (
    <SideForm title={centre ? t('people.edit-of', { name: inLanguage(centre.label) }) : t('centres.add')} isOpen onClose={onClose} action={t('people.keep')} isSending={keep.isPending} error={keep.error}
      onSubmit={() => { keep.mutate({ label: { fr: value.fr, en: value.en }, region: value.region }); }}>
      <LabelFields value={value} onChange={setValue} isNew={centre === undefined} faults={faults} />
      <TextInput label={t('centres.region')} description={t('centres.region-hint')} required value={value.region} onChange={set('region')} error={faults['/region']} />
    </SideForm>
  );
}
