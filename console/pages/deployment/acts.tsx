/** What may be done to a deployment as a whole, and to one of its sites; what follows is listed before it is confirmed (D-23, D-26). */
import { Button, Group, List, Menu, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useMay } from '../../data/me.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { instantOfLocal } from '../../time/zone.ts';
import { deploymentQuery, type Deployment } from './queries.ts';

type Site = Deployment['sites'][number];
type Act = 'cancel' | 'reassign' | 'abandon' | 'replan';
type Typed = Readonly<Record<string, string>>;

const over = ['completed', 'cancelled', 'withdrawn', 'cancelling'];
const causes = ['absence', 'load', 'other'] as const;
const askers = ['customer', 'technician', 'obl', 'coordinator'] as const;

export function Acts({ deployment }: { readonly deployment: Deployment }): ReactNode {
  const { t } = useTranslation('deployments');
  const [open, setOpen] = useState<Act>();
  const [mayCancel, mayReassign] = [useMay('deployment:cancel'), useMay('deployment:reassign')];
  if (over.includes(deployment.phase)) return null;
  return (
    <>
      {mayReassign && <Button variant="default" onClick={() => { setOpen('reassign'); }}>{t('act.reassign')}</Button>}
      {mayCancel && <Button variant="light" color="red" onClick={() => { setOpen('cancel'); }}>{t('act.cancel')}</Button>}
      <ActDialogue act={open} deployment={deployment} onClose={() => { setOpen(undefined); }} />
    </>
  );
}

export function SiteActs({ deployment, site }: { readonly deployment: Deployment; readonly site: Site }): ReactNode {
  const { t } = useTranslation('deployments');
  const [open, setOpen] = useState<Act>();
  const [mayAbandon, mayReplan] = [useMay('site:abandon'), useMay('site:replan')];
  if (site.endedAt !== null || !(mayAbandon || mayReplan)) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="subtle" size="compact-xs" aria-label={t('act.site', { site: site.site })}><IconDots size={14} aria-hidden /></Button></Menu.Target>
        <Menu.Dropdown>
          {mayReplan && <Menu.Item onClick={() => { setOpen('replan'); }}>{t('act.replan')}</Menu.Item>}
          {mayAbandon && <Menu.Item color="red" onClick={() => { setOpen('abandon'); }}>{t('act.abandon')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <ActDialogue act={open} deployment={deployment} site={site} onClose={() => { setOpen(undefined); }} />
    </>
  );
}

interface DialogueProps { readonly act: Act | undefined; readonly deployment: Deployment; readonly site?: Site; readonly onClose: () => void }

function ActDialogue({ act, deployment, site, onClose }: DialogueProps): ReactNode {
  const { t } = useTranslation('deployments');
  return (
    <Modal opened={act !== undefined} onClose={onClose} title={act && t(`act.${act}`)} closeButtonProps={{ 'aria-label': t('close') }}>
      {act && <Form act={act} deployment={deployment} {...(site === undefined ? {} : { site })} onClose={onClose} />}
    </Modal>
  );
}

function Form({ act, deployment, site, onClose }: DialogueProps & { readonly act: Act }): ReactNode {
  const { t } = useTranslation('deployments');
  const client = useQueryClient();
  const [typed, setTyped] = useState<Typed>({ because: 'absence', askedBy: 'customer' });
  const command = useCommand({
    send: (input: Typed, key) => dataOf(callOf(act, deployment.id, site?.site ?? '', input, key)),
    touches: [['deployments'], ['tasks']],
    done: (after) => { client.setQueryData(deploymentQuery(after.id).queryKey, after); announce(t(`done.${act}`)); onClose(); },
  });
  const field = (name: string) => ({ value: typed[name] ?? '', onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => { setTyped({ ...typed, [name]: value }); } });
  return (
    <form onSubmit={(event) => { event.preventDefault(); command.mutate(typed); }}>
      <Stack gap="sm">
        {act === 'cancel' && <Consequences deployment={deployment} />}
        {act === 'abandon' && <Text size="sm">{t('abandon.follows')}</Text>}
        {act === 'reassign' && <TextInput label={t('act.coordinator')} required data-autofocus {...field('coordinator')} />}
        {act === 'reassign' && <NativeSelect label={t('act.because')} data={causes.map((value) => ({ value, label: t(`because.${value}`) }))} {...field('because')} />}
        {act === 'replan' && <><TextInput type="datetime-local" label={t('act.starts')} required {...field('starts')} /><TextInput type="datetime-local" label={t('act.ends')} required {...field('ends')} />
          <NativeSelect label={t('act.asked-by')} data={askers.map((value) => ({ value, label: t(`asked-by.${value}`) }))} {...field('askedBy')} /></>}
        <Textarea label={t(act === 'reassign' ? 'act.comment' : 'act.reason')} required={act !== 'reassign'} autosize minRows={2} {...field('reason')} />
        {command.error && <Failed error={command.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" loading={command.isPending} {...(act === 'cancel' || act === 'abandon' ? { color: 'red' } : {})}>{t(`act.${act}`)}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function callOf(act: Act, id: string, site: string, { reason = '', coordinator = '', because, askedBy, starts = '', ends = '' }: Typed, key: string) {
  const header = { 'Idempotency-Key': key };
  const said = reason.trim();
  switch (act) {
    case 'cancel': return api.POST('/api/v1/deployments/{id}/cancel', { params: { path: { id }, header }, body: { reason: said } });
    case 'reassign': return api.POST('/api/v1/deployments/{id}/reassign', { params: { path: { id }, header }, body: { coordinator: coordinator.trim(), reason: because as (typeof causes)[number], ...(said === '' ? {} : { comment: said }) } });
    case 'abandon': return api.POST('/api/v1/deployments/{id}/sites/{site}/abandon', { params: { path: { id, site }, header }, body: { reason: said } });
    case 'replan': return api.POST('/api/v1/deployments/{id}/sites/{site}/replan', { params: { path: { id, site }, header }, body: { startsAt: instantOfLocal(starts), endsAt: instantOfLocal(ends), askedBy: askedBy as (typeof askers)[number], reason: said } });
  }
}

/** What is undone, site by site, as far as it has come; the server has the last word (D-23). */
function Consequences({ deployment: { sites, openTasks } }: { readonly deployment: Deployment }): ReactNode {
  const { t } = useTranslation('deployments');
  const lines = sites.filter(({ endedAt }) => endedAt === null).flatMap(({ site, orderKey, slotStartsAt, rds, deliveredOn }) => [
    ...(orderKey === null ? [] : [t(deliveredOn === null ? 'follows.order' : 'follows.access', { site })]),
    ...(slotStartsAt === null || deliveredOn !== null ? [] : [t('follows.slot', { site })]),
    ...(rds === null ? [] : [t('follows.service', { site, rds })]),
  ]);
  return (
    <div>
      <Text size="sm" fw={600}>{t('follows')}</Text>
      <List size="sm">
        <List.Item>{t('follows.tasks', { count: openTasks.length })}</List.Item>
        {lines.map((line) => <List.Item key={line}>{line}</List.Item>)}
        <List.Item>{t('follows.told')}</List.Item>
      </List>
    </div>
  );
}
