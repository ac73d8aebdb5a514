/** Views of a basket under a name: each is an address. */
import { ActionIcon, Button, Checkbox, Group, Menu, Popover, Stack, TextInput } from '@mantine/core';
import { IconBookmark, IconBookmarkPlus, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { useMe } from '../../data/me.ts';
import { present } from '../../data/search.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import type { BasketSearch } from './route.ts';

type View = Schema<'BasketView'>;
const key = listKey('basket-views');

export function SavedViews({ filters, onChoose }: { readonly filters: BasketSearch; readonly onChoose: (filters: BasketSearch) => void }): ReactNode {
  const { t } = useTranslation('baskets');
  const me = useMe();
  const { data } = useQuery({ queryKey: key, queryFn: () => dataOf(api.GET('/api/v1/basket-views')) });
  const remove = useCommand({
    send: ({ id }: View) => dataOf(api.DELETE('/api/v1/basket-views/{id}', { params: { path: { id } } })),
    touches: [key], done: (_, { name }) => { announce(t('views.removed', { name })); },
  });
  const views = data?.items ?? [];
  return (
    <Group gap="xs">
      <Menu position="bottom-end" width={260}>
        <Menu.Target><Button variant="default" leftSection={<IconBookmark size={14} />}>{t('views')}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => { onChoose({}); }}>{t('views.default')}</Menu.Item>
          {views.map((view) => (
            <Menu.Item key={view.id} leftSection={view.shared ? <IconUsers size={14} aria-label={t('views.shared')} /> : undefined} onClick={() => { onChoose(view.filters as BasketSearch); }}>{view.name}</Menu.Item>
          ))}
          {views.some(({ owner }) => owner === me.subject) && <><Menu.Divider /><Menu.Label>{t('views.remove')}</Menu.Label></>}
          {views.filter(({ owner }) => owner === me.subject).map((view) => (
            <Menu.Item key={view.id} leftSection={<IconTrash size={14} />} onClick={() => { remove.mutate(view); }}>{t('views.remove-one', { name: view.name })}</Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <SaveView filters={filters} />
    </Group>
  );
}

function SaveView({ filters }: { readonly filters: BasketSearch }): ReactNode {
  const { t } = useTranslation('baskets');
  const me = useMe();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useCommand({
    send: (body: Schema<'BasketViewProposal'>, idempotency) => dataOf(api.POST('/api/v1/basket-views', { params: { header: { 'Idempotency-Key': idempotency } }, body })),
    touches: [key], done: (view) => { announce(t('views.saved', { name: view.name })); setOpened(false); setName(''); },
  });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target><ActionIcon variant="default" size={30} aria-label={t('views.save')} title={t('views.save')} onClick={() => { setOpened(!opened); }}><IconBookmarkPlus size={16} stroke={1.6} /></ActionIcon></Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={(event) => { event.preventDefault(); save.mutate({ name, shared, filters: present(filters) as Schema<'BasketViewProposal'>['filters'] }); }}>
          <Stack gap="sm">
            <TextInput label={t('views.name')} required maxLength={80} value={name} onChange={({ currentTarget }) => { setName(currentTarget.value); }} />
            {me.person !== null && <Checkbox size="xs" label={t('views.share')} checked={shared} onChange={({ currentTarget }) => { setShared(currentTarget.checked); }} />}
            {save.error && <Failed error={save.error} />}
            <Button type="submit" loading={save.isPending}>{t('views.save')}</Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
