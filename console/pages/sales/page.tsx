/** Ventes: a section for each thing that one may see; the address says which, and whose. */
import { Anchor, Button, Group, Pill, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomerLabel } from '../../customers/customer-label.ts';
import { mayOf, useMay, useMe } from '../../data/me.ts';
import { useShortcut } from '../../keys/registry.ts';
import { Empty } from '../../parts/empty.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { Catalogue } from './catalogue.tsx';
import { Drops } from './drops.tsx';
import { NewProposal } from './new-proposal.tsx';
import { Orders } from './orders.tsx';
import { Proposals } from './proposals.tsx';
import { Rejects } from './rejects.tsx';
import { sectionNames, type SalesSearch, type SectionName } from './route.ts';

const route = getRouteApi('/sales');

export interface SectionProps {
  readonly search: SalesSearch;
  readonly go: (next: SalesSearch) => void;
}

const sections: Readonly<Record<SectionName, { readonly anyOf: readonly string[]; readonly Section: ComponentType<SectionProps> }>> = {
  proposals: { anyOf: ['proposal:read'], Section: Proposals },
  orders: { anyOf: ['order:read'], Section: Orders },
  rejects: { anyOf: ['order:place'], Section: Rejects },
  drops: { anyOf: ['proposal:read'], Section: Drops },
  catalogue: { anyOf: ['proposal:read'], Section: Catalogue },
};

export function SalesPage(): ReactNode {
  const { t } = useTranslation('sales');
  const me = useMe();
  const navigate = useNavigate();
  const search = route.useSearch();
  const mayMake = useMay('proposal:edit');
  const [isMaking, setMaking] = useState(false);
  useShortcut('sales-new', () => { setMaking(true); }, mayMake);
  const mine = sectionNames.filter((name) => mayOf(me, sections[name].anyOf));
  const { section = mine[0] ?? 'proposals', customerId } = search;
  const customer = useCustomerLabel(customerId);
  if (!mine.includes(section)) return <PageFrame title={t('title')}><Empty title={t('nothing.title')} hint={t('nothing.hint')} /></PageFrame>;
  const { Section } = sections[section];
  const go = (next: SalesSearch): void => { void navigate({ to: '/sales', search: next, replace: true }); };
  return (
    <PageFrame title={t('title')} actions={mayMake && <Button leftSection={<IconPlus size={14} />} onClick={() => { setMaking(true); }}>{t('new')}</Button>}>
      {customerId !== undefined && (
        <Group gap="sm" mb="sm">
          <Pill withRemoveButton onRemove={() => { go({ ...search, customerId: undefined }); }} removeButtonProps={{ 'aria-label': t('remove-customer'), 'aria-hidden': false, tabIndex: 0 }}>{customer}</Pill>
          <Anchor component={Link} to={`/customers/${customerId}`} size="sm">{t('to-customer')}</Anchor>
        </Group>
      )}
      <Tabs value={section} keepMounted={false} onChange={(next) => { go({ section: next as SectionName, customerId }); }}>
        <Tabs.List aria-label={t('title')} mb="md">{mine.map((name) => <Tabs.Tab key={name} value={name}>{t(`section.${name}`)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value={section}><Section search={search} go={go} /></Tabs.Panel>
      </Tabs>
      <NewProposal isOpen={isMaking} customerId={customerId} onClose={() => { setMaking(false); }} />
    </PageFrame>
  );
}
