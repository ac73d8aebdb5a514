/** Administration: a section for each thing that one may look after; the address says which. */
import { Tabs } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayOf, useMe } from '../../data/me.ts';
import { Empty } from '../../parts/empty.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { Audit } from './audit.tsx';
import { Centres } from './centres.tsx';
import { Grants } from './grants.tsx';
import { ApiKeys } from './keys.tsx';
import { People } from './people.tsx';
import { Policies } from './policies.tsx';
import { sectionNames, type SectionName } from './route.ts';
import { StuckCalls } from './stuck-calls.tsx';
import { Teams } from './teams.tsx';
import { Webhooks } from './webhooks.tsx';

const route = getRouteApi('/administration');

const sections: Readonly<Record<SectionName, { readonly anyOf: readonly string[]; readonly Section: ComponentType }>> = {
  'stuck-calls': { anyOf: ['stuck-call:handle'], Section: StuckCalls },
  'grants': { anyOf: ['grant:give'], Section: Grants },
  'people': { anyOf: ['user:manage', 'people:manage'], Section: People },
  'teams': { anyOf: ['user:manage', 'people:manage'], Section: Teams },
  'centres': { anyOf: ['user:manage'], Section: Centres },
  'policies': { anyOf: ['policy:read'], Section: Policies },
  'api-keys': { anyOf: ['key:manage'], Section: ApiKeys },
  'webhooks': { anyOf: ['webhook:manage'], Section: Webhooks },
  'audit': { anyOf: ['grant:give'], Section: Audit },
};

export function AdministrationPage(): ReactNode {
  const { t } = useTranslation('administration');
  const me = useMe();
  const navigate = useNavigate();
  const mine = sectionNames.filter((name) => mayOf(me, sections[name].anyOf));
  const { section = mine[0] } = route.useSearch();
  if (section === undefined || !mine.includes(section)) return <PageFrame title={t('title')}><Empty title={t('nothing.title')} hint={t('nothing.hint')} /></PageFrame>;
  const { Section } = sections[section];
  return (
    <PageFrame title={t('title')}>
      <Tabs value={section} keepMounted={false} onChange={(next) => { void navigate({ to: '/administration', search: { section: next as SectionName } }); }}>
        <Tabs.List aria-label={t('title')} mb="md">{mine.map((name) => <Tabs.Tab key={name} value={name}>{t(`section.${name}`)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value={section}><Section /></Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}
