/** The bar above every page: search, state of the connection, language, colours, person. */
import { Burger, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LiveBadge } from '../live/live-badge.tsx';
import { PersonMenu } from './person-menu.tsx';
import { Search } from './search.tsx';

export function TopBar({ opened, onToggle }: { readonly opened: boolean; readonly onToggle: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <Group h="100%" px="md" justify="space-between" wrap="nowrap">
      <Burger opened={opened} onClick={onToggle} hiddenFrom="sm" size="sm" aria-label={t('nav.open')} aria-expanded={opened} />
      <Search />
      <Group gap="md" ml="auto" wrap="nowrap"><LiveBadge /><PersonMenu /></Group>
    </Group>
  );
}
